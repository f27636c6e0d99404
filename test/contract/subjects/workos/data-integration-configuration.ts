import { organization, type Subject, somebody } from "../subject.ts";

export const dataIntegrationConfiguration: Subject = {
  token: "workos:DataIntegrationConfiguration",
  stays: true,
  async home(emulators, name) {
    await emulators.workos.as(somebody).post("/data-integrations", {
      provider: name,
      scopes: ["read", "write"],
      credentials: { type: "organization" },
      custom_provider: {
        name,
        authorization_url: "https://crm.example/authorize",
        token_url: "https://crm.example/token",
      },
    });
    return organization(emulators, name);
  },
  declared: (home, name) => ({
    ...home,
    slug: name,
    enabled: true,
    scopes: ["read"],
    clientId: "client-one",
    clientSecret: "cAnArY-one-1111",
  }),
  changed: (home, name) => ({
    ...home,
    slug: name,
    enabled: true,
    scopes: ["read", "write"],
    clientId: "client-two",
    clientSecret: "cAnArY-two-2222",
  }),
  // Every integration is listed; a disabled one is as good as none.
  async held({ workos }, { organizationId }, name) {
    const list = `/organizations/${organizationId}/data_integration_configurations`;
    const { data } = await workos.as(somebody).get(list);
    const row = data.find(({ slug }: { slug: string }) => slug === name);
    if (!row.enabled) return [];
    const { dataIntegrationConfigurations } = await workos.as(somebody).get("/_emulator/dump");
    const id = `${organizationId}/${name}`;
    const stored = dataIntegrationConfigurations.find((each: { id: string }) => each.id === id);
    return [
      {
        id,
        organizationId,
        slug: name,
        enabled: row.enabled,
        scopes: row.scopes,
        clientId: row.credentials.client_id,
        clientSecret: stored.client_secret,
      },
    ];
  },
};
