import { at, defineResource, z } from "../kit.ts";
import { openai } from "./client.ts";
import { roleGiven, vendorId } from "./fields.ts";
import { roleAssignmentVerbs } from "./role-assignment.ts";

export const projectGroupRoles = roleAssignmentVerbs(
  ({ projectId, groupId }: { readonly projectId: string; readonly groupId: string }) => ({
    id: groupId,
    name: `${projectId}/${groupId}`,
    self: at`/organization/groups/${groupId}`,
    held: at`/projects/${projectId}/groups/${groupId}/roles`,
    offered: at`/projects/${projectId}/roles`,
  }),
);

/**
 * That a group has a role in one OpenAI project, beside the one with which it was let in (`ProjectGroup`). The API has no
 * object for it; its id is `projectId/groupId/` and the role's id. Source: OpenAI API reference, "Project group role
 * assignments".
 * @removal takes the role from the group, unless it is let in with that one now
 */
export class ProjectGroupRole extends defineResource(openai, "ProjectGroupRole", {
  inputs: z.strictObject({
    projectId: vendorId,
    groupId: vendorId,
    /** Id of a `ProjectRole`, or the name of a role that OpenAI predefines, e.g. `viewer`. */
    role: roleGiven,
  }),
  // A listing of roles that is not there is so since the project is gone, or else looks after the group itself.
  parent: { groupId: "openai:Group", projectId: "openai:Project" },
  key: ["role"],
  importId: ["projectId", "groupId", "role"],
  removal: { heir: "openai:ProjectGroup" },
  ...projectGroupRoles,
  // Not covered: a group that is taken out of the project may lose its roles there, and no event tells of that.
  feed: { ...projectGroupRoles.feed, covers: undefined },
}) {}
