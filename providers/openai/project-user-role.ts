import { at, defineResource, z } from "../kit.ts";
import { openai } from "./client.ts";
import { roleGiven, vendorId } from "./fields.ts";
import { roleAssignmentVerbs } from "./role-assignment.ts";

type Within = { projectId: string; userId: string };

/**
 * That a person has a role in one OpenAI project, beside the basic one that comes with being in it (`ProjectUser`). What they
 * have through a group is not theirs here. The API has no object for it; its id is `projectId/userId/` and the role's id.
 * Source: OpenAI API reference, "Project user role assignments".
 * @removal takes the role; what comes through a group is never touched
 */
export class ProjectUserRole extends defineResource(openai, "ProjectUserRole", {
  inputs: z.strictObject({
    projectId: vendorId,
    /** `user-…`, of a member of the organization. */
    userId: vendorId,
    /** Id of a `ProjectRole`, or the name of a role that OpenAI predefines, e.g. `viewer`. */
    role: roleGiven,
  }),
  // A listing of roles that is not there is so since the project is gone, or else looks after the person itself.
  parent: { userId: "openai:OrganizationUser", projectId: "openai:Project" },
  key: ["role"],
  importId: ["projectId", "userId", "role"],
  ...roleAssignmentVerbs(({ projectId, userId }: Within) => ({
    id: userId,
    name: `${projectId}/${userId}`,
    self: at`/organization/users/${userId}`,
    held: at`/projects/${projectId}/users/${userId}/roles`,
    offered: at`/projects/${projectId}/roles`,
  })),
}) {}
