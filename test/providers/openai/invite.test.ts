import { beforeEach, expect, test } from "vitest";
import { Invite } from "../../../providers/openai/invite.ts";
import { useRuns } from "./runs.ts";

const { run, dana, writes } = useRuns(Invite);

const declared = { email: "ana@acme.example", role: "reader", projects: [] };
const POST = "POST /organization/invites";

const sent = async () => (await dana().get("/organization/invites")).data;

let projectIds: string[];
beforeEach(async () => {
  projectIds = [];
  for (const name of ["Acme", "Other"]) projectIds.push((await dana().post("/organization/projects", { name })).id);
});

test("whoever is invited into no project is let into none, the default one included", async () => {
  const { id } = await run().up(declared);
  await dana().post(`/_emulator/invites/${id}/accept`, {});
  const { data } = await dana().get("/organization/users?emails=ana@acme.example");
  expect(data[0].projects.data).toEqual([]);
  const { inputs, failures } = await run().check({}, { email: declared.email, role: "reader" });
  expect(inputs).not.toHaveProperty("projects");
  expect(failures).toMatchObject([{ reason: expect.stringContaining("projects") }]);
});

test("projects in another order are the same", async () => {
  const projects = projectIds.map((id) => ({ id, role: "member" }));
  const state = await run().up({ ...declared, projects });
  expect(await run().refresh(state)).toEqual(state);
  expect((await run().up({ ...declared, projects: projects.toReversed() }, state)).outs).toEqual(state.outs);
});

test("a pending one is taken over, and refused where it promises something else", async () => {
  await dana().post("/organization/invites", { ...declared, email: "Ana@acme.example" });
  expect(await writes(() => run().up(declared))).toEqual([]);
  const other = () =>
    expect(run().up({ ...declared, role: "owner" })).rejects.toThrow(/its role is "reader", not "owner"/);
  expect(await writes(other)).toEqual([]);
});

test("an expired one is no reason not to send another, and stays in state as it is", async () => {
  const state = await run().up(declared);
  await dana().post(`/_emulator/invites/${state.id}/expire`, {});
  expect((await run().refresh(state))?.outs).toMatchObject({ state: "expired" });
  expect(await writes(async () => run().up(declared, state))).toEqual([]);
  expect(await writes(() => run().up(declared))).toEqual([POST]);
});

test("one that was accepted just now is not taken back, and that is all right", async () => {
  const state = await run().up(declared);
  await dana().post(`/_emulator/invites/${state.id}/accept`, {});
  await run().remove(state);
  expect(await sent()).toMatchObject([{ id: state.id, status: "accepted" }]);
});

test("one that was deleted is gone", async () => {
  const state = await run().up(declared);
  await dana().delete(`/organization/invites/${state.id}`);
  expect(await run().refresh(state)).toBeUndefined();
  await run().remove(state);
});
