import { isDeepStrictEqual } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type ActingClient, type Emulators, startEmulators } from "../../../emulators/index.ts";
import { Estate, makeFleet, type Refreshed, type Seen, type TenantOf } from "../estate.ts";

/*
 * A month of what colleagues do at both vendors, and refreshes by the change feed meanwhile: what each makes of state is what a
 * snapshot makes of it. `TENANTRY_TENANTS=200` plays more of it, `TENANTRY_SEED` another month.
 */

const TENANTS = Number(process.env.TENANTRY_TENANTS ?? 10);
const SEED = Number(process.env.TENANTRY_SEED ?? 15);
const DAYS = 30;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

let emulators: Emulators;
let estate: Estate;
let tenants: TenantOf[];

beforeAll(async () => {
  emulators = await startEmulators();
  for (const { clock } of [emulators.workos, emulators.openai]) clock.stop();
  estate = new Estate(emulators);
  tenants = await makeFleet(estate, TENANTS, true);
});
afterAll(async () => {
  estate.close();
  await emulators.close();
});

/** Numbers from 0 up to 1, the same for the same seed. */
function chance(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
const random = chance(SEED);
const one = <T>(of: readonly T[]): T | undefined => of[Math.floor(random() * of.length)];

type Act = (workos: ActingClient, openai: ActingClient, tenant: TenantOf, word: string) => Promise<unknown>;
interface Row {
  readonly id: string;
}

const roles = ({ organizationId }: TenantOf) => `/authorization/organizations/${organizationId}/roles`;
const project = ({ projectId }: TenantOf) => `/organization/projects/${projectId}`;
/** One of those that are listed there; nothing, where that is gone. */
const listed = async (act: ActingClient, path: string): Promise<(Row & Record<string, unknown>) | undefined> => {
  const { status, body } = await act.request("GET", path);
  return status < 400 ? one(body.data) : undefined;
};
const membership = (act: ActingClient, { organizationId }: TenantOf) =>
  listed(
    act,
    `/user_management/organization_memberships?organization_id=${organizationId}&statuses=active,inactive,pending`,
  );
const invitation = (act: ActingClient, { organizationId }: TenantOf) =>
  listed(act, `/user_management/invitations?organization_id=${organizationId}`);
const member =
  (what: (act: ActingClient, path: string, row: Record<string, unknown>) => Promise<unknown>): Act =>
  async (workos, _openai, tenant) => {
    const row = await membership(workos, tenant);
    if (row) await what(workos, `/user_management/organization_memberships/${row.id}`, row);
  };
const invited =
  (verb: string): Act =>
  async (workos, _openai, tenant) => {
    const row = await invitation(workos, tenant);
    if (row) await workos.request("POST", `/user_management/invitations/${row.id}/${verb}`);
  };
const domain =
  (what: (act: ActingClient, path: string) => Promise<unknown>): Act =>
  async (workos, _openai, { organizationId }) => {
    const { body } = await workos.request("GET", `/organizations/${organizationId}`);
    const row = one((body?.domains ?? []) as Row[]);
    if (row) await what(workos, `/organization_domains/${row.id}`);
  };
const account =
  (what: (act: ActingClient, path: string) => Promise<unknown>): Act =>
  async (_workos, openai, tenant) => {
    const row = await listed(openai, `${project(tenant)}/service_accounts`);
    if (row) await what(openai, `${project(tenant)}/service_accounts/${row.id}`);
  };

/** What colleagues and customers do. What cannot be done any more is not. */
const ACTS: readonly Act[] = [
  (workos, _openai, { organizationId }, name) => workos.request("PUT", `/organizations/${organizationId}`, { name }),
  (workos, _openai, tenant, name) => workos.request("PATCH", `${roles(tenant)}/org-auditor`, { name }),
  (workos, _openai, tenant, word) => workos.request("POST", roles(tenant), { slug: `org-${word}`, name: word }),
  (workos, _openai, tenant) => workos.request("DELETE", `${roles(tenant)}/org-auditor`),
  member((act, path) => act.request("PUT", path, { role_slug: one(["org-engineer", "org-auditor", "member"]) })),
  member((act, path) => act.request("PUT", `${path}/deactivate`)),
  member((act, path) => act.request("PUT", `${path}/reactivate`)),
  member((act, path) => act.request("DELETE", path)),
  member((act, _path, { user_id }) => act.request("DELETE", `/user_management/users/${user_id}`)),
  invited("accept"),
  invited("accept"),
  invited("revoke"),
  invited("resend"),
  domain((act, path) => act.request("POST", `${path}/verify`)),
  domain((act, path) => act.request("DELETE", path)),
  (_workos, openai, tenant, name) => openai.request("POST", project(tenant), { name }),
  account((act, path) => act.request("POST", path, { role: one(["member", "owner"]) })),
  account((act, path) => act.request("DELETE", path)),
  (_workos, openai, tenant, name) => openai.request("POST", `${project(tenant)}/service_accounts`, { name }),
  async (_workos, openai, tenant) => {
    const key = await listed(openai, `${project(tenant)}/api_keys`);
    if (key) await openai.request("DELETE", `${project(tenant)}/api_keys/${key.id}`);
  },
];
/** Seldom. */
const ENDS: readonly Act[] = [
  (workos, _openai, { organizationId }) => workos.request("DELETE", `/organizations/${organizationId}`),
  (_workos, openai, tenant) => openai.request("POST", `${project(tenant)}/archive`),
];

async function actSomehow(step: number): Promise<void> {
  const act = one(random() < 0.02 ? ENDS : ACTS) as Act;
  const who = random() < 0.5 ? "dana@ours.example" : "kim@customer.example";
  await act(emulators.workos.as(who), emulators.openai.as(who), one(tenants) as TenantOf, `word-${step}`);
}

/** Without the time of the look, which only the change feed has. */
const bare = (seen: Seen | undefined) => {
  if (typeof seen !== "object" || seen instanceof Error) return seen;
  const { __syncedAt: _, ...props } = seen.props;
  return { id: seen.id, props };
};

const undeclared = ({ said }: Refreshed) => said.filter((line) => line.includes("has in no file")).sort();

test("a month of changes by others: a refresh by the change feed misses none of them", async () => {
  let compared = 0;
  let changed = 0;
  let failed = 0;
  let saved = 0;
  for (let day = 1, step = 0; day <= DAYS; day++) {
    for (let times = Math.ceil(TENANTS / 3); times > 0; times--) {
      await actSomehow(step++);
      estate.passes(random() * 2 * HOUR_MS);
    }
    estate.passes(DAY_MS - (estate.now % DAY_MS));
    if (day % 3 !== 0) continue;
    const isFaulty = day % 6 === 0;
    for (const vendor of isFaulty ? [emulators.workos, emulators.openai] : []) {
      vendor.faults.add({ kind: "answer", status: 500, probability: 0.01 });
      vendor.faults.add({ kind: "answer", status: 403, probability: 0.005 });
      vendor.faults.add({ kind: "drop", probability: 0.005 });
    }
    const refreshed = await estate.refresh({ TENANTRY_REFRESH: "incremental" });
    for (const vendor of [emulators.workos, emulators.openai]) vendor.faults.clear();
    const snapshot = await estate.refresh();
    saved += snapshot.sent - refreshed.sent;
    for (const [at, stored] of estate.stored.entries()) {
      const seen = refreshed.seen[at];
      if (seen instanceof Error) {
        failed++;
        expect(isFaulty, seen.message).toBe(true);
        continue;
      }
      expect(bare(seen), `day ${day}, ${stored.token} of ${stored.tenant}`).toEqual(bare(snapshot.seen[at]));
      compared++;
      if (!isDeepStrictEqual(bare(seen), bare(stored))) changed++;
    }
    if (!isFaulty) expect(undeclared(refreshed)).toEqual(undeclared(snapshot));
    estate.keep(refreshed);
  }
  expect(failed).toBeLessThan(compared / 10);
  // It would prove little if hardly anything had happened, or if everything had been listed all the time.
  expect(changed).toBeGreaterThan(TENANTS);
  expect(saved).toBeGreaterThan(0);
  if (process.env.TENANTRY_TENANTS) console.log({ compared, changed, failed, saved });
});
