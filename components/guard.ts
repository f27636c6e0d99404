import type * as pulumi from "@pulumi/pulumi";

/**
 * Options for a component whose vendor objects can be deleted only in a run whose program declares `group` ("*": any group).
 *
 * The engine's own protection covers one object, not what lives in it. A `pulumi destroy`, or an `up` without preview after a
 * tenant's file was lost, would revoke invitations and drop the values of keys before it stops at the protected
 * organization. So each resource has the group in a hidden property, and the provider refuses such deletes.
 */
export const guarded = (group: string): Pick<pulumi.ComponentResourceOptions, "transformations"> => ({
  transformations: [
    ({ type, props, opts }) =>
      type.startsWith("pulumi-nodejs:dynamic/") ? { props: { ...props, __guard: group }, opts } : undefined,
  ],
});
