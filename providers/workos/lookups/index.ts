/**
 * Questions to WorkOS for a Pulumi program: `const { id } = await getOrganization({ domain: "acme.example" })`. They read
 * and never write; in one run the same question is sent once. What they are asked by must be known: the output of a
 * resource goes in by `apply`. They are for what this stack does not manage; a resource of it knows itself.
 */

export { UnansweredError } from "../../host/unanswered-error.ts";
export * from "./api-key.ts";
export * from "./application-client-secret.ts";
export * from "./connection.ts";
export * from "./directory.ts";
export * from "./directory-summary.ts";
export * from "./environment.ts";
export * from "./feature-flag.ts";
export * from "./invitation.ts";
export * from "./membership.ts";
export * from "./organization.ts";
export * from "./permission.ts";
export * from "./role.ts";
export type { SetUpQuestion } from "./set-up-by-customers.ts";
export * from "./user.ts";
export * from "./waitlist.ts";
