/**
 * Type tokens of what the rules judge. A token is part of every resource's identity in the state, so it never changes;
 * rules compare it as text and need no class of another package's copy.
 */
export const subjects = {
  fleet: "tenantry:index:Fleet",
  catalogue: "tenantry:index:Catalogue",
  tenant: "tenantry:index:Tenant",
  serviceAccount: "pulumi-nodejs:dynamic/openai:ServiceAccount",
} as const;

/** `workos:Member` of `pulumi-nodejs:dynamic/workos:Member`. */
export const withoutPrefix = (type: string): string => type.replace(/^pulumi-nodejs:dynamic\//, "");
