import type { ReportViolation, ResourceValidation, ResourceValidationArgs, StackValidation } from "@pulumi/policy";
import { type Policies, tenantOf } from "../fleet/index.ts";
import { excerpt, printable } from "../providers/contract/printable.ts";
import { judgeStack, verdictsOnInputs } from "./judge-stack.ts";
import { type Judge, type Judgement, judgement, levelIn } from "./judgement.ts";
import type { Context, Places, Properties, SeenTenant } from "./places.ts";
import { subjects, withoutPrefix } from "./subjects.ts";
import type { Verdict } from "./verdict.ts";

type Judging = Judge & { readonly description: string; readonly places: Places };

/** How the engine asks a rule: of each resource by its inputs, before it is sent, and of the whole stack when all is registered. */
export function validations(judge: Judging): {
  validateResource?: ResourceValidation | ResourceValidation[];
  validateStack?: StackValidation;
} {
  const { observed, observedTenant, stack } = judge.places;
  // The engine shows what tenants declare before it shows the stack, and never with it.
  const declared = new Map<string, SeenTenant>();
  const remember = observedTenant && onType(subjects.tenant, ({ urn, props }) => void declared.set(urn, props));

  const ofResources = [
    ...[...verdictsOnInputs(judge.places)].map(([type, verdictOn]) =>
      onType(type, (resource, report) => judgeInputs(judge, verdictOn, resource, report)),
    ),
    ...(remember ? [remember] : []),
  ];
  const [only, ...others] = ofResources;
  const validateStack: StackValidation = ({ resources, getConfig, notApplicable }, report) => {
    const seen = resources.map(({ type, props, ...one }) => ({ ...one, type: withoutPrefix(type), outputs: props }));
    const fleet = seen.find(({ type }) => type === subjects.fleet);
    const policies = policiesIn(fleet?.outputs);
    const run = { policies, given: getConfig(), now: Date.now() };
    const found = judgeStack(judge, seen, declared, run);
    for (const one of found) tell(judge, one, report, policies);
    const unknown = found.flatMap((one) => (one.is === "unknown" ? [one.why] : []));
    if (unknown.length > 0) notApplicable(printable(`not known yet: ${[...new Set(unknown)].join("; ")}`));
  };
  return {
    // Of a rule with one, the SDK reads the type by itself.
    ...(only && { validateResource: others.length === 0 ? only : ofResources }),
    ...((observed || observedTenant || stack) && { validateStack }),
  };
}

/** The SDK reads `__pulumiType` to skip resources of other types, and reports them as not applicable. */
const onType = (type: string, validate: ResourceValidation): ResourceValidation =>
  Object.assign(
    (resource: ResourceValidationArgs, report: ReportViolation) =>
      resource.type === type ? validate(resource, report) : undefined,
    { __pulumiType: type },
  );

function judgeInputs(
  judge: Judging,
  verdictOn: (inputs: Properties, context: Context) => Verdict,
  { urn, name, type, props, getConfig, notApplicable }: ResourceValidationArgs,
  report: ReportViolation,
): void {
  const policies = policiesIn(props);
  const tenant = type === subjects.tenant ? name : tenantOf(name);
  const run = { policies, given: getConfig(), now: Date.now() };
  const found = judgement(judge, { urn, name, tenant }, run, (context) => verdictOn(props, context));
  if (found.is === "not applicable") notApplicable(printable(found.why));
  if (found.is === "unknown") notApplicable(printable(`not known yet: ${found.why}`));
  tell(judge, found, report, policies);
}

/** What a component says of `policies`. A program's own may be made of what a preview doesn't know. */
function policiesIn(props: Properties | undefined): Policies {
  try {
    return (props?.policies as Policies | undefined) ?? {};
  } catch {
    return {};
  }
}

/** Tells the engine. What is exempt is remarked on; what is not known is told by an audit. */
function tell(judge: Judging, found: Judgement, reportViolation: ReportViolation, policies: Policies): void {
  // The SDK's types leave this form out, but it is the only one that carries a level of its own.
  const report = reportViolation as unknown as (violation: Properties) => void;
  const { urn } = found;
  if (found.is === "fault") {
    const name = urn.slice(urn.lastIndexOf("::") + 2);
    const why = `This rule failed on ${name} and found nothing out: ${excerpt(found.why, 1_000)}. The fault is in the rule, not in a file.`;
    report({ message: printable(why), urn, enforcementLevel: "mandatory" });
  }
  if (found.is !== "violation" && found.is !== "exempt") return;
  const level = found.is === "exempt" ? "advisory" : levelIn(policies, judge);
  for (const text of found.messages) {
    const message = printable(found.is === "exempt" ? `exempt ${found.why}: ${text}` : text);
    // Without a word in fleet.yaml it is at the level that the engine was configured with.
    if (level === undefined) reportViolation(message, urn);
    else report({ message: `${judge.description}\n${message}`, urn, enforcementLevel: level });
  }
}
