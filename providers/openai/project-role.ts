import { at, defineResource, eventsOf, z } from "../kit.ts";
import { openai } from "./client.ts";
import { vendorId } from "./fields.ts";
import { roleFields, roleVerbs } from "./role.ts";

/**
 * A custom role of one OpenAI project, which users and groups can be given there (`ProjectUserRole`, `ProjectGroupRole`).
 * Roles that OpenAI predefines are handed out, and never declared. Source: OpenAI API reference, "Project roles".
 *
 * ASSUMED: one that somebody holds can be deleted. Should OpenAI refuse that, the removal fails with its reason.
 * @removal deletes, and so takes it from everybody who has it
 */
export class ProjectRole extends defineResource(openai, "ProjectRole", {
  inputs: z.strictObject({ projectId: vendorId, ...roleFields }),
  parent: { projectId: "openai:Project" },
  key: ["name"],
  feed: { ...eventsOf("role"), covers: {} },
  ...roleVerbs(({ projectId }: { projectId: string }) => at`/projects/${projectId}/roles`),
}) {}
