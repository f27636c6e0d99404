import { beforeEach, describe, expect, test } from "vitest";
import { GroupRoleAssignment } from "../../../providers/workos/group-role-assignment.ts";
import { type Bag, type Run, type State, useRuns } from "./runs.ts";

const ROUTE = "/authorization/groups/{group_id}/role_assignments";
const POST = `POST ${ROUTE}`;

describe("a role that is given on the organization's own resource", () => {
  const { run, dana, writes } = useRuns(GroupRoleAssignment);
  let groupId: string;
  let itself: string;
  const declared = (resourceId?: string): Bag => ({ groupId, roleSlug: "member", ...(resourceId && { resourceId }) });

  beforeEach(async () => {
    const { id } = await dana().post("/organizations", { name: "Acme" });
    ({ id: groupId } = await dana().post(`/organizations/${id}/groups`, { name: "All" }));
    // Its id is told by what is given on it.
    const given = await dana().post(`/authorization/groups/${groupId}/role_assignments`, { role_slug: "member" });
    itself = given.resource.id;
    await dana().delete(`/authorization/groups/${groupId}/role_assignments/${given.id}`);
  });

  test.each([true, false])("is the same after a refresh, whether it is named (%s) or not", async (isNamed) => {
    const inputs = declared(isNamed ? itself : undefined);
    const state = await run().up(inputs);
    const next = run();
    const refreshed = await next.refresh(state);
    expect(refreshed?.outs).toMatchObject({ resourceId: isNamed ? itself : null });
    expect(next.said).toEqual([]);
    expect(await writes(() => run().up(inputs, refreshed))).toEqual([]);
  });

  test("is found again when the answer to giving it was lost", async () => {
    expect(await writes(() => run().up(declared(itself)))).toEqual([POST]);
    const retried = run();
    expect(await writes(() => retried.up(declared(itself)))).toEqual([]);
    expect(retried.said.join()).toContain("took over");
  });

  test("is not taken for one on another resource", async () => {
    await run().up(declared(itself));
    const elsewhere = "authz_resource_elsewhere";
    await expect(run().up(declared(elsewhere))).rejects.toThrow("404");
  });

  test("is imported without naming it", async () => {
    const { id } = await run().up(declared(itself));
    const { inputs } = await run().read(`${groupId}/${id}`, {});
    expect(inputs).toEqual({ groupId, roleSlug: "member", __account: expect.any(String) });
  });
});

describe("several roles of a group at once", () => {
  const { emulator, run, dana, writes } = useRuns(GroupRoleAssignment);
  const TOGETHER = `PATCH ${ROUTE}`;
  const LIST = `GET ${ROUTE}`;
  const SLUGS = ["org-a", "org-b", "org-c", "org-d", "org-e", "org-f"];
  let organizationId: string;
  let groupId: string;
  let other: string;
  let path: string;

  beforeEach(async () => {
    ({ id: organizationId } = await dana().post("/organizations", { name: "Acme" }));
    ({ id: groupId } = await dana().post(`/organizations/${organizationId}/groups`, { name: "All" }));
    ({ id: other } = await dana().post(`/organizations/${organizationId}/groups`, { name: "Some" }));
    path = `/authorization/groups/${groupId}/role_assignments`;
    for (const slug of SLUGS)
      await dana().post(`/authorization/organizations/${organizationId}/roles`, { slug, name: slug });
  });

  const give = (now: Run, slugs: readonly string[], to = groupId) =>
    Promise.allSettled(slugs.map((roleSlug) => now.up({ groupId: to, roleSlug })));
  const states = (outcomes: readonly PromiseSettledResult<State>[]): State[] =>
    outcomes.map((outcome) => {
      if (outcome.status === "rejected") throw outcome.reason;
      return outcome.value;
    });
  /** Slugs and ids of what the group has. */
  const held = async (of = path): Promise<string[]> =>
    (await dana().get(of)).data
      .map(({ id, role }: { id: string; role: { slug: string } }) => `${role.slug} ${id}`)
      .sort();
  const asHeld = (all: readonly State[]): string[] => all.map(({ id, outs }) => `${outs.roleSlug} ${id}`).sort();
  /** Which requests about roles of groups a run sent. */
  const sent = async (act: () => Promise<unknown>): Promise<string[]> => {
    const from = emulator().requests.log.length;
    await act();
    const log = emulator().requests.log.slice(from);
    const own = log.filter(({ actor, route }) => actor === undefined && route === ROUTE);
    return own.map(({ method, route }) => `${method} ${route}`);
  };

  test("take three requests and the look before them, and those of another group none of them", async () => {
    let given: State[] = [];
    const requests = await sent(async () => {
      const now = run();
      const [ours, theirs] = await Promise.all([give(now, SLUGS), give(now, ["member"], other)]);
      given = states(ours);
      states(theirs);
    });
    expect(requests.toSorted()).toEqual([LIST, LIST, LIST, TOGETHER, POST, POST].toSorted());
    expect(await held()).toEqual(asHeld(given));
    expect(await held()).toHaveLength(SLUGS.length);
    expect(await held(`/authorization/groups/${other}/role_assignments`)).toHaveLength(1);
    for (const { outs } of given) expect(outs).toMatchObject({ createdAt: expect.any(String), resourceId: null });
    const later = run();
    for (const [at, state] of given.entries())
      expect(await later.up({ groupId, roleSlug: SLUGS[at] }, await later.refresh(state))).toEqual(state);
  });

  test("of one slug on several resources are told apart", async () => {
    await emulator().seed({ resource_types: ["workspace"] });
    await dana().post("/authorization/roles", { slug: "keeper", name: "Keeper", resource_type_slug: "workspace" });
    const resourceIds: string[] = [];
    for (const name of ["attic", "barn", "cellar", "den"]) {
      const body = { organization_id: organizationId, resource_type_slug: "workspace", external_id: name, name };
      resourceIds.push((await dana().post("/authorization/resources", body)).id);
    }
    const now = run();
    const giving = resourceIds.map((resourceId) => now.up({ groupId, roleSlug: "keeper", resourceId }));
    const given = await Promise.all(giving);
    const rows = (await dana().get(path)).data.map(({ id, resource }: { id: string; resource: Bag }) => [
      id,
      resource.id,
    ]);
    expect(rows.toSorted()).toEqual(given.map(({ id }, at) => [id, resourceIds[at]]).sort());
  });

  test.each([
    [2, [POST, POST]],
    [3, [POST, POST, POST]],
    [4, [POST, TOGETHER]],
  ])("%i of them are sent in as few requests as they can be", async (count, expected) => {
    expect(await writes(async () => states(await give(run(), SLUGS.slice(0, count))))).toEqual(expected);
  });

  test("one that is refused is told why, and so is another; the others are given", async () => {
    const slugs = ["org-a", "org-b", "org-ghost", "org-c", "org-phantom", "org-d"];
    const outcomes = await give(run(), slugs);
    const refused = (slug: string) => ({ reason: { message: expect.stringContaining(slug) } });
    expect(outcomes[2]).toMatchObject(refused("org-ghost"));
    expect(outcomes[4]).toMatchObject(refused("org-phantom"));
    expect(await held()).toEqual(asHeld(states([0, 1, 3, 5].flatMap((at) => outcomes[at] ?? []))));
    expect(await held()).toHaveLength(4);
  });

  test("the first of them is refused: the next one goes alone in its place", async () => {
    const outcomes: PromiseSettledResult<State>[] = [];
    const requests = await writes(async () => outcomes.push(...(await give(run(), ["org-ghost", ...SLUGS]))));
    expect(requests).toEqual([POST, POST, TOGETHER]);
    expect(outcomes[0]).toMatchObject({ reason: { message: expect.stringContaining("org-ghost") } });
    expect(await held()).toEqual(asHeld(states(outcomes.slice(1))));
  });

  test.each([
    ["the first of them", ["org-b"]],
    ["one among them", ["org-d"]],
    ["both", ["org-b", "org-d"]],
  ])("what a colleague gave meanwhile is not ours: %s", async (_, slugs) => {
    const now = run();
    const first = states(await give(now, ["org-a"])); // From here on this run knows what the group has.
    emulator().clock.advance(1000);
    const hers: string[] = [];
    for (const role_slug of slugs) hers.push((await dana().post(path, { role_slug })).id);
    emulator().clock.advance(1000);
    const given = states(await give(now, SLUGS.slice(1)));
    expect(await held()).toEqual(asHeld([...first, ...given]));
    expect(now.said).toEqual(hers.map((id) => expect.stringContaining(`took over ${id}`)));
    const later = run();
    await Promise.all(given.map((state) => later.remove(state)));
    expect(await held()).toEqual([...asHeld(first), ...slugs.map((slug, at) => `${slug} ${hers[at]}`)]);
  });

  test("are found by a list that is behind", async () => {
    emulator().lagReads = 3;
    const now = run();
    const requests = await writes(async () => states(await give(now, SLUGS)));
    emulator().lagReads = 0;
    expect(requests).toEqual([POST, TOGETHER]);
    expect(now.said).toEqual([]);
    expect(await held()).toHaveLength(SLUGS.length);
  });

  test.each([
    ["the answer to giving them is lost", { kind: "do-then-drop", method: "PATCH" }],
    ["the list after it is refused", { kind: "answer", method: "GET", status: 403, times: 1 }],
  ] as const)("are ours though %s", async (_, fault) => {
    const now = run();
    const first = states(await give(now, ["org-a"]));
    const struck = emulator().faults.add({ ...fault, route: ROUTE });
    const given = states(await give(now, SLUGS.slice(1)));
    struck.remove();
    expect(struck.hits).toBeGreaterThan(0);
    expect(await held()).toEqual(asHeld([...first, ...given]));
    const later = run();
    await Promise.all(given.map((state) => later.remove(state)));
    expect(await held()).toEqual(asHeld(first));
  });

  test("are ours for the next run when this one could not see them any more", async () => {
    const now = run();
    const first = states(await give(now, ["org-a"]));
    const struck = emulator().faults.add({ kind: "answer", method: "GET", status: 403, route: ROUTE, times: 99 });
    const unseen = (await give(now, SLUGS.slice(1))).slice(1);
    struck.remove();
    for (const one of unseen) expect(one).toMatchObject({ reason: { message: expect.stringContaining("403") } });
    expect(await held()).toHaveLength(SLUGS.length);
    let given: State[] = [];
    expect(await writes(async () => (given = states(await give(run(), SLUGS.slice(1)))))).toEqual([]);
    const later = run();
    await Promise.all(given.map((state) => later.remove(state)));
    expect(await held()).toEqual(asHeld(first));
  });

  test("a key that may not write is told to each, after one request for all", async () => {
    const now = run();
    const refused = emulator().faults.add({ kind: "answer", status: 403, method: "PATCH", route: ROUTE });
    let outcomes: PromiseSettledResult<State>[] = [];
    expect(await writes(async () => (outcomes = await give(now, SLUGS)))).toEqual([POST, TOGETHER]);
    refused.remove();
    for (const one of outcomes.slice(1))
      expect(one).toMatchObject({ reason: { message: expect.stringContaining("403") } });
    expect(await held()).toEqual(asHeld(states(outcomes.slice(0, 1))));
  });

  test("are removed one by one, by their ids", async () => {
    const given = states(await give(run(), SLUGS));
    const later = run();
    const removed = await writes(() => Promise.all(given.slice(1).map((state) => later.remove(state))));
    expect(removed).toEqual(given.slice(1).map(() => `DELETE ${ROUTE}/{role_assignment_id}`));
    expect(await held()).toEqual(asHeld(given.slice(0, 1)));
  });
});
