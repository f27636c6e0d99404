import { beforeEach, describe, expect, test } from "vitest";
import { EnvironmentSync } from "../../../providers/workos/environment-sync.ts";
import { Organization } from "../../../providers/workos/organization.ts";
import { OrganizationSync } from "../../../providers/workos/organization-sync.ts";
import { type Bag, type State, useRuns } from "./runs.ts";

const DAY_MS = 24 * 60 * 60 * 1000;
const { emulator, run, dana, reads, writes } = useRuns(OrganizationSync);

// biome-ignore lint/suspicious/noExplicitAny: outputs are read as policies read them
const outs = (state: State | undefined): any => state?.outs;

/** What each run asks once, to tell the account. */
const LANDMARK = "/authorization/roles";

let org: Bag;
let other: Bag;

const anOrganization = async (name: string): Promise<Bag> => {
  const organization = await dana().post("/organizations", {
    name,
    domain_data: [{ domain: `${name}.example`, state: "verified" }],
  });
  const role = { slug: `org-${name}`, name: "Auditor" };
  await dana().post(`/authorization/organizations/${organization.id}/roles`, role);
  const user = await dana().post("/user_management/users", { email: `ana@${name}.example` });
  await dana().post("/user_management/organization_memberships", {
    organization_id: organization.id,
    user_id: user.id,
    role_slug: `org-${name}`,
  });
  return organization;
};

beforeEach(async () => {
  emulator().clock.stop();
  org = await anOrganization("acme");
  other = await anOrganization("globex");
});

const began = () => run().up({ organizationId: org.id });
const refreshed = async (state: State) => (await run().refresh(state)) as State;
/** The paths that were asked for since, whoever they are about. */
const asked = async (act: () => Promise<unknown>): Promise<string[]> => {
  const from = emulator().requests.log.length;
  await act();
  return emulator()
    .requests.log.slice(from)
    .filter(({ actor }) => actor === undefined)
    .map(({ route }) => String(route))
    .filter((route) => route !== LANDMARK);
};
const listings = (routes: readonly string[]) => routes.filter((route) => route !== "/events");
const answer = (body: unknown, more: object = {}) =>
  emulator().faults.add({ route: "/events", kind: "answer", status: 200, body, ...more });

describe("a first look", () => {
  test("E24: without a cursor everything is listed, and the reason is told", async () => {
    const state = await began();
    expect(outs(state)).toMatchObject({
      organizationId: org.id,
      organization: { id: org.id, name: "acme" },
      domains: [{ domain: "acme.example", state: "verified" }],
      roles: [{ slug: "org-acme", name: "Auditor" }],
      members: [{ email: "ana@acme.example", status: "active", roles: ["org:org-acme"], directoryManaged: false }],
      apiKeys: [],
      connections: [],
      directories: [],
      tombstones: [],
      feed: { base: null, listedBecause: "there was no cursor", hasMore: false, blocked: null },
    });
  });

  test("an id that no organization has can't be imported", async () => {
    const missing = "org_01JZ0000000000000000000001";
    await expect(run().read(missing, {})).rejects.toThrow(`there is no ${missing} to read`);
    expect((await run().read(String(org.id), {})).props).toMatchObject({ organization: { id: org.id } });
  });

  test("E20: of the roles that apply to an organization only its own are its own", async () => {
    await dana().post("/authorization/roles", { slug: "billing", name: "Billing" });
    const environment = await run().beside(EnvironmentSync).up({});
    expect(outs(await began()).roles.map(({ slug }: Bag) => slug)).toEqual(["org-acme"]);
    expect(outs(environment).roles.map(({ slug }: Bag) => slug)).toEqual(expect.arrayContaining(["billing", "member"]));
    expect(
      outs(environment)
        .organizations.map(({ name }: Bag) => name)
        .sort(),
    ).toEqual(["Test Organization", "acme", "globex"]);
  });

  test("E26: where there was never an event the cursor is null, and nothing is listed a second time", async () => {
    emulator().clock.advance(40 * DAY_MS);
    let state = await began();
    expect(outs(state).feed).toMatchObject({ cursor: null, hasMore: false });
    for (let days = 0; days < 40; days += 20) {
      emulator().clock.advance(20 * DAY_MS);
      const routes = await asked(async () => (state = await refreshed(state)));
      expect(routes.filter((route) => /roles|memberships|invitations/.test(route))).toEqual([]);
    }
    await dana().put(`/organizations/${org.id}`, { name: "Acme Ltd" });
    expect(outs(await refreshed(state))).toMatchObject({
      organization: { name: "Acme Ltd" },
      feed: { listedBecause: "there was no cursor" },
    });
  });

  test("I9: what happens while everything is listed is not lost", async () => {
    const here = run();
    let isDone = false;
    emulator().onExchange = ({ route }) => {
      if (isDone || !String(route).includes("roles")) return;
      isDone = true;
      void dana().put(`/organizations/${org.id}`, { name: "Meanwhile" });
    };
    const state = await here.up({ organizationId: org.id });
    emulator().onExchange = undefined;
    expect(isDone).toBe(true);
    expect(outs(await refreshed(state)).organization.name).toBe("Meanwhile");
  });

  test("I12: it sends nothing but reads, whatever becomes of it", async () => {
    const sent = await writes(async () => {
      const state = await refreshed(await began());
      await run().up({ organizationId: org.id, maxPages: 7 }, state);
      await run().remove(state);
    });
    expect(sent).toEqual([]);
  });

  test("an organization that is gone is a tombstone, of which nothing is asked any more", async () => {
    const state = await began();
    await dana().delete(`/organizations/${org.id}`);
    const gone = await refreshed(state);
    expect(outs(gone)).toMatchObject({ organization: null, feed: { blocked: null } });
    expect(outs(gone).tombstones).toContainEqual(expect.objectContaining({ list: "organization", key: org.id }));
    emulator().clock.advance(3 * DAY_MS);
    expect(listings(await asked(() => refreshed(gone)))).toEqual([]);
  });
});

describe("a refresh", () => {
  test("takes in what happened, by one request for all syncs of the run", async () => {
    const first = run();
    const states = [
      await first.up({ organizationId: org.id }),
      await first.up({ organizationId: other.id }),
      await first.beside(EnvironmentSync).up({}),
    ] as const;
    await dana().put(`/organizations/${org.id}`, { name: "Acme Ltd" });
    await dana().post("/authorization/roles", { slug: "billing", name: "Billing" });
    const again = run();
    const routes = await asked(async () => {
      const [acme, globex] = await Promise.all([again.refresh(states[0]), again.refresh(states[1])]);
      const environment = await again.beside(EnvironmentSync).refresh(states[2]);
      expect(outs(acme).organization.name).toBe("Acme Ltd");
      expect(outs(acme).organization.event).toMatch(/^event_/);
      expect(outs(acme).feed.base).toBe(outs(states[0]).feed.cursor);
      expect({ ...outs(globex), feed: 0 }).toEqual({ ...outs(states[1]), feed: 0 });
      expect(outs(environment).roles).toContainEqual(expect.objectContaining({ slug: "billing", name: null }));
    });
    expect(listings(routes)).toEqual([]);
    expect(routes).toEqual(["/events"]);
  });

  test("E30: nothing happened: only the time of the look is another", async () => {
    const state = await refreshed(await began());
    emulator().clock.advance(60_000);
    const { feed, ...rows } = outs(await refreshed(state));
    const { feed: before, ...rowsBefore } = outs(state);
    expect(rows).toEqual(rowsBefore);
    expect(feed).toMatchObject({ cursor: before.cursor, base: before.cursor });
    // The vendor's time as of its last answer, and what has passed here since then.
    expect(Date.parse(feed.checkedAt) - Date.parse(before.checkedAt)).toBeGreaterThan(59_000);
  });

  test("E29: a run that was killed before its state was kept is as if it had not been", async () => {
    const state = await began();
    await dana().put(`/organizations/${org.id}`, { name: "Acme Ltd" });
    await refreshed(state);
    const [one, two] = [await refreshed(state), await refreshed(state)];
    expect({ ...outs(one), feed: outs(one).feed.cursor }).toEqual({ ...outs(two), feed: outs(two).feed.cursor });
    expect(outs(one).organization.name).toBe("Acme Ltd");
  });

  test("I13, E27: two runs from one cursor say so, and neither has what the other lacks", async () => {
    const state = await refreshed(await began());
    await dana().put(`/organizations/${org.id}`, { name: "Acme Ltd" });
    const first = await refreshed(state);
    const second = await refreshed(state);
    expect(outs(first).feed.base).toBe(outs(state).feed.cursor);
    expect(outs(second).feed.base).not.toBe(outs(first).feed.cursor);
    expect({ ...outs(second), feed: 0 }).toEqual({ ...outs(first), feed: 0 });
  });

  test("uses of keys, and states that no event tells, are as of the day", async () => {
    const key = await dana().post(`/organizations/${org.id}/api_keys`, { name: "main" });
    let state = await refreshed(await began());
    expect(outs(state).apiKeys).toMatchObject([{ id: key.id, name: "main", owner: "organization", lastUsedAt: null }]);
    expect(JSON.stringify(outs(state))).not.toContain(key.value);
    await dana().post("/api_keys/validations", { value: key.value });
    state = await refreshed(state);
    expect(outs(state).apiKeys[0].lastUsedAt).toBeNull();
    emulator().clock.advance(DAY_MS + 1000);
    const routes = await asked(async () => (state = await refreshed(state)));
    expect(outs(state).apiKeys[0].lastUsedAt).not.toBeNull();
    expect(listings(routes).sort()).toEqual([
      "/connections",
      "/directories",
      "/organizations/{organizationId}/api_keys",
    ]);
  });
});

describe("E25: everything is listed again, and it is told why", () => {
  test.each([
    ["the cursor was older than 30 days", async () => void emulator().clock.advance(31 * DAY_MS)],
    [
      "the cursor was refused",
      async () =>
        void emulator().faults.add({
          route: "/events",
          kind: "answer",
          status: 422,
          times: 1,
          body: { message: "no" },
        }),
    ],
    [
      "the cursor was ignored",
      async () => {
        const event = { object: "event", event: "organization.updated", data: { id: org.id, name: "Stale" } };
        const data = [{ ...event, id: "event_00000000000000000000000000", created_at: "2026-01-01T00:00:00.000Z" }];
        answer({ object: "list", data, list_metadata: { after: null } }, { times: 1 });
      },
    ],
  ])("%s", async (reason, happens) => {
    const state = await refreshed(await began());
    await dana().put(`/organizations/${org.id}`, { name: "Acme Ltd" });
    await dana()
      .delete(`/authorization/organizations/${org.id}/roles/org-acme`)
      .catch(() => {});
    await happens();
    const listed = await refreshed(state);
    expect(outs(listed)).toMatchObject({ organization: { name: "Acme Ltd" }, feed: { listedBecause: reason } });
    expect(listings(await asked(() => refreshed(listed)))).toEqual([]);
  });
});

describe("I4, E38: whatever keeps it from being seen leaves state as it is", () => {
  test.each([
    ["401", { status: 401 }],
    ["403", { status: 403 }],
    ["500", { status: 500 }],
    ["no JSON", { status: 200, body: "<html>" }],
    ["no list", { status: 200, body: { data: {} } }],
    ["an event without an id", { status: 200, body: { data: [{ event: "x" }], list_metadata: {} } }],
    ["no word whether it goes on", { status: 200, body: { data: [] } }],
  ])("%s to the events, and to a listing", async (_, said) => {
    const state = await refreshed(await began());
    for (const route of ["/events", "/organizations/{id}"]) {
      const fault = emulator().faults.add({ route, kind: "answer", times: Number.POSITIVE_INFINITY, ...said });
      await expect(route === "/events" ? refreshed(state) : began()).rejects.toThrow();
      fault.remove();
    }
    expect({ ...outs(await refreshed(state)), feed: 0 }).toEqual({ ...outs(state), feed: 0 });
  });

  describe("E23: a list answers that the organization is not there", () => {
    let state: State;
    beforeEach(async () => {
      state = await refreshed(await began());
      emulator().clock.advance(DAY_MS + 1000);
      const route = "/organizations/{organizationId}/api_keys";
      emulator().faults.add({ route, kind: "answer", status: 404, body: { message: "no" } });
    });

    test("and it is: an error", async () => {
      await expect(refreshed(state)).rejects.toThrow(/the organization is there/);
    });

    test("and asked for, it is forbidden: an error, and nothing is gone", async () => {
      const faults = ["/organizations", "/organizations/{id}"].map((route) =>
        emulator().faults.add({ route, kind: "answer", status: 403, times: Number.POSITIVE_INFINITY }),
      );
      await expect(refreshed(state)).rejects.toThrow(/403/);
      for (const fault of faults) fault.remove();
      emulator().clock.advance(DAY_MS + 1000);
      expect({ ...outs(await refreshed(state)), feed: 0 }).toEqual({ ...outs(state), feed: 0 });
    });

    test("and it is not: gone, with all that was in it", async () => {
      await dana().delete(`/organizations/${org.id}`);
      expect(outs(await refreshed(state))).toMatchObject({ organization: null, roles: [], members: [] });
    });
  });
});

describe("pages", () => {
  /** So many changes of the organization's name. */
  const changes = async (count: number) => {
    for (let number = 1; number <= count; number++) {
      emulator().clock.advance(1);
      await dana().put(`/organizations/${org.id}`, { name: `Name ${number}` });
    }
  };

  test("E32: the second page fails: nothing changes", async () => {
    const state = await refreshed(await began());
    await changes(150);
    const fault = emulator().faults.add({ route: "/events", kind: "answer", status: 403, after: 1 });
    await expect(refreshed(state)).rejects.toThrow();
    fault.remove();
    expect(outs(await refreshed(state)).organization.name).toBe("Name 150");
  });

  test("E31: a last page that is exactly full ends, by one request more at most", async () => {
    const state = await refreshed(await began());
    await changes(100);
    const routes = await asked(async () => expect(outs(await refreshed(state)).organization.name).toBe("Name 100"));
    expect(routes.length).toBeLessThanOrEqual(2);
  });

  test("I15, E34: after maxPages the next run goes on, and ends where one long run does", async () => {
    let state = await run().up({ organizationId: org.id, maxPages: 1 });
    await changes(250);
    const whole = await run().refresh({ ...state, outs: { ...state.outs, maxPages: 100 } });
    const seen: boolean[] = [];
    for (let runs = 0; runs < 3; runs++) {
      state = await refreshed(state);
      seen.push(outs(state).feed.hasMore);
      expect(listings(await asked(async () => {}))).toEqual([]);
    }
    expect(seen).toEqual([true, true, false]);
    expect({ ...outs(state), feed: 0, maxPages: 0 }).toEqual({ ...outs(whole), feed: 0, maxPages: 0 });
  });

  const event = (number: number, more: object = {}) => ({
    object: "event",
    id: `event_7${String(number).padStart(25, "0")}`,
    event: "organization.updated",
    created_at: new Date(emulator().clock.now().getTime() + number).toISOString(),
    data: { id: org.id, name: `Name ${number}` },
    ...more,
  });

  test.each([
    ["a page that was had already", { after: "event_b" }],
    ["the same cursor", { after: "same" }],
  ])("E33: %s is an error, and no loop", async (what, { after }) => {
    const state = await refreshed(await began());
    const page = (number: number) => ({ object: "list", data: [event(number)], list_metadata: { after } });
    answer(page(1), { times: 1 });
    answer(page(what.startsWith("a page") ? 1 : 2), { times: Number.POSITIVE_INFINITY });
    await expect(refreshed(state)).rejects.toThrow(/does not (go on|move)/);
  });

  test("I3: newest first though asked for oldest first: what is listed is right, and it is told", async () => {
    const state = await refreshed(await began());
    await changes(3);
    const old = { ...event(1), id: "event_00000000000000000000000001", created_at: "2026-01-01T00:00:00.000Z" };
    answer({ object: "list", data: [old], list_metadata: { after: null } }, { times: 1 });
    answer(
      { object: "list", data: [event(9), event(8), event(7)], list_metadata: { after: null } },
      { after: 1, times: 1 },
    );
    expect(outs(await refreshed(state))).toMatchObject({
      organization: { name: "Name 9" },
      feed: { listedBecause: "the cursor was ignored", cursor: event(9).id },
    });
  });

  test("I1: a row that an event made wrong is no reason for a resource to differ", async () => {
    const managed = await run().beside(Organization).up({ name: "Initech", externalId: "initech" });
    const state = await refreshed(await run().up({ organizationId: managed.id }));
    const wrong = event(1, { data: { id: managed.id, name: "Wrong" } });
    answer({ object: "list", data: [wrong], list_metadata: { after: null } }, { times: 1 });
    const here = run();
    expect(outs(await here.refresh(state)).organization.name).toBe("Wrong");
    expect((await here.beside(Organization).refresh(managed))?.outs.name).toBe("Initech");
  });

  test("I3, E22: what was not asked for, and what is another's, is passed", async () => {
    const state = await refreshed(await began());
    const data = [
      event(1, { data: { id: other.id, name: "Theirs" } }),
      event(2, { event: "group.created", data: { id: "group_1", organization_id: org.id } }),
    ];
    answer({ object: "list", data, list_metadata: { after: null } }, { times: 1 });
    const moved = outs(await refreshed(state));
    expect({ ...moved, feed: 0 }).toEqual({ ...outs(state), feed: 0 });
    expect(moved.feed.cursor).toBe(event(2).id);
  });

  test("I10, E36: an event that cannot be read stops its organization alone, until it is skipped", async () => {
    const first = run();
    const acme = await first.up({ organizationId: org.id });
    const globex = await first.up({ organizationId: other.id });
    const data = [
      event(1),
      event(2, { event: "organization_role.updated", data: { organization_id: org.id, slug: 7, value: "canary" } }),
      event(3),
      event(4, { data: { id: other.id, name: "Theirs" } }),
    ];
    const fault = answer({ object: "list", data, list_metadata: { after: null } }, { times: Number.POSITIVE_INFINITY });
    const again = run();
    const blocked = (await again.refresh(acme)) as State;
    expect(outs(blocked)).toMatchObject({
      organization: { name: "Name 1" },
      feed: { cursor: event(1).id, blocked: { event: event(2).id, type: "organization_role.updated" } },
    });
    expect(JSON.stringify(blocked)).not.toContain("canary");
    expect(outs(await again.refresh(globex))).toMatchObject({
      organization: { name: "Theirs" },
      feed: { blocked: null },
    });
    const skipping = await run().up({ organizationId: org.id, skipEvents: [event(2).id] }, blocked);
    const passed = await refreshed(skipping).catch(() => undefined);
    fault.remove();
    // The vendor of this test tells everything again, so the cursor was ignored, and all was listed.
    expect(outs(passed)?.feed.blocked ?? null).toBeNull();
  });
});

test("E44: times are the vendor's, whatever this machine's clock says", async () => {
  emulator().clock.set(new Date("2031-01-01T00:00:00.000Z"));
  const { feed } = outs(await began());
  expect([feed.checkedAt, feed.readUntil, feed.listedAt].map((moment: string) => moment.slice(0, 10))).toEqual(
    Array(3).fill("2031-01-01"),
  );
});

test("many organizations cost one request for their events, and listings only where there are none for all", async () => {
  for (let number = 0; number < 20; number++) await dana().post("/organizations", { name: `More ${number}` });
  const ids = (await dana().get("/organizations?limit=100")).data.map(({ id }: Bag) => id as string);
  const first = run();
  const states = await Promise.all(ids.map((organizationId: string) => first.up({ organizationId })));
  const again = run();
  expect(await reads(() => Promise.all(states.map((state) => again.refresh(state))))).toBe(2); // The other one tells the account.
});
