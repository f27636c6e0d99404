import type { OpenAI } from "openai";
import { type Api, at, defineResource, fail, given, z } from "../kit.ts";
import { openai } from "./client.ts";
import { email, userRole } from "./fields.ts";

type Listed = OpenAI.Admin.Organization.OrganizationUser;
type UserRow = Pick<Listed, "id" | "email" | "role">;

/** The audit log has the same events for people in the organization and in a project. */
export const USER_EVENTS = { changes: ["user.added", "user.updated"], removals: ["user.deleted"] };

/** Never certain: the event may be of another place; and OpenAI's description has the id of a project in some of them. */
export const mayBeOf = (data: Readonly<Record<string, unknown>>, userId: string): false | undefined =>
  String(data.id).startsWith("user") && data.id !== userId ? false : undefined;

/**
 * A member of the OpenAI organization, whose role there is declared. Nobody is made a member by it: people are invited
 * (`Invite`, `ProjectMember`), and taken over from then on. Nor is anybody removed.
 * Source: OpenAI API reference, "Users".
 * @removal nothing: the person stays in the organization, as they are
 */
export class OrganizationUser extends defineResource(openai, "OrganizationUser", {
  inputs: z.strictObject({
    /** The natural key. */
    email,
    role: userRole,
  }),
  // By address: an organization can have more people than anybody wants to list for the few who are declared.
  scope: ["email"],
  key: ["email"],
  isPrivileged: ({ role }) => role === "owner",
  immutable: ["email"],
  importId: "key",
  removal: { leaves: ({ email, role }) => `${email} stays in OpenAI's organization as ${role}` },
  isFound: true,
  feed: { ...USER_EVENTS, about: (data, { id }) => mayBeOf(data, id), covers: {} },
  list: (api, { email }) => usersAt(api, email),
  lookAgain: async (api, { id }) => {
    const user = await api.find<Listed>(at`/organization/users/${id}`);
    return user && shortened(user);
  },
  show: (row) => ({
    email: row.email?.toLowerCase(),
    role: (row.role ?? undefined) as z.output<typeof userRole> | undefined,
  }),
  ensure: async (_api, { email }): Promise<UserRow> => {
    throw fail(
      `${email} is nobody of the OpenAI organization, and nobody becomes a member by being declared`,
      "Invite them, by openai.Invite or openai.ProjectMember, and declare them once they have accepted.",
    );
  },
  sync: async (api, changes, { id }) => shortened(await api.post<Listed>(at`/organization/users/${id}`, changes)),
}) {}

/** Who goes by that address. */
export async function usersAt(api: Api, email: string): Promise<UserRow[]> {
  const users = await api.list<Listed>(at`/organization/users`, { emails: [email] });
  // An answer that does not say who somebody is makes nobody look gone.
  return users.filter((user) => given(user.email, `email of ${user.id}`)?.toLowerCase() === email).map(shortened);
}

/** By allow-list: each comes with the person's name, their projects and what they tell of themselves. */
const shortened = ({ id, email, role }: Listed): UserRow => ({ id, email: email ?? null, role: role ?? null });
