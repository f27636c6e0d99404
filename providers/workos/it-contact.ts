import {
  type Api,
  at,
  defineResource,
  fail,
  isConflict,
  isNotFound,
  isOutcomeUnknown,
  type Path,
  when,
  z,
} from "../kit.ts";
import { workos } from "./client.ts";
import { email, setupIntents, timestamp, vendorId } from "./fields.ts";

type Intents = z.output<typeof setupIntents>;

/** WorkOS never shows what somebody is invited to: what this run knows of it is added. */
interface ContactRow {
  id: string;
  email: string;
  created_at: string;
  invite?: Intents;
}

/**
 * Somebody at a customer who sets up single sign-on and the like in the Admin Portal. `invite` sends them an e-mail with a
 * link to it. WorkOS has one invitation of an organization at a time, and shows none: so what is declared stands as declared,
 * a second contact who is to be invited is refused, and a contact who was there before this stack is taken over without
 * being invited.
 *
 * An answer that is lost sends no second e-mail: asked again, WorkOS refuses it beside the first. ASSUMED: that refusal means
 * that the first was sent. Two are sent where other intents were to be sent and the run died before the state had it. Where
 * it died between a new contact and the invitation none is sent: declare `[]`, and then the intents again.
 * Source: WorkOS's Python client 10.8.0, `Organizations`. ASSUMED: revoking takes back the contact's own invitation only.
 * @removal deletes, and the links that the contact was sent end
 */
export class ItContact extends defineResource(workos, "ItContact", {
  inputs: z.strictObject({
    organizationId: vendorId,
    /** The natural key in the organization. */
    email,
    /**
     * What the contact is invited to set up, e.g. `sso`. Other intents take the invitation back and send a new one; `[]` takes
     * it back.
     */
    invite: setupIntents.optional(),
  }),
  outputs: z.object({ createdAt: timestamp }),
  parent: { organizationId: "workos:Organization" },
  key: ["email"],
  immutable: ["email"],
  list: async (api, { organizationId }) =>
    (await api.unpaged<ContactRow>(at`/organizations/${organizationId}/it_contacts`)).map(known(api, organizationId)),
  show: ({ email, invite, created_at }) => ({ email: email.toLowerCase(), invite, createdAt: created_at }),
  born: (row) => new Date(row.created_at),
  async ensure(api, { organizationId, email }) {
    const invitations = invitationsOf(api, organizationId);
    invitations.set(email, []);
    const contacts = at`/organizations/${organizationId}/it_contacts`;
    const row = await api.post<ContactRow>(contacts, { email }).catch(
      when(isConflict, (error): never => {
        invitations.delete(email); // Somebody else made it, and may have invited them.
        throw error;
      }),
    );
    return known(api, organizationId)(row);
  },
  sync: (api, { invite = [] }, { organizationId, email, id, row }, previously) =>
    // WorkOS has one at a time, and so have we.
    api.inTurn(`invitation of ${organizationId}`, async () => {
      const invitations = invitationsOf(api, organizationId);
      // Taken over just now: they may be invited, or have done what they were invited to.
      if (!invitations.has(email) && previously.email === undefined) return row;
      const standing = invitations.get(email) ?? previously.invite ?? [];
      const contact = at`/organizations/${organizationId}/it_contacts/${id}`;
      if (standing.length > 0) {
        // Used or expired: there is nothing left to take back.
        await api.repost(at`${contact}/revoke`).catch(when(isNotFound, () => {}));
        invitations.set(email, []);
      }
      if (invite.length > 0) await send(api, contact, organizationId, email, invite);
      invitations.set(email, invite);
      return known(api, organizationId)(row);
    }),
  remove: (api, { organizationId, id }) => api.delete(at`/organizations/${organizationId}/it_contacts/${id}`),
}) {}

/** By address: what this run has made of the invitations of an organization. */
const invitationsOf = (api: Api, organizationId: string): Map<string, Intents> =>
  api.run.memory(`invitations of contacts of ${organizationId}`, () => new Map());

const known =
  (api: Api, organizationId: string) =>
  (row: ContactRow): ContactRow => {
    const invite = invitationsOf(api, organizationId).get(row.email.toLowerCase());
    return { ...row, ...(invite && { invite }) };
  };

async function send(api: Api, contact: Path, organizationId: string, email: string, intents: Intents): Promise<void> {
  const lost = api.run.memory(`invitations to ${organizationId} whose answer was lost`, () => new Set<string>());
  try {
    await api.post(at`${contact}/invite`, { intents });
  } catch (error) {
    if (isOutcomeUnknown(error)) lost.add(email);
    if (!isConflict(error)) throw error;
    const [other] = [...invitationsOf(api, organizationId)].find(([, intents]) => intents.length > 0) ?? [];
    if (other === undefined && lost.has(email)) return;
    throw fail(
      error,
      `${email} was not invited: ${other ?? "somebody of the organization"} is, and WorkOS has one invitation of an ` +
        "organization at a time. Run again once that was used or taken back; or, if it is the one that is meant, leave `invite` out.",
    );
  }
}
