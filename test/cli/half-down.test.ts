import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { Stored } from "../../cli/pulumi.ts";
import { type Emulators, startEmulators } from "../../emulators/index.ts";

/* One vendor refuses everything: what the other one tells is told all the same. */

const ORGANIZATION = "org_01JZ0000000000000000000001";

const stored = (token: string, name: string, id: string, outputs: object = {}): Stored => ({
  ...{ urn: `urn:pulumi:p::fleet::x::${name}`, type: `pulumi-nodejs:dynamic/${token}`, id, outputs: { ...outputs } },
});
const organization = stored("workos:Organization", "acme/workos-organization", ORGANIZATION, {
  ...{ name: "Acme", externalId: "acme", createdAt: "2026-01-01T00:00:00.000Z", domains: [] },
});
const project = stored("openai:Project", "acme/openai-project", "proj_AbCdEfGhIjKlMnOpQrStUv", { name: "acme" });
const watched = stored("tenantry:Undeclared", "acme/tenantry-undeclared", "undeclared", {
  kinds: { organizations: ["workos:Organization"], projects: ["openai:Project"] },
  tenants: { acme: [{ in: [], has: { organizations: [], projects: [] } }] },
});

let emulators: Emulators;
/** The id of an organization that somebody made. */
let made: string;

beforeAll(async () => {
  emulators = await startEmulators();
  vi.stubEnv("WORKOS_API_KEY", emulators.workos.apiKey);
  vi.stubEnv("WORKOS_BASE_URL", emulators.workos.url);
  vi.stubEnv("OPENAI_ADMIN_KEY", emulators.openai.adminApiKey);
  vi.stubEnv("OPENAI_BASE_URL", emulators.openai.url);
  // A process connects once, and others may have.
  vi.resetModules();
  const answer = await fetch(`${emulators.workos.url}/organizations`, {
    method: "POST",
    headers: { authorization: `Bearer ${emulators.workos.apiKey}`, "content-type": "application/json" },
    body: JSON.stringify({ name: "Found" }),
  });
  made = ((await answer.json()) as { id: string }).id;
  emulators.openai.faults.add({ kind: "answer", status: 403, times: Number.POSITIVE_INFINITY });
});
afterAll(async () => {
  vi.unstubAllEnvs();
  vi.resetModules();
  await emulators.close();
});

test("drift tells of the other, and of the one that is down once", async () => {
  const { inspector } = await import("../../providers/runtime.ts");
  const { driftOf } = await import("../../cli/drift.ts");
  const report = await driftOf([organization, project, watched], await inspector());
  expect(report.looked).toBe(1);
  const told = report.differences.map(({ kind, tenant, id }) => [kind, tenant, id]);
  expect(told).toContainEqual(["deleted", "acme", ORGANIZATION]);
  expect(told).toContainEqual(["undeclared", "acme", made]);
  expect(report.unseen).toEqual([
    { tenant: null, name: "everything at OpenAI", reason: expect.stringContaining("403") },
  ]);
});

test("log tells what the other has, and whose part is missing", async () => {
  const { toldByVendors } = await import("../../cli/commands/log.ts");
  const found = stored("workos:Organization", "acme/workos-organization", made);
  const told = await toldByVendors([found, project], new Date(Date.now() - 3_600_000));
  expect(told.workos.map(({ event }) => event)).toEqual(["organization.created"]);
  expect(told.openai).toEqual([]);
  expect(told.missing).toEqual([{ source: "OpenAI", reason: expect.stringContaining("403") }]);
});
