import { z } from "zod";
import { type Call, del, type Endpoint, get, param, patch, post, put, Refusal } from "../../core/api.ts";
import { changed } from "../changes.ts";
import { invalidParameters, notFound, refusal, valid } from "../errors.ts";
import { existingOrganization, existingUser } from "../existing.ts";
import { list, text, texts } from "../paging.ts";
import type { Membership, Role } from "../records.ts";
import { type Cause, iso, membershipKey, roleKey, type WorkosStore } from "../store.ts";
import { ORGANIZATION_TYPE } from "./authorization-resources.ts";
import { disownAccounts } from "./connected-accounts.ts";
import { MEMBER_ROLE } from "./roles.ts";
import { renderUser } from "./users.ts";

const STATUSES = ["active", "inactive", "pending"] as const;

const roleFields = {
  role_slug: z.string().optional(),
  role_slugs: z.array(z.string()).min(1, "must not be empty").optional(),
};
const oneWay = "must not be combined with role_slugs";
const createSchema = z
  .object({ ...roleFields, user_id: z.string(), organization_id: z.string() })
  .refine((body) => body.role_slug === undefined || body.role_slugs === undefined, {
    path: ["role_slug"],
    error: oneWay,
  });
const updateSchema = z
  .object(roleFields)
  .refine((body) => body.role_slug === undefined || body.role_slugs === undefined, {
    path: ["role_slug"],
    error: oneWay,
  });
const statusesSchema = z.array(z.enum(STATUSES));

export function membershipEndpoints(store: WorkosStore): Endpoint[] {
  const { memberships } = store;
  const base = "/user_management/organization_memberships";
  const render = (membership: Membership) => ({
    ...renderMembership(membership),
    organization_name: store.organizations.get(membership.organization_id)?.name,
    user: renderUser(existingUser(store, membership.user_id)),
  });
  const existing = (call: Call): Membership => {
    const id = param(call, "id");
    const membership = memberships.get(id);
    if (!membership) throw notFound("Organization membership", id);
    return membership;
  };

  return [
    get(base, ({ query }) => {
      const userId = text(query, "user_id");
      const organizationId = text(query, "organization_id");
      if (userId === undefined && organizationId === undefined)
        throw refusal(400, "missing_user_id_or_organization_id", "Provide user_id or organization_id.");
      const statuses = new Set(
        valid(statusesSchema, texts(query, "statuses") ?? ["active"], (problems) =>
          refusal(400, "invalid_request_parameters", problems.map(({ text }) => text).join("; ")),
        ),
      );
      const within =
        userId === undefined
          ? memberships.group("organization_id", organizationId ?? "")
          : memberships.group("user_id", userId);
      const where = (membership: Membership) =>
        statuses.has(membership.status) &&
        (organizationId === undefined || membership.organization_id === organizationId);
      return { status: 200, body: list(memberships, within, query, render, { where }) };
    }),

    post(base, (call) => {
      const body = valid(createSchema, call.body, invalidParameters);
      const user = existingUser(store, body.user_id);
      const organization = existingOrganization(store, body.organization_id);
      const role_slugs = rolesFor(store, organization.id, body) ?? [MEMBER_ROLE.slug];
      const held = memberships.find("pair", membershipKey(user.id, organization.id));
      if (held?.status === "pending") throw cannotReactivatePending();
      // ASSUMED: the specification has no answer for this; clients in the field expect this code.
      if (held?.status === "active")
        throw refusal(
          400,
          "organization_membership_already_exists",
          "A membership of the user in the organization already exists.",
        );
      if (held) {
        const membership = changeMembership(store, held, { status: "active", role_slugs }, call.actor, call.now);
        return { status: 201, body: render(membership) };
      }
      const membership = insertMembership(store, user.id, organization.id, "active", role_slugs, call.actor, call.now);
      return { status: 201, body: render(membership) };
    }),

    get(`${base}/{id}`, (call) => ({ status: 200, body: render(existing(call)) })),

    put(`${base}/{id}`, (call) => {
      const membership = existing(call);
      const body = valid(updateSchema, call.body, invalidParameters);
      const role_slugs = rolesFor(store, membership.organization_id, body);
      const updated = role_slugs
        ? changeMembership(store, membership, { role_slugs }, call.actor, call.now)
        : membership;
      return { status: 200, body: render(updated) };
    }),

    del(`${base}/{id}`, (call) => {
      removeMembership(store, existing(call), call.actor, call.now);
      return { status: 200 };
    }),

    put(`${base}/{id}/deactivate`, (call) => {
      const membership = existing(call);
      if (membership.status === "pending")
        throw refusal(
          400,
          "cannot_deactivate_pending_organization_membership",
          "A pending organization membership cannot be deactivated.",
        );
      return {
        status: 200,
        body: render(changeMembership(store, membership, { status: "inactive" }, call.actor, call.now)),
      };
    }),

    put(`${base}/{id}/reactivate`, (call) => {
      const membership = existing(call);
      if (membership.status === "pending") throw cannotReactivatePending();
      return {
        status: 200,
        body: render(changeMembership(store, membership, { status: "active" }, call.actor, call.now)),
      };
    }),
  ];
}

const managedSchema = z.object({ directory_managed: z.boolean() });

/** The customer's identity provider starts or stops to manage a membership. */
export function membershipControl(store: WorkosStore): Endpoint[] {
  return [
    patch("/organization_memberships/{id}", (call) => {
      const membership = store.memberships.get(param(call, "id"));
      if (!membership) throw notFound("Organization membership", param(call, "id"));
      const changes = valid(managedSchema, call.body);
      const updated = changeMembership(store, membership, changes, { kind: "system" }, call.now);
      return { status: 200, body: renderMembership(updated) };
    }),
  ];
}

export function insertMembership(
  store: WorkosStore,
  user_id: string,
  organization_id: string,
  status: Membership["status"],
  role_slugs: readonly string[],
  cause: Cause,
  now: Date,
): Membership {
  const membership = store.memberships.insert({
    id: store.id("om", now),
    user_id,
    organization_id,
    status,
    role_slugs,
    directory_managed: false,
    created_at: iso(now),
    updated_at: iso(now),
  });
  emit(store, "created", membership, cause, now);
  return membership;
}

/** Changes what differs, with an event if anything does. */
export function changeMembership(
  store: WorkosStore,
  membership: Membership,
  changes: Partial<Pick<Membership, "status" | "role_slugs" | "directory_managed">>,
  cause: Cause,
  now: Date,
): Membership {
  const change = changed<Membership>(membership, changes, now);
  if (!change) return membership;
  store.memberships.replace(change.record);
  const { role_slugs, ...previous } = change.previous;
  if (change.previous.status === "active") disownAccounts(store, membership, cause, now);
  emit(store, "updated", change.record, cause, now, {
    ...previous,
    ...(role_slugs === undefined ? {} : renderRoles(role_slugs)),
  });
  return change.record;
}

export function removeMembership(store: WorkosStore, membership: Membership, cause: Cause, now: Date): void {
  store.forgetMembership(membership);
  disownAccounts(store, membership, cause, now);
  emit(store, "deleted", membership, cause, now);
}

/** Whether members of the organization can have the role with this slug. */
export const roleApplies = (store: WorkosStore, organizationId: string, slug: string): boolean =>
  findRole(store, organizationId, slug)?.resource_type_slug === ORGANIZATION_TYPE;

const findRole = (store: WorkosStore, organizationId: string, slug: string): Role | undefined =>
  store.roles.find("slug", roleKey(organizationId, slug)) ?? store.roles.find("slug", roleKey(undefined, slug));

function rolesFor(
  store: WorkosStore,
  organizationId: string,
  body: { role_slug?: string | undefined; role_slugs?: string[] | undefined },
): string[] | undefined {
  const slugs = body.role_slugs ?? (body.role_slug === undefined ? undefined : [body.role_slug]);
  if (slugs === undefined) return undefined;
  for (const slug of slugs) {
    const role = findRole(store, organizationId, slug);
    if (!role) throw refusal(422, "invalid_role", `Role '${slug}' is not a valid role.`);
    if (role.resource_type_slug !== ORGANIZATION_TYPE) throw subResourceRole(slug);
  }
  const distinct = [...new Set(slugs)];
  if (distinct.length > 1 && !store.switches.values.multipleRoles)
    throw refusal(422, "multiple_roles_not_enabled", "Multiple roles are not enabled for this environment.");
  return distinct;
}

const cannotReactivatePending = () =>
  refusal(
    400,
    "cannot_reactivate_pending_organization_membership",
    "A pending organization membership cannot be reactivated. The user needs to accept the invitation instead.",
  );

/** A role for some type of resource is given on a resource, not with the membership. */
const subResourceRole = (role_slug: string) =>
  new Refusal({
    status: 422,
    body: {
      code: "sub_resource_scoped_role_not_allowed",
      message: "Sub-resource scoped roles are not allowed for this operation.",
      role_slug,
    },
  });

const renderRoles = (slugs: readonly string[]) => ({
  role: { slug: slugs[0] ?? MEMBER_ROLE.slug },
  roles: slugs.map((slug) => ({ slug })),
});

/** As events carry it; answers add the organization's name and the user. */
const renderMembership = (membership: Membership) => ({
  ...renderMembershipWithoutRoles(membership),
  ...renderRoles(membership.role_slugs),
});

/** As lists of a group's members show it. */
export const renderMembershipWithoutRoles = (membership: Membership) => ({
  object: "organization_membership",
  id: membership.id,
  user_id: membership.user_id,
  organization_id: membership.organization_id,
  status: membership.status,
  directory_managed: membership.directory_managed,
  custom_attributes: {},
  created_at: membership.created_at,
  updated_at: membership.updated_at,
});

function emit(
  store: WorkosStore,
  what: "created" | "updated" | "deleted",
  membership: Membership,
  cause: Cause,
  now: Date,
  previous?: object,
): void {
  const facts = { cause, now, organizationId: membership.organization_id, previous };
  store.emit(`organization_membership.${what}`, renderMembership(membership), facts);
}
