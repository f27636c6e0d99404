import { expect } from "vitest";
import { VaultObject } from "../../../providers/workos/index.ts";
import { dana } from "../dana.ts";
import { life, type World } from "../life.ts";

const POST = "POST /vault/v1/kv";
const PUT = "PUT /vault/v1/kv/{id}";
const DELETE = "DELETE /vault/v1/kv/{id}";

async function expectObject(world: World, name: string, value: string, context: object = {}): Promise<void> {
  const answer = await dana(world.emulators).workos.get(`/vault/v1/kv/name/${encodeURIComponent(name)}`);
  expect(answer).toMatchObject({ id: world.id(), name, value, metadata: { context } });
}

const name = "life/smtp password";
const context = { customer: "acme" };

export const vaultObject = life<ConstructorParameters<typeof VaultObject>[1]>({
  of: "workos:VaultObject",
  declare: () => (resourceName, inputs) => new VaultObject(resourceName, inputs),
  stages: [
    {
      title: "created",
      inputs: { name, value: "canary-one" },
      does: ["create"],
      writes: { [POST]: 1 },
      holds: (world) => expectObject(world, name, "canary-one"),
    },
    {
      title: "another value",
      inputs: { name, value: "canary-two" },
      does: ["update"],
      writes: { [PUT]: 1 },
      holds: (world) => expectObject(world, name, "canary-two"),
    },
    {
      title: "drift repaired",
      meanwhile: (world) => dana(world.emulators).workos.put(`/vault/v1/kv/${world.id()}`, { value: "oops" }),
      does: ["update"],
      writes: { [PUT]: 1 },
      holds: (world) => expectObject(world, name, "canary-two"),
    },
    {
      title: "another context: the old one goes first, since names are unique",
      inputs: { name, context, value: "canary-two" },
      does: ["delete-replaced", "replace", "create-replacement"],
      writes: { [POST]: 1, [DELETE]: 1 },
      holds: (world) => expectObject(world, name, "canary-two", context),
    },
    {
      title: "replaced under another name",
      inputs: { name: "life/smtp", context, value: "canary-two" },
      does: ["create-replacement", "replace", "delete-replaced"],
      writes: { [POST]: 1, [DELETE]: 1 },
      holds: (world) => expectObject(world, "life/smtp", "canary-two", context),
    },
    {
      title: "deleted behind our back and made anew",
      meanwhile: (world) => dana(world.emulators).workos.delete(`/vault/v1/kv/${world.id()}`),
      does: ["create"],
      writes: { [POST]: 1 },
      holds: (world) => expectObject(world, "life/smtp", "canary-two", context),
    },
    {
      title: "missing from state and adopted on request",
      forgotten: true,
      does: ["create"],
      writes: {},
      holds: (world) => expectObject(world, "life/smtp", "canary-two", context),
    },
  ],
  destroyed: { [DELETE]: 1 },
});
