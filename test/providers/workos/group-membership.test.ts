import { beforeEach, expect, test } from "vitest";
import { GroupMembership } from "../../../providers/workos/group-membership.ts";
import { type Bag, type Run, type State, useRuns } from "./runs.ts";

const { emulator, run, dana, writes } = useRuns(GroupMembership);

const LIST = "/organizations/{organizationId}/groups/{groupId}/organization-memberships";
const ALONE = `POST ${LIST}`;
const TOGETHER = "PATCH /organizations/{organization_id}/groups/{group_id}/organization-memberships";

let group: { organizationId: string; groupId: string };
let other: { organizationId: string; groupId: string };
/** Ids of memberships; the first one is Joana's, who is in the group already. */
let memberships: string[];

const path = ({ organizationId, groupId }: typeof group): string =>
  `/organizations/${organizationId}/groups/${groupId}/organization-memberships`;

beforeEach(async () => {
  const { id: organizationId } = await dana().post("/organizations", { name: "Acme" });
  const groupIds = [];
  for (const name of ["All", "Some"])
    groupIds.push((await dana().post(`/organizations/${organizationId}/groups`, { name })).id);
  [group, other] = groupIds.map((groupId) => ({ organizationId, groupId })) as [typeof group, typeof other];
  memberships = [];
  for (const name of ["joana", "ana", "ben", "cleo", "dora", "emil"]) {
    const { id: user_id } = await dana().post("/user_management/users", { email: `${name}@acme.example` });
    const made = await dana().post("/user_management/organization_memberships", {
      organization_id: organizationId,
      user_id,
    });
    memberships.push(made.id);
  }
  await dana().post(path(group), { organization_membership_id: memberships[0] });
});

const membersOf = async (of: typeof group): Promise<string[]> =>
  (await dana().get(path(of))).data.map(({ id }: Bag) => id).sort();
const add = (now: Run, ids: readonly string[], to = group) =>
  Promise.allSettled(ids.map((organizationMembershipId) => now.up({ ...to, organizationMembershipId })));
const states = (outcomes: readonly PromiseSettledResult<State>[]): State[] =>
  outcomes.flatMap((outcome) => (outcome.status === "fulfilled" ? [outcome.value] : []));

test("several who join or leave a group at once take two requests, and those of another group none of them", async () => {
  const now = run();
  const added: State[] = [];
  const joined = await writes(async () => {
    const outcomes = await Promise.all([add(now, memberships.slice(1)), add(now, memberships.slice(0, 1), other)]);
    added.push(...states(outcomes[0]));
  });
  expect(joined.toSorted()).toEqual([TOGETHER, ALONE, ALONE]);
  expect(added.map(({ id }) => id)).toEqual(memberships.slice(1).map((id) => `${group.groupId}/${id}`));
  expect(await membersOf(group)).toEqual(memberships.toSorted());
  expect(await membersOf(other)).toEqual(memberships.slice(0, 1));

  const later = run();
  const left = await writes(() => Promise.all(added.slice(1).map((state) => later.remove(state))));
  expect(left).toEqual([`DELETE ${LIST}/{omId}`, TOGETHER]);
  expect(await membersOf(group)).toEqual(memberships.slice(0, 2).toSorted());
  expect(await membersOf(other)).toEqual(memberships.slice(0, 1));
});

test("one that cannot join is told so, and the others join", async () => {
  const ids = [...memberships.slice(1, 4), "om_01GHOST", ...memberships.slice(4)];
  const outcomes = await add(run(), ids);
  expect(outcomes.map(({ status }) => status)).toEqual(
    ids.map((id) => (id === "om_01GHOST" ? "rejected" : "fulfilled")),
  );
  expect(outcomes[3]).toMatchObject({ reason: { message: expect.stringContaining("om_01GHOST") } });
  expect(await membersOf(group)).toEqual(memberships.toSorted());
});

test("an answer that is lost is looked for, by each", async () => {
  const fault = emulator().faults.add({ kind: "do-then-drop", method: "PATCH", route: TOGETHER.split(" ")[1] ?? "" });
  const outcomes = await add(run(), memberships.slice(1));
  fault.remove();
  expect(outcomes.map(({ status }) => status)).toEqual(memberships.slice(1).map(() => "fulfilled"));
  expect(await membersOf(group)).toEqual(memberships.toSorted());
});

test("a key that may not write is told to each, after one request for all", async () => {
  const refused = emulator().faults.add({
    kind: "answer",
    status: 403,
    method: "PATCH",
    route: TOGETHER.split(" ")[1] ?? "",
  });
  let outcomes: PromiseSettledResult<State>[] = [];
  expect(await writes(async () => (outcomes = await add(run(), memberships.slice(1))))).toEqual([ALONE, TOGETHER]);
  refused.remove();
  for (const one of outcomes.slice(1))
    expect(one).toMatchObject({ reason: { message: expect.stringContaining("403") } });
});

test("more than a hundred go in more requests, none larger than WorkOS takes", async () => {
  const many = Array.from({ length: 150 }, (_, at) => `om_${at}`);
  // Nobody knows any of them, so each is asked for alone in the end: what counts is what was sent together.
  const sent: number[] = [];
  emulator().onExchange = ({ method, requestBody }) => {
    if (method === "PATCH") sent.push((requestBody as { add: string[] }).add.length);
  };
  await add(run(), many);
  expect(sent).toEqual([100, 49]);
});
