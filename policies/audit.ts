import type { Policies } from "../fleet/index.ts";
import { judgeStack, ownersIn, verdictsOnInputs } from "./judge-stack.ts";
import { identityOf, type Judgement, judgement } from "./judgement.ts";
import type { Properties } from "./places.ts";
import type { Rule } from "./rule.ts";
import { subjects, withoutPrefix } from "./subjects.ts";

/** A resource as a stack's state has it. */
export interface StoredResource {
  readonly urn: string;
  readonly type: string;
  /** It has been replaced, and is about to go. */
  readonly delete?: boolean;
  readonly inputs?: Properties;
  readonly outputs?: Properties;
}

/** Each thing that each rule has something to say about, as a stack's state has it. It asks no vendor. */
export function audit(rules: readonly Rule[], resources: readonly StoredResource[], now: number): Judgement[] {
  const standing = resources
    .filter((one) => !one.delete)
    .map(({ urn, type, inputs = {}, outputs = {} }) => ({
      urn,
      name: urn.slice(urn.lastIndexOf("::") + 2),
      token: type,
      type: withoutPrefix(type),
      inputs,
      outputs,
    }));
  const fleet = standing.find(({ type }) => type === subjects.fleet);
  const policies = fleet?.outputs.policies as Policies | undefined;
  const declared = new Map(
    standing.flatMap(({ urn, type, inputs }) => (type === subjects.tenant ? [[urn, inputs] as const] : [])),
  );
  const tenantOf = ownersIn(standing);
  return rules.flatMap((rule) => {
    const onInputs = verdictsOnInputs(rule.places);
    const ofInputs = standing.flatMap(({ urn, name, token, inputs }) => {
      const verdictOn = onInputs.get(token);
      if (verdictOn === undefined) return [];
      const tenant = token === subjects.tenant ? name : tenantOf({ name, outputs: inputs });
      return [judgement(rule, { urn, name, tenant }, { policies, now }, (context) => verdictOn(inputs, context))];
    });
    const ofStack = judgeStack(rule, standing, declared, { policies, now });
    if (!rule.places.inputs) return [...ofInputs, ...ofStack];
    // What a resource's inputs and its outputs show alike counts once.
    return [...new Map([...ofInputs, ...ofStack].map((found) => [identityOf(found), found])).values()];
  });
}
