import { expect } from "vitest";
import type { ActingClient } from "../../../emulators/index.ts";
import type { Bag, Description } from "../description.ts";
import { organization } from "../homes.ts";

const PATH = "/organizations/{organization_id}/it_contacts";
const INVITE = `POST ${PATH}/{contact_id}/invite`;
const REVOKE = `POST ${PATH}/{contact_id}/revoke`;

const contactsOf = ({ organizationId }: Bag): string => `/organizations/${organizationId}/it_contacts`;

export const itContact: Description = {
  dated: true,
  at: `DELETE ${PATH}/{contact_id}`,
  async home(act, name) {
    const home = await organization(act, name);
    await act.post(contactsOf(home), { email: "it.eu@acme.example" });
    return home;
  },
  declared: (home) => ({ ...home, email: "it@acme.example" }),
  elsewhere: { invite: "its last stages, and test/providers/workos/it-contact.test.ts: WorkOS never shows it" },
  async held(act, home) {
    const { data } = await act.get(contactsOf(home));
    return data.map(({ id, email }: Bag) => ({ id, ...home, email }));
  },
  stages: [
    {
      title: "invited",
      inputs: (home) => ({ ...home, email: "IT@acme.example", invite: ["sso"] }),
      does: ["update"],
      writes: { [INVITE]: 1 },
      shows: { email: "it@acme.example", invite: undefined },
      holds: ({ act, id }) => mustBeInvitedTo(act, id, ["sso"]),
    },
    {
      title: "invited to something else",
      inputs: (home) => ({ ...home, email: "it@acme.example", invite: ["sso", "directory_sync"] }),
      does: ["update"],
      writes: { [REVOKE]: 1, [INVITE]: 1 },
      shows: { invite: undefined },
      holds: ({ act, id }) => mustBeInvitedTo(act, id, ["directory_sync", "sso"]),
    },
    {
      title: "invited no more",
      inputs: (home) => ({ ...home, email: "it@acme.example", invite: [] }),
      does: ["update"],
      writes: { [REVOKE]: 1 },
      shows: { invite: undefined },
      holds: ({ act, id }) => mustBeInvitedTo(act, id, []),
    },
  ],
};

/** As the mail would say that is not sent. */
async function mustBeInvitedTo(act: ActingClient, id: string, intents: readonly string[]): Promise<void> {
  expect((await act.get(`/_emulator/it_contacts/${id}/invitation`)).intents).toEqual(intents);
}
