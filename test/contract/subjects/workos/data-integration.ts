import { type Subject, somebody } from "../subject.ts";

const provider = { authorizationUrl: "https://crm.example/authorize", tokenUrl: "https://crm.example/token" };

export const dataIntegration: Subject = {
  token: "workos:DataIntegration",
  home: async () => ({}),
  declared: (_home, name) => ({
    slug: name,
    description: "Customers",
    enabled: true,
    scopes: ["read"],
    authMethods: ["oauth"],
    clientId: "client-one",
    clientSecret: "cAnArY-one-1111",
    customProvider: { name: "Our CRM", ...provider, refreshTokenUrl: "https://crm.example/refresh" },
  }),
  changed: (_home, name) => ({
    slug: name,
    description: null,
    enabled: false,
    scopes: null,
    authMethods: ["oauth"],
    clientId: "client-two",
    clientSecret: "cAnArY-two-2222",
    customProvider: { name: "The CRM", ...provider, refreshTokenUrl: null },
  }),
  async held({ workos }, _home, name) {
    const { status, body } = await workos.as(somebody).request("GET", `/data-integrations/${name}`);
    if (status === 404) return [];
    const { dataIntegrations } = await workos.as(somebody).get("/_emulator/dump");
    const stored = dataIntegrations.find(({ slug }: { slug: string }) => slug === name);
    const { custom_provider } = body;
    return [
      {
        id: body.id,
        slug: body.slug,
        description: body.description,
        enabled: body.enabled,
        scopes: body.scopes,
        authMethods: body.auth_methods,
        clientId: body.credentials.client_id,
        clientSecret: stored.credentials.client_secret,
        customProvider: {
          name: custom_provider.name,
          authorizationUrl: custom_provider.authorization_url,
          tokenUrl: custom_provider.token_url,
          refreshTokenUrl: custom_provider.refresh_token_url,
        },
      },
    ];
  },
};
