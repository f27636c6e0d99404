import { expect } from "vitest";
import { Organization, OrganizationApiKey, Permission } from "../../../providers/workos/index.ts";
import { dana } from "../dana.ts";
import { life, type World } from "../life.ts";

const POST = "POST /organizations/{organizationId}/api_keys";
const EXPIRE = "POST /api_keys/{id}/expire";
const DELETE = "DELETE /api_keys/{id}";

interface Key {
  id: string;
  name: string;
  permissions: string[];
  expires_at: string | null;
}

/** All keys, the oldest first, the last of which is ours. */
async function expectKeys(world: World, ...expected: object[]): Promise<void> {
  const list = `/organizations/${world.idOf("api-key-owner")}/api_keys?limit=100&order=asc`;
  const keys: Key[] = (await dana(world.emulators).workos.get(list)).data;
  expect(keys.map((key) => ({ ...key, permissions: key.permissions.toSorted() }))).toEqual(
    expected.map((key) => expect.objectContaining(key)),
  );
  expect(keys.at(-1)?.id).toBe(world.id());
}

const main = { name: "main", permissions: ["api-key:write", "api-key:read"], expiresAt: "2035-01-01T01:00:00+01:00" };
const both = ["api-key:read", "api-key:write"];
const NEW_YEAR = "2035-01-01T00:00:00.000Z";

type Inputs = Omit<ConstructorParameters<typeof OrganizationApiKey>[1], "organizationId">;

export const organizationApiKey = life<Inputs>({
  of: "workos:OrganizationApiKey",
  declare: () => {
    const dependsOn = both.map((slug) => new Permission(slug, { slug, name: slug }));
    const { id: organizationId } = new Organization("api-key-owner", { name: "Keys", externalId: "api-key-owner" });
    return (name, inputs) => new OrganizationApiKey(name, { ...inputs, organizationId }, { dependsOn });
  },
  stages: [
    {
      title: "created, to end one day",
      inputs: main,
      does: ["create"],
      writes: { [POST]: 1 },
      holds: (world) => expectKeys(world, { name: "main", permissions: both, expires_at: NEW_YEAR }),
    },
    {
      title: "ended by somebody and made anew",
      meanwhile: (world) => dana(world.emulators).workos.post(`/api_keys/${world.id()}/expire`, {}),
      does: ["create"],
      writes: { [POST]: 1 },
      holds: (world) => expectKeys(world, {}, { name: "main", permissions: both, expires_at: NEW_YEAR }),
    },
    {
      title: "drift repaired; permissions in another order are the same",
      inputs: { ...main, permissions: both, overlapHours: 24 },
      meanwhile: (world) =>
        dana(world.emulators).workos.post(`/api_keys/${world.id()}/expire`, { expires_at: "2030-01-01T00:00:00Z" }),
      does: ["update"],
      writes: { [EXPIRE]: 1 },
      holds: (world) => expectKeys(world, {}, { name: "main", permissions: both, expires_at: NEW_YEAR }),
    },
    {
      title: "its end called off",
      inputs: { ...main, expiresAt: null, overlapHours: 24 },
      does: ["update"],
      writes: { [EXPIRE]: 1 },
      holds: (world) => expectKeys(world, {}, { name: "main", expires_at: null }),
    },
    {
      title: "rotated under a new name, the old one working on for a day",
      inputs: { name: "main-2", permissions: both },
      does: ["create-replacement", "replace", "delete-replaced"],
      writes: { [POST]: 1, [EXPIRE]: 1 },
      async holds(world) {
        await expectKeys(
          world,
          {},
          { name: "main", expires_at: expect.any(String) },
          { name: "main-2", permissions: both, expires_at: null },
        );
      },
    },
    {
      title: "other permissions under the same name: the old one is ended and deleted once the new one is there",
      inputs: { name: "main-2", permissions: ["api-key:read"] },
      does: ["create-replacement", "replace", "delete-replaced"],
      writes: { [EXPIRE]: 1, [DELETE]: 1, [POST]: 1 },
      holds: (world) => expectKeys(world, {}, { name: "main" }, { name: "main-2", permissions: ["api-key:read"] }),
    },
    {
      title: "deleted behind our back and made anew",
      meanwhile: (world) => dana(world.emulators).workos.delete(`/api_keys/${world.id()}`),
      does: ["create"],
      writes: { [POST]: 1 },
      holds: (world) => expectKeys(world, {}, { name: "main" }, { name: "main-2", permissions: ["api-key:read"] }),
    },
    {
      title: "missing from state and never used: replaced, since its value is lost",
      forgotten: true,
      does: ["create"],
      writes: { [POST]: 1, [DELETE]: 1 },
      holds: (world) => expectKeys(world, {}, { name: "main" }, { name: "main-2", permissions: ["api-key:read"] }),
    },
  ],
  destroyed: {
    [EXPIRE]: 1,
    [DELETE]: 1,
    "DELETE /organizations/{id}": 1,
    "DELETE /authorization/permissions/{slug}": 2,
  },
});
