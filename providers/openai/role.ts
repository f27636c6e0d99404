import type { OpenAI } from "openai";
import { type Api, at, fail, isInvalid, type Path, VendorError, when } from "../kit.ts";
import { permissions, roleDescription, roleName } from "./fields.ts";

export type RoleRow = OpenAI.Admin.Organization.Role;

/** What a role of the organization and a role of one project have alike. */
export const roleFields = {
  /** Shown to people, and the natural key; up to 255 characters. No name of a role that OpenAI predefines, e.g. `owner`. */
  name: roleName,
  description: roleDescription.optional(),
  permissions,
};

interface Role {
  readonly name: string;
  readonly description?: string | null | undefined;
  readonly permissions: readonly string[];
}

/**
 * How roles are listed, shown and changed. Those that OpenAI predefines are not among them: nobody takes one over, changes
 * or removes it.
 * @param rolesOf where the roles of one scope are
 */
export const roleVerbs = <Within extends object>(rolesOf: (within: Within) => Path) => ({
  list: async (api: Api, within: Within): Promise<RoleRow[]> =>
    (await api.list<RoleRow>(rolesOf(within))).filter(isCustom),
  async lookAgain(api: Api, known: Within & { readonly id: string }): Promise<RoleRow | undefined> {
    const role = await api.find<RoleRow>(at`${rolesOf(known)}/${known.id}`);
    return role && isCustom(role) ? role : undefined;
  },
  show: ({ name, description, permissions }: RoleRow) => ({
    name,
    description: description || null,
    permissions: permissions.toSorted(),
  }),
  ensure: (api: Api, role: Within & Role): Promise<RoleRow> =>
    api.post<RoleRow>(rolesOf(role), asSent(role)).catch(unlessTaken(api, rolesOf(role), role.name)),
  sync: (api: Api, changes: Partial<Role>, role: Within & { readonly id: string }): Promise<RoleRow> =>
    api
      .post<RoleRow>(at`${rolesOf(role)}/${role.id}`, asSent(changes))
      .catch(unlessTaken(api, rolesOf(role), changes.name)),
  remove: (api: Api, role: Within & { readonly id: string }) => api.delete(at`${rolesOf(role)}/${role.id}`),
});

const isCustom = ({ predefined_role }: RoleRow): boolean => !predefined_role;

/** A role's name is written under another word than it is read. */
const asSent = ({ name, description, permissions }: Partial<Role>) => ({ role_name: name, description, permissions });

/** For `catch`: says whose name it is, for a name that is taken is refused like everything else that may be wrong. */
const unlessTaken = (api: Api, roles: Path, name: string | undefined) =>
  when(isInvalid, async (error): Promise<never> => {
    const other = (await api.list<RoleRow>(roles)).find((role) => role.name === name);
    if (other?.predefined_role)
      throw fail(
        error,
        `OpenAI predefines a role ${name}, which nobody can change: give yours another name. To hand that one out, name its id, ${other.id}.`,
      );
    throw other
      ? new VendorError("conflict", error.request, `the role ${name} exists already`, { cause: error })
      : error;
  });
