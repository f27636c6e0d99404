import * as pulumi from "@pulumi/pulumi";
import { isObserved } from "./registry.ts";

/**
 * Options for a component whose vendor objects can be deleted only in a run whose program declares `group` ("*": any group).
 *
 * The engine's own protection covers one object, not what lives in it. A `pulumi destroy`, or an `up` without preview after a
 * tenant's file was lost, would revoke invitations and drop the values of keys before it stops at the protected
 * organization. So each resource has the group in a hidden property, and the provider refuses such deletes. What is only looked at
 * takes nothing along.
 */
export const guarded = (group: string): Pick<pulumi.ComponentResourceOptions, "transformations"> => ({
  transformations: [
    ({ type, props, opts }) =>
      type.startsWith("pulumi-nodejs:dynamic/") && !isObserved(type)
        ? { props: { ...props, __guard: group }, opts }
        : undefined,
  ],
});

/** A hook's name is in everybody's state, so it never changes. `pulumi destroy`, which runs no program, prints it as it refuses. */
const TWO_STEPS = "a tenant leaves in two steps: set status: offboarding in its file and run `pulumi up` first";

/** A program that is tested with Pulumi's mocks has no engine that could delete anything. */
export const hasHooks = (): boolean => "registerResourceHook" in (pulumi.runtime.getMonitor() ?? {});

/**
 * Options for a component in which the deletion of what is protected for an active tenant is refused in our words. The
 * engine's own advice is to unprotect it, which is how a customer is deleted by mistake; it runs hooks before that.
 * @param tenants keys of those that the program declares
 */
export function leavingInTwoSteps(
  tenants: ReadonlySet<string>,
): Pick<pulumi.ComponentResourceOptions, "transformations"> {
  if (!hasHooks()) return {};
  const refuse = ({ name, oldInputs }: pulumi.ResourceHookArgs): never => {
    const tenant = oldInputs?.__guard;
    throw new Error(
      `${name} stays, since tenant ${tenant} is not offboarding. ` +
        `If tenants/${tenant}.yaml was removed or renamed, or no longer has it, put that back. ` +
        "Another key for it comes by `npx tenantry rename`; what people see is its name, which can be changed. " +
        "To keep the customer out for a time: status: suspended. " +
        `To let the customer go: set status: offboarding in that file, run \`pulumi up\`, then remove the file or destroy.`,
    );
  };
  const hooks = { beforeDelete: [new pulumi.ResourceHook(TWO_STEPS, refuse, { onDryRun: true })] };
  return {
    transformations: [
      ({ props, opts }) =>
        opts.protect && tenants.has(props.__guard) ? { props, opts: pulumi.mergeOptions(opts, { hooks }) } : undefined,
    ],
  };
}
