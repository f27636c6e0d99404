import type { ActingClient } from "../../../emulators/index.ts";
import type { Bag, Description } from "../description.ts";
import { organization } from "../homes.ts";

const PUT = "PUT /organizations/{organizationId}/data_integration_configurations/{slug}" as const;

const listOf = ({ organizationId }: Bag): string => `/organizations/${organizationId}/data_integration_configurations`;

/** Two providers that WorkOS knows, in every environment once. */
const PROVIDERS = ["snowflake", "notion"];

async function integrations(act: ActingClient): Promise<void> {
  for (const provider of PROVIDERS) {
    const { status } = await act.request("GET", `/data-integrations/${provider}`);
    const body = { provider, scopes: ["read", "write"], credentials: { type: "organization" } };
    if (status === 404) await act.post("/data-integrations", body);
  }
}

export const dataIntegrationConfiguration: Description = {
  at: PUT,
  writes: { create: { [PUT]: 1 }, remove: { [PUT]: 1 } },
  async home(act, name) {
    await integrations(act);
    const home = await organization(act, name);
    const own = { enabled: true, scopes: ["read"], client_id: "client-eu", client_secret: "cAnArY-eu-3333" };
    await act.put(`${listOf(home)}/notion`, own);
    return home;
  },
  declared: (home) => ({
    ...home,
    slug: "snowflake",
    enabled: false,
    scopes: ["read"],
    clientId: "client-one",
    clientSecret: "cAnArY-one-1111",
    config: { account_identifier: "acme-test" },
  }),
  changed: (home) => ({
    ...home,
    slug: "snowflake",
    enabled: true,
    scopes: ["read", "write"],
    clientId: "client-two",
    clientSecret: "cAnArY-two-2222",
    config: { account_identifier: "acme-prod" },
  }),
  // Every integration is listed; one that was never configured is none.
  async held(act, home) {
    const { data } = await act.get(listOf(home));
    const configurations = await act.get("/_emulator/dump/dataIntegrationConfigurations");
    return data
      .filter(({ slug }: Bag) => PROVIDERS.includes(String(slug)))
      .flatMap((row: Bag & { credentials: Bag }) => {
        const id = `${home.organizationId}/${row.slug}`;
        const stored = configurations.find((each: Bag) => each.id === id);
        if (!stored) return [];
        const { slug, enabled, scopes, config, credentials } = row;
        const { client_id: clientId } = credentials;
        return [{ id, ...home, slug, enabled, scopes, clientId, clientSecret: stored.client_secret, config }];
      });
  },
  left: (row) => ({ ...row, enabled: false }),
  life: {
    drifted: {
      title: "drift repaired: disabled, and another secret",
      meanwhile: ({ act, home }) =>
        act.put(`${listOf(home)}/snowflake`, {
          enabled: false,
          client_id: "client-two",
          client_secret: "somebody-9999",
        }),
    },
    vanished: null, // It only goes with its integration: see parents.test.ts.
    adopted: {
      title: "missing from state and configured again: nothing tells whether anybody did",
      writes: { [PUT]: 1 },
    },
  },
  stages: [
    {
      title: "its scopes cleared, those of the integration count",
      inputs: (home, name) => ({ ...dataIntegrationConfiguration.declared(home, name), enabled: true, scopes: null }),
      does: ["update"],
      writes: { [PUT]: 1 },
      shows: { scopes: ["read", "write"] },
    },
  ],
};
