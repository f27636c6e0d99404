import { expect } from "vitest";
import { Project, ServiceAccount, ServiceAccountKey } from "../../../providers/openai/index.ts";
import { dana } from "../dana.ts";
import { life, type World } from "../life.ts";

const POST = "POST /organization/projects/{project_id}/service_accounts/{service_account_id}/api_keys";
const DELETE = "DELETE /organization/projects/{project_id}/api_keys/{api_key_id}";

const path = (world: World): string => `/organization/projects/${world.idOf("keys-home")}/api_keys`;

async function expectKey(world: World, name: string): Promise<void> {
  const { data } = await dana(world.emulators).openai.get(`${path(world)}?limit=100&owner_project_access=any`);
  expect(data).toEqual([expect.objectContaining({ id: world.id(), name })]);
}

export const serviceAccountKey = life<{ name: string; scopes?: string[]; expiresInSeconds?: number }>({
  of: "openai:ServiceAccountKey",
  declare: () => {
    const { id: projectId } = new Project("keys-home", { name: "keys-home" });
    const { id: serviceAccountId } = new ServiceAccount("keys-owner", { projectId, name: "owner" });
    return (name, inputs) => new ServiceAccountKey(name, { ...inputs, projectId, serviceAccountId });
  },
  stages: [
    {
      title: "created",
      inputs: { name: "main", scopes: ["model.request", "model.read"], expiresInSeconds: 7_776_000 },
      does: ["create"],
      writes: { [POST]: 1 },
      holds: (world) => expectKey(world, "main"),
    },
    {
      title: "scopes in another order are the same",
      inputs: { name: "main", scopes: ["model.read", "model.request"], expiresInSeconds: 7_776_000 },
      does: ["same"],
      writes: {},
      holds: (world) => expectKey(world, "main"),
    },
    {
      title: "a new name makes the new key before the old one goes",
      inputs: { name: "main-2", scopes: ["model.read", "model.request"], expiresInSeconds: 7_776_000 },
      does: ["create-replacement", "replace", "delete-replaced"],
      writes: { [POST]: 1, [DELETE]: 1 },
      holds: (world) => expectKey(world, "main-2"),
    },
    {
      title: "other scopes under the same name: the old key goes first",
      inputs: { name: "main-2", scopes: ["model.read"], expiresInSeconds: 7_776_000 },
      does: ["delete-replaced", "replace", "create-replacement"],
      writes: { [POST]: 1, [DELETE]: 1 },
      holds: (world) => expectKey(world, "main-2"),
    },
    {
      title: "deleted behind our back and made anew",
      meanwhile: (world) => dana(world.emulators).openai.delete(`${path(world)}/${world.id()}`),
      does: ["create"],
      writes: { [POST]: 1 },
      holds: (world) => expectKey(world, "main-2"),
    },
    {
      title: "missing from state and never used: replaced, since its value is lost",
      forgotten: true,
      does: ["create"],
      writes: { [POST]: 1, [DELETE]: 1 },
      holds: (world) => expectKey(world, "main-2"),
    },
  ],
  destroyed: {
    [DELETE]: 1,
    "DELETE /organization/projects/{project_id}/service_accounts/{service_account_id}": 1,
    "POST /organization/projects/{project_id}/archive": 1,
  },
});
