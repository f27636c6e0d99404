import type { InvitationResponse } from "@workos-inc/node";
import { at, z } from "../../kit.ts";
import { ask, text } from "./question.ts";

/** What WorkOS shows of an invitation: never the token or the link by which it is accepted. */
export type InvitationFound = Readonly<ReturnType<typeof found>>;

const some = z.strictObject({
  organizationId: text,
  /** Only those of this address. */
  email: text.optional(),
});
export type InvitationsQuestion = Readonly<z.input<typeof some>>;

/** The invitations into an organization, with those that were accepted or revoked, or expired. */
export const listInvitations = (of: InvitationsQuestion): Promise<readonly InvitationFound[]> =>
  ask("listInvitations", some, of, async (answers, { organizationId: organization_id, email }) => {
    const query = { organization_id, email: email?.trim().toLowerCase() };
    return (await answers.list<InvitationResponse>(at`/user_management/invitations`, query)).map(found);
  });

const found = (row: InvitationResponse) => ({
  id: row.id,
  email: row.email.toLowerCase(),
  state: row.state,
  /** RFC 3339, as all times here. */
  createdAt: row.created_at,
  /** When it can be accepted no more, or could not from then on. */
  expiresAt: row.expires_at,
  /** Null for one that nobody accepted. */
  acceptedAt: row.accepted_at,
  /** Null for one that nobody took back. */
  revokedAt: row.revoked_at,
});
