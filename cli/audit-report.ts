import { audit, controlNames, type Judgement, type Rule } from "../policies/index.ts";
import { resourceNameOf, type Stored } from "./pulumi.ts";

/** What all rules found of a stack's state. */
export interface AuditReport {
  /** One for each thing that breaks a rule, is exempt from it, or could not be judged. */
  readonly findings: readonly Finding[];
  /** How much each rule judged, so that silence is not taken for health. */
  readonly rules: readonly RuleCount[];
}

export interface Finding {
  readonly rule: string;
  /** `fault`: the rule itself failed. */
  readonly is: "violation" | "exempt" | "unknown" | "fault";
  readonly level: "mandatory" | "advisory";
  /** Null for what is no tenant's. */
  readonly tenant: string | null;
  readonly resource: string;
  readonly urn: string;
  /** What is wrong, or what could not be found out. */
  readonly message: string;
  /** Of what is exempt: until when, by whom and why. */
  readonly exemption: string | null;
}

export interface RuleCount {
  readonly rule: string;
  readonly level: "mandatory" | "advisory" | "disabled";
  readonly severity: string;
  readonly controls: readonly string[];
  /** Those that passed, that did not, and that are exempt. */
  readonly judged: number;
  readonly passed: number;
  readonly violations: number;
  readonly exempt: number;
  readonly unknown: number;
  readonly notApplicable: number;
  readonly faults: number;
}

/**
 * Rules on steps are left out: a state has none.
 * @param now milliseconds by which ages are counted
 */
export function auditReport(rules: readonly Rule[], resources: readonly Stored[], now: number): AuditReport {
  const onState = rules.filter(({ places: { step, steps, ...others } }) => Object.keys(others).length > 0);
  const found = Map.groupBy(audit(onState, resources, now), ({ rule }) => rule);
  return {
    findings: [...found.values()].flat().flatMap(findingsOf),
    rules: onState.map((rule) => counted(rule, found.get(rule.name) ?? [])),
  };
}

function findingsOf(one: Judgement): Finding[] {
  const { rule, level, tenant = null, urn } = one;
  if (one.is === "passed" || one.is === "not applicable" || level === "disabled") return [];
  const told = { rule, is: one.is, level, tenant, resource: resourceNameOf({ urn }), urn };
  if (one.is === "violation" || one.is === "exempt") {
    const exemption = one.is === "exempt" ? one.why : null;
    return one.messages.map((message) => ({ ...told, message, exemption }));
  }
  return [{ ...told, message: one.why, exemption: null }];
}

function counted({ name, enforcementLevel, severity, controls }: Rule, found: readonly Judgement[]): RuleCount {
  const count = (is: Judgement["is"]): number => found.filter((one) => one.is === is).length;
  const [passed, violations, exempt] = [count("passed"), count("violation"), count("exempt")];
  return {
    ...{ rule: name, level: found[0]?.level ?? enforcementLevel, severity, controls: controlNames(controls) },
    ...{ judged: passed + violations + exempt, passed, violations, exempt },
    ...{ unknown: count("unknown"), notApplicable: count("not applicable"), faults: count("fault") },
  };
}

/** What stops a run: mandatory violations, and rules that failed. */
export const stopping = ({ findings }: AuditReport): readonly Finding[] =>
  findings.filter(({ is, level }) => is === "fault" || (is === "violation" && level === "mandatory"));
