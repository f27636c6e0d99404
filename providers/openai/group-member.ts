import type { OpenAI } from "openai";
import { at, defineResource, given, z } from "../kit.ts";
import { openai } from "./client.ts";
import { email, vendorId } from "./fields.ts";
import { isScimManaged, managedByIdentityProvider } from "./group.ts";
import { addToGroup } from "./group-user.ts";
import { usersAt } from "./organization-user.ts";

const inputs = z.strictObject({
  groupId: vendorId,
  email,
});

/** What OpenAI knows of one address and one group. Who is in the organization and not in the group has no row. */
interface Person {
  readonly email: string;
  readonly state: "member" | "waiting";
  /** Empty for who waits. */
  readonly userId: string;
  readonly scimManaged: boolean;
}

/**
 * A person in a group of the OpenAI organization, by e-mail address. Who is not in the organization yet waits: nothing is sent,
 * nobody is invited, and the first run with `--refresh` after they joined adds them. Its id is `groupId/email`.
 *
 * | in the organization | in the group | state   | declared, not in state       | removed              |
 * |---------------------|--------------|---------|------------------------------|----------------------|
 * | no                  | no           | waiting | nothing is sent              | nothing is sent      |
 * | yes                 | no           | –       | added                        | nothing is sent      |
 * | yes                 | yes          | member  | taken over                   | taken out            |
 *
 * A group that an identity provider manages (SCIM) gets its people from there alone.
 * Source: OpenAI API reference, "Group users" and "Users".
 * @removal takes the person out of the group; refused for one that an identity provider manages
 */
export class GroupMember extends defineResource(openai, "GroupMember", {
  inputs,
  outputs: z.object({
    /** `member`, or `waiting` until the person is in the organization. */
    state: z.string(),
    /** `user-…`; empty as long as the person waits. */
    userId: z.string(),
    /** The organization's identity provider decides who is in the group, and nobody else can. */
    scimManaged: z.boolean(),
  }),
  parent: { groupId: "openai:Group" },
  key: ["email"],
  importId: "key",
  async list(api, { groupId }): Promise<Person[]> {
    const users = await api.list<Listed>(at`/organization/groups/${groupId}/users`);
    const scimManaged = await isScimManaged(api, groupId);
    return users.flatMap(({ id, email }) => {
      const address = given(email, `email of ${id}`); // A listing that does not say makes nobody look gone.
      return address === null ? [] : [member(address, id, scimManaged)];
    });
  },
  async lookAgain(api, { groupId, email }) {
    const [user] = await usersAt(api, email);
    if (!user) return waiting(email);
    const inGroup = await api.find<object>(at`/organization/groups/${groupId}/users/${user.id}`);
    return inGroup && member(email, user.id, await isScimManaged(api, groupId));
  },
  id: ({ email }, { groupId }) => `${groupId}/${email}`,
  show: (row) => row,
  waits: ({ state }) => state === "waiting",
  readOnly: managedByIdentityProvider,
  async ensure(api, { groupId, email }) {
    const [user] = await usersAt(api, email);
    if (!user) return waiting(email);
    await addToGroup(api, { groupId, userId: user.id });
    return member(email, user.id, false);
  },
  async remove(api, { groupId, email }) {
    const [user] = await usersAt(api, email);
    if (user) return api.delete(at`/organization/groups/${groupId}/users/${user.id}`);
    return undefined; // Who waits, or has left the organization, is in no group.
  },
}) {}

type Listed = Pick<OpenAI.Admin.Organization.OrganizationUser, "id" | "email">;

const member = (email: string, userId: string, scimManaged: boolean): Person => ({
  email: email.toLowerCase(),
  state: "member",
  userId,
  scimManaged,
});

const waiting = (email: string): Person => ({ email, state: "waiting", userId: "", scimManaged: false });
