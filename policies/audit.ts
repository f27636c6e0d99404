import type { Policies } from "../fleet/index.ts";
import { tenantOf } from "../fleet/index.ts";
import { judgeStack, verdictsOnInputs } from "./judge-stack.ts";
import { type Judgement, judgement } from "./judgement.ts";
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
  return rules.flatMap((rule) => {
    const onInputs = verdictsOnInputs(rule.places);
    const ofInputs = standing.flatMap(({ urn, name, token, inputs }) => {
      const verdictOn = onInputs.get(token);
      if (verdictOn === undefined) return [];
      const tenant = token === subjects.tenant ? name : tenantOf(name);
      return [judgement(rule, { urn, name, tenant }, { policies, now }, (context) => verdictOn(inputs, context))];
    });
    return [...ofInputs, ...judgeStack(rule, standing, declared, { policies, now })];
  });
}
