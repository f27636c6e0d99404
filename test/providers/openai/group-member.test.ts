import { beforeEach, describe, expect, test } from "vitest";
import { GroupMember } from "../../../providers/openai/group-member.ts";
import { type State, useRuns } from "./runs.ts";

const { emulator, run, dana, writes } = useRuns(GroupMember);

const GROUP = "/organization/groups/{group_id}";
const POST = `POST ${GROUP}/users`;

let ana: { groupId: string; email: string };

const join = (email: string) => emulator().seed({ users: [{ email }] });
const inGroup = async (groupId = ana.groupId): Promise<string[]> =>
  (await dana().get(`/organization/groups/${groupId}/users`)).data.map(({ email }: { email: string }) => email);

beforeEach(async () => {
  ana = { groupId: (await dana().post("/organization/groups", { name: "Engineers" })).id, email: "ana@acme.example" };
});

test("who is not in the organization waits, is invited by nobody, and is added once they joined", async () => {
  const sent = await writes(() => run().up(ana));
  const waiting = await run().up(ana);
  expect(sent).toEqual([]);
  expect(await run().refresh(waiting)).toEqual(waiting); // Nothing to do in the next run.
  expect(waiting).toMatchObject({ id: `${ana.groupId}/ana@acme.example`, outs: { state: "waiting", userId: "" } });
  await join("Ana@acme.example");
  expect(await run().refresh(waiting)).toBeUndefined();
  expect(await writes(() => run().up(ana))).toEqual([POST]);
  expect(await inGroup()).toEqual(["Ana@acme.example"]);
});

test("eight who joined are added, and nothing says that they were removed", async () => {
  const people = Array.from({ length: 8 }, (_, index) => `new${index}@acme.example`);
  const states = await Promise.all(people.map((email) => run().up({ ...ana, email })));
  await join(ana.email);
  const member = await run().up(ana);
  for (const email of people) await join(email);
  const now = run([], 0.2);
  const refreshed = await Promise.all([member, ...states].map((state) => now.refresh(state)));
  expect(refreshed).toEqual([member, ...people.map(() => undefined)]);
  expect(now.said).toEqual([]);
  for (const email of people) await now.up({ ...ana, email });
  expect((await inGroup()).sort()).toEqual([ana.email, ...people]);
});

test("who is taken out while they wait, or after they left the organization, was in no group", async () => {
  const waiting = await run().up(ana);
  expect(await writes(() => run().remove(waiting))).toEqual([]);
  await join(ana.email);
  const state = await run().up(ana);
  const [{ id }] = (await dana().get(`/organization/users?emails=${ana.email}`)).data;
  await dana().delete(`/organization/users/${id}`);
  expect(await writes(() => run().remove(state))).toEqual([]);
});

test("whom a colleague put into the group while they waited is not taken out", async () => {
  const waiting = await run().up(ana);
  await join(ana.email);
  const [{ id }] = (await dana().get(`/organization/users?emails=${ana.email}`)).data;
  await dana().post(`/organization/groups/${ana.groupId}/users`, { user_id: id });
  const seeing = run();
  const state = await seeing.refresh(waiting);
  expect(seeing.said).toEqual([
    `openai:GroupMember groupId "${ana.groupId}", email "ana@acme.example": took over ${waiting.id}, which somebody else made`,
  ]);
  expect(state?.outs).toMatchObject({ state: "member", userId: id });
  expect(await run().refresh(state as State)).toEqual(state);
  expect(await writes(() => run().remove(state as State))).toEqual([]);
  expect(await writes(() => run().remove(waiting))).toEqual([]); // Nor where nothing was seen of it yet.
  expect(await inGroup()).toEqual([ana.email]);
});

describe("somebody whose address changes at OpenAI", () => {
  const NOW = "ana.lee@acme.example";
  let state: State;

  beforeEach(async () => {
    await join(ana.email);
    state = await run().up(ana);
    const person = { id: state.outs.userId, name: "Ana", email: NOW };
    const list = (data: object[]) => ({ object: "list", data, has_more: false, next: null });
    const people = [person, ...(await ben())];
    for (const [route, body] of [
      ["/organization/users", list([])],
      [`${GROUP}/users`, list(people)],
      [`${GROUP}/users/{user_id}`, person],
    ] as const)
      emulator().faults.add({ method: "GET", route, kind: "answer", status: 200, body, times: Infinity });
  });

  async function ben(): Promise<object[]> {
    await join("ben@acme.example");
    await run().up({ ...ana, email: "ben@acme.example" });
    return (await dana().get(`/organization/groups/${ana.groupId}/users`)).data.filter(
      ({ email }: { email: string }) => email === "ben@acme.example",
    );
  }

  test("stays a member, and is taken out when they are declared no more", async () => {
    expect(await run().refresh(state)).toEqual(state);
    expect(await writes(() => run().remove(state))).toEqual([`DELETE ${GROUP}/users/{user_id}`]);
    expect(await inGroup()).toEqual(["ben@acme.example"]);
  });

  test("stays in the group once they are declared by the new one", async () => {
    const now = run();
    const renamed = await now.up({ ...ana, email: NOW });
    expect(await writes(() => now.remove(state))).toEqual([]);
    // Nor does a run that died in between take them out.
    const next = run();
    await next.up({ ...ana, email: NOW }, renamed);
    expect(await writes(() => next.remove(state))).toEqual([]);
    expect((await inGroup()).sort()).toEqual([ana.email, "ben@acme.example"]);
  });
});

test("a group that an identity provider manages is refused, whoever is to be in it", async () => {
  await emulator().seed({
    users: [{ email: "ana@acme.example" }, { email: "ben@acme.example" }],
    groups: [{ name: "From the directory", users: ["ana@acme.example"], is_scim_managed: true }],
  });
  const { data } = await dana().get("/organization/groups");
  const groupId: string = data.find(({ name }: { name: string }) => name === "From the directory").id;
  const attempt = () =>
    expect(run().up({ groupId, email: "ben@acme.example" })).rejects.toThrow(/Add them there, or declare a group/);
  expect(await writes(attempt)).toEqual([]);
  const state = await run().up({ groupId, email: "ana@acme.example" });
  expect(state.outs).toMatchObject({ state: "member", scimManaged: true });
  expect(await inGroup(groupId)).toEqual(["ana@acme.example"]);
});

test("a listing that does not say who somebody is makes nobody look gone", async () => {
  await join(ana.email);
  const state = await run().up(ana);
  const body = { object: "list", data: [{ id: state.outs.userId, object: "user" }], has_more: false, next: null };
  const route = "/organization/groups/{group_id}/users";
  emulator().faults.add({ method: "GET", route, kind: "answer", status: 200, body });
  await expect(run().refresh(state)).rejects.toThrow(`email of ${state.outs.userId}`);
});

test("people of one group are listed once", async () => {
  const people = ["ana@acme.example", "ben@acme.example", "cleo@acme.example"];
  const states: State[] = [];
  for (const email of people) await join(email);
  for (const email of people) states.push(await run().up({ ...ana, email }));
  emulator().requests.reset();
  const now = run();
  await Promise.all(states.map((state) => now.refresh(state)));
  const lists = emulator().requests.log.filter(({ route }) => route === "/organization/groups/{group_id}/users");
  expect(lists).toHaveLength(1);
});
