import type { OpenAI } from "openai";
import {
  ABSENT,
  type Api,
  advise,
  at,
  fail,
  isInvalid,
  isNotFound,
  type Path,
  says,
  unlessThere,
  when,
} from "../kit.ts";
import { isRoleId } from "./fields.ts";

type AssignedRole = OpenAI.Admin.Organization.Users.RoleListResponse;
type Role = OpenAI.Admin.Organization.Role;

/** A role as somebody has it. By allow-list: each comes with who made it, and with metadata. */
export type HeldRole = Pick<Role, "id" | "name" | "predefined_role">;

/** Where a user or a group has its roles. */
interface Holder {
  readonly id: string;
  /** The user or the group itself. */
  readonly self: Path;
  /** The roles that it has. */
  readonly held: Path;
  /** Those that it can be given. */
  readonly offered: Path;
  /** How our ids begin: the API has none for what it calls an assignment. */
  readonly name: string;
}

/** How users and groups are given roles, in the organization and in a project: four times the same. */
export function roleAssignmentVerbs<Within extends object>(holderOf: (within: Within) => Holder) {
  type Known = Within & { readonly id: string; readonly role: string };

  async function list(api: Api, within: Within): Promise<HeldRole[]> {
    const { id, self, held } = holderOf(within);
    const roles = await api.list<AssignedRole>(held).catch(
      // Who is gone has none; whether the project is, is the host's to look after.
      when(isNotFound, async (error) => {
        if (await api.find<object>(self)) throw error;
        return [];
      }),
    );
    return roles.filter((role) => isOwn(role, id)).map(shortened);
  }

  return {
    feed: {
      changes: ["role.assignment.created"],
      removals: ["role.assignment.deleted"],
      // The payload says who has the role, and not which one; nor does a role that goes say who had it.
      about: (data: Readonly<Record<string, unknown>>, known: Known, _stored: object, event: string) =>
        event !== "role.deleted" && says(data, { principal_id: holderOf(known).id }) === false ? false : undefined,
      covers: { also: ["role.deleted"] },
    },
    list,
    async lookAgain(api: Api, known: Known): Promise<HeldRole | undefined> {
      const { id, held } = holderOf(known);
      const role = await api.find<AssignedRole>(at`${held}/${roleIn(known)}`);
      return role && isOwn(role, id) ? shortened(role) : undefined;
    },
    id: (row: HeldRole, within: Within) => `${holderOf(within).name}/${unbound(row.id)}`,
    matches: isTheRole,
    show: (row: HeldRole, { role }: { readonly role?: string | undefined }) => ({
      role: role !== undefined && isTheRole(row, { role }) ? role : unbound(row.id),
    }),
    async ensure(api: Api, given: Within & { readonly role: string }): Promise<HeldRole> {
      const { held, offered } = holderOf(given);
      const role_id = await idOfRole(api, offered, given.role);
      const isThere = async () => (await list(api, given)).some((row) => isTheRole(row, given));
      const answer = await api
        .post<{ role: Role }>(held, { role_id })
        .catch(unlessThere(`the role ${given.role}`, isThere));
      return shortened(answer.role);
    },
    async remove(api: Api, known: Known): Promise<unknown> {
      const take = (id: string) =>
        api
          .delete(at`${holderOf(known).held}/${id}`)
          .catch(advise(isInvalid, "What comes through a group, or with the membership itself, is changed there"));
      const outcome = await take(roleIn(known));
      if (outcome !== ABSENT) return outcome;
      // It may go by the longer id.
      const row = (await list(api, known)).find((each) => isTheRole(each, known));
      return row ? take(row.id) : ABSENT;
    },
  };
}

/** The id of a role, which predefined ones may be given by their name for: theirs are OpenAI's to choose. */
export async function idOfRole(api: Api, offered: Path, role: string): Promise<string> {
  if (isRoleId(role)) return role;
  const roles = await api.list<Role>(offered);
  const found = roles.find((each) => each.id === role || isTheRole(each, { role }));
  if (found) return found.id;
  const names = roles.filter(({ predefined_role }) => predefined_role).map(({ name }) => name);
  throw fail(
    `OpenAI predefines no role ${role} here, and there is none of that id`,
    `Nothing was changed. Name one of ${names.join(", ")}, or the id of a role.`,
  );
}

/**
 * Whether it is the role that is declared. OpenAI may spell the id of a predefined role with what it is bound to behind it.
 * @param role an id, or the name of a predefined role
 */
export const isTheRole = (row: HeldRole, { role }: { readonly role: string }): boolean =>
  unbound(row.id) === unbound(role) || (row.predefined_role && row.name === role);

/** `role-api-project-viewer__api-project__proj_…` is `role-api-project-viewer` of that project. */
const unbound = (id: string): string => id.replace(/__api-(project|organization)__.*$/, "");

/** What comes through a group is listed too, and is nobody's to take over or away here. ASSUMED: an own one names nobody. */
const isOwn = ({ assignment_sources }: AssignedRole, holderId: string): boolean =>
  !assignment_sources?.length || assignment_sources.some(({ principal_id }) => principal_id === holderId);

const shortened = ({ id, name, predefined_role }: HeldRole): HeldRole => ({ id, name, predefined_role });

const roleIn = ({ id }: { readonly id: string }): string => id.slice(id.lastIndexOf("/") + 1);
