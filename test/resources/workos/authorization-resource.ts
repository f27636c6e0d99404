import { expect } from "vitest";
import type { Bag, Description } from "../description.ts";
import { organization, workspace } from "../homes.ts";

const LIST = "/authorization/resources";

export const authorizationResource: Description = {
  at: `PATCH ${LIST}/{resource_id}`,
  // The workspaces that it lies in, before and after, and one that goes by its own id.
  async home(act, name) {
    const home = await organization(act, name);
    const attic = await workspace(act, home, "attic");
    const cellar = await workspace(act, home, "cellar");
    await workspace(act, home, "roof");
    return { ...home, attic: attic.resourceId, cellar: cellar.resourceId };
  },
  declared: ({ organizationId, attic }) => ({
    organizationId,
    resourceTypeSlug: "project",
    externalId: "roof",
    name: "Roof",
    description: "Leaks",
    parentResourceId: attic,
  }),
  changed: ({ organizationId, cellar }) => ({
    organizationId,
    resourceTypeSlug: "project",
    externalId: "roof",
    name: "New roof",
    description: null,
    parentResourceId: cellar,
  }),
  async held(act, { organizationId }) {
    const { data } = await act.get(`${LIST}?organization_id=${organizationId}`);
    return data.map((row: Bag) => ({
      id: row.id,
      organizationId,
      resourceTypeSlug: row.resource_type_slug,
      externalId: row.external_id,
      name: row.name,
      description: row.description,
      parentResourceId: row.parent_resource_id,
    }));
  },
  stages: [
    {
      title: "replaced under another id of ours, in the organization itself",
      inputs: ({ organizationId }) => ({
        organizationId,
        resourceTypeSlug: "project",
        externalId: "shed",
        name: "Shed",
      }),
      does: ["create-replacement", "replace", "delete-replaced"],
      writes: { [`POST ${LIST}`]: 1, [`DELETE ${LIST}/{resource_id}`]: 1 },
      shows: { description: null, parentResourceId: null },
    },
    {
      title: "left where it was put when that is not declared",
      inputs: ({ organizationId }) => ({
        organizationId,
        resourceTypeSlug: "project",
        externalId: "shed",
        name: "Hut",
      }),
      meanwhile: ({ act, home, id }) => act.patch(`${LIST}/${id}`, { parent_resource_id: home.attic }),
      does: ["update"],
      writes: { [`PATCH ${LIST}/{resource_id}`]: 1 },
      shows: { parentResourceId: expect.stringMatching(/./) },
    },
  ],
};
