import type { OpenAI } from "openai";
import { type Api, at, defineResource, isInvalid, unlessThere, when, z } from "../kit.ts";
import { openai } from "./client.ts";
import { email, invitedProjects, unixTime, userRole } from "./fields.ts";

export type InviteRow = OpenAI.Admin.Organization.Invite;

const INVITES = at`/organization/invites`;

/**
 * An invitation of one person into the OpenAI organization. Creating it sends an e-mail; any change takes it back and sends a
 * new one, since OpenAI cannot edit them. An accepted one has done its work: it is not sent again, and removing it changes
 * nothing. Source: OpenAI API reference, "Invites".
 * @removal takes it back; an accepted one stays
 */
export class Invite extends defineResource(openai, "Invite", {
  inputs: z.strictObject({
    email,
    /** In the organization. */
    role: userRole,
    /** `[]` for none. Always said, since OpenAI lets whoever is invited without it into its default project. */
    projects: invitedProjects,
  }),
  outputs: z.object({
    /** `pending`, `accepted` or `expired`. Accepted is what was wanted; an expired one is left as it is. */
    state: z.string(),
    /** Unix seconds; null where OpenAI does not say. */
    expiresAt: z.number().nullable(),
    createdAt: unixTime,
  }),
  key: ["email"],
  isPrivileged: ({ role }) => role === "owner",
  feed: {
    changes: ["invite.sent", "invite.accepted"],
    removals: ["invite.deleted"],
    covers: { turns: ({ expiresAt }) => expiresAt },
  },
  list: invites,
  matches: (row, { email }) => row.email.toLowerCase() === email && row.status !== "expired",
  several: newest,
  show: (row) => ({
    email: row.email.toLowerCase(),
    role: row.role,
    projects: invitedProjects.parse(row.projects.map(({ id, role }) => ({ id, role }))),
    state: row.status,
    expiresAt: row.expires_at ?? null,
    createdAt: row.created_at,
  }),
  lookAgain: (api, { id }) => api.find(at`${INVITES}/${id}`),
  ensure: invite,
  remove: takeBack,
}) {}

export function invites(api: Api): Promise<InviteRow[]> {
  return api.list(INVITES);
}

/** A person who left and is invited again has an old accepted invitation and a new one. */
export function newest(rows: readonly InviteRow[]): InviteRow | undefined {
  return rows.toSorted((a, b) => b.created_at - a.created_at)[0];
}

/** Sends an e-mail. */
export function invite(
  api: Api,
  { email, role, projects }: { email: string; role: string; projects: readonly { id: string; role: string }[] },
): Promise<InviteRow> {
  const isOpen = async () =>
    (await invites(api)).some((row) => row.email.toLowerCase() === email && row.status === "pending");
  return api
    .post<InviteRow>(INVITES, { email, role, projects })
    .catch(unlessThere(`an invitation of ${email}`, isOpen));
}

/** One that was accepted, maybe just now, cannot be taken back, and need not be: then `accepted`. */
export function takeBack(api: Api, { id }: { readonly id: string }) {
  return api.delete(at`${INVITES}/${id}`).catch(
    when(isInvalid, async (error) => {
      if ((await api.find<InviteRow>(at`${INVITES}/${id}`))?.status !== "accepted") throw error;
      return "accepted" as const;
    }),
  );
}
