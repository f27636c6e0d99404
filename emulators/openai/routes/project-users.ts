import { z } from "zod";
import { type Call, del, type Endpoint, get, param, post } from "../../core/api.ts";
import { notAMember, refusal, valid } from "../errors.ts";
import { cursorPage, listedAs } from "../paging.ts";
import type { ProjectUser } from "../records.ts";
import { type OpenaiStore, seconds } from "../store.ts";
import { activeProject, existingProject } from "./projects.ts";

const role = z.enum(["owner", "member"]);
const createSchema = z
  .object({ user_id: z.string().nullish(), email: z.string().nullish(), role })
  .refine(({ user_id, email }) => user_id || email, "Provide user_id or email.");
const updateSchema = z.object({ role: role.nullish() });

export function projectUserEndpoints(store: OpenaiStore): Endpoint[] {
  const { projectUsers } = store;
  const base = "/organization/projects/{project_id}/users";
  const existing = (call: Call): ProjectUser => {
    const project = existingProject(store, call);
    const userId = param(call, "user_id");
    const member = projectUsers.get(`${project.id}/${userId}`);
    if (!member) throw notAMember(userId, project.id, store.switches.values.notAMemberStatus);
    return member;
  };
  const render = (member: ProjectUser) => renderProjectUser(store, member);

  return [
    get(base, (call) => {
      const { id } = activeProject(store, call);
      const members = listedAs(projectUsers, projectUsers.group("project_id", id), {
        of: (member) => member.user_id,
        toRecord: (userId) => `${id}/${userId}`,
      });
      const { omitLastId } = store.switches.values;
      return { status: 200, body: cursorPage(members, call.query, render, { omitLastId }) };
    }),

    post(base, (call) => {
      const project = activeProject(store, call);
      const body = valid(createSchema, call.body);
      const user = body.user_id
        ? store.users.get(body.user_id)
        : store.users.find("email", (body.email ?? "").toLowerCase());
      if (!user) throw refusal("The user is not a member of the organization.");
      const id = `${project.id}/${user.id}`;
      // Wording as matched by clients in the field.
      if (projectUsers.get(id)) throw refusal(`User ${user.id} already exists in project ${project.id}.`);
      const member = projectUsers.insert({
        id,
        project_id: project.id,
        user_id: user.id,
        role: body.role,
        added_at: seconds(call.now),
      });
      store.audit("user.added", { id: user.id, data: { role: member.role } }, call.actor, call.now, project.id);
      return store.created(render(member));
    }),

    get(`${base}/{user_id}`, (call) => ({ status: 200, body: render(existing(call)) })),

    post(`${base}/{user_id}`, (call) => {
      activeProject(store, call);
      const member = existing(call);
      const updated = { ...member, role: valid(updateSchema, call.body).role ?? member.role };
      projectUsers.replace(updated);
      if (updated.role !== member.role) {
        const detail = { id: member.user_id, changes_requested: { role: updated.role } };
        store.audit("user.updated", detail, call.actor, call.now, member.project_id);
      }
      return { status: 200, body: render(updated) };
    }),

    // Source: OpenAI's help pages. Who is to leave the default project has to leave the organization.
    del(`${base}/{user_id}`, (call) => {
      const project = activeProject(store, call);
      const member = existing(call);
      if (project.id === store.defaultProjectId) throw refusal("Users cannot be removed from the default project.");
      projectUsers.delete(member.id);
      store.audit("user.deleted", { id: member.user_id }, call.actor, call.now, project.id);
      return {
        status: 200,
        body: { object: "organization.project.user.deleted", id: member.user_id, deleted: true },
      };
    }),
  ];
}

function renderProjectUser(store: OpenaiStore, member: ProjectUser) {
  const user = store.users.get(member.user_id);
  return {
    object: "organization.project.user",
    id: member.user_id,
    name: user?.name ?? null,
    email: user?.email ?? null,
    role: member.role,
    added_at: member.added_at,
  };
}
