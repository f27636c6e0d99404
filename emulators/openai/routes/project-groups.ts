import { z } from "zod";
import { type Call, del, type Endpoint, get, param, post } from "../../core/api.ts";
import { assignRole, unassignRole } from "../assignments.ts";
import { notFound, refusal, valid } from "../errors.ts";
import { choice, listedAs, nextPage } from "../paging.ts";
import type { ProjectGroup } from "../records.ts";
import { type OpenaiStore, seconds } from "../store.ts";
import { activeProject, existingProject } from "./projects.ts";
import { findRoleToGive } from "./roles.ts";

/** `role` is the id of a role of the project. No answer shows it. */
const createSchema = z.object({ group_id: z.string(), role: z.string() });

export function projectGroupEndpoints(store: OpenaiStore): Endpoint[] {
  const { projectGroups } = store;
  const base = "/organization/projects/{project_id}/groups";
  const existing = (call: Call): ProjectGroup => {
    const project = existingProject(store, call);
    const groupId = param(call, "group_id");
    const place = projectGroups.get(`${project.id}/${groupId}`);
    if (!place) throw notFound("project group", groupId);
    return place;
  };
  const render = (place: ProjectGroup) => ({
    object: "project.group",
    project_id: place.project_id,
    group_id: place.group_id,
    group_name: store.groups.get(place.group_id)?.name ?? "",
    group_type: "group",
    created_at: place.created_at,
  });

  return [
    get(base, (call) => {
      const { id } = existingProject(store, call);
      const places = listedAs(projectGroups, projectGroups.group("project_id", id), {
        of: ({ group_id }) => group_id,
        toRecord: (groupId) => `${id}/${groupId}`,
      });
      const limit = { byDefault: 20, maximum: 100, minimum: 0 } as const;
      return { status: 200, body: nextPage(places, call.query, render, { ordered: true, limit }) };
    }),

    // ASSUMED: the group is given the role in the project, as an assignment that can be seen and taken away.
    post(base, (call) => {
      const project = activeProject(store, call);
      const { group_id, role: roleId } = valid(createSchema, call.body);
      if (!store.groups.get(group_id)) throw notFound("group", group_id);
      const role = findRoleToGive(store, project.id, roleId);
      if (!role)
        throw refusal("Invalid 'role': not the id of a role of this project.", {
          param: "role",
          code: "invalid_value",
        });
      const id = `${project.id}/${group_id}`;
      if (projectGroups.get(id)) throw refusal(`Group ${group_id} already exists in project ${project.id}.`);
      const place = { id, project_id: project.id, group_id, created_at: seconds(call.now) };
      projectGroups.insert(place);
      assignRole(store, { scope: project.id, principal_type: "group", principal_id: group_id, role }, call);
      return store.created(render(place));
    }),

    get(`${base}/{group_id}`, (call) => {
      const place = existing(call);
      const asked = choice(call.query, "group_type", ["group", "tenant_group"]);
      if (asked === "tenant_group") throw notFound("tenant group", place.group_id);
      return { status: 200, body: render(place) };
    }),

    del(`${base}/{group_id}`, (call) => {
      activeProject(store, call);
      const place = existing(call);
      projectGroups.delete(place.id);
      for (const assignment of [...store.roleAssignments.group("principal_id", place.group_id)])
        if (assignment.scope === place.project_id) unassignRole(store, assignment, call);
      return { status: 200, body: { object: "project.group.deleted", deleted: true } };
    }),
  ];
}
