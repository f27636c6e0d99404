import type { OrganizationMembershipResponse } from "@workos-inc/node";
import { ABSENT, type Api, advise, at, defineResource, eventsOf, fail, hasCode, says, z } from "../kit.ts";
import { workos } from "./client.ts";
import { asSet, roleSlugs, timestamp, vendorId } from "./fields.ts";

/** The membership, and of the person it comes with only what tells them apart. */
export type MembershipRow = Pick<
  OrganizationMembershipResponse,
  "id" | "user_id" | "organization_id" | "status" | "directory_managed" | "roles" | "created_at"
> & { updated_at?: string | undefined; role?: { slug: string }; user?: { email: string } };

/** WorkOS lists active memberships only, unless asked for all. */
const EVERY_STATUS = { statuses: "active,inactive,pending" };

/**
 * That a user belongs to an organization, with which roles. Nobody is asked and no e-mail is sent.
 * Source: WorkOS API reference, "Organization membership".
 * @removal deletes; refused for people whom a directory manages
 */
export class OrganizationMembership extends defineResource(workos, "OrganizationMembership", {
  inputs: z.strictObject({
    organizationId: vendorId,
    /** `user_…`; somebody who exists already. To invite by e-mail, declare a `Member`. */
    userId: vendorId,
    /** The whole set, in any order. Without it: the organization's default role, or whatever they have. */
    roles: roleSlugs.optional(),
    /** `inactive` takes access away and keeps the membership; it also ends their sessions. */
    status: z.enum(["active", "inactive"]).optional(),
  }),
  outputs: z.object({
    /** The customer's identity provider decides about it, and nobody else can. */
    directoryManaged: z.boolean(),
    createdAt: timestamp,
  }),
  parent: { organizationId: "workos:Organization" },
  key: ["userId"],
  immutable: ["userId"],
  feed: {
    ...eventsOf("organization_membership"),
    about: (data, { id, userId }, _stored, event) => says(data, { id: event === "user.deleted" ? userId : id }),
    covers: { also: ["user.deleted"] },
  },
  list: (api, { organizationId }) => memberships(api, { organization_id: organizationId }),
  // A pending one is somebody's open invitation, not a membership yet.
  matches: (row, { userId }) => row.user_id === userId && row.status !== "pending",
  show: (row) => ({
    organizationId: row.organization_id,
    userId: row.user_id,
    roles: rolesOf(row),
    status: row.status === "pending" ? undefined : row.status,
    directoryManaged: row.directory_managed ?? false,
    createdAt: row.created_at,
  }),
  readOnly: managedByDirectory,
  observe,
  lookUp: async (api, { organizationId, userId }) => {
    const rows = await memberships(api, { organization_id: organizationId, user_id: userId });
    return rows.find(({ status }) => status !== "pending");
  },
  async ensure(api, { organizationId, userId, roles }) {
    const body = { organization_id: organizationId, user_id: userId, ...rolesBody(roles) };
    const made = api.post<MembershipRow>(at`/user_management/organization_memberships`, body);
    const isInvited = hasCode("cannot_reactivate_pending_organization_membership");
    const wayOut = "Declare a workos.Member for them, or have the invitation taken back";
    return onlyNeeded(await made.catch(advise(isInvited, wayOut)));
  },
  sync: (api, { roles, status }, { row }) => changeMembership(api, row, { roles, status }),
  async remove(api, { id, organizationId, userId }): Promise<unknown> {
    // State may be old, and a directory may have taken charge since.
    const { collection } = OrganizationMembership.definition;
    const [row] = await api.snapshots.find(collection, organizationId, { id, observe: () => observe(api, { id }) });
    return row ? removeMembership(api, row, userId) : ABSENT;
  },
}) {}

/** By allow-list: an answer also holds the person and what their identity provider says of them. */
const onlyNeeded = (row: MembershipRow): MembershipRow => ({
  id: row.id,
  user_id: row.user_id,
  organization_id: row.organization_id,
  status: row.status,
  directory_managed: row.directory_managed ?? false,
  created_at: row.created_at,
  updated_at: row.updated_at,
  ...(row.role && { role: { slug: row.role.slug } }),
  ...(row.roles && { roles: row.roles.map(({ slug }) => ({ slug })) }),
  ...(row.user && { user: { email: row.user.email } }),
});

/** Of a user, or of everybody; with any status. */
export async function memberships(api: Api, whose: { organization_id: string; user_id?: string }) {
  const query = { ...whose, ...EVERY_STATUS };
  return (await api.list<MembershipRow>(at`/user_management/organization_memberships`, query)).map(onlyNeeded);
}

async function observe(api: Api, { id }: { id: string }): Promise<MembershipRow | undefined> {
  const row = await api.find<MembershipRow>(at`/user_management/organization_memberships/${id}`);
  return row && onlyNeeded(row);
}

/** WorkOS has both `role`, the first, and `roles`. */
export const rolesOf = ({ role, roles = [] }: MembershipRow): string[] =>
  asSet([...(role ? [role] : []), ...roles].map(({ slug }) => slug));

/** One role and several go by different names, which exclude each other. */
function rolesBody(roles: readonly string[] | undefined): { role_slug?: string; role_slugs?: readonly string[] } {
  if (roles === undefined) return {};
  const [first] = roles;
  return roles.length === 1 && first !== undefined ? { role_slug: first } : { role_slugs: roles };
}

/** Why nobody but the customer's directory changes it. */
export function managedByDirectory(shown: { directoryManaged?: boolean | undefined }): string | undefined {
  if (!shown.directoryManaged) return undefined;
  return "the customer's directory manages this membership, so it is changed there, by them (directory_managed)";
}

/** Sends what is given: access goes before anything else, and comes back after everything else. */
export async function changeMembership(
  api: Api,
  { id, ...row }: MembershipRow,
  { roles, status }: { roles?: readonly string[] | undefined; status?: "active" | "inactive" | undefined },
): Promise<MembershipRow> {
  let changed: MembershipRow = { id, ...row };
  if (status === "inactive") changed = await api.put(at`/user_management/organization_memberships/${id}/deactivate`);
  if (roles) changed = await api.put(at`/user_management/organization_memberships/${id}`, rolesBody(roles));
  if (status === "active") changed = await api.put(at`/user_management/organization_memberships/${id}/reactivate`);
  return onlyNeeded(changed);
}

/** @throws Failure for one that the customer's directory manages */
export async function removeMembership(api: Api, row: MembershipRow, who: string): Promise<unknown> {
  const reason = managedByDirectory({ directoryManaged: row.directory_managed });
  if (reason) throw fail(`${who} in ${row.organization_id} cannot be removed: ${reason}`, "Nothing was changed.");
  return api.delete(at`/user_management/organization_memberships/${row.id}`);
}
