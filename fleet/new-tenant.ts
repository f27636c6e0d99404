import { stringify } from "yaml";
import { check, schemaAt } from "./check.ts";
import { valueAt } from "./paths.ts";
import { merge, plansOf, presetsOf } from "./plans.ts";
import { tenantFile } from "./tenant/index.ts";
import { exclusiveAndUnlisted } from "./tenant/manage.ts";
import { parseYaml, type SourceFile } from "./yaml-file.ts";

/** Why no tenant can have this key; `undefined` for one that can. */
export const unfitKey = (tenant: string): string | undefined => {
  const schema = schemaAt(tenantFile, ["tenant"]);
  return schema && check(schema, tenant)[0]?.message;
};

/** What is said of a tenant when its file is begun. */
export type NewTenant = {
  readonly tenant: string;
  /** Left out: the fleet's `defaultPlan`. */
  readonly plan?: string | undefined;
  /** Left out: made of the key. */
  readonly name?: string | undefined;
  /** Left out: as the plan or the fleet's defaults have it. */
  readonly owner?: string | undefined;
};

/**
 * The text of a new tenant's file: what it has to say with its plan, and, commented out, what is worth filling in. Each of those
 * lines fits, alone and beside the others. What was given is taken as it is: whether it fits is for the loader to say.
 *
 * @param fleet `fleet.yaml`, without problems
 * @param today as `2026-11-22`
 */
export function newTenantFile(fleet: SourceFile, { tenant, plan, name, owner }: NewTenant, today: string): string {
  const shared = parseYaml(fleet).file?.value;
  const defaultPlan = valueAt(shared, ["defaultPlan"]);
  const presets = presetsOf(plansOf(shared), plan ?? defaultPlan).map((at) => valueAt(shared, at));
  const inherited = merge({}, ...presets);
  const needsFirstDay =
    valueAt(inherited, ["mfa", "policy"]) === "REQUIRED" &&
    valueAt(inherited, ["mfa", "gracePeriodDays"]) !== 0 &&
    valueAt(inherited, ["mfa", "effectiveFrom"]) === undefined;

  const said = {
    schemaVersion: 1,
    tenant,
    name: name ?? nameOf(tenant),
    ...(plan !== undefined && { plan }),
    ...(owner !== undefined && { owner }),
    ...(needsFirstDay && { mfa: { effectiveFrom: today } }),
  };
  const none = exclusiveAndUnlisted(inherited).map((place) =>
    place.reduceRight<unknown>((inside, field) => ({ [field]: inside }), []),
  );
  const all = merge(said, ...none) as unknown as Readonly<Record<string, unknown>>;
  const lines = worthFillingIn(tenant, defaultPlan, today).filter(([field]) => !Object.hasOwn(all, field));
  const width = Math.max(...lines.map(([field, value]) => asYaml(field, value).length));
  return [
    `# yaml-language-server: $schema=${schemaBeside(fleet.text)}`,
    ...Object.entries(all).map(
      ([field, value]) =>
        `${asYaml(field, value)}${field in said ? "" : " # none; its plan says that there may be no others"}`,
    ),
    "",
    "# Worth filling in: take the # away. What a file leaves out stays as it is at the vendors.",
    ...lines.map(([field, value, why]) => `# ${asYaml(field, value).padEnd(width)} # ${why}`),
    "",
  ].join("\n");
}

type Line = readonly [field: string, value: unknown, why: string];

/** Each is in one line, so that taking away one character is enough. */
function worthFillingIn(tenant: string, defaultPlan: unknown, today: string): Line[] {
  const domain = `${tenant}.example`;
  return [
    ["plan", defaultPlan ?? "", "as fleet.yaml has it for tenants that name none"],
    ["domains", [{ domain, verification: "dns" }], "`npx tenantry status` has the DNS record that proves it"],
    ["members", [{ email: `admin@${domain}`, roles: ["member"] }], "who is in the organization; each is invited"],
    ["itContacts", [{ email: `it@${domain}`, invite: ["sso"] }], "is sent a link to set up single sign-on"],
    ["sso", { required: true, provider: "okta" }, "declared, for policies; the customer sets it up"],
    ["mfa", { policy: "REQUIRED", effectiveFrom: today }, "declared, for policies"],
    ["apiKeys", [{ name: "main", expiresInDays: 365 }], "with which their programs use our product"],
    ["openai", { project: { spendLimit: { monthlyUsd: 100 } } }, "their project at OpenAI"],
    ["stripeCustomerId", "cus_1234567890", "their id at Stripe"],
    ["metadata", { segment: "retail" }, "your own notes at WorkOS"],
  ];
}

/** `Acme Labs` for `acme-labs`. */
const nameOf = (tenant: string): string =>
  tenant
    .split("-")
    .filter(Boolean)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join(" ");

/** Where `fleet.yaml` has its schema from there is that of tenants' files, too. */
function schemaBeside(fleet: string): string {
  const [, schema = "node_modules/tenantry/schemas/fleet.schema.json"] =
    /^# yaml-language-server: \$schema=(\S*\bfleet\.schema\.json)\s*$/m.exec(fleet) ?? [];
  const isRelative = !/^(?:[a-z]+:|[/\\])/i.test(schema);
  return `${isRelative ? "../" : ""}${schema.replace(/fleet\.schema\.json$/, "tenant.schema.json")}`;
}

/** One field in one line, spaced as people do. */
function asYaml(field: string, value: unknown): string {
  const text = stringify(value, { collectionStyle: "flow", blockQuote: false, lineWidth: 0 }).trimEnd();
  return `${field}: ${typeof value === "object" ? text.replaceAll(/\[ | \]/g, (bracket) => bracket.trim()) : text}`;
}
