import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Emulators, startEmulators } from "../../../emulators/index.ts";
import { Estate, makeFleet, type Refreshed, type TenantOf } from "../estate.ts";

/*
 * How many requests a refresh sends. Each tenant has an organization, two roles, two domains, three members, a project and two service
 * accounts. The bench plays a thousand of them.
 */

const TENANTS = Number(process.env.TENANTRY_TENANTS ?? 120);
const HOUR_MS = 3_600_000;
const INCREMENTAL = { TENANTRY_REFRESH: "incremental" };

let emulators: Emulators;
let estate: Estate;
let tenants: TenantOf[];

beforeAll(async () => {
  emulators = await startEmulators();
  estate = new Estate(emulators);
  tenants = await makeFleet(estate, TENANTS);
  estate.passes(HOUR_MS);
});
afterAll(async () => {
  estate.close();
  await emulators.close();
});

/** What a large fleet takes, for a person. */
const shown = (what: string, { sent, requests }: Refreshed): void => {
  if (process.env.TENANTRY_TENANTS) console.log(what, sent, requests);
};

const problems = (seen: readonly unknown[]) => seen.filter((one) => one === "gone" || one instanceof Error);

test("a snapshot lists what is listed for all 100 at a time, and the rest once for each tenant and collection", async () => {
  const refreshed = await estate.refresh();
  const { seen, requests, said } = refreshed;
  shown("snapshot", refreshed);
  expect(problems(seen)).toEqual([]);
  expect(said).toEqual([]);
  const pages = Math.ceil(TENANTS / 50);
  expect(requests["GET /organizations"]).toBeLessThanOrEqual(pages);
  expect(requests["GET /organization/projects"]).toBeLessThanOrEqual(pages + 1);
  for (const [route, count] of Object.entries(requests)) expect(count, route).toBeLessThanOrEqual(TENANTS + 10);
});

describe("by the change feed", () => {
  beforeAll(async () => {
    const first = await estate.refresh(INCREMENTAL);
    expect(problems(first.seen)).toEqual([]);
    expect(first.said).toEqual([
      "WorkOS: listed, since no run has noted yet when it looked",
      "OpenAI: listed, since no run has noted yet when it looked",
    ]);
    estate.keep(first);
    estate.passes(HOUR_MS);
  });

  test("with nothing changed, at most 10 requests are sent in all, and state stays as it is", async () => {
    const refreshed = await estate.refresh(INCREMENTAL);
    const { seen, sent, requests, said, undeclared } = refreshed;
    shown("nothing changed", refreshed);
    expect(said).toEqual([]);
    expect(seen).toEqual(estate.stored.map(({ id, props }) => ({ id, props })));
    expect(undeclared).toEqual(estate.undeclared);
    expect(sent, JSON.stringify(requests)).toBeLessThanOrEqual(10);
  });

  test("with 5 objects changed, at most 10 + 5", async () => {
    const [a, b, c, d, e] = tenants as [TenantOf, TenantOf, TenantOf, TenantOf, TenantOf];
    const dana = { workos: emulators.workos.as("dana@ours.example"), openai: emulators.openai.as("dana@ours.example") };
    for (const { organizationId } of [a, b, c])
      await dana.workos.request("PUT", `/organizations/${organizationId}`, { name: "Renamed" });
    await dana.workos.request("PATCH", `/authorization/organizations/${d.organizationId}/roles/org-auditor`, {
      name: "X",
    });
    await dana.openai.request("POST", `/organization/projects/${e.projectId}`, { name: "renamed" });
    const refreshed = await estate.refresh(INCREMENTAL);
    const { seen, sent, requests } = refreshed;
    shown("5 changed", refreshed);
    expect(sent, JSON.stringify(requests)).toBeLessThanOrEqual(15);
    const changed = seen.flatMap((one, at) => {
      const before = estate.stored[at];
      return typeof one === "object" && "props" in one && one.props.name !== before?.props.name ? [before?.token] : [];
    });
    expect(changed.sort()).toEqual([
      "openai:Project",
      "workos:Organization",
      "workos:Organization",
      "workos:Organization",
      "workos:OrganizationRole",
    ]);
  });
});
