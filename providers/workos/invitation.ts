import type { InvitationResponse } from "@workos-inc/node";
import { type Api, at, defineResource, given, hasCode, snakeCase, when, z } from "../kit.ts";
import { workos } from "./client.ts";
import { email, invitationDays, invitationLocale, roleSlug, timestamp, vendorId } from "./fields.ts";

const inputs = z.strictObject({
  organizationId: vendorId,
  email,
  /** Slug of the role the person gets on accepting. Without it: the organization's default role. */
  roleSlug: roleSlug.optional(),
  expiresInDays: invitationDays.optional(),
  locale: invitationLocale.optional(),
  /** WorkOS id of the user in whose name it is sent. */
  inviterUserId: vendorId.optional(),
});

/** The invitation without its token and its link: whoever holds those can accept it. */
export type InvitationRow = Pick<
  InvitationResponse,
  | "id"
  | "email"
  | "state"
  | "organization_id"
  | "role_slug"
  | "accepted_user_id"
  | "accepted_at"
  | "expires_at"
  | "created_at"
> & { readonly updated_at?: string | undefined };

/**
 * An invitation of one person into one organization. Creating it sends an e-mail; any change revokes it and sends a new
 * one, since WorkOS can neither edit nor delete. An accepted invitation has done its work: it is not sent again, and
 * removing it changes nothing. Nor does removing one for which a `Member` of the same address is declared.
 * Source: WorkOS API reference, "Invitation".
 * @removal revokes; an accepted one stays, and so does one that a `Member` took over
 */
export class Invitation extends defineResource(workos, "Invitation", {
  inputs,
  outputs: z.object({
    /** `pending`, `accepted` or `expired`. Accepted is what was wanted; an expired one is left as it is. */
    state: z.string(),
    expiresAt: timestamp,
    /** RFC 3339; null until then. */
    acceptedAt: timestamp.nullable(),
    createdAt: timestamp,
  }),
  parent: { organizationId: "workos:Organization" },
  key: ["email"],
  feed: {
    changes: ["invitation.created", "invitation.accepted", "invitation.resent"],
    removals: ["invitation.revoked"],
    covers: { turns: ({ expiresAt }) => expiresAt },
  },
  removal: { heir: "workos:Member" },
  list: (api, { organizationId }) => invitations(api, { organization_id: organizationId }),
  everywhere: { list: (api) => invitations(api, {}), within: (row) => row.organization_id ?? "" },
  matches: (row, { email }) => row.email.toLowerCase() === email && invites(row),
  several: newest,
  // The answer's role_slug is the invitee's present role, not what was declared here.
  show: (row) => ({
    organizationId: row.organization_id ?? undefined,
    email: row.email.toLowerCase(),
    state: row.state,
    expiresAt: row.expires_at,
    acceptedAt: row.accepted_at,
    createdAt: row.created_at,
  }),
  observe: async (api, { id }) => {
    const row = await api.find<InvitationResponse>(at`/user_management/invitations/${id}`);
    return row && usable([row])[0];
  },
  lookUp: async (api, { organizationId, email }) =>
    newest((await invitations(api, { email, organization_id: organizationId })).filter(invites)),
  ensure: invite,
  remove: (api, { id }) => revoke(api, id), // Accepted, expired or revoked already: there is nothing left to take back.
}) {}

export const invitations = async (
  api: Api,
  query: { email?: string; organization_id?: string },
): Promise<InvitationRow[]> => usable(await api.list<InvitationResponse>(at`/user_management/invitations`, query));

/** Invitations that still stand for something; a revoked one counts as gone. */
const usable = (rows: readonly InvitationResponse[]): InvitationRow[] =>
  rows.filter(({ state }) => state !== "revoked").map(withoutSecrets);

/** By allow-list: an answer also holds the token and the link that accept the invitation. */
const withoutSecrets = (row: InvitationResponse): InvitationRow => ({
  id: row.id,
  email: row.email,
  state: row.state,
  organization_id: given(row.organization_id, "organization_id"),
  role_slug: row.role_slug ?? null,
  accepted_user_id: row.accepted_user_id ?? null,
  accepted_at: row.accepted_at ?? null,
  expires_at: row.expires_at,
  created_at: row.created_at,
  updated_at: row.updated_at,
});

/** Whether it still invites, or has done so: an expired one is no reason not to send a new one. */
const invites = ({ state }: InvitationRow): boolean => state === "pending" || state === "accepted";

/** A person who left and is invited again has an old accepted invitation and a new one. */
export function newest(rows: readonly InvitationRow[]): InvitationRow | undefined {
  return rows.toSorted((a, b) => b.created_at.localeCompare(a.created_at))[0];
}

/** Sends an e-mail. WorkOS refuses a second one to the same person while the first is pending. */
export async function invite(api: Api, declared: z.output<typeof inputs>): Promise<InvitationRow> {
  return withoutSecrets(await api.post(at`/user_management/invitations`, snakeCase(declared)));
}

/** Takes an invitation back. False when it is pending no more, which may be so because of an answer that was lost. */
export const revoke = (api: Api, id: string): Promise<boolean> =>
  api
    .repost(at`/user_management/invitations/${id}/revoke`)
    .then(() => true)
    .catch(when(hasCode("invite_not_pending"), () => false));
