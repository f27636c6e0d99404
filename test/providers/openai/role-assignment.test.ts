import { beforeEach, describe, expect, test } from "vitest";
import { GroupRole } from "../../../providers/openai/group-role.ts";
import { ProjectUserRole } from "../../../providers/openai/project-user-role.ts";
import { UserRole } from "../../../providers/openai/user-role.ts";
import { useRuns } from "./runs.ts";

const { emulator, run, dana, writes } = useRuns(ProjectUserRole);

let projectId: string;
let userId: string;
let groupId: string;
let here: { projectId: string; userId: string };

beforeEach(async () => {
  await emulator().seed({
    users: [{ email: "ana@acme.example" }],
    groups: [{ name: "All", users: ["ana@acme.example"] }],
  });
  userId = (await dana().get("/organization/users?emails=ana@acme.example")).data[0].id;
  groupId = (await dana().get("/organization/groups")).data[0].id;
  projectId = (await dana().post("/organization/projects", { name: "Acme" })).id;
  here = { projectId, userId };
});

const held = async (path = `/projects/${projectId}/users/${userId}/roles`): Promise<string[]> =>
  (await dana().get(path)).data.map(({ id }: { id: string }) => id);
const TAKE = "DELETE /projects/{project_id}/users/{user_id}/roles/{role_id}";

describe.each([false, true])("with ids of predefined roles bound to their project: %s", (boundRoleIds) => {
  const viewer = () => `role-api-project-viewer${boundRoleIds ? `__api-project__${projectId}` : ""}`;
  beforeEach(() => emulator().switches.set({ boundRoleIds }));

  test.each([
    ["its name", () => "viewer"],
    ["its id", viewer],
    ["the shorter id", () => "role-api-project-viewer"],
  ])("a predefined role is given by %s, seen, and taken", async (_, declared) => {
    const role = declared();
    const state = await run().up({ ...here, role });
    expect(state.id).toBe(`${projectId}/${userId}/role-api-project-viewer`);
    expect(await held()).toEqual([viewer()]);
    expect(await run().refresh(state)).toEqual(state);
    expect((await run().up({ ...here, role })).id).toBe(state.id);
    await run().remove(state);
    expect(await held()).toEqual([]);
    expect(await run().refresh(state)).toBeUndefined();
  });
});

test("whoever spells the role otherwise afterwards keeps it", async () => {
  const state = await run().up({ ...here, role: "viewer" });
  const now = run();
  const { inputs } = await now.check(state.outs, { ...here, role: "role-api-project-viewer" });
  expect((await now.diff(state.id, state.outs, inputs)).replaces).toEqual(["role"]);
  await now.create(inputs);
  await now.remove(state);
  expect(await held()).toEqual(["role-api-project-viewer"]);
});

test("a role that nobody has is refused with those that there are, and nothing is sent", async () => {
  const attempt = () =>
    expect(run().up({ ...here, role: "Viewer" })).rejects.toThrow(/Name one of owner, member, viewer/);
  expect(await writes(attempt)).toEqual([]);
});

test("the basic role is there with the membership, is left to it, and says so", async () => {
  await dana().post(`/organization/projects/${projectId}/users`, { user_id: userId, role: "member" });
  const state = await run().up({ ...here, role: "member" });
  expect(await writes(() => run().remove(state))).toEqual([]); // Taken over, so let go.
  const asked = await run([state.id]).up({ ...here, role: "member" });
  await expect(run().remove(asked)).rejects.toThrow(/or with the membership itself, is changed there/);
});

test("what comes through a group is neither taken over nor taken away", async () => {
  await dana().post(`/projects/${projectId}/groups/${groupId}/roles`, { role_id: "role-api-project-viewer" });
  const now = run();
  const state = await now.up({ ...here, role: "viewer" });
  expect(now.said).toEqual([]);
  expect(await writes(() => run().remove(state))).toEqual([TAKE]);
  expect(await held()).toEqual(["role-api-project-viewer"]);
  expect(await run().refresh(state)).toBeUndefined();
});

test("sources that are not told, or name the holder, are no sign of a group", async () => {
  const state = await run().up({ ...here, role: "viewer" });
  const [row] = (await dana().get(`/projects/${projectId}/users/${userId}/roles`)).data;
  for (const assignment_sources of [null, undefined, [{ principal_id: userId, principal_type: "user" }]]) {
    const body = { object: "list", data: [{ ...row, assignment_sources }], has_more: false, next: null };
    const route = "/projects/{project_id}/users/{user_id}/roles";
    const fault = emulator().faults.add({ method: "GET", route, kind: "answer", status: 200, body });
    expect(await run().refresh(state)).toEqual(state);
    fault.remove();
  }
});

test("a role that is refused since it is there already is taken over", async () => {
  const route = "/projects/{project_id}/users/{user_id}/roles";
  const error = { message: "The role is assigned already.", type: "invalid_request_error", param: null, code: null };
  emulator().faults.add({ method: "POST", route, kind: "misreport", status: 400, body: { error } });
  const state = await run().up({ ...here, role: "viewer" });
  expect(await held()).toEqual(["role-api-project-viewer"]);
  expect(state.id).toBe(`${projectId}/${userId}/role-api-project-viewer`);
});

test("with its project, or its person, a role is gone", async () => {
  const other = (await dana().post("/organization/projects", { name: "Other" })).id;
  const state = await run().up({ ...here, role: "viewer" });
  const there = await run().up({ projectId: other, userId, role: "viewer" });
  await dana().post(`/organization/projects/${other}/archive`);
  expect(await run().refresh(there)).toBeUndefined();
  await dana().delete(`/organization/users/${userId}`);
  expect(await run().refresh(state)).toBeUndefined();
  await run().remove(state);
});

test("roles in the organization go to people and to groups, and are taken from each alone", async () => {
  const one = run();
  const person = await one.beside(UserRole).up({ userId, role: "owner" });
  const group = await one.beside(GroupRole).up({ groupId, role: "owner" });
  expect([person.id, group.id]).toEqual([userId, groupId].map((id) => `${id}/role-api-organization-owner`));
  await run().beside(UserRole).remove(person);
  expect(await held(`/organization/groups/${groupId}/roles`)).toEqual(["role-api-organization-owner"]);
  await dana().delete(`/organization/groups/${groupId}`);
  expect(await run().beside(GroupRole).refresh(group)).toBeUndefined();
});
