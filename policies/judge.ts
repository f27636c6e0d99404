import type { ReportViolation, ResourceValidation, ResourceValidationArgs } from "@pulumi/policy";
import { excerpt, printable } from "../providers/contract/printable.ts";

/** What a rule found: what is wrong and how to put it right, once per violation, or why the rule has nothing to say. */
export type Verdict = readonly string[] | { readonly notApplicable: string };

/**
 * Makes a rule of a verdict on the inputs of one resource type. The verdict may read any input as if it were known:
 *
 * - one that preview doesn't know yet makes the rule not applicable; it is judged again when the value is there. (Left
 *   to itself, the policy SDK would turn even a mandatory rule into a remark.)
 * - a verdict that throws is a fault of the rule. It stops the run, whatever the rule's own level, under the rule's name
 *   and with the resource's; the other rules go on.
 */
export function judge<Inputs extends object>(
  type: string,
  verdictOn: (inputs: Inputs, resource: ResourceValidationArgs) => Verdict,
): ResourceValidation {
  const validate = (resource: ResourceValidationArgs, reportViolation: ReportViolation): void => {
    const verdict = careful(() => verdictOn(resource.props as Inputs, resource));
    if ("fault" in verdict) reportFault(reportViolation, resource, verdict.fault);
    else if ("notApplicable" in verdict) resource.notApplicable(printable(verdict.notApplicable));
    else for (const violation of verdict) reportViolation(printable(violation));
  };
  // The SDK reads this to skip resources of other types, and reports them as not applicable.
  return Object.assign(validate, { __pulumiType: type });
}

function careful(verdict: () => Verdict): Verdict | { fault: unknown } {
  try {
    return verdict();
  } catch (error) {
    return isUnknownValue(error) ? { notApplicable: `not known yet: ${error.message}` } : { fault: error };
  }
}

/** Thrown by the SDK when an input is read that preview doesn't know. The class itself is not exported. */
const isUnknownValue = (error: unknown): error is Error =>
  error instanceof Error && error.constructor.name === "UnknownValueError";

function reportFault(reportViolation: ReportViolation, resource: ResourceValidationArgs, fault: unknown): void {
  const why = fault instanceof Error ? fault.message : String(fault);
  const message = printable(
    `This rule failed on ${resource.name} and found nothing out: ${excerpt(why, 1_000)}. The fault is in the rule, not in a file.`,
  );
  // The SDK's types leave this form out, but it is the only one that carries a level of its own.
  const report = reportViolation as unknown as (violation: object) => void;
  report({ message, urn: resource.urn, enforcementLevel: "mandatory" });
}
