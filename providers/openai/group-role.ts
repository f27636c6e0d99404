import { at, defineResource, z } from "../kit.ts";
import { openai } from "./client.ts";
import { roleGiven, vendorId } from "./fields.ts";
import { roleAssignmentVerbs } from "./role-assignment.ts";

/**
 * That a group, and so everybody in it, has one of the OpenAI organization's roles. The API has no object for it; its id is
 * `groupId/` and the role's id. Source: OpenAI API reference, "Group organization role assignments".
 * @removal takes the role from the group
 */
export class GroupRole extends defineResource(openai, "GroupRole", {
  inputs: z.strictObject({
    groupId: vendorId,
    /** Id of an `OrganizationRole`, or the name of a role that OpenAI predefines. */
    role: roleGiven,
  }),
  parent: { groupId: "openai:Group" },
  key: ["role"],
  importId: "key",
  ...roleAssignmentVerbs(({ groupId }: { groupId: string }) => ({
    id: groupId,
    name: groupId,
    self: at`/organization/groups/${groupId}`,
    held: at`/organization/groups/${groupId}/roles`,
    offered: at`/organization/roles`,
  })),
}) {}
