import { type Api, at, defineResource, fail, unlessThere, z } from "../kit.ts";
import { openai } from "./client.ts";
import { vendorId } from "./fields.ts";
import { isScimManaged, managedByIdentityProvider } from "./group.ts";

/** That somebody is in a group, and who decides about that. */
interface GroupUserRow {
  readonly userId: string;
  readonly scimManaged: boolean;
}

/**
 * That a member of the OpenAI organization is in one of its groups. Who has not accepted their invitation cannot be in one
 * yet. A group that an identity provider manages (SCIM) gets its people from there alone. The API has no object for it; its
 * id is `groupId/userId`. Source: OpenAI API reference, "Group users".
 * @removal takes the person out of the group; refused for one that an identity provider manages
 */
export class GroupUser extends defineResource(openai, "GroupUser", {
  inputs: z.strictObject({
    groupId: vendorId,
    /** `user-…`, of a member of the organization. */
    userId: vendorId,
  }),
  outputs: z.object({
    /** The organization's identity provider decides who is in the group, and nobody else can. */
    scimManaged: z.boolean(),
  }),
  parent: { groupId: "openai:Group" },
  key: ["userId"],
  importId: "key",
  async list(api, { groupId }): Promise<GroupUserRow[]> {
    const users = await api.list<{ id: string }>(at`/organization/groups/${groupId}/users`);
    const scimManaged = await isScimManaged(api, groupId);
    // By allow-list: each comes with the person's name and address.
    return users.map(({ id }) => ({ userId: id, scimManaged }));
  },
  async lookAgain(api, { groupId, userId }) {
    const user = await api.find<object>(at`/organization/groups/${groupId}/users/${userId}`);
    return user && { userId, scimManaged: await isScimManaged(api, groupId) };
  },
  id: ({ userId }, { groupId }) => `${groupId}/${userId}`,
  show: (row) => row,
  readOnly: managedByIdentityProvider,
  async ensure(api, { groupId, userId }) {
    await addToGroup(api, { groupId, userId });
    return { userId, scimManaged: false }; // The answer has neither.
  },
  remove: (api, { groupId, userId }) => api.delete(at`/organization/groups/${groupId}/users/${userId}`),
}) {}

/** @throws Failure for a group that an identity provider manages, before anything is sent */
export async function addToGroup(api: Api, { groupId, userId }: { groupId: string; userId: string }): Promise<void> {
  if (await isScimManaged(api, groupId))
    throw fail(
      `${userId} cannot be put into the group ${groupId}: ${managedByIdentityProvider({ scimManaged: true })}`,
      "Nothing was changed. Add them there, or declare a group of your own.",
    );
  const users = at`/organization/groups/${groupId}/users`;
  const isThere = async () => (await api.list<{ id: string }>(users)).some(({ id }) => id === userId);
  await api.post(users, { user_id: userId }).catch(unlessThere(`${groupId}/${userId}`, isThere));
}
