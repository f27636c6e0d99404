import type { Bag, Description } from "../description.ts";

const LIST = "/data-integrations";
const ROOT = `${LIST}/{slug}/organization`;
const PUT = `PUT ${ROOT}` as const;

const OAUTH = "https://login.crm.example/organizations/common/oauth2/v2.0";
const provider = { authorizationUrl: `${OAUTH}/authorize`, tokenUrl: `${OAUTH}/token` };

export const organizationDataIntegration: Description = {
  dated: true,
  at: PUT,
  writes: { create: { [`POST ${LIST}`]: 1 }, remove: { [`DELETE ${ROOT}`]: 1 } },
  async home(act, name) {
    await act.post(LIST, {
      provider: `${name}-eu`,
      ownership: "organization",
      description: "Customers in Europe",
      credentials: { type: "organization" },
      custom_provider: { name: "CRM", authorization_url: provider.authorizationUrl, token_url: provider.tokenUrl },
    });
    return {};
  },
  declared: (_home, name) => ({
    slug: name,
    description: "CRM",
    enabled: true,
    scopes: ["r", "w"],
    authMethods: ["oauth"],
    clientId: "one",
    clientSecret: "cAnArY-1111",
    customProvider: { name: "CRM", ...provider, refreshTokenUrl: `${OAUTH}/refresh` },
  }),
  changed: (_home, name) => ({
    slug: name,
    description: null,
    enabled: false,
    scopes: null,
    authMethods: ["oauth"],
    clientId: "two",
    clientSecret: "cAnArY-2222",
    customProvider: { name: "CRM of all of our customers", ...provider, refreshTokenUrl: null },
  }),
  elsewhere: {
    credentials: "its last stage: it excludes clientId",
    config: "test/providers/workos/data-integration.test.ts: no provider of our own has it",
  },
  async held(act, _home, name) {
    const integrations = await act.get("/_emulator/dump/dataIntegrations");
    const own = integrations.filter(
      ({ slug, ownership }: Bag) => [name, `${name}-eu`].includes(String(slug)) && ownership === "organization",
    );
    return own.map(({ credentials, custom_provider, ...row }: Row) => ({
      id: row.id,
      slug: row.slug,
      description: row.description,
      enabled: row.enabled,
      scopes: row.scopes,
      authMethods: row.auth_methods,
      ...(credentials.type === "organization"
        ? { credentials: "organization" }
        : { clientId: credentials.client_id, clientSecret: credentials.client_secret }),
      customProvider: {
        name: custom_provider.name,
        authorizationUrl: custom_provider.authorization_url,
        tokenUrl: custom_provider.token_url,
        refreshTokenUrl: custom_provider.refresh_token_url,
      },
    }));
  },
  life: {
    adopted: {
      title: "missing from state and adopted on request: nothing tells whether it has that secret",
      writes: { [PUT]: 1 },
    },
    drifted: {
      title: "drift repaired, another secret among it",
      meanwhile: ({ act, name }) =>
        act.put(`${LIST}/${name}/organization`, {
          description: "Mine now",
          credentials: { type: "custom", client_id: "two", client_secret: "somebody-9999" },
        }),
    },
    vanished: { meanwhile: ({ act, name }) => act.delete(`${LIST}/${name}/organization`) },
  },
  stages: [
    {
      title: "credentials left to each organization",
      inputs: (_home, name) => ({
        slug: name,
        credentials: "organization",
        customProvider: { name: "CRM", ...provider },
      }),
      does: ["update"],
      writes: { [PUT]: 1 },
      shows: {
        clientId: undefined, // Ours is gone with it.
        customProvider: { name: "CRM", ...provider, refreshTokenUrl: `${OAUTH}/refresh` },
      },
    },
  ],
};

interface Row extends Bag {
  credentials: Bag;
  custom_provider: Bag;
}
