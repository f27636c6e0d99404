import type { Bag } from "../../provider-process.ts";
import { organization, type Subject, somebody } from "../subject.ts";

/** Its home has the workspaces that it lies in, before and after. */
export const authorizationResource: Subject = {
  token: "workos:AuthorizationResource",
  async home(emulators, name) {
    const home = await organization(emulators, name);
    const workspace = async (external_id: string): Promise<string> => {
      const body = { organization_id: home.organizationId, resource_type_slug: "workspace", external_id, name };
      return (await emulators.workos.as(somebody).post("/authorization/resources", body)).id;
    };
    return { ...home, attic: await workspace("attic"), cellar: await workspace("cellar") };
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
  async held({ workos }, { organizationId }) {
    const list = `/authorization/resources?organization_id=${organizationId}&resource_type_slug=project`;
    const { data } = await workos.as(somebody).get(list);
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
};
