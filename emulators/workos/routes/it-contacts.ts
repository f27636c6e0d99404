import { z } from "zod";
import { type Call, del, type Endpoint, get, param, post } from "../../core/api.ts";
import { randomText } from "../../core/ids.ts";
import { notFound, plainRefusal, valid } from "../errors.ts";
import { existingOrganization } from "../existing.ts";
import { email } from "../fields.ts";
import type { ItContact } from "../records.ts";
import { contactKey, iso, type WorkosStore } from "../store.ts";

const createSchema = z.object({ email });
/** ASSUMED: an invitation is for at least one thing. */
const inviteSchema = z.object({
  intents: z
    .array(z.enum(["sso", "directory_sync", "log_streams", "domain_verification", "bring_your_own_key"]))
    .min(1, "must not be empty"),
});

/** Who sets things up at the customer. They send no events, and no mail is sent to them. */
export function itContactEndpoints(store: WorkosStore): Endpoint[] {
  const { itContacts } = store;
  const base = "/organizations/{organization_id}/it_contacts";
  const organizationId = (call: Call) => existingOrganization(store, param(call, "organization_id")).id;
  const existing = (call: Call): ItContact => {
    const contact = itContacts.get(param(call, "contact_id"));
    if (contact?.organization_id !== organizationId(call)) throw notFound("IT contact", param(call, "contact_id"));
    return contact;
  };

  return [
    // ASSUMED: all at once, newest first like other lists: clients can ask for no page.
    get(base, (call) => {
      const data = [...itContacts.group("organization_id", organizationId(call))].map(render).reverse();
      return { status: 200, body: { object: "list", data, list_metadata: { before: null, after: null } } };
    }),

    // ASSUMED: an address is unique in its organization, whatever its case (409), and so its ids begin.
    post(base, (call) => {
      const organization_id = organizationId(call);
      const { email } = valid(createSchema, call.body);
      if (itContacts.find("email", contactKey(organization_id, email)))
        throw plainRefusal(409, `An IT contact with the email '${email}' already exists.`);
      const contact = itContacts.insert({
        id: store.id("it_contact", call.now),
        organization_id,
        email,
        invitation: null,
        created_at: iso(call.now),
        updated_at: iso(call.now),
      });
      return { status: 201, body: render(contact) };
    }),

    // The links that the contact was sent go too.
    del(`${base}/{contact_id}`, (call) => {
      itContacts.delete(existing(call).id);
      return { status: 204 };
    }),

    // An organization has at most one invitation. ASSUMED: it lasts until it is revoked; success is 204.
    post(`${base}/{contact_id}/invite`, (call) => {
      const contact = existing(call);
      const { intents } = valid(inviteSchema, call.body);
      const invited = [...itContacts.group("organization_id", contact.organization_id)].find((one) => one.invitation);
      if (invited) throw plainRefusal(409, `The organization has an active invitation, for '${invited.email}'.`);
      const invitation = {
        intents,
        link: `https://setup.workos.com?token=${randomText(40)}`,
        created_at: iso(call.now),
      };
      itContacts.replace({ ...contact, invitation });
      return { status: 204 };
    }),

    // ASSUMED: the invitation is the contact's own; without one the answer is 404.
    post(`${base}/{contact_id}/revoke`, (call) => {
      const contact = existing(call);
      if (!contact.invitation) throw notFound("Invitation of IT contact", contact.id);
      itContacts.replace({ ...contact, invitation: null });
      return { status: 204 };
    }),
  ];
}

/** Shows the invitation, as the mail would that is not sent. */
export function itContactControl(store: WorkosStore): Endpoint[] {
  return [
    get("/it_contacts/{id}/invitation", (call) => {
      const contact = store.itContacts.get(param(call, "id"));
      if (!contact) throw notFound("IT contact", param(call, "id"));
      return { status: 200, body: contact.invitation ?? { intents: [], link: null, created_at: null } };
    }),
  ];
}

const render = ({ organization_id, invitation, ...contact }: ItContact) => ({ object: "it_contact", ...contact });
