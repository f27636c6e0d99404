import { expect } from "vitest";
import { AuthorizationResource, Organization } from "../../../providers/workos/index.ts";
import { dana } from "../dana.ts";
import { life, type World } from "../life.ts";

const RESOURCES = "/authorization/resources";
const POST = "POST /authorization/resources";
const PATCH = "PATCH /authorization/resources/{resource_id}";
const DELETE = "DELETE /authorization/resources/{resource_id}";

async function expectResource(world: World, expected: object): Promise<void> {
  const list = `${RESOURCES}?organization_id=${world.idOf("resourceful")}&resource_type_slug=project`;
  const { data } = await dana(world.emulators).workos.get(list);
  expect(data).toEqual([expect.objectContaining({ id: world.id(), ...expected })]);
}

type Space = "resource-attic" | "resource-cellar";

export const authorizationResource = life({
  of: "workos:AuthorizationResource",
  declare: () => {
    const { id: organizationId } = new Organization("resourceful", { name: "Resourceful", externalId: "resourceful" });
    const space = (name: Space) =>
      new AuthorizationResource(name, { organizationId, resourceTypeSlug: "workspace", externalId: name, name });
    const spaces = { "resource-attic": space("resource-attic"), "resource-cellar": space("resource-cellar") };
    return (
      name,
      { within, ...inputs }: { externalId: string; name: string; description?: string | null; within?: Space },
    ) =>
      new AuthorizationResource(name, {
        ...inputs,
        organizationId,
        resourceTypeSlug: "project",
        ...(within ? { parentResourceId: spaces[within].id } : {}),
      });
  },
  stages: [
    {
      title: "created in the organization itself",
      inputs: { externalId: "roof", name: "Roof", description: "Leaks" },
      does: ["create"],
      writes: { [POST]: 1 },
      holds: (world) =>
        expectResource(world, { external_id: "roof", name: "Roof", description: "Leaks", parent_resource_id: null }),
    },
    {
      title: "renamed and moved, description cleared",
      inputs: { externalId: "roof", name: "New roof", description: null, within: "resource-attic" },
      does: ["update"],
      writes: { [PATCH]: 1 },
      holds: (world) =>
        expectResource(world, {
          name: "New roof",
          description: null,
          parent_resource_id: world.idOf("resource-attic"),
        }),
    },
    {
      title: "drift repaired",
      meanwhile: (world) =>
        dana(world.emulators).workos.patch(`${RESOURCES}/${world.id()}`, {
          name: "x",
          description: "y",
          parent_resource_id: world.idOf("resource-cellar"),
        }),
      does: ["update"],
      writes: { [PATCH]: 1 },
      holds: (world) =>
        expectResource(world, {
          name: "New roof",
          description: null,
          parent_resource_id: world.idOf("resource-attic"),
        }),
    },
    {
      title: "left where it is when that is no longer declared",
      inputs: { externalId: "roof", name: "New roof" },
      does: ["update"],
      writes: {},
      holds: (world) => expectResource(world, { parent_resource_id: world.idOf("resource-attic") }),
    },
    {
      title: "replaced under another id of ours",
      inputs: { externalId: "roof-2", name: "Roof 2", within: "resource-cellar" },
      does: ["create-replacement", "replace", "delete-replaced"],
      writes: { [POST]: 1, [DELETE]: 1 },
      holds: (world) =>
        expectResource(world, { external_id: "roof-2", parent_resource_id: world.idOf("resource-cellar") }),
    },
    {
      title: "deleted behind our back and made anew",
      meanwhile: (world) => dana(world.emulators).workos.delete(`${RESOURCES}/${world.id()}`),
      does: ["create"],
      writes: { [POST]: 1 },
      holds: (world) =>
        expectResource(world, { external_id: "roof-2", parent_resource_id: world.idOf("resource-cellar") }),
    },
    {
      title: "missing from state and taken over",
      forgotten: true,
      does: ["create"],
      writes: {},
      holds: (world) => expectResource(world, { external_id: "roof-2" }),
    },
  ],
  destroyed: { [DELETE]: 3, "DELETE /organizations/{id}": 1 },
});
