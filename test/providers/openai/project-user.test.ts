import { beforeEach, describe, expect, test } from "vitest";
import { ProjectUser } from "../../../providers/openai/project-user.ts";
import { useRuns } from "./runs.ts";

const { emulator, run, dana, writes } = useRuns(ProjectUser);

let here: { projectId: string; userId: string };

beforeEach(async () => {
  await emulator().seed({ users: [{ email: "ana@acme.example" }] });
  const userId = (await dana().get("/organization/users?emails=ana@acme.example")).data[0].id;
  here = { projectId: (await dana().post("/organization/projects", { name: "Acme" })).id, userId };
});

describe.each([404, 400] as const)("where who is not in a project is answered with %i", (notAMemberStatus) => {
  beforeEach(() => emulator().switches.set({ notAMemberStatus }));

  test("somebody who was taken out is gone, and taking them out again does nothing", async () => {
    const state = await run().up({ ...here, role: "member" });
    await dana().delete(`/organization/projects/${here.projectId}/users/${here.userId}`);
    expect(await run().refresh(state)).toBeUndefined();
    await run().remove(state);
  });

  test("somebody who left the organization is gone", async () => {
    const state = await run().up({ ...here, role: "member" });
    await dana().delete(`/organization/users/${here.userId}`);
    expect(await run().refresh(state)).toBeUndefined();
  });
});

test("with its project, which is archived, a membership is gone", async () => {
  const state = await run().up({ ...here, role: "member" });
  await dana().post(`/organization/projects/${here.projectId}/archive`);
  expect(await run().refresh(state)).toBeUndefined();
  await run().remove(state);
});

test("somebody who was put in meanwhile is taken over, with the role that is declared", async () => {
  const now = run();
  await now.check({}, { ...here, role: "owner" });
  await dana().post(`/organization/projects/${here.projectId}/users`, { user_id: here.userId, role: "member" });
  expect((await now.up({ ...here, role: "owner" })).outs).toMatchObject({ role: "owner" });
});

test("nobody is taken out of the default project, and the refusal says why", async () => {
  const { data } = await dana().get("/organization/projects");
  const projectId = data.find(({ name }: { name: string }) => name === "Default project").id;
  // There already, and ours on request alone.
  const state = await run([`${projectId}/${here.userId}`]).up({ ...here, projectId, role: "member" });
  await expect(run().remove(state)).rejects.toThrow(/nobody leave its default project but with the organization/);
});

test("neither name nor address is stored, and what is as declared sends nothing", async () => {
  const state = await run().up({ ...here, role: "member" });
  expect(JSON.stringify(state)).not.toContain("ana");
  expect(await writes(async () => run().up({ ...here, role: "member" }, state))).toEqual([]);
});
