import { type Api, advise, at, defineResource, fail, hasCode, isNotFound, local, when, z } from "../kit.ts";
import { beforeCreation, conflictAt } from "./already-there.ts";
import { workos } from "./client.ts";
import { email, mostMetadata, timestamp, vendorId } from "./fields.ts";

export interface EntryRow {
  id: string;
  waitlist_id?: string | null;
  email: string;
  state: "pending" | "approved" | "denied";
  additional_fields?: Record<string, string> | null;
  approved_at: string | null;
  created_at: string;
}

/**
 * An address on a waitlist, and whether it is let in. Approving it makes WorkOS send an invitation, and cannot be taken
 * back; a denial can, by an approval. Whoever is on the list already put themselves there: their entry, with which WorkOS
 * answers a creation, is taken over on request. Source: WorkOS's Python client 10.8.0, `UserManagement`.
 * @removal takes the address off the list; the invitation of an approved one stays, and so does its user
 */
export class WaitlistEntry extends defineResource(workos, "WaitlistEntry", {
  inputs: z.strictObject({
    /** `waitlist_…`, or `default` for the environment's own. */
    waitlistId: vendorId,
    /** An address is on one waitlist of the environment at most. */
    email,
    /**
     * Omitted: left alone. `approved` sends an invitation and stays for ever; `denied` may become approved. WorkOS makes
     * an entry pending, and never again.
     */
    state: z.enum(["approved", "denied"]).optional(),
    /** Of its creation alone: up to 50 pairs; keys up to 40, values up to 600 characters. People's own words: trust none. */
    additionalFields: z
      .record(z.string().max(40), z.string().max(600))
      .refine((map) => Object.keys(map).length <= mostMetadata, `has more than ${mostMetadata} pairs`)
      .optional(),
    /** Whether its creation sends a confirmation, if the environment has those switched on. Omitted: none is sent. */
    sendConfirmationEmail: local(z.boolean().optional()),
  }),
  outputs: z.object({
    createdAt: timestamp,
    /** Null for one that is not let in. */
    approvedAt: timestamp.nullable(),
  }),
  // By address: a waitlist can have more people than anybody wants to list for the few who are declared.
  scope: ["waitlistId", "email"],
  key: ["waitlistId", "email"],
  immutable: ["waitlistId", "email", "additionalFields"],
  importId: "key",
  feed: { changes: ["waitlist_user.created", "waitlist_user.approved", "waitlist_user.denied"], removals: [] },
  removal: {
    irreplaceable: "a new one would be pending, and at the end of the list",
    leaves: ({ email }) => `if ${email} was approved, the invitation stays at WorkOS until it is revoked`,
  },
  list: entriesOf,
  show: (row, { waitlistId, additionalFields }) => ({
    waitlistId, // A row has the id of the one that is called the default.
    email: row.email.toLowerCase(),
    state: row.state === "pending" ? null : row.state,
    // Those of somebody else's entry are nothing for a state.
    ...(additionalFields && { additionalFields: row.additional_fields ?? {} }),
    createdAt: row.created_at,
    approvedAt: row.approved_at,
  }),
  born: (row) => new Date(row.created_at),
  async ensure(api, { waitlistId, email, additionalFields, sendConfirmationEmail }) {
    const before = await beforeCreation(api, `${email} on a waitlist`, () => entriesOf(api, { waitlistId, email }));
    before.attempts++;
    const path = at`/user_management/waitlists/${waitlistId}/entries`;
    const row = await api.repost<EntryRow>(path, {
      email,
      additional_fields: additionalFields,
      send_confirmation_email: sendConfirmationEmail,
    });
    if (!before.had(row)) return row;
    const what = `${email} is ${row.id} of ${row.waitlist_id ?? "a waitlist"} already`;
    // It is on another waitlist; or, after a lost answer, it would be taken for what that made.
    if (before.attempts > 1) throw fail(what, "Nothing was changed. Declare it with that waitlistId, or run again.");
    throw conflictAt(path, what);
  },
  async sync(api, { state }, { id, waitlistId, email, row }) {
    const path = at`/user_management/waitlist_entries/${id}`;
    if (state === "approved")
      return api
        .post<EntryRow>(at`${path}/approve`)
        .catch(when(hasCode("invalid_state"), (): EntryRow => ({ ...row, state }))) // It was approved already.
        .catch(advise(hasCode("invitation_email_not_sent"), "It is approved, and has an invitation: resend that."));
    const refused = when(hasCode("invalid_state"), async (error) => {
      const current = (await entriesOf(api, { waitlistId, email })).find((one) => one.id === id);
      if (current?.state === "denied") return current;
      throw fail(error, `${email} was approved, which WorkOS cannot take back. Declare that, or remove the entry.`);
    });
    return api.post<EntryRow>(at`${path}/deny`).catch(refused);
  },
  remove: (api, { id }) => api.delete(at`/user_management/waitlist_entries/${id}`),
}) {}

/** Who has this address on the waitlist; an import knows no address. The default one is there from its first entry on. */
function entriesOf(api: Api, { waitlistId, email }: { waitlistId: string; email: string }): Promise<EntryRow[]> {
  const path = at`/user_management/waitlists/${waitlistId}`;
  // Nobody is on a list that is not there; of one that is, a 404 tells nothing.
  const none = when(isNotFound, async (error): Promise<EntryRow[]> => {
    if (await api.find(path)) throw error;
    return [];
  });
  return api.list<EntryRow>(at`${path}/entries`, { email: email || undefined }).catch(none);
}
