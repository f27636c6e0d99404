import { at, defineResource, z } from "../kit.ts";
import { openai } from "./client.ts";
import { roleGiven, vendorId } from "./fields.ts";
import { roleAssignmentVerbs } from "./role-assignment.ts";

/**
 * That a member of the OpenAI organization has one of its roles, beside the basic one that `OrganizationUser` is about. What
 * they have through a group is not theirs here. The API has no object for it; its id is `userId/` and the role's id.
 * Source: OpenAI API reference, "User organization role assignments".
 * @removal takes the role; what comes through a group is never touched
 */
export class UserRole extends defineResource(openai, "UserRole", {
  inputs: z.strictObject({
    /** `user-…`, of a member of the organization. */
    userId: vendorId,
    /** Id of an `OrganizationRole`, or the name of a role that OpenAI predefines. */
    role: roleGiven,
  }),
  parent: { userId: "openai:OrganizationUser" },
  key: ["role"],
  importId: "key",
  ...roleAssignmentVerbs(({ userId }: { userId: string }) => ({
    id: userId,
    name: userId,
    self: at`/organization/users/${userId}`,
    held: at`/organization/users/${userId}/roles`,
    offered: at`/organization/roles`,
  })),
}) {}
