import { beforeEach, expect, test } from "vitest";
import { ProjectGroup } from "../../../providers/openai/project-group.ts";
import { ProjectGroupRole } from "../../../providers/openai/project-group-role.ts";
import { type State, useRuns } from "./runs.ts";

const { emulator, run, dana, writes } = useRuns(ProjectGroup);

let here: { projectId: string; groupId: string };

beforeEach(async () => {
  const projectId = (await dana().post("/organization/projects", { name: "Acme" })).id;
  here = { projectId, groupId: (await dana().post("/organization/groups", { name: "All" })).id };
});

const GROUPS = "/organization/projects/{project_id}/groups";
const ROLES = "/projects/{project_id}/groups/{group_id}/roles";

const rolesOf = ({ projectId, groupId }: typeof here) => `/projects/${projectId}/groups/${groupId}/roles`;
const held = async (): Promise<string[]> =>
  (await dana().get(rolesOf(here))).data.map(({ name }: { name: string }) => name).sort();

test("what another role of the group is for stays, whatever becomes of its first one", async () => {
  const now = run();
  const state = await now.up({ ...here, role: "viewer" });
  await now.beside(ProjectGroupRole).up({ ...here, role: "owner" });
  expect(await run().refresh(state)).toEqual(state);

  const changed = await run().up({ ...here, role: "member" }, state);
  expect(await held()).toEqual(["member", "owner"]);

  await dana().delete(`${rolesOf(here)}/role-api-project-member`);
  const drifted = await run().refresh(changed);
  expect(drifted?.outs).toMatchObject({ groupId: here.groupId, role: null });
  // Nor does the other one come to stand for it.
  const again = await run().refresh(drifted as State);
  expect(again).toEqual(drifted);
  await run().up({ ...here, role: "member" }, again);
  expect(await held()).toEqual(["member", "owner"]);
});

test("a new role whose answer is lost is looked for, and the one before it still goes", async () => {
  const state = await run().up({ ...here, role: "viewer" });
  emulator().faults.add({ method: "POST", route: ROLES, kind: "do-then-drop" });
  const sent = await writes(() => run().up({ ...here, role: "owner" }, state));
  expect(sent).toEqual([`POST ${ROLES}`, `DELETE ${ROLES}/{role_id}`]);
  expect(await held()).toEqual(["owner"]);
});

test("a new role that the group has already, beside its first one, takes the place of that all the same", async () => {
  const now = run();
  const state = await now.up({ ...here, role: "viewer" });
  await now.beside(ProjectGroupRole).up({ ...here, role: "member" });
  const changed = await run().up({ ...here, role: "member" }, state);
  expect(await held()).toEqual(["member"]); // Nobody goes on with what is declared no more.
  expect(await run().refresh(changed)).toEqual(changed);
});

test("a role that becomes its first one stays when it is no additional one any more", async () => {
  const first = run();
  const state = await first.up({ ...here, role: "member" });
  const [owner, viewer] = await Promise.all(
    ["owner", "viewer"].map((role) => first.beside(ProjectGroupRole).up({ ...here, role })),
  );
  const now = run();
  const changed = await now.up({ ...here, role: "owner" }, state);
  const roles = now.beside(ProjectGroupRole);
  expect(await writes(() => roles.remove(owner as State))).toEqual([]);
  expect(roles.said).toEqual([
    expect.stringContaining(`kept ${owner?.id}, for which openai:ProjectGroup of this program stands now`),
  ]);
  // Nor does it go after a run that died in between; another one does.
  const next = run();
  expect(await next.up({ ...here, role: "owner" }, changed)).toEqual(changed);
  const sent = await writes(async () => {
    for (const role of [owner, viewer]) await next.beside(ProjectGroupRole).remove(role as State);
  });
  expect(sent).toEqual([`DELETE ${ROLES}/{role_id}`]);
  expect(await held()).toEqual(["owner"]);
});

test.each([false, true])(
  "where ids of predefined roles are bound (%s), its role is known by either",
  async (boundRoleIds) => {
    emulator().switches.set({ boundRoleIds });
    const byName = await run().up({ ...here, role: "viewer" });
    expect(await run().refresh(byName)).toEqual(byName);
    const sent = await writes(() => run().up({ ...here, role: "role-api-project-viewer" }, byName));
    expect(sent).toEqual([]);
    const changed = await run().up({ ...here, role: "member" }, byName);
    expect(await held()).toEqual(["member"]);
    const imported = await run().refresh({ id: `${here.projectId}/${here.groupId}`, outs: {} });
    expect(imported?.outs).toMatchObject({ role: "member" });
    expect(await writes(() => run().remove(changed))).toEqual([`DELETE ${GROUPS}/{group_id}`]);
  },
);

test("with its project, or its group, its place is gone", async () => {
  const other = (await dana().post("/organization/projects", { name: "Other" })).id;
  const [state, there] = [
    await run().up({ ...here, role: "viewer" }),
    await run().up({ ...here, projectId: other, role: "viewer" }),
  ];
  await dana().post(`/organization/projects/${other}/archive`);
  expect(await run().refresh(there)).toBeUndefined();
  await dana().delete(`/organization/groups/${here.groupId}`);
  expect(await run().refresh(state)).toBeUndefined();
});

test("a group that was put in meanwhile is taken over", async () => {
  const now = run();
  await now.check({}, { ...here, role: "viewer" });
  const body = { group_id: here.groupId, role: "role-api-project-viewer" };
  await dana().post(`/organization/projects/${here.projectId}/groups`, body);
  const sent = await writes(async () => expect((await now.up({ ...here, role: "viewer" })).outs.role).toBe("viewer"));
  expect(sent).not.toContain(`POST ${ROLES}`);
});
