import type { Policies } from "../../fleet/index.ts";
import { rules, subjects } from "../../policies/index.ts";
import { judgeSteps } from "../../policies/judge-steps.ts";
import type { Step } from "../../policies/places.ts";

export interface Violation {
  readonly policy: string;
  readonly mandatory: boolean;
  readonly tenant: string | null;
  /** What it asks, and what to do. */
  readonly message: string;
}

/**
 * What rules find that look at what a run would do, with what was there before: the engine shows a policy pack neither. Of an
 * exemption a line is left, as of the pack's.
 * @param now milliseconds since 1970
 */
export function violationsOf(steps: readonly Step[], now: number): Violation[] {
  const remedies = new Map(rules.map(({ name, remediationSteps }) => [name, remediationSteps]));
  return judgeSteps(rules, steps, { policies: policiesIn(steps), now }).flatMap((found) => {
    const told = { policy: found.rule, tenant: found.tenant ?? null };
    switch (found.is) {
      case "violation": {
        const remedy = remedies.get(found.rule);
        const mandatory = found.level === "mandatory";
        return found.messages.map((text) => ({ ...told, mandatory, message: remedy ? `${text} ${remedy}` : text }));
      }
      case "exempt":
        return found.messages.map((text) => ({ ...told, mandatory: false, message: `exempt ${found.why}: ${text}` }));
      case "fault":
        return [{ ...told, mandatory: true, message: `this rule failed and found nothing out: ${found.why}` }];
      default:
        return [];
    }
  });
}

/** What `policies` of fleet.yaml says, as its components have it: each tenant's has its own exemptions alone. */
function policiesIn(steps: readonly Step[]): Policies | undefined {
  const said = steps.flatMap(({ type, new: inputs }) =>
    type === subjects.tenant || type === subjects.catalogue ? ((inputs?.policies as Policies | undefined) ?? []) : [],
  );
  const [first] = said;
  return first && { ...first, exemptions: said.flatMap(({ exemptions = [] }) => exemptions) };
}
