import { isDeepStrictEqual } from "node:util";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Emulators, type Fault, startEmulators } from "../../../emulators/index.ts";
import { incrementalIn } from "../../../providers/host/incremental.ts";
import { Estate, makeFleet, type Refreshed, type Stored, type TenantOf } from "../estate.ts";

/*
 * When silence proves nothing: what a refresh by the change feed then does, and what it says. Each case has the number that it has in
 * docs/refresh.md.
 */

const TENANTS = 4;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const INCREMENTAL = { TENANTRY_REFRESH: "incremental" };

let emulators: Emulators;
let estate: Estate;
let tenants: TenantOf[];

const begun = async (auditLogging = true): Promise<void> => {
  emulators = await startEmulators({ openai: { switches: { auditLogging } } });
  estate = new Estate(emulators);
  tenants = await makeFleet(estate, TENANTS, true);
  estate.passes(HOUR_MS);
  estate.keep(await estate.refresh(INCREMENTAL));
  estate.passes(HOUR_MS);
};
const ended = async (): Promise<void> => {
  estate.close();
  await emulators.close();
};
beforeEach(() => begun());
afterEach(ended);

const dana = () => ({
  workos: emulators.workos.as("dana@ours.example"),
  openai: emulators.openai.as("dana@ours.example"),
});
const first = () => tenants[0] as TenantOf;

/** Which objects are not as state has them. */
const others = ({ seen }: Refreshed): string[] =>
  seen.flatMap((now, at) => {
    const before = estate.stored[at];
    const { __syncedAt: _was, ...props } = before?.props ?? {};
    if (typeof now !== "object" || now instanceof Error) return [`${before?.token} ${now}`];
    const { __syncedAt: _is, ...is } = now.props;
    return isDeepStrictEqual(is, props) ? [] : [`${before?.token} changed`];
  });

const lists = ({ requests }: Refreshed) => ({
  workos: requests["GET /authorization/organizations/{organizationId}/roles"] ?? 0,
  openai: requests["GET /organization/projects/{project_id}/service_accounts"] ?? 0,
});
const LISTED = TENANTS;

describe("E38 the feed cannot be read", () => {
  test.each<[string, Omit<Fault, "route">]>([
    ["401", { kind: "answer", status: 401 }],
    ["403", { kind: "answer", status: 403 }],
    ["what is not JSON", { kind: "answer", status: 200, body: "<html>", headers: { "content-type": "text/html" } }],
    ["half an answer", { kind: "answer", status: 200, body: { data: [] } }],
    ["an answer that is no list", { kind: "answer", status: 200, body: { data: null } }],
    [
      "E36 entries that are none",
      { kind: "answer", status: 200, body: { data: [null], has_more: false, list_metadata: {} } },
    ],
  ])(
    "%s: nothing is gone, everything is listed, the reason is said once, and the other vendor goes on",
    async (_, fault) => {
      for (const [ours, route, other] of [
        ["workos", "/events", "openai"],
        ["openai", "/organization/audit_logs", "workos"],
      ] as const) {
        const placed = emulators[ours].faults.add({ ...fault, route, times: Number.POSITIVE_INFINITY });
        await dana().workos.request("PUT", `/organizations/${first().organizationId}`, { name: `Renamed ${ours}` });
        const refreshed = await estate.refresh(INCREMENTAL);
        placed.remove();
        expect(others(refreshed)).toEqual(["workos:Organization changed"]);
        expect(lists(refreshed)[ours]).toBe(LISTED);
        expect(lists(refreshed)[other]).toBe(0);
        const title = { workos: "WorkOS", openai: "OpenAI" }[ours];
        expect(refreshed.said.filter((line) => line.includes(": listed, since"))).toEqual([
          expect.stringMatching(new RegExp(`^${title}: listed, since `)),
        ]);
        // What could not be proven is no reason to write state anew.
        const times = estate.stored.filter(({ token }) => token.startsWith(ours)).map(({ props }) => props.__syncedAt);
        estate.keep(refreshed);
        expect(
          estate.stored.filter(({ token }) => token.startsWith(ours)).map(({ props }) => props.__syncedAt),
        ).toEqual(times);
        estate.passes(HOUR_MS);
      }
    },
  );

  test("429 is waited for, and proves as much as before", async () => {
    const fault = { kind: "answer", status: 429, headers: { "retry-after": "1" } } as const;
    emulators.workos.faults.add({ ...fault, route: "/events" });
    emulators.openai.faults.add({ ...fault, route: "/organization/audit_logs" });
    const refreshed = await estate.refresh(INCREMENTAL);
    expect(others(refreshed)).toEqual([]);
    expect(lists(refreshed)).toEqual({ workos: 0, openai: 0 });
    expect(refreshed.said).toEqual([]);
  });

  test("500 and a cut connection, however often it is asked", async () => {
    const always = { times: Number.POSITIVE_INFINITY };
    emulators.workos.faults.add({ kind: "answer", status: 500, route: "/events", ...always });
    emulators.openai.faults.add({ kind: "drop", route: "/organization/audit_logs", ...always });
    const refreshed = await estate.refresh(INCREMENTAL);
    expect(others(refreshed)).toEqual([]);
    expect(lists(refreshed)).toEqual({ workos: LISTED, openai: LISTED });
    expect(emulators.workos.requests.count("GET /events")).toBeLessThanOrEqual(5);
  });
});

describe("E51 silence proves nothing", () => {
  test("of an audit log that is off: everything is listed, with the reason, and drift is seen", async () => {
    await ended();
    await begun(false);
    await dana().openai.post(`/organization/projects/${first().projectId}`, { name: "renamed" });
    const refreshed = await estate.refresh(INCREMENTAL);
    expect(others(refreshed)).toEqual(["openai:Project changed"]);
    expect(lists(refreshed)).toEqual({ workos: 0, openai: LISTED });
    expect(refreshed.said).toContainEqual(
      expect.stringMatching(/^OpenAI: listed, since nothing shows that events were kept before /),
    );
    // A log that has never had a word does not get one by being asked again: state is not written for that.
    expect(refreshed.seen.filter((one) => typeof one === "object" && "props" in one)).toHaveLength(
      estate.stored.length,
    );
  });

  test("of an audit log that was switched on later: what was changed before is seen", async () => {
    await ended();
    await begun(false);
    await dana().openai.post(`/organization/projects/${first().projectId}`, { name: "renamed" });
    // Entries that the emulator has from before are too old to be shown.
    estate.passes(31 * DAY_MS);
    estate.keep(await estate.refresh(INCREMENTAL));
    await dana().openai.post(`/organization/projects/${first().projectId}`, { name: "renamed again" });
    estate.passes(20 * DAY_MS);
    emulators.openai.switches.set({ auditLogging: true });
    const refreshed = await estate.refresh(INCREMENTAL);
    expect(others(refreshed)).toContain("openai:Project changed");
  });

  test("of what was looked at before events were kept: everything is listed once, and again by the feed from then on", async () => {
    await dana().workos.request("PUT", `/organizations/${first().organizationId}`, { name: "Renamed" });
    estate.passes(31 * DAY_MS);
    const refreshed = await estate.refresh(INCREMENTAL);
    expect(others(refreshed)).toContain("workos:Organization changed");
    expect(lists(refreshed)).toEqual({ workos: LISTED, openai: LISTED });
    expect(refreshed.said).toContain("WorkOS: listed, since events are kept for 30 days only");
    estate.keep(refreshed);
    // Something that happened since shows that the feed is alive.
    await dana().workos.request("PUT", `/organizations/${first().organizationId}`, { name: "Once more" });
    await dana().openai.post(`/organization/projects/${first().projectId}`, { name: "once more" });
    estate.passes(HOUR_MS);
    estate.keep(await estate.refresh(INCREMENTAL));
    estate.passes(HOUR_MS);
    const quiet = await estate.refresh(INCREMENTAL);
    expect(quiet.sent, JSON.stringify(quiet.requests)).toBeLessThanOrEqual(10);
  });

  test("beyond the days that the environment says", async () => {
    estate.passes(3 * DAY_MS);
    const refreshed = await estate.refresh({ ...INCREMENTAL, TENANTRY_EVENT_DAYS: "2" });
    expect(refreshed.said).toContain("WorkOS: listed, since events are kept for 2 days only");
    expect(lists(refreshed)).toEqual({ workos: LISTED, openai: LISTED });
  });

  test("of another account than the state is of", async () => {
    const [one, ...rest] = estate.stored.filter(({ token }) => token === "workos:Organization");
    const { __account: _, ...props } = one?.props ?? {};
    estate.stored = [{ ...(one as (typeof estate.stored)[number]), props }, ...rest];
    const refreshed = await estate.refresh(INCREMENTAL);
    expect(refreshed.requests["GET /organizations/{id}"]).toBe(1);
  });
});

describe("an event of something else", () => {
  const refreshed = async (): Promise<Refreshed> => {
    estate.passes(HOUR_MS);
    return estate.refresh(INCREMENTAL);
  };

  test("whose account is removed is no member any more, and who has another address still is", async () => {
    const { data } = await dana().workos.get(`/user_management/invitations?organization_id=${first().organizationId}`);
    for (const { id } of data as { id: string }[])
      await dana().workos.post(`/user_management/invitations/${id}/accept`);
    estate.keep(await refreshed());
    const [ana, ben] = estate.stored.filter(
      ({ token, tenant }) => token === "workos:Member" && tenant === first().slug,
    );
    expect(ana?.props.state).toBe("active");
    await dana().workos.delete(`/user_management/users/${ana?.props.userId}`);
    await dana().workos.put(`/user_management/users/${ben?.props.userId}`, { email: "other@customer.example" });
    const { seen, sent } = await refreshed();
    expect(seen[estate.stored.indexOf(ana as never)]).toBe("gone");
    expect(seen[estate.stored.indexOf(ben as never)]).toMatchObject({ id: ben?.id });
    expect(sent).toBeLessThan(20);
  });

  test("a permission that is removed is seen to be missing from the roles that had it", async () => {
    const { organizationId } = first();
    await dana().workos.post("/authorization/permissions", { slug: "data:read", name: "Read" });
    const role = await estate.maker()("workos:OrganizationRole", first().slug, {
      ...{ organizationId, slug: "org-reader", name: "Reader", permissions: ["data:read"] },
    });
    estate.keep(await refreshed());
    await dana().workos.delete("/authorization/permissions/data:read");
    const { seen } = await refreshed();
    const at = estate.stored.findIndex(({ id }) => id === role.id);
    expect(seen[at]).toMatchObject({ props: { permissions: [] } });
  });

  test("a key of an account that is removed is gone with it", async () => {
    const key = estate.stored.findIndex(({ token }) => token === "openai:ServiceAccountKey");
    const { projectId, serviceAccountId } = estate.stored[key]?.props ?? {};
    await dana().openai.delete(`/organization/projects/${projectId}/service_accounts/${serviceAccountId}`);
    expect((await refreshed()).seen[key]).toBe("gone");
  });
});

test("E47 an invitation that ran out has no event, and is seen to have", async () => {
  await dana().workos.request("PUT", `/organizations/${first().organizationId}`, { name: "Renamed" });
  estate.passes(6 * DAY_MS);
  estate.keep(await estate.refresh(INCREMENTAL));
  estate.passes(2 * DAY_MS);
  const refreshed = await estate.refresh(INCREMENTAL);
  expect(others(refreshed)).toEqual(Array.from({ length: 3 * TENANTS }, () => "workos:Member changed"));
  estate.keep(refreshed);
  estate.passes(HOUR_MS);
  expect(others(await estate.refresh(INCREMENTAL))).toEqual([]);
});

test("an invitation that ran out and was left so is to be sent anew, once the file says so", async () => {
  estate.passes(8 * DAY_MS);
  estate.keep(await estate.refresh(INCREMENTAL));
  estate.passes(HOUR_MS);
  const expired = estate.stored.find(({ token }) => token === "workos:Member");
  expect(expired?.props.state).toBe("expired");
  const { token, id } = await estate.change(expired as Stored, { onExpired: "renew" });
  const isIt = (one: Stored) => one.token === token && one.id === id;
  const { seen } = await estate.refresh(INCREMENTAL);
  expect(seen[estate.stored.findIndex(isIt)]).toBe("gone");
  expect(seen.filter((one) => one === "gone")).toHaveLength(1);
});

describe("what somebody says of an object counts, though it stands", () => {
  test("TENANTRY_ADOPT", async () => {
    const { organizationId, slug } = first();
    const theirs = { slug: "org-theirs", name: "Theirs" };
    await dana().workos.post(`/authorization/organizations/${organizationId}/roles`, theirs);
    const { id } = await estate.maker()("workos:OrganizationRole", slug, { organizationId, ...theirs });
    estate.passes(HOUR_MS);
    estate.keep(await estate.refresh(INCREMENTAL));
    estate.passes(HOUR_MS);
    const it = () => estate.stored.find((one) => one.id === id)?.props;
    expect(it()).toMatchObject({ __takenOver: true });
    estate.keep(await estate.refresh({ ...INCREMENTAL, TENANTRY_ADOPT: id }));
    expect(it()).not.toHaveProperty("__takenOver");
  });

  test("TENANTRY_SAME_ACCOUNT", async () => {
    const accounts = () => new Set(estate.stored.map(({ props }) => props.__account));
    const known = accounts();
    expect(known.size).toBe(2);
    estate.stored = estate.stored.map((one) => ({ ...one, props: { ...one.props, __account: "role_removed" } }));
    estate.keep(await estate.refresh({ ...INCREMENTAL, TENANTRY_SAME_ACCOUNT: "role_removed" }));
    expect(accounts()).toEqual(known);
  });
});

test("E52 an event that cannot be placed makes its whole kind be looked at, and no other", async () => {
  const make = estate.maker();
  for (const { slug, projectId } of tenants)
    await make("openai:ProjectRateLimit", slug, { projectId, model: "gpt-5", requestsPerMinute: 100 });
  estate.passes(HOUR_MS);
  estate.keep(await estate.refresh(INCREMENTAL));
  estate.passes(HOUR_MS);
  const limits = "GET /organization/projects/{project_id}/rate_limits";
  expect((await estate.refresh(INCREMENTAL)).requests[limits]).toBeUndefined();
  const path = `/organization/projects/${first().projectId}/rate_limits/rl-gpt-5`;
  await dana().openai.post(path, { max_requests_per_1_minute: 50 });
  const refreshed = await estate.refresh(INCREMENTAL);
  expect(others(refreshed)).toEqual(["openai:ProjectRateLimit changed"]);
  expect(refreshed.requests[limits]).toBe(TENANTS);
  expect(lists(refreshed)).toEqual({ workos: 0, openai: 0 });
});

test("E53 a project that was archived is gone, and so is what was in it, with who did it", async () => {
  await dana().openai.post(`/organization/projects/${first().projectId}/archive`);
  const refreshed = await estate.refresh(INCREMENTAL);
  expect(others(refreshed).sort()).toEqual([
    "openai:Project gone",
    ...["", ""].map(() => "openai:ServiceAccount gone"),
    ...["", ""].map(() => "openai:ServiceAccountKey gone"),
  ]);
  expect(refreshed.said).toContainEqual(
    expect.stringMatching(/^openai:Project .* removed outside this stack by dana@ours.example, project.archived at /),
  );
  expect(lists(refreshed)).toEqual({ workos: 0, openai: expect.any(Number) });
});

test("E45 every listing asks for all there is, so that what is missing is not there", async () => {
  await estate.refresh();
  const queries = (of: "workos" | "openai", route: string) =>
    emulators[of].requests.log
      .filter((request) => request.route === route)
      .map(({ query }) => new URLSearchParams(query));
  for (const query of queries("workos", "/user_management/organization_memberships"))
    expect(query.get("statuses")?.split(",").sort()).toEqual(["active", "inactive", "pending"]);
  for (const query of queries("openai", "/organization/projects")) expect(query.get("include_archived")).toBe("true");
  for (const query of queries("openai", "/organization/projects/{project_id}/api_keys"))
    expect(query.get("owner_project_access")).toBe("any");
  expect(queries("openai", "/organization/projects/{project_id}/api_keys")).toHaveLength(TENANTS);
});

test("E50 no token of an invitation, and no address that has one, is in state or in what is said", async () => {
  const { data } = await dana().workos.get("/user_management/invitations?limit=100");
  const tokens = (data as { token: string }[]).map(({ token }) => token);
  expect(tokens).toHaveLength(3 * TENANTS);
  await dana().workos.request("PUT", `/organizations/${first().organizationId}`, { name: tokens[0] });
  for (const environment of [{}, INCREMENTAL]) {
    const { seen, said, undeclared } = await estate.refresh(environment);
    const members = seen.filter((_, at) => estate.stored[at]?.token === "workos:Member");
    for (const token of tokens) expect(JSON.stringify([members, said, undeclared])).not.toContain(token);
  }
});

test("I12 a refresh sends nothing but GET", async () => {
  await estate.refresh(INCREMENTAL);
  await estate.refresh();
  expect(emulators.workos.requests.writes + emulators.openai.requests.writes).toBe(0);
});

test("a word that is none for a refresh is refused", () => {
  expect(incrementalIn({}, [])).toBeUndefined();
  expect(incrementalIn({ TENANTRY_REFRESH: "snapshot" }, [])).toBeUndefined();
  expect(() => incrementalIn({ TENANTRY_REFRESH: "sometimes" }, [])).toThrow(/TENANTRY_REFRESH is "sometimes"/);
  for (const days of ["0", "-1", "1.5", "many", "1000"])
    expect(() => incrementalIn({ ...INCREMENTAL, TENANTRY_EVENT_DAYS: days }, [])).toThrow(/TENANTRY_EVENT_DAYS/);
});
