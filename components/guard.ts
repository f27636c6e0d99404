import type * as pulumi from "@pulumi/pulumi";

/**
 * Options for a component whose vendor objects go only in a run that declares `group` ("*": any run of the program).
 * The engine's own protection covers one object, not what lives in it: a `pulumi destroy`, or an `up` without preview
 * after a tenant's file was lost, would still revoke invitations and forget the values of keys before it stops at the
 * organization. The group travels in a hidden property, and the provider refuses the delete.
 */
export const guarded = (group: string): Pick<pulumi.ComponentResourceOptions, "transformations"> => ({
  transformations: [
    ({ type, props, opts }) =>
      type.startsWith("pulumi-nodejs:dynamic/") ? { props: { ...props, __guard: group }, opts } : undefined,
  ],
});
