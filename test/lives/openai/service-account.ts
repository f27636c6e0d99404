import { expect } from "vitest";
import { Project, ServiceAccount } from "../../../providers/openai/index.ts";
import { dana } from "../dana.ts";
import { life, type World } from "../life.ts";

const LIST = "/organization/projects/{project_id}/service_accounts";
const ONE = `${LIST}/{service_account_id}`;

const path = (world: World): string => `/organization/projects/${world.idOf("accounts-home")}/service_accounts`;

async function expectAccount(world: World, expected: object): Promise<void> {
  const { data } = await dana(world.emulators).openai.get(`${path(world)}?limit=100`);
  expect(data).toEqual([expect.objectContaining({ id: world.id(), ...expected })]);
  // It is made without the key that OpenAI hands out by default: nobody would hold it.
  const home = world.idOf("accounts-home");
  const keys = await dana(world.emulators).openai.get(
    `/organization/projects/${home}/api_keys?limit=100&owner_project_access=any`,
  );
  expect(keys.data).toEqual([]);
}

export const serviceAccount = life<{ name: string; role?: "member" | "owner" }>({
  of: "openai:ServiceAccount",
  declare: () => {
    const { id: projectId } = new Project("accounts-home", { name: "accounts-home" });
    return (name, inputs) => new ServiceAccount(name, { ...inputs, projectId });
  },
  stages: [
    {
      title: "created as a member, without a key",
      inputs: { name: "api" },
      does: ["create"],
      // OpenAI creates it without a role when no key is wanted.
      writes: { [`POST ${LIST}`]: 1, [`POST ${ONE}`]: 1 },
      holds: (world) => expectAccount(world, { name: "api", role: "member" }),
    },
    {
      title: "the default role written out is the same",
      inputs: { name: "api", role: "member" },
      does: ["same"],
      writes: {},
      holds: (world) => expectAccount(world, { name: "api", role: "member" }),
    },
    {
      title: "name and role updated",
      inputs: { name: "api-admin", role: "owner" },
      does: ["update"],
      writes: { [`POST ${ONE}`]: 1 },
      holds: (world) => expectAccount(world, { name: "api-admin", role: "owner" }),
    },
    {
      title: "drift repaired",
      meanwhile: (world) => dana(world.emulators).openai.post(`${path(world)}/${world.id()}`, { role: "member" }),
      does: ["update"],
      writes: { [`POST ${ONE}`]: 1 },
      holds: (world) => expectAccount(world, { name: "api-admin", role: "owner" }),
    },
    {
      title: "deleted behind our back and made anew",
      meanwhile: (world) => dana(world.emulators).openai.delete(`${path(world)}/${world.id()}`),
      does: ["create"],
      writes: { [`POST ${LIST}`]: 1, [`POST ${ONE}`]: 1 },
      holds: (world) => expectAccount(world, { name: "api-admin", role: "owner" }),
    },
    {
      title: "missing from state and taken over",
      forgotten: true,
      does: ["create"],
      writes: {},
      holds: (world) => expectAccount(world, { name: "api-admin", role: "owner" }),
    },
  ],
  destroyed: { [`DELETE ${ONE}`]: 1, "POST /organization/projects/{project_id}/archive": 1 },
});
