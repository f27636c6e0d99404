import { expect } from "vitest";
import { DataIntegration, DataIntegrationConfiguration, Organization } from "../../../providers/workos/index.ts";
import { dana } from "../dana.ts";
import { life, type World } from "../life.ts";

const PUT = "PUT /organizations/{organizationId}/data_integration_configurations/{slug}";

const listOf = (world: World): string => `/organizations/${world.idOf("pipes-owner")}/data_integration_configurations`;

async function expectConfiguration(world: World, slug: string, expected: object): Promise<void> {
  const { data } = await dana(world.emulators).workos.get(listOf(world));
  expect(data.find((row: { slug: string }) => row.slug === slug)).toMatchObject(expected);
  expect(world.id()).toBe(`${world.idOf("pipes-owner")}/${slug}`);
}

const own = (client_id: string, client_secret_last_four: string) => ({ client_id, client_secret_last_four });

const first = {
  slug: "snowflake",
  enabled: true,
  scopes: ["session:role:b", "session:role:a"],
  clientId: "client-first",
  clientSecret: "canary-first-1111",
  config: { account_identifier: "acme-test" },
};
const second = {
  slug: "snowflake",
  enabled: true,
  scopes: null,
  clientId: "client-second",
  clientSecret: "canary-second-2222",
  config: { account_identifier: "acme-prod" },
};

type Inputs = Omit<ConstructorParameters<typeof DataIntegrationConfiguration>[1], "organizationId">;

export const dataIntegrationConfiguration = life<Inputs>({
  of: "workos:DataIntegrationConfiguration",
  declare: () => {
    const { id: organizationId } = new Organization("pipes-owner", { name: "Pipes", externalId: "pipes-owner" });
    const dependsOn = ["snowflake", "notion"].map(
      (slug) => new DataIntegration(`pipes-${slug}`, { slug, enabled: false, credentials: "organization" }),
    );
    return (name, inputs) => new DataIntegrationConfiguration(name, { ...inputs, organizationId }, { dependsOn });
  },
  stages: [
    {
      title: "configured with everything",
      inputs: first,
      does: ["create"],
      writes: { [PUT]: 1 },
      holds: (world) =>
        expectConfiguration(world, "snowflake", {
          enabled: true,
          scopes: ["session:role:a", "session:role:b"],
          config: { account_identifier: "acme-test" },
          credentials: own("client-first", "1111"),
        }),
    },
    {
      title: "everything updated, scopes cleared",
      inputs: second,
      does: ["update"],
      writes: { [PUT]: 1 },
      holds: (world) =>
        expectConfiguration(world, "snowflake", {
          scopes: null,
          config: { account_identifier: "acme-prod" },
          credentials: own("client-second", "2222"),
        }),
    },
    {
      title: "drift repaired: disabled, and another secret",
      meanwhile: (world) =>
        dana(world.emulators).workos.put(`${listOf(world)}/snowflake`, {
          enabled: false,
          client_id: "client-second",
          client_secret: "somebody-9999",
        }),
      does: ["update"],
      writes: { [PUT]: 1 },
      holds: (world) =>
        expectConfiguration(world, "snowflake", { enabled: true, credentials: own("client-second", "2222") }),
    },
    {
      title: "gone with its integration, and made anew with it",
      meanwhile: ({ emulators }) => dana(emulators).workos.delete("/data-integrations/snowflake"),
      does: ["create"],
      writes: { "POST /data-integrations": 1, [PUT]: 1 },
      holds: (world) =>
        expectConfiguration(world, "snowflake", { enabled: true, credentials: own("client-second", "2222") }),
    },
    {
      title: "missing from state and configured again: nothing tells whether anybody did",
      forgotten: true,
      does: ["create"],
      writes: { [PUT]: 1 },
      holds: (world) => expectConfiguration(world, "snowflake", { credentials: own("client-second", "2222") }),
    },
    {
      title: "replaced by another integration's; the first one is disabled",
      inputs: { slug: "notion", enabled: true },
      does: ["create-replacement", "replace", "delete-replaced"],
      writes: { [PUT]: 2 },
      async holds(world) {
        await expectConfiguration(world, "notion", { enabled: true });
        const { data } = await dana(world.emulators).workos.get(listOf(world));
        expect(data.find((row: { slug: string }) => row.slug === "snowflake")).toMatchObject({ enabled: false });
      },
    },
  ],
  destroyed: { [PUT]: 1, "DELETE /data-integrations/{slug}": 2, "DELETE /organizations/{id}": 1 },
});
