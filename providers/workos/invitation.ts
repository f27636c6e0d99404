import { z } from "zod";
import type { Collection } from "../host/collection.ts";
import { defineResource } from "../host/resource.ts";
import { InvalidRequestError } from "../http/errors/invalid-request-error.ts";
import { NotFoundError } from "../http/errors/not-found-error.ts";
import { OutcomeUnknownError } from "../http/errors/outcome-unknown-error.ts";
import { type WorkosClient, workos } from "./client.ts";
import { invitationLocales } from "./invitation-locales.ts";

/** The invitation without its token and its link: whoever holds those can accept it. */
export interface InvitationRow {
  id: string;
  email: string;
  state: string;
  organization_id?: string | null;
  /** The role that accepting gives; later the person's present one. */
  role_slug?: string | null;
  accepted_user_id?: string | null;
  expires_at: string;
  created_at: string;
}

const inputs = z.strictObject({
  organizationId: z.string().min(1),
  email: z.string().trim().toLowerCase().pipe(z.email("must be an e-mail address")),
  /** Slug of the role the person gets on accepting. Without it: the organization's default role. */
  roleSlug: z.string().min(1).max(48).optional(),
  /** 1 to 30 days. WorkOS takes 7 without it. */
  expiresInDays: z.int().min(1).max(30).optional(),
  /** Language of the e-mail, e.g. `de`. */
  locale: z.enum(invitationLocales).optional(),
  /** WorkOS id of the user in whose name it is sent. */
  inviterUserId: z.string().min(1).optional(),
});

const computed = z.object({
  /** `pending`, `accepted` or `expired`. Accepted is what was wanted; an expired one is left as it is. */
  state: z.string(),
  /** RFC 3339. */
  expiresAt: z.string(),
});

const LIST = "/user_management/invitations";

/**
 * Ids of pending invitations that a `Member` of this run stands for. Whoever goes over from `Invitation` to `Member` has
 * the old resource removed in the same run that took its invitation over.
 */
const memberInvitations = new Set<string>();

/** From now on, until it is revoked, the removal of an `Invitation` leaves it alone. */
export function standFor(id: string): void {
  memberInvitations.add(id);
}

export const invitations: Collection<WorkosClient, InvitationRow> = {
  name: "invitations",
  within: "workos:Organization",
  list: async (client, organization_id) => usable(await client.list<InvitationRow>(LIST, { organization_id })),
  everywhere: {
    list: async (client) => usable(await client.list<InvitationRow>(LIST)),
    scope: (row) => row.organization_id ?? "",
  },
  id: (row) => row.id,
};

/** Invitations that still stand for something; a revoked one counts as gone. */
const usable = (rows: readonly InvitationRow[]): InvitationRow[] =>
  rows.filter(({ state }) => state !== "revoked").map(withoutSecrets);

/** By allow-list: an answer also holds the token and the link that accept the invitation. */
const withoutSecrets = ({
  id,
  email,
  state,
  organization_id,
  role_slug,
  accepted_user_id,
  expires_at,
  created_at,
}: InvitationRow): InvitationRow => ({
  id,
  email,
  state,
  organization_id: organization_id ?? null,
  role_slug: role_slug ?? null,
  accepted_user_id: accepted_user_id ?? null,
  expires_at,
  created_at,
});

/** Whether it still invites, or has done so: an expired one is no reason not to send a new one. */
const invites = ({ state }: InvitationRow): boolean => state === "pending" || state === "accepted";

/** A person who left and is invited again has an old accepted invitation and a new one. */
export const newest = (rows: readonly InvitationRow[]): InvitationRow | undefined =>
  rows.toSorted((a, b) => b.created_at.localeCompare(a.created_at))[0];

/**
 * An invitation of one person into one organization. Creating it sends an e-mail; any change revokes it and sends a new
 * one, since WorkOS can neither edit nor delete. An accepted invitation has done its work: it is not sent again, and
 * removing it changes nothing. Nor does removing one that a `Member` took over.
 * Source: WorkOS API reference, "Invitation".
 */
export class Invitation extends defineResource({
  vendor: workos,
  name: "Invitation",
  inputs,
  computed,
  identity: ["organizationId", "email"],
  immutable: ["organizationId", "email", "roleSlug", "expiresInDays", "locale", "inviterUserId"],
  collection: invitations,
  scope: ({ organizationId }) => organizationId,
  matches: (row, { email }) => row.email.toLowerCase() === email && invites(row),
  several: newest,
  feed: {
    changes: ["invitation.created", "invitation.accepted", "invitation.resent"],
    removals: ["invitation.revoked"],
    concerns: (data, { id }) => data.id === id,
  },

  describe: (row) => ({
    id: row.id,
    // The answer's role_slug is the invitee's current role, not what was declared here.
    inputs: { organizationId: row.organization_id ?? "", email: row.email.toLowerCase() },
    computed: { state: row.state, expiresAt: row.expires_at },
  }),

  async observe(client, { id }) {
    const row = await client.find<InvitationRow>(`${LIST}/${encodeURIComponent(id)}`);
    return row && usable([row])[0];
  },

  async lookUp(client, { organizationId, email }) {
    const rows = await client.list<InvitationRow>(LIST, { email, organization_id: organizationId });
    return newest(usable(rows).filter(invites));
  },

  ensure: invite,

  async remove(client, { id, inputs: { email } }) {
    if (memberInvitations.has(id)) {
      console.error(`workos:Invitation: ${id} was not taken back, since a workos:Member stands for ${email} now`);
      return;
    }
    await revoke(client, id); // Accepted, expired or revoked already: there is nothing left to take back.
  },
}) {}

/** Sends an e-mail. WorkOS refuses a second one to the same person while the first is pending. */
export async function invite(
  client: WorkosClient,
  { organizationId, email, roleSlug, expiresInDays, locale, inviterUserId }: z.output<typeof inputs>,
): Promise<InvitationRow> {
  return withoutSecrets(
    await client.post<InvitationRow>(LIST, {
      organization_id: organizationId,
      email,
      role_slug: roleSlug,
      expires_in_days: expiresInDays,
      locale,
      inviter_user_id: inviterUserId,
    }),
  );
}

/** Unlike other POSTs this one can be sent again when its answer was lost: a second time it does nothing. */
const REVOCATIONS = 3;

/** Takes an invitation back. False when it is pending no more, which may be so because of an answer that was lost. */
export async function revoke(client: WorkosClient, id: string): Promise<boolean> {
  memberInvitations.delete(id);
  for (let attempt = 1; ; attempt++) {
    try {
      await client.post(`${LIST}/${encodeURIComponent(id)}/revoke`, {});
      return true;
    } catch (error) {
      if (error instanceof InvalidRequestError && error.request.code === "invite_not_pending") return false;
      if (error instanceof NotFoundError) return false;
      if (!(error instanceof OutcomeUnknownError) || attempt === REVOCATIONS) throw error;
    }
  }
}
