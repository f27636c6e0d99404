import { type Api, advise, at, defineResource, eventsOf, given, isConflict, says, snakeCase, z } from "../kit.ts";
import { workos } from "./client.ts";
import { organizationRoleSlug, vendorId } from "./fields.ts";
import { type MembershipRow, rolesOf } from "./organization-membership.ts";
import { LOSES, losesOne, type RoleRow, roleFields, showRole, syncRole } from "./role.ts";

/** All roles that apply to the organization, the environment's among them. The list has no pages. */
export const applyingRoles = (api: Api, organizationId: string): Promise<RoleRow[]> =>
  api.unpaged(at`/authorization/organizations/${organizationId}/roles`);

/** Not the environment's. */
const isOwn = ({ type }: RoleRow): boolean => given(type, "type") === "OrganizationRole";

/**
 * A custom role of one organization. All changes to the roles of one organization touch one shared order of priority,
 * so they are sent one after another. Source: WorkOS API reference, "Organization role".
 * @removal deletes; refused while members or groups hold it, with who they are
 */
export class OrganizationRole extends defineResource(workos, "OrganizationRole", {
  inputs: z.strictObject({
    organizationId: vendorId,
    /** `org-`, then lower-case letters and digits with single `-` or `_` between them; up to 48 characters. */
    slug: organizationRoleSlug,
    ...roleFields,
  }),
  parent: { organizationId: "workos:Organization" },
  key: ["slug"],
  immutable: ["slug", "resourceTypeSlug"],
  importId: "key",
  feed: {
    ...eventsOf("organization_role"),
    about: (data, { organizationId: organization_id, slug, permissions }, _stored, event) =>
      losesOne(data, permissions, event) ?? says(data, { organization_id, slug }),
    covers: LOSES,
  },
  list: async (api, { organizationId }) => (await applyingRoles(api, organizationId)).filter(isOwn),
  async lookAgain(api, { organizationId, slug }) {
    const role = await api.find<RoleRow>(at`/authorization/organizations/${organizationId}/roles/${slug}`);
    return role && isOwn(role) ? role : undefined;
  },
  show: showRole,
  ensure: (api, { organizationId, permissions: _onUpdateOnly, ...role }) =>
    api.inTurn(organizationId, () =>
      api.post(at`/authorization/organizations/${organizationId}/roles`, snakeCase(role)),
    ),
  sync: (api, changes, { organizationId, slug, row }) =>
    api.inTurn(organizationId, () =>
      syncRole(api, at`/authorization/organizations/${organizationId}/roles/${slug}`, changes, row),
    ),
  remove: (api, { organizationId, slug }) =>
    api
      .inTurn(organizationId, () => api.delete(at`/authorization/organizations/${organizationId}/roles/${slug}`))
      .catch(advise(isConflict, () => holders(api, organizationId, slug))),
}) {}

/** Who keeps the role from being deleted, as far as one page of the organization's members tells. */
async function holders(api: Api, organization_id: string, slug: string): Promise<string> {
  const query = { organization_id, statuses: "active,inactive,pending", limit: 100 };
  const { data } = await api.get<{ data: MembershipRow[] }>(at`/user_management/organization_memberships`, query);
  const found = data.filter((row) => rolesOf(row).includes(slug)).map(({ id, user }) => user?.email ?? id);
  if (found.length === 0) return "";
  return `Held by ${found.slice(0, 5).join(", ")}${found.length > 5 ? " and others" : ""}`;
}
