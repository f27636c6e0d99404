import { expect } from "vitest";
import { DataIntegration } from "../../../providers/workos/index.ts";
import { dana } from "../dana.ts";
import { life, type World } from "../life.ts";

const POST = "POST /data-integrations";
const PUT = "PUT /data-integrations/{slug}";
const DELETE = "DELETE /data-integrations/{slug}";

async function expectIntegration(world: World, slug: string, expected: object): Promise<void> {
  const answer = await dana(world.emulators).workos.get(`/data-integrations/${slug}`);
  expect(answer).toMatchObject({ id: world.id(), slug, ...expected });
}

const ours = (client_id: string, redacted_client_secret: string) => ({
  type: "custom",
  client_id,
  redacted_client_secret,
});

const github = {
  slug: "github",
  description: "Repositories",
  enabled: true,
  scopes: ["repo", "read:org"],
  clientId: "Iv1.first",
  clientSecret: "canary-first-1111",
};
const rotated = { slug: "github", enabled: false, clientId: "Iv1.second", clientSecret: "canary-second-2222" };
const crm = {
  slug: "life-crm",
  enabled: true,
  credentials: "organization",
  customProvider: {
    name: "Our CRM",
    authorizationUrl: "https://crm.example/authorize",
    tokenUrl: "https://crm.example/token",
    refreshTokenUrl: "https://crm.example/refresh",
    additionalAuthorizationParameters: { prompt: "consent" },
  },
} as const;
const crmChanged = {
  ...crm,
  customProvider: { ...crm.customProvider, name: "The CRM", refreshTokenUrl: null, pkceEnabled: false },
};

export const dataIntegration = life<ConstructorParameters<typeof DataIntegration>[1]>({
  of: "workos:DataIntegration",
  declare: () => (name, inputs) => new DataIntegration(name, inputs),
  stages: [
    {
      title: "created with everything",
      inputs: github,
      does: ["create"],
      writes: { [POST]: 1 },
      holds: (world) =>
        expectIntegration(world, "github", {
          description: "Repositories",
          enabled: true,
          scopes: ["read:org", "repo"],
          credentials: ours("Iv1.first", "1111"),
        }),
    },
    {
      title: "everything updated, description and scopes cleared, scopes' order means nothing",
      inputs: { ...rotated, description: null, scopes: null },
      does: ["update"],
      writes: { [PUT]: 1 },
      holds: (world) =>
        expectIntegration(world, "github", {
          description: null,
          enabled: false,
          scopes: null,
          credentials: ours("Iv1.second", "2222"),
        }),
    },
    {
      title: "drift repaired, another secret among it",
      meanwhile: ({ emulators }) =>
        dana(emulators).workos.put("/data-integrations/github", {
          description: "Mine now",
          credentials: { type: "custom", client_id: "Iv1.second", client_secret: "somebody-9999" },
        }),
      does: ["update"],
      writes: { [PUT]: 1 },
      holds: (world) =>
        expectIntegration(world, "github", { description: null, credentials: ours("Iv1.second", "2222") }),
    },
    {
      title: "deleted behind our back and made anew",
      meanwhile: ({ emulators }) => dana(emulators).workos.delete("/data-integrations/github"),
      does: ["create"],
      writes: { [POST]: 1 },
      holds: (world) => expectIntegration(world, "github", { credentials: ours("Iv1.second", "2222") }),
    },
    {
      title: "replaced by a provider of our own",
      inputs: crm,
      does: ["create-replacement", "replace", "delete-replaced"],
      writes: { [POST]: 1, [DELETE]: 1 },
      holds: (world) =>
        expectIntegration(world, "life-crm", {
          credentials: { type: "organization" },
          custom_provider: {
            name: "Our CRM",
            refresh_token_url: "https://crm.example/refresh",
            pkce_enabled: true,
            additional_authorization_parameters: { prompt: "consent" },
          },
        }),
    },
    {
      title: "its definition updated, one part of it cleared",
      inputs: crmChanged,
      does: ["update"],
      writes: { [PUT]: 1 },
      holds: (world) =>
        expectIntegration(world, "life-crm", {
          custom_provider: {
            name: "The CRM",
            refresh_token_url: null,
            pkce_enabled: false,
            additional_authorization_parameters: { prompt: "consent" },
          },
        }),
    },
    {
      title: "missing from state and taken over",
      forgotten: true,
      does: ["create"],
      writes: {},
      holds: (world) => expectIntegration(world, "life-crm", { credentials: { type: "organization" } }),
    },
  ],
  destroyed: { [DELETE]: 1 },
});
