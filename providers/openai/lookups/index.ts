/**
 * Questions to OpenAI for a Pulumi program: `const { id } = await getProject({ name: "Acme" })`. They read and never write; in
 * one run the same question is sent once. What they are asked by must be known: the output of a resource goes in by `apply`.
 * They are for what this stack does not manage; a resource of it knows itself. Times are Unix seconds, as OpenAI has them.
 */

export { UnansweredError } from "../../host/unanswered-error.ts";
export * from "./api-key.ts";
export * from "./costs.ts";
export * from "./model.ts";
export * from "./project.ts";
export * from "./role.ts";
export * from "./user.ts";
