import type { AuthorizationResourceResponse, RoleAssignmentResponse } from "@workos-inc/node";
import { type Api, advise, at, defineResource, isConflict, snakeCase, z } from "../kit.ts";
import { workos } from "./client.ts";
import { description, resourceExternalId, resourceTypeSlug, shortName, timestamp, vendorId } from "./fields.ts";

/**
 * Something in your own product that roles can be given on, e.g. a workspace of one customer.
 * Source: WorkOS API reference, "Authorization resource".
 * @removal deletes; refused while something lives in it or holds a role on it, with what that is
 */
export class AuthorizationResource extends defineResource(workos, "AuthorizationResource", {
  inputs: z.strictObject({
    organizationId: vendorId,
    /** Such types are made in the dashboard. */
    resourceTypeSlug,
    externalId: resourceExternalId,
    name: shortName,
    description: description.optional(),
    /**
     * Id of the resource that it lies in. Omitted: made in the organization itself, and left where it is afterwards:
     * WorkOS can move it into another resource, but not out of all of them.
     */
    parentResourceId: vendorId.optional(),
  }),
  outputs: z.object({ createdAt: timestamp }),
  parent: { organizationId: "workos:Organization" },
  key: ["resourceTypeSlug", "externalId"],
  immutable: ["resourceTypeSlug", "externalId"],
  list: (api, { organizationId }) =>
    api.list<AuthorizationResourceResponse>(at`/authorization/resources`, { organization_id: organizationId }),
  show: (row) => ({
    organizationId: row.organization_id,
    resourceTypeSlug: row.resource_type_slug,
    externalId: row.external_id,
    name: row.name,
    description: row.description || null,
    // ASSUMED: null where it lies directly in the organization; the id of the organization's own resource would be drift.
    parentResourceId: row.parent_resource_id ?? null,
    createdAt: row.created_at,
  }),
  // An organization may have thousands of them, made by the product itself: a few are asked for one by one.
  observe: (api, { id }) => api.find(at`/authorization/resources/${id}`),
  lookUp: (api, { organizationId, resourceTypeSlug, externalId }) =>
    api.find(at`/authorization/organizations/${organizationId}/resources/${resourceTypeSlug}/${externalId}`),
  ensure: (api, declared) => api.post(at`/authorization/resources`, snakeCase(declared)),
  sync: (api, changes, { id }) => api.patch(at`/authorization/resources/${id}`, snakeCase(changes)),
  remove: (api, { organizationId, id }) =>
    api.delete(at`/authorization/resources/${id}`).catch(advise(isConflict, () => dependents(api, organizationId, id))),
}) {}

/** What keeps a resource from being deleted, as far as two short reads tell. */
async function dependents(api: Api, organization_id: string, id: string): Promise<string> {
  const limit = 5;
  const query = { organization_id, parent_resource_id: id, limit };
  const [children, assignments] = await Promise.all([
    api.get<{ data: AuthorizationResourceResponse[] }>(at`/authorization/resources`, query),
    api.get<{ data: RoleAssignmentResponse[] }>(at`/authorization/resources/${id}/role_assignments`, { limit }),
  ]);
  const found = [
    ...children.data.map((row) => `${row.resource_type_slug} ${JSON.stringify(row.external_id)} lies in it`),
    ...assignments.data.map((row) => `${row.organization_membership_id} has ${row.role.slug} on it`),
  ];
  return found.length > 0 ? `Among others, ${found.join(", ")}` : "";
}
