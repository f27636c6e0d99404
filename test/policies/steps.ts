import { type Properties, type Step, subjects } from "../../policies/index.ts";

const step = (type: string, name: string, op: string, rest: Partial<Step> = {}): Step => ({
  ...{ type, name, op, urn: `urn:pulumi:test::test::${type}::${name}` },
  ...rest,
});

/** A change of a tenant's declaration. */
export const ofTenant = (name: string, op: string, old?: Properties, now?: Properties): Step =>
  step(subjects.tenant, name, op, { ...(old && { old }), ...(now && { new: now }) });

/** What happens to one of its resources. */
export const ofResource = (type: string, name: string, op: string): Step => step(type, name, op);
