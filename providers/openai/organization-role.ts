import { at, defineResource, eventsOf, z } from "../kit.ts";
import { openai } from "./client.ts";
import { roleFields, roleVerbs } from "./role.ts";

/**
 * A custom role of the OpenAI organization, which users and groups can be given (`UserRole`, `GroupRole`). One of the same
 * name that this stack did not make is refused. Roles that OpenAI predefines are handed out, and never declared.
 * Source: OpenAI API reference, "Roles".
 *
 * ASSUMED: one that somebody holds can be deleted. Should OpenAI refuse that, the removal fails with its reason.
 * @removal deletes, and so takes it from everybody who has it
 */
export class OrganizationRole extends defineResource(openai, "OrganizationRole", {
  inputs: z.strictObject(roleFields),
  key: ["name"],
  feed: { ...eventsOf("role"), covers: {} },
  ...roleVerbs(() => at`/organization/roles`),
}) {}
