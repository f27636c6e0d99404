import type { Policy, ResourceValidationPolicy, StackValidation } from "@pulumi/policy";
import { validations } from "./engine.ts";
import type { Controls, Places, Settings } from "./places.ts";

/** A rule as its file has it. */
export interface RuleDescription<All extends Settings> extends Places<All> {
  /** Unique, e.g. `tenant-mfa-required`. */
  readonly name: string;
  /** What it wants, in one sentence. */
  readonly description: string;
  /** Whether it stops a run or remarks, unless `policies` of fleet.yaml says otherwise. */
  readonly level: "mandatory" | "advisory";
  readonly severity: "low" | "medium" | "high" | "critical";
  readonly controls?: Controls;
  /** What to do about a violation, in one sentence or more. */
  readonly remedy?: string;
  /** Where more is said. */
  readonly url?: string;
  readonly settings?: All;
}

/** A rule: a policy that any pack may hold, with what it is made of. */
export interface Rule extends ResourceValidationPolicy {
  readonly enforcementLevel: "mandatory" | "advisory";
  readonly severity: NonNullable<Policy["severity"]>;
  readonly controls: Controls;
  readonly settings: Settings;
  readonly places: Places;
  readonly validateStack?: StackValidation;
}

const frameworkNames = { soc2: "SOC 2", iso27001: "ISO 27001", aiRmf: "NIST AI RMF" } as const;

/** `SOC 2 CC6.1`, `ISO 27001 A.8.5`, … */
export const controlNames = (controls: Controls): string[] =>
  Object.entries(controls).flatMap(([framework, ids]: [string, readonly string[]]) =>
    ids.map((id) => `${frameworkNames[framework as keyof Controls]} ${framework === "iso27001" ? "A." : ""}${id}`),
  );

/**
 * Makes a rule, for this pack or one's own. Its verdicts may read any value as if it were known:
 *
 * - one that a preview doesn't know yet makes the rule not applicable; it is judged again when the value is there. (Left to
 *   itself, the policy SDK would turn even a mandatory rule into a remark.)
 * - a verdict that throws is a fault of the rule. It stops the run, whatever the rule's own level, under the rule's name and
 *   with the resource's; the other rules go on.
 */
export function rule<const All extends Settings = Record<never, never>>(described: RuleDescription<All>): Rule {
  const { name, description, level, severity, controls = {}, remedy, settings = {}, ...rest } = described;
  const { url, ...places } = rest;
  const [soc2, names] = [controls.soc2 ?? [], controlNames(controls)];
  const made = {
    name,
    description,
    enforcementLevel: level,
    severity,
    controls,
    settings,
    places: places as Places,
    ...(url !== undefined && { url }),
    ...(names.length > 0 && { tags: names }),
    ...(soc2.length > 0 && {
      framework: {
        name: frameworkNames.soc2,
        version: "2017",
        reference: soc2.join(", "),
        specification: "Trust Services Criteria",
      },
    }),
    ...(remedy !== undefined && { remediationSteps: remedy }),
    ...(Object.keys(settings).length > 0 && {
      configSchema: { properties: settings as unknown as NonNullable<Policy["configSchema"]>["properties"] },
    }),
  };
  return Object.assign(made, validations(made));
}
