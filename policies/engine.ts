import type { ReportViolation, ResourceValidation, ResourceValidationArgs, StackValidation } from "@pulumi/policy";
import { type Policies, tenantOf } from "../fleet/index.ts";
import { excerpt, printable } from "../providers/contract/printable.ts";
import { judgeStack, verdictsOnInputs } from "./judge-stack.ts";
import { identityOf, type Judge, type Judgement, judgement, levelIn } from "./judgement.ts";
import type { Context, Places, Properties, SeenTenant } from "./places.ts";
import { subjects, withoutPrefix } from "./subjects.ts";
import type { Verdict } from "./verdict.ts";

type Judging = Judge & { readonly description: string; readonly places: Places };

/** How the engine asks a rule: of each resource by its inputs, before it is sent, and of the whole stack when all is registered. */
export function validations(judge: Judging): {
  validateResource?: ResourceValidation | ResourceValidation[];
  validateStack?: StackValidation;
} {
  const { inputs, observed, observedTenant, stack } = judge.places;
  // The engine shows a component before what is in it and before the stack, and never with them.
  const declared = new Map<string, SeenTenant>();
  // A rule on inputs alone is somebody's own: fleet.yaml says nothing of it.
  const remember =
    (observedTenant || (inputs && observed)) &&
    onType(subjects.tenant, ({ urn, props }) => void declared.set(urn, props));
  /** A tenant's resources carry no policies; its component does. */
  const policiesOver = ({ type, name, props }: ResourceValidationArgs): Policies => {
    const tenant = Object.hasOwn(inputs ?? {}, type) ? tenantOf(name) : undefined;
    if (tenant === undefined) return policiesIn(props);
    return policiesIn([...declared].find(([urn]) => nameIn(urn) === tenant)?.[1]);
  };
  // What was found of a resource by its inputs is not told again by its outputs.
  const told = new Set<string>();

  const ofResources = [
    ...(remember ? [remember] : []),
    ...[...verdictsOnInputs(judge.places)].map(([type, verdictOn]) =>
      onType(type, (resource, report) => {
        const policies = policiesOver(resource);
        const found = judgeInputs(judge, verdictOn, resource, policies);
        told.add(identityOf(found));
        tell(judge, found, report, policies);
        // The last, since the SDK's function throws.
        if (found.is === "not applicable") resource.notApplicable(printable(found.why));
        if (found.is === "unknown") resource.notApplicable(printable(`not known yet: ${found.why}`));
      }),
    ),
  ];
  const [only, ...others] = ofResources;
  const validateStack: StackValidation = ({ resources, getConfig, notApplicable }, report) => {
    const seen = resources.map(({ type, props, ...one }) => ({ ...one, type: withoutPrefix(type), outputs: props }));
    const fleet = seen.find(({ type }) => type === subjects.fleet);
    const policies = policiesIn(fleet?.outputs);
    const run = { policies, given: getConfig(), now: Date.now() };
    const found = judgeStack(judge, seen, declared, run).filter((one) => !told.has(identityOf(one)));
    told.clear();
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
  { urn, name, type, props, getConfig }: ResourceValidationArgs,
  policies: Policies,
): Judgement {
  const tenant = type === subjects.tenant ? name : tenantOf(name);
  const run = { policies, given: getConfig(), now: Date.now() };
  return judgement(judge, { urn, name, tenant }, run, (context) => verdictOn(props, context));
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
    const why = `This rule failed on ${nameIn(urn)} and found nothing out: ${excerpt(found.why, 1_000)}. The fault is in the rule, not in a file.`;
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

const nameIn = (urn: string): string => urn.slice(urn.lastIndexOf("::") + 2);
