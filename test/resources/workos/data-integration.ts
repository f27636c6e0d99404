import type { Bag, Description } from "../description.ts";

const LIST = "/data-integrations";
const PUT = `PUT ${LIST}/{slug}` as const;

const provider = { authorizationUrl: "https://c.example", tokenUrl: "https://c.example/t" };

export const dataIntegration: Description = {
  dated: true,
  at: PUT,
  async home(act, name) {
    await act.post(LIST, {
      provider: `${name}-eu`,
      description: "Customers in Europe",
      credentials: { type: "organization" },
      custom_provider: {
        name: "CRM",
        authorization_url: provider.authorizationUrl,
        token_url: provider.tokenUrl,
      },
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
    customProvider: { name: "CRM", ...provider, refreshTokenUrl: "https://c.example/r" },
  }),
  changed: (_home, name) => ({
    slug: name,
    description: null,
    enabled: false,
    scopes: null,
    authMethods: ["oauth"],
    clientId: "two",
    clientSecret: "cAnArY-2222",
    customProvider: { name: "CRM 2", ...provider, refreshTokenUrl: null },
  }),
  elsewhere: {
    credentials: "its last stages: it excludes clientId",
    config: "test/providers/workos/data-integration.test.ts: no provider of our own has it",
  },
  async held(act, _home, name) {
    const found = [name, `${name}-eu`].map(async (slug) => {
      const { status, body } = await act.request("GET", `${LIST}/${slug}`);
      if (status === 404) return [];
      const integrations = await act.get("/_emulator/dump/dataIntegrations");
      const stored = integrations.find((each: Bag) => each.slug === slug);
      const { custom_provider } = body;
      return [
        {
          id: body.id,
          slug: body.slug,
          description: body.description,
          enabled: body.enabled,
          scopes: body.scopes,
          authMethods: body.auth_methods,
          ...(body.credentials.type === "organization"
            ? { credentials: "organization" }
            : { clientId: body.credentials.client_id, clientSecret: stored.credentials.client_secret }),
          customProvider: {
            name: custom_provider.name,
            authorizationUrl: custom_provider.authorization_url,
            tokenUrl: custom_provider.token_url,
            refreshTokenUrl: custom_provider.refresh_token_url,
          },
        },
      ];
    });
    return (await Promise.all(found)).flat();
  },
  life: {
    adopted: {
      title: "missing from state and adopted on request: nothing tells whether it has that secret",
      writes: { [PUT]: 1 },
    },
    drifted: {
      title: "drift repaired, another secret among it",
      meanwhile: ({ act, name }) =>
        act.put(`${LIST}/${name}`, {
          description: "Mine now",
          credentials: { type: "custom", client_id: "two", client_secret: "somebody-9999" },
        }),
    },
  },
  stages: [
    {
      title: "scopes in another order are the same",
      inputs: (home, name) => ({ ...dataIntegration.declared(home, name), scopes: ["w", "r"] }),
      does: ["same"],
      writes: {},
      shows: { scopes: ["r", "w"] },
    },
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
        customProvider: { name: "CRM", ...provider, refreshTokenUrl: "https://c.example/r" },
      },
    },
  ],
};
