import { z } from "zod";
import type { Collection } from "../host/collection.ts";
import { defineResource } from "../host/resource.ts";
import { ResourceError } from "../host/resource-error.ts";
import { InvalidRequestError } from "../http/errors/invalid-request-error.ts";
import { type WorkosClient, workos } from "./client.ts";
import { noneIfGone } from "./none-if-gone.ts";

/** The membership, and of the person it comes with only what tells them apart. */
export interface MembershipRow {
  id: string;
  user_id: string;
  organization_id: string;
  status: "active" | "inactive" | "pending";
  directory_managed: boolean;
  role?: { slug: string };
  roles?: { slug: string }[];
  user?: { email: string };
}

/** Slugs of the roles that somebody has in an organization. Several need "multiple roles" on in the WorkOS dashboard. */
export const roleSlugs = z
  .array(z.string().min(1).max(48))
  .min(1, "must name a role: leave it out for the organization's default one")
  .transform((slugs) => [...new Set(slugs)].sort());

const inputs = z.strictObject({
  organizationId: z.string().min(1),
  /** `user_…`; somebody who exists already. To invite by e-mail, declare a `Member`. */
  userId: z.string().min(1),
  /** The whole set, in any order. Without it: the organization's default role, or whatever they have. */
  roles: roleSlugs.optional(),
  /** `inactive` takes access away and keeps the membership; it also ends their sessions. */
  status: z.enum(["active", "inactive"]).optional(),
});

const computed = z.object({
  /** The customer's identity provider decides about it, and nobody else can. */
  directoryManaged: z.boolean(),
});

const LIST = "/user_management/organization_memberships";

const pathOf = (id: string): string => `${LIST}/${encodeURIComponent(id)}`;

/** WorkOS lists active memberships only, unless asked for all. */
const STATUSES = "active,inactive,pending";

export const memberships: Collection<WorkosClient, MembershipRow> = {
  name: "organization memberships",
  within: "workos:Organization",
  list: async (client, organization_id) =>
    (await noneIfGone(client.list<MembershipRow>(LIST, { organization_id, statuses: STATUSES }))).map(onlyNeeded),
  id: (row) => row.id,
};

/** By allow-list: an answer also holds the person and what their identity provider says of them. */
const onlyNeeded = (row: MembershipRow): MembershipRow => ({
  id: row.id,
  user_id: row.user_id,
  organization_id: row.organization_id,
  status: row.status,
  directory_managed: row.directory_managed,
  ...(row.role ? { role: { slug: row.role.slug } } : {}),
  ...(row.roles ? { roles: row.roles.map(({ slug }) => ({ slug })) } : {}),
  ...(row.user ? { user: { email: row.user.email } } : {}),
});

/** WorkOS has both `role`, the first, and `roles`. */
export const rolesOf = ({ role, roles = [] }: MembershipRow): string[] =>
  [...new Set([...(role ? [role] : []), ...roles].map(({ slug }) => slug))].sort();

/** Why nobody but the customer's directory changes it. */
export const managedByDirectory = ({ directoryManaged }: { directoryManaged?: boolean | undefined }) =>
  directoryManaged
    ? "the customer's directory manages this membership, so it is changed there, by them (directory_managed)"
    : undefined;

/**
 * That a user belongs to an organization, with which roles. Nobody is asked and no e-mail is sent.
 * Source: WorkOS API reference, "Organization membership".
 */
export class OrganizationMembership extends defineResource({
  vendor: workos,
  name: "OrganizationMembership",
  inputs,
  computed,
  identity: ["organizationId", "userId"],
  immutable: ["organizationId", "userId"],
  collection: memberships,
  scope: ({ organizationId }) => organizationId,
  // A pending one is somebody's open invitation, not a membership yet.
  matches: (row, { userId }) => row.user_id === userId && row.status !== "pending",
  readOnly: managedByDirectory,
  feed: {
    changes: ["organization_membership.created", "organization_membership.updated"],
    removals: ["organization_membership.deleted"],
    concerns: (data, { id }) => data.id === id,
  },

  describe: (row) => ({
    id: row.id,
    inputs: {
      organizationId: row.organization_id,
      userId: row.user_id,
      roles: rolesOf(row),
      status: row.status === "pending" ? undefined : row.status,
    },
    computed: { directoryManaged: row.directory_managed },
  }),

  observe,

  async lookUp(client, { organizationId, userId }) {
    const query = { organization_id: organizationId, user_id: userId, statuses: STATUSES };
    const rows = await noneIfGone(client.list<MembershipRow>(LIST, query));
    return rows.filter(({ status }) => status !== "pending").map(onlyNeeded)[0];
  },

  async ensure(client, { organizationId, userId, roles }) {
    try {
      const body = { organization_id: organizationId, user_id: userId, ...rolesBody(roles) };
      return onlyNeeded(await client.post<MembershipRow>(LIST, body));
    } catch (error) {
      if (
        error instanceof InvalidRequestError &&
        error.request.code === "cannot_reactivate_pending_organization_membership"
      )
        error.message += ". Declare a workos.Member for them, or have the invitation taken back";
      throw error;
    }
  },

  sync: (client, { roles, status }, { row }) => changeMembership(client, row, { roles, status }),

  async remove(client, { id, inputs: { organizationId, userId } }) {
    // State may be old, and a directory may have taken charge since.
    const [row] = await client.snapshots.find(memberships, organizationId, {
      id,
      observe: () => observe(client, { id }),
    });
    if (row) await removeMembership(client, row, "workos:OrganizationMembership", userId);
  },
}) {}

async function observe(client: WorkosClient, { id }: { id: string }): Promise<MembershipRow | undefined> {
  const row = await client.find<MembershipRow>(pathOf(id));
  return row && onlyNeeded(row);
}

/** One role and several go by different names, which exclude each other. */
function rolesBody(roles: readonly string[] | undefined): { role_slug?: string; role_slugs?: readonly string[] } {
  if (roles === undefined) return {};
  const [first] = roles;
  return roles.length === 1 && first !== undefined ? { role_slug: first } : { role_slugs: roles };
}

/** Sends what is given: access goes before anything else, and comes back after everything else. */
export async function changeMembership(
  client: WorkosClient,
  row: MembershipRow,
  changes: { roles?: readonly string[] | undefined; status?: "active" | "inactive" | undefined },
): Promise<MembershipRow> {
  let changed = row;
  const put = async (action: string, body: object) => {
    changed = onlyNeeded(await client.put<MembershipRow>(`${pathOf(row.id)}${action}`, body));
  };
  if (changes.status === "inactive") await put("/deactivate", {});
  if (changes.roles) await put("", rolesBody(changes.roles));
  if (changes.status === "active") await put("/reactivate", {});
  return changed;
}

/** @throws ResourceError for one that the customer's directory manages */
export async function removeMembership(
  client: WorkosClient,
  row: MembershipRow,
  token: string,
  who: string,
): Promise<void> {
  const reason = managedByDirectory({ directoryManaged: row.directory_managed });
  if (reason)
    throw new ResourceError(
      token,
      `${who} in ${row.organization_id} cannot be removed: ${reason}. Nothing was changed.`,
    );
  await client.delete(pathOf(row.id));
}
