import type { OpenAI } from "openai";
import { ABSENT, type Api, at, defineResource, given, z } from "../kit.ts";
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
 * nobody is invited, and the first run with `--refresh` after they joined adds them. Who was added stays the same person when
 * their address changes. Its id is `groupId/email`.
 *
 * | in the organization | in the group | state   | declared, not in state       | removed              |
 * |---------------------|--------------|---------|------------------------------|----------------------|
 * | no                  | no           | waiting | nothing is sent              | nothing is sent      |
 * | yes                 | no           | –       | added                        | nothing is sent      |
 * | yes                 | yes          | member  | taken over                   | taken out            |
 *
 * Whom somebody else put into the group, while they waited here for one, stays in it when they are declared no more.
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
  async lookAgain(api, { groupId, email }, { userId }) {
    const [user] = await usersAt(api, email);
    const id = user?.id || userId; // Who has another address by now is the same person.
    if (!id) return waiting(email);
    const inGroup = await api.find<object>(at`/organization/groups/${groupId}/users/${id}`);
    if (inGroup) return member(email, id, await isScimManaged(api, groupId));
    return user ? undefined : waiting(email);
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
  async remove(api, { groupId, email }, { userId }) {
    if (!userId) return undefined; // For who waits nothing was sent.
    const inGroup = at`/organization/groups/${groupId}/users/${userId}`;
    const user = await api.find<Listed>(inGroup);
    if (!user) return ABSENT; // Taken out by somebody, or not in the organization any more.
    const now = given(user.email, `email of ${userId}`)?.toLowerCase();
    // Whom the program declares by the address that they have by now stays.
    return now && now !== email && isDeclared(api, `${groupId}/${now}`) ? undefined : api.delete(inGroup);
  },
}) {}

/** Whether this run's program declares somebody, in state or not. */
const isDeclared = ({ run }: Api, id: string): boolean =>
  run.holds("openai:GroupMember", id) || run.standingOf("openai:GroupMember", id) !== undefined;

type Listed = Pick<OpenAI.Admin.Organization.OrganizationUser, "id" | "email">;

const member = (email: string, userId: string, scimManaged: boolean): Person => ({
  email: email.toLowerCase(),
  state: "member",
  userId,
  scimManaged,
});

const waiting = (email: string): Person => ({ email, state: "waiting", userId: "", scimManaged: false });
