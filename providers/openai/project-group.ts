import type { OpenAI } from "openai";
import { type Api, at, defineResource, isConflict, isOutcomeUnknown, unlessThere, when, z } from "../kit.ts";
import { openai } from "./client.ts";
import { roleGiven, vendorId } from "./fields.ts";
import { ProjectGroupRole, projectGroupRoles } from "./project-group-role.ts";
import { type HeldRole, idOfRole, isTheRole } from "./role-assignment.ts";

type Listed = OpenAI.Admin.Organization.Projects.ProjectGroup;
interface Place {
  readonly projectId: string;
  readonly groupId: string;
}
interface ProjectGroupRow {
  readonly groupId: string;
  /** Every one that the group has in the project. */
  readonly roles: readonly HeldRole[];
}

/**
 * That a group, and so everybody in it, is in an OpenAI project, with a role there. Which one that is no answer about the
 * group says: it is looked up among the roles that the group has there. Others that it has are left alone, they are for
 * `ProjectGroupRole`; one of those that becomes its role here stays when it is declared there no more. Its id is
 * `projectId/groupId`. Source: OpenAI API reference, "Project groups".
 *
 * ASSUMED: the role is one of those assignments, so that another one can be given and this one taken without the group's
 * leaving. Should OpenAI keep a role of its own, a change of it fails, or shows up as a difference again.
 * @removal takes the group out of the project, with all its roles there
 */
export class ProjectGroup extends defineResource(openai, "ProjectGroup", {
  inputs: z.strictObject({
    projectId: vendorId,
    groupId: vendorId,
    /** Id of a `ProjectRole`, or the name of a role that OpenAI predefines, e.g. `viewer`. */
    role: roleGiven,
  }),
  parent: { projectId: "openai:Project" },
  key: ["groupId"],
  immutable: ["groupId"],
  importId: "key",
  standsFor: ["groupId", "projectId", "role"],
  async list(api, { projectId }): Promise<ProjectGroupRow[]> {
    const groups = await api.list<Listed>(at`/organization/projects/${projectId}/groups`);
    return Promise.all(groups.map(({ group_id }) => withRoles(api, { projectId, groupId: group_id })));
  },
  async lookAgain(api, { projectId, groupId }) {
    const group = await api.find<Listed>(at`/organization/projects/${projectId}/groups/${groupId}`);
    return group && withRoles(api, { projectId, groupId });
  },
  id: ({ groupId }, { projectId }) => `${projectId}/${groupId}`,
  show: ({ groupId, roles }, { role }) => ({ groupId, role: shownAs(roles, role) }),
  async ensure(api, { role, ...place }) {
    const { projectId, groupId } = place;
    const id = await idOfRole(api, at`/projects/${projectId}/roles`, role);
    const groups = at`/organization/projects/${projectId}/groups`;
    const isThere = async () => (await api.list<Listed>(groups)).some(({ group_id }) => group_id === groupId);
    await changingRoles(api, place, () =>
      api.post(groups, { group_id: groupId, role: id }).catch(unlessThere(`${groupId} in it`, isThere)),
    );
    return { groupId, roles: [{ id, name: role, predefined_role: true }] }; // The answer has none.
  },
  async sync(api, { role = "" }, { row, projectId, groupId }, { role: previous }) {
    const place = { projectId, groupId };
    const isPrevious = (each: HeldRole) =>
      typeof previous === "string" && isTheRole(each, { role: previous }) && !isTheRole(each, { role });
    return changingRoles(api, place, async () => {
      const given = await projectGroupRoles.ensure(api, { ...place, role }).catch(
        when(isGivenPerhaps, async (error) => {
          const held = (await projectGroupRoles.list(api, place)).find((each) => isTheRole(each, { role }));
          if (!held) throw error;
          return held; // The one before is still to be taken.
        }),
      );
      for (const { id } of row.roles.filter(isPrevious))
        await projectGroupRoles.remove(api, { ...place, id, role: id });
      return { groupId, roles: [...row.roles.filter((each) => !isPrevious(each)), given] };
    });
  },
  remove: (api, { projectId, groupId }) => api.delete(at`/organization/projects/${projectId}/groups/${groupId}`),
}) {}

/** Its answer was lost, or the group has the role already, by a `ProjectGroupRole` for one. */
const isGivenPerhaps = (error: unknown) => isOutcomeUnknown(error) || isConflict(error);

/**
 * Among several nothing tells which one it is: it stands as declared, so that with another declaration the one before is taken.
 * @param declared undefined on import, null once it was seen to be taken: then no other role of the group stands for it
 */
function shownAs(roles: readonly HeldRole[], declared: string | null | undefined): string | null | undefined {
  if (declared !== undefined) {
    const isHeld = declared !== null && roles.some((each) => isTheRole(each, { role: declared }));
    return isHeld ? (roles.length === 1 ? declared : undefined) : null;
  }
  const [first] = roles;
  return first ? (first.predefined_role ? first.name : first.id) : null;
}

const { collection, scopeOf } = ProjectGroupRole.definition;

/** Listed once for this and for every `ProjectGroupRole`. */
const withRoles = async ({ snapshots }: Api, { projectId, groupId }: Place): Promise<ProjectGroupRow> => ({
  groupId,
  roles: await snapshots.all(collection, scopeOf({ groupId, projectId })),
});

/** Whatever comes of it, the group's roles are listed anew. */
async function changingRoles<Result>(api: Api, place: Place, change: () => Promise<Result>): Promise<Result> {
  try {
    return await change();
  } finally {
    api.snapshots.forget(collection, scopeOf({ ...place }));
  }
}
