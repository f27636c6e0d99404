import { z } from "zod";
import { line, text } from "../providers/contract/fields.ts";
import { email } from "../providers/workos/fields.ts";
import { pages } from "./check.ts";
import type { Problem } from "./fleet-error.ts";
import { nearest } from "./nearest.ts";
import { each, textsAt, valueAt, type Written } from "./paths.ts";
import { type RuleName, ruleSettings, type SettingSchema, tenantless } from "./policy-rules.ts";
import { date, oneOf, refused, slug } from "./words.ts";

const LONGEST_EXEMPTION_DAYS = 180;

const ALL_RULES = { page: "docs/policies.md" };

/** What says that an exemption has ended can't be silenced by one. */
const UNEXEMPTED: RuleName = "tenant-exemption-expired";

const names = Object.keys(ruleSettings) as RuleName[];
const withSettings = names.filter((rule) => Object.keys(ruleSettings[rule]).length > 0);

const exemption = z.strictObject({
  /** Which rule: its name. */
  rule: z
    .enum(names)
    .refine((rule) => rule !== UNEXEMPTED, { error: "can't be exempted from" })
    .refine((rule) => !tenantless.has(rule), {
      error:
        "judges nothing that is one tenant's, so no tenant can be exempt from it: how strict it is stands in levels",
    })
    .register(pages, ALL_RULES),
  /** Which tenant: its key. */
  tenant: slug,
  /** Why, in 10 characters or more. */
  reason: text(1000).trim().min(10, "must say why, in 10 characters or more"),
  /** Who answers for it. */
  owner: email,
  /** The last day on which it holds, in UTC; at most 180 days ahead. After it the rule `tenant-exemption-expired` tells of it. */
  expires: date,
});
export type Exemption = z.output<typeof exemption>;

/** Which rules are asked, how strictly, and what is let pass for a time. */
export const policies = z.strictObject({
  /**
   * `baseline`: every rule at its own level. `strict`: every rule mandatory. `soc2`: only rules that are evidence for a control of
   * SOC 2. @default baseline
   */
  preset: oneOf(["baseline", "strict", "soc2"]).exactOptional(),
  /** By rule, before what the preset says: `mandatory` stops a run, `advisory` remarks, `disabled` is not asked. */
  levels: z
    .partialRecord(z.enum(names), oneOf(["mandatory", "advisory", "disabled"]))
    .register(pages, ALL_RULES)
    .exactOptional(),
  /** Thresholds and lists of rules, by rule. What is left out has its default. */
  settings: z
    .strictObject({
      ...Object.fromEntries(
        withSettings.map((rule) => [
          rule,
          settingsOf(ruleSettings[rule])
            .meta({ description: `Of the rule \`${rule}\`.` })
            .exactOptional(),
        ]),
      ),
      ...refused(
        names.filter((rule) => !withSettings.includes(rule)),
        "has no settings: how strict it is stands in levels",
      ),
    })
    .register(pages, ALL_RULES)
    .exactOptional(),
  /** Violations that are told as exempt, for a time. */
  exemptions: z.array(exemption).exactOptional(),
});

/** As fleet.yaml has it. */
export type Policies = Omit<z.output<typeof policies>, "settings" | "levels"> & {
  readonly levels?: { readonly [Rule in string]?: "mandatory" | "advisory" | "disabled" };
  readonly settings?: Readonly<Record<string, object>>;
};

function settingsOf(settings: Readonly<Record<string, SettingSchema>>) {
  return z.strictObject(
    Object.fromEntries(Object.entries(settings).map(([name, setting]) => [name, settingOf(setting).exactOptional()])),
  );
}

function settingOf({ type, description, minimum = 0, maximum }: SettingSchema) {
  if (type === "boolean") return z.boolean().meta({ description });
  const number = type === "integer" ? z.int().min(minimum) : z.number().min(minimum);
  const schema = type === "array" ? z.array(line(255)) : maximum === undefined ? number : number.max(maximum);
  return schema.meta({ description });
}

/** What `policies` says that no single value shows: exemptions of tenants that are there, each once, not for too long. */
export function unfitExemptions(
  fleet: { readonly value: Written; problem(at: readonly (string | number)[], message: string): Problem },
  tenants: ReadonlySet<string>,
  today: string,
): Problem[] {
  const at = (field: string) => textsAt(fleet.value, ["policies", "exemptions", each, field]);
  const latest = new Date(Date.parse(today) + LONGEST_EXEMPTION_DAYS * 86_400_000).toISOString().slice(0, 10);
  const strangers = at("tenant").flatMap(({ path, text }) => {
    if (tenants.has(text)) return [];
    const meant = nearest(text, tenants);
    return [fleet.problem(path, `there is no tenant "${text}"${meant ? `, did you mean ${meant}?` : ""}`)];
  });
  const tooLong = at("expires")
    .filter(({ text }) => date.safeParse(text).success && text > latest)
    .map(({ path }) =>
      fleet.problem(
        path,
        `is more than ${LONGEST_EXEMPTION_DAYS} days ahead: ${latest} at the latest, and then decide anew`,
      ),
    );
  const seen = new Set<string>();
  const repeated = at("rule").flatMap(({ path, text }) => {
    const one = `${text} ${String(valueAt(fleet.value, [...path.slice(0, -1), "tenant"]))}`;
    if (!seen.has(one)) {
      seen.add(one);
      return [];
    }
    return [fleet.problem(path, "the same tenant is exempt from it already: keep one of them")];
  });
  return [...strangers, ...tooLong, ...repeated];
}

/** What a tenant's own policies are: those of all, and its own exemptions. `undefined` where nothing is said. */
export function policiesOf(policies: Policies | undefined, tenant: string): Policies | undefined {
  if (policies === undefined) return undefined;
  const { exemptions = [], ...shared } = policies;
  const own = exemptions.filter((one) => one.tenant === tenant);
  return { ...shared, ...(own.length > 0 && { exemptions: own }) };
}
