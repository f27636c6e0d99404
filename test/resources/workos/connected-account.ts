import type { ActingClient } from "../../../emulators/index.ts";
import type { Bag, Description } from "../description.ts";
import { organization, user } from "../homes.ts";

const KEY = "/data-integrations/{slug}/api-key";
const DELETE = "DELETE /organizations/{organization_id}/connected_accounts/{slug}";

/** Somebody in the organization. */
async function member(act: ActingClient, { organizationId }: Bag, email: string): Promise<string> {
  const { userId } = await user(act, email);
  const body = { user_id: userId, organization_id: organizationId };
  await act.post("/user_management/organization_memberships", body);
  return userId;
}

const accountPath = ({ organizationId, slug }: Bag, id: string): string =>
  `/organizations/${organizationId}/connected_accounts/${slug}?connected_account_id=${id}`;

export const connectedAccount: Description = {
  dated: true,
  at: `PUT ${KEY}`,
  writes: { create: { [`POST ${KEY}`]: 1 }, remove: { [DELETE]: 1 } },
  // Beside it stand an account of nearly its identifier, and one of the very same at another integration.
  async home(act, name) {
    const home = await organization(act, name);
    const userId = await member(act, home, `ann@${name}.example`);
    const colleagueId = await member(act, home, `bob@${name}.example`);
    for (const [slug, account_identifier] of [
      [name, `${name}-eu`],
      [`${name}-2`, name],
    ]) {
      const custom_provider = { name: "Meter" };
      await act.post("/data-integrations", {
        provider: slug,
        ownership: "organization",
        auth_methods: ["api_key"],
        custom_provider,
      });
      await act.post(`/data-integrations/${slug}/api-key`, {
        user_id: colleagueId,
        organization_id: home.organizationId,
        connection_owner: "organization",
        connection_intent: "add",
        secret: "cAnArY-0000",
        account_identifier,
      });
    }
    return { ...home, slug: name, userId, colleagueId };
  },
  declared: ({ organizationId, slug, userId }, name) => ({
    organizationId,
    slug,
    accountIdentifier: name,
    accountDisplayName: "Meter of Acme",
    userId,
    apiKey: "cAnArY-1111",
  }),
  changed: ({ organizationId, slug, colleagueId }, name) => ({
    organizationId,
    slug,
    accountIdentifier: `${name}-us`,
    accountDisplayName: null,
    userId: colleagueId,
    apiKey: "cAnArY-2222",
  }),
  unseen: ["userId"],
  async held(act, { organizationId }) {
    const integrations = await act.get("/_emulator/dump/dataIntegrations");
    const accounts = await act.get("/_emulator/dump/connectedAccounts");
    const own = accounts.filter((row: Bag) => row.organization_id === organizationId);
    return own.map(({ credentials, ...row }: Row) => ({
      id: row.id,
      organizationId,
      slug: integrations.find(({ id }: Bag) => id === row.data_integration_id).slug,
      accountIdentifier: row.account_identifier,
      accountDisplayName: row.account_display_name,
      apiKey: credentials.api_key,
    }));
  },
  life: {
    drifted: {
      title: "another key and label by somebody, and repaired",
      meanwhile: ({ act, home, id }) =>
        act.put(`/data-integrations/${home.slug}/api-key`, {
          user_id: home.userId,
          organization_id: home.organizationId,
          connection_owner: "organization",
          connected_account_id: id,
          secret: "somebody-9999",
          account_display_name: "Mine",
        }),
    },
    vanished: { meanwhile: ({ act, home, id }) => act.delete(accountPath(home, id)) },
    adopted: {
      title: "missing from state and taken over: nothing tells whether it has that key",
      writes: { [`PUT ${KEY}`]: 1 },
    },
  },
  stages: [
    {
      title: "its key lost with the member who gave it, and given again by another one",
      async meanwhile({ act, home }) {
        const query = `user_id=${home.userId}&organization_id=${home.organizationId}`;
        const { data } = await act.get(`/user_management/organization_memberships?${query}`);
        await act.delete(`/user_management/organization_memberships/${data[0].id}`);
      },
      inputs: (home, name) => ({ ...connectedAccount.declared(home, name), userId: home.colleagueId }),
      does: ["update"],
      writes: { [`PUT ${KEY}`]: 1 },
    },
  ],
};

interface Row extends Bag {
  credentials: Bag;
}
