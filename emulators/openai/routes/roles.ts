import { z } from "zod";
import { type Call, del, type Endpoint, get, param, post } from "../../core/api.ts";
import { unassign } from "../assignments.ts";
import { notFound, refusal, valid } from "../errors.ts";
import { inOrder, nextPage } from "../paging.ts";
import { ORGANIZATION, type Role, type Scope } from "../records.ts";
import { type OpenaiStore, projectOf, resourceOf, seconds } from "../store.ts";
import { activeProject, existingProject } from "./projects.ts";

/** Ids as in public configuration of others; ASSUMED: the permissions. That they have a description is seen by others. */
const PREDEFINED = {
  organization: { owner: ["api.all.read", "api.all.write"], reader: ["api.all.read"] },
  project: {
    owner: ["api.all.read", "api.all.write"],
    member: ["api.model.read", "api.model.request"],
    viewer: ["api.model.read"],
  },
};

const createSchema = z.object({
  role_name: z.string().regex(/\S/, "must not be empty"),
  permissions: z.array(z.string()),
  description: z.string().nullish(),
});
const updateSchema = createSchema.partial().extend({
  role_name: createSchema.shape.role_name.nullish(),
  permissions: z.array(z.string()).nullish(),
});

/** Roles of the organization and of each project: the same operations on two roots. */
export const roleEndpoints = (store: OpenaiStore): Endpoint[] => [
  ...rolesAt(store, "/organization/roles", { read: () => ORGANIZATION, change: () => ORGANIZATION }),
  ...rolesAt(store, "/projects/{project_id}/roles", {
    read: (call) => existingProject(store, call).id,
    change: (call) => activeProject(store, call).id,
  }),
];

function rolesAt(
  store: OpenaiStore,
  base: string,
  scopeOf: { read: (call: Call) => Scope; change: (call: Call) => Scope },
): Endpoint[] {
  const { roles } = store;
  const existing = (scope: Scope, call: Call): Role => {
    const id = param(call, "role_id");
    const role = findRole(store, scope, id);
    if (!role) throw notFound("role", id);
    return role;
  };
  const custom = (scope: Scope, call: Call): Role => {
    const role = existing(scope, call);
    if (role.predefined) throw refusal(`The role ${role.name} is predefined and cannot be changed.`);
    return role;
  };
  // Source: the specification calls the name unique.
  const refuseTaken = (scope: Scope, name: string): void => {
    for (const other of rolesOf(store, scope))
      if (other.name === name)
        throw refusal(`Invalid 'role_name': a role named '${name}' already exists.`, {
          param: "role_name",
          code: "invalid_value",
        });
  };

  return [
    get(base, (call) => {
      const all = inOrder(rolesOf(store, scopeOf.read(call)), ({ id }) => id);
      const limit = { byDefault: 1000, maximum: 1000, minimum: 0 } as const;
      return { status: 200, body: nextPage(all, call.query, renderRole, { ordered: true, limit }) };
    }),

    post(base, (call) => {
      const scope = scopeOf.change(call);
      const body = valid(createSchema, call.body);
      refuseTaken(scope, body.role_name);
      const role = roles.insert({
        id: store.id("role_"),
        scope,
        name: body.role_name,
        description: body.description ?? null,
        permissions: [...new Set(body.permissions)],
        predefined: false,
        created_at: seconds(call.now),
        updated_at: seconds(call.now),
      });
      const detail = { id: role.id, role_name: role.name, permissions: role.permissions, ...resourceOf(scope) };
      store.audit("role.created", detail, call.actor, call.now, projectOf(scope));
      return store.created(renderRole(role));
    }),

    get(`${base}/{role_id}`, (call) => ({ status: 200, body: renderRole(existing(scopeOf.read(call), call)) })),

    // ASSUMED: null leaves a name and permissions alone, and clears a description.
    post(`${base}/{role_id}`, (call) => {
      const scope = scopeOf.change(call);
      const role = custom(scope, call);
      const body = valid(updateSchema, call.body);
      const name = body.role_name ?? role.name;
      if (name !== role.name) refuseTaken(scope, name);
      const updated = roles.replace({
        ...role,
        name,
        description: body.description === undefined ? role.description : body.description,
        permissions: body.permissions ? [...new Set(body.permissions)] : role.permissions,
        updated_at: seconds(call.now),
      });
      const changes_requested = {
        ...(name === role.name ? {} : { role_name: name }),
        ...(updated.description === role.description ? {} : { description: updated.description ?? "" }),
        ...difference("permissions_added", updated.permissions, role.permissions),
        ...difference("permissions_removed", role.permissions, updated.permissions),
      };
      if (Object.keys(changes_requested).length > 0) {
        const detail = { id: role.id, changes_requested: { ...changes_requested, ...resourceOf(scope) } };
        store.audit("role.updated", detail, call.actor, call.now, projectOf(scope));
      }
      return { status: 200, body: renderRole(updated) };
    }),

    // ASSUMED: a role that somebody has can be deleted, and is taken from them.
    del(`${base}/{role_id}`, (call) => {
      const scope = scopeOf.change(call);
      const role = custom(scope, call);
      unassign(store, "role_id", role.id);
      roles.delete(role.id);
      store.audit("role.deleted", { id: role.id }, call.actor, call.now, projectOf(scope));
      return { status: 200, body: { object: "role.deleted", id: role.id, deleted: true } };
    }),
  ];
}

export function findRole(store: OpenaiStore, scope: Scope, id: string): Role | undefined {
  const role = store.roles.get(id) ?? predefinedRoles(store, scope).find((one) => one.id === id);
  return role?.scope === scope ? role : undefined;
}

export const renderRole = (role: Role) => ({
  object: "role",
  id: role.id,
  name: role.name,
  description: role.description,
  permissions: role.permissions,
  resource_type: resourceOf(role.scope).resource_type,
  predefined_role: role.predefined,
});

/** The role that everybody has with their membership of the organization, or of the project. */
export function basicRole(store: OpenaiStore, scope: Scope, userId: string): Role | undefined {
  const held = scope === ORGANIZATION ? store.users.get(userId) : store.projectUsers.get(`${scope}/${userId}`);
  return predefinedRoles(store, scope).find(({ name }) => name === held?.role);
}

const rolesOf = (store: OpenaiStore, scope: Scope): Role[] => [
  ...predefinedRoles(store, scope),
  ...store.roles.group("scope", scope),
];

/** A role as the caller named it: that its id may come without what it is bound to is seen in configuration of others. */
export const findRoleToGive = (store: OpenaiStore, scope: Scope, id: string): Role | undefined =>
  findRole(store, scope, id) ?? findRole(store, scope, `${id}${boundTo(store, scope)}`);

/** What the ids of predefined roles end with. */
const boundTo = (store: OpenaiStore, scope: Scope): string =>
  store.switches.values.boundRoleIds && scope !== ORGANIZATION ? `__api-project__${scope}` : "";

function predefinedRoles(store: OpenaiStore, scope: Scope): Role[] {
  const level = scope === ORGANIZATION ? "organization" : "project";
  return Object.entries(PREDEFINED[level]).map(([name, permissions]) => ({
    id: `role-api-${level}-${name}${boundTo(store, scope)}`,
    scope,
    name,
    description: `Predefined role: ${name} of the ${level}`,
    permissions,
    predefined: true,
    created_at: null,
    updated_at: null,
  }));
}

/** The members of `these` that are not in `those`, under `name`; `{}` if there are none. */
function difference(name: string, these: readonly string[], those: readonly string[]): Record<string, string[]> {
  const only = these.filter((one) => !those.includes(one));
  return only.length === 0 ? {} : { [name]: only };
}
