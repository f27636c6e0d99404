import { beforeEach, describe, expect, test } from "vitest";
import { ProjectMember } from "../../../providers/openai/project-member.ts";
import { useRuns } from "./runs.ts";

const { emulator, run, dana, writes } = useRuns(ProjectMember);

const POST = "POST /organization/invites";
const DELETE = "DELETE /organization/invites/{invite_id}";

let ana: { projectId: string; email: string; role: string };
let other: { projectId: string; email: string; role: string };

const sent = async () => (await dana().get("/organization/invites")).data;
const accept = async () => {
  const open = (await sent()).find(({ status }: { status: string }) => status === "pending");
  await dana().post(`/_emulator/invites/${open.id}/accept`, {});
};
const projectsOfAna = async (): Promise<Record<string, string>> => {
  const { data } = await dana().get("/organization/users?emails=ana@acme.example");
  return Object.fromEntries(data[0].projects.data.map(({ id, role }: { id: string; role: string }) => [id, role]));
};

beforeEach(async () => {
  const ids: string[] = [];
  for (const name of ["Acme", "Other"]) ids.push((await dana().post("/organization/projects", { name })).id);
  ana = { projectId: String(ids[0]), email: "ana@acme.example", role: "member" };
  other = { ...ana, projectId: String(ids[1]), role: "owner" };
});

test("invited, accepted, and taken out again, a person stays in the organization and was in no other project", async () => {
  const state = await run().up(ana);
  expect(state.outs).toMatchObject({ state: "pending", userId: "", role: "member" });
  await accept();
  const accepted = await run().refresh(state);
  expect(accepted).toMatchObject({ id: state.id, outs: { state: "member", inviteId: "", role: "member" } });
  expect(await projectsOfAna()).toEqual({ [ana.projectId]: "member" });
  await run().remove(accepted ?? state);
  expect(await projectsOfAna()).toEqual({});
  expect(await run().refresh(state)).toBeUndefined();
  // Known by now: put in at once, without another e-mail.
  expect(await writes(() => run().up(ana))).toEqual(["POST /organization/projects/{project_id}/users"]);
});

test("one person in two projects has one invitation for both, and each is let go alone", async () => {
  const now = run();
  const [one, two] = await Promise.all([now.up(ana), now.up(other)]);
  const open = (await sent()).filter(({ status }: { status: string }) => status === "pending");
  expect(open).toHaveLength(1);
  expect(new Set(open[0].projects.map(({ id }: { id: string }) => id))).toEqual(
    new Set([ana.projectId, other.projectId]),
  );
  expect(await run().refresh(one)).toMatchObject({ outs: { state: "pending" } });
  await run().remove(one);
  expect(await sent()).toMatchObject([{ projects: [{ id: other.projectId, role: "owner" }] }]);
  expect(await run().refresh(one)).toBeUndefined();
  expect(await run().refresh(two)).toMatchObject({ outs: { state: "pending" } });
});

test("another role takes a pending invitation back and sends one; drift of it sends none", async () => {
  const state = await run().up(ana);
  expect(await writes(() => run().up({ ...ana, role: "owner" }, state))).toEqual([DELETE, POST]);
  expect(await sent()).toMatchObject([{ projects: [{ id: ana.projectId, role: "owner" }] }]);
  expect((await run().refresh(state))?.outs).toMatchObject({ role: "member" });
});

test("who accepts while an invitation is being taken back is given the new role in the project", async () => {
  const state = await run().up(ana);
  const stale = run();
  await stale.refresh(state);
  await accept();
  const changed = await stale.up({ ...ana, role: "owner" }, state);
  expect(changed.outs).toMatchObject({ state: "member", role: "owner" });
  expect(await projectsOfAna()).toEqual({ [ana.projectId]: "owner" });
});

test("an expired invitation is left, or renewed where that is declared", async () => {
  const state = await run().up(ana);
  await dana().post(`/_emulator/invites/${state.outs.inviteId}/expire`, {});
  expect((await run().refresh(state))?.outs).toMatchObject({ state: "expired" });
  const renewing = await run().up({ ...ana, onExpired: "renew" }, state);
  expect(await run().refresh(renewing)).toBeUndefined();
  expect(await writes(() => run().up({ ...ana, onExpired: "renew" }))).toEqual([POST]);
});

test("with its project, which is archived, a member is gone", async () => {
  await emulator().seed({ users: [{ email: "ana@acme.example" }] });
  const state = await run().up(ana);
  await dana().post(`/organization/projects/${ana.projectId}/archive`);
  expect(await run().refresh(state)).toBeUndefined();
});

describe("of a customer who is suspended", () => {
  const out = (one = ana) => ({ ...one, suspended: true });
  const open = async () => (await sent()).filter(({ status }: { status: string }) => status === "pending");

  test("nobody is invited, or put into the project; who waits is let in afterwards", async () => {
    await emulator().seed({ users: [{ email: "ana@acme.example" }] });
    let state = await run().up(out());
    expect(await writes(async () => (state = await run().up(out())))).toEqual([]);
    expect(state.outs).toMatchObject({ state: "withheld", userId: "", inviteId: "" });
    expect((await run().refresh(state))?.outs).toEqual(state.outs);
    expect(await writes(() => run().up(ana, state))).toEqual(["POST /organization/projects/{project_id}/users"]);
    expect(await projectsOfAna()).toMatchObject({ [ana.projectId]: "member" });
  });

  test("an open invitation is taken back, and sent anew afterwards; that for another project stays open", async () => {
    const now = run();
    const [state] = await Promise.all([now.up(ana), now.up(other)]);
    let withheld = state;
    expect(await writes(async () => (withheld = await run().up(out(), state)))).toEqual([DELETE, POST]);
    expect(await open()).toMatchObject([{ projects: [{ id: other.projectId, role: "owner" }] }]);
    const refreshed = await run().refresh(withheld);
    expect(refreshed?.outs).toEqual(withheld.outs);
    expect(await writes(() => run().up(out(), refreshed))).toEqual([]);
    await run().up(ana, refreshed);
    const [{ projects }] = await open();
    expect(projects.map(({ id }: { id: string }) => id).sort()).toEqual([ana.projectId, other.projectId].sort());
  });

  test("an invitation that a colleague sends meanwhile is taken back with the next run", async () => {
    const state = await run().up(out());
    const projects = [{ id: ana.projectId, role: "member" }];
    await dana().post("/organization/invites", { email: "ana@acme.example", role: "reader", projects });
    const drifted = await run().refresh(state);
    expect(await writes(() => run().up(out(), drifted))).toEqual([DELETE]);
    expect(await open()).toEqual([]);
  });

  test("who is in the project stays in it, also who accepted just then", async () => {
    const state = await run().up(ana);
    const deciding = run();
    await deciding.refresh(state);
    await accept();
    const suspended = await deciding.up(out(), state);
    expect(suspended.outs).toMatchObject({ state: "member", role: "member" });
    expect(await writes(() => run().up(ana, suspended))).toEqual([]);
    expect(await projectsOfAna()).toEqual({ [ana.projectId]: "member" });
  });

  test("an invitation for another project that cannot be sent anew is named, and comes with a refresh", async () => {
    const now = run();
    const [one, two] = await Promise.all([now.up(ana), now.up(other)]);
    const fault = emulator().faults.add({
      kind: "answer",
      method: "POST",
      route: "/organization/invites",
      status: 403,
    });
    await expect(run().up(out(), one)).rejects.toThrow(
      new RegExp(`which was for ${other.projectId} too: run \`pulumi up --refresh\``),
    );
    fault.remove();
    expect((await run().up(out(), one)).outs).toMatchObject({ state: "withheld" });
    expect(await run().refresh(two)).toBeUndefined();
    await run().up(other);
    expect(await open()).toMatchObject([{ projects: [{ id: other.projectId, role: "owner" }] }]);
  });

  test("who is invited again is ours, though that run died", async () => {
    const withheld = await run().up(out(), await run().up(ana));
    await run().up(ana, withheld); // What it made of the state is lost.
    const next = run();
    const back = await next.up(ana, await next.refresh(withheld));
    expect(next.said.filter((line) => line.includes("took over"))).toEqual([]);
    await run().remove(back);
    expect(await open()).toEqual([]);
  });

  test("who was in the project and is taken out of it meanwhile is missed as anybody, and put in afterwards", async () => {
    await emulator().seed({ users: [{ email: "ana@acme.example" }] });
    const suspended = await run().up(out(), await run().up(ana));
    await dana().delete(`/organization/projects/${ana.projectId}/users/${suspended.outs.userId}`);
    expect(await run().refresh(suspended)).toBeUndefined();
    const withheld = await run().up(out());
    expect(withheld.outs).toMatchObject({ state: "withheld" });
    await run().up(ana, withheld);
    expect(await projectsOfAna()).toMatchObject({ [ana.projectId]: "member" });
  });

  test("who was withheld and is declared no more was never here", async () => {
    const state = await run().up(out());
    await run().remove(state);
    expect(await sent()).toEqual([]);
  });
});
