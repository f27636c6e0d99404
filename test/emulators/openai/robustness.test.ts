import fc from "fast-check";
import { expect, test } from "vitest";
import { anyRequest, type Known, send, servedPart } from "../../contract/any-request.ts";
import { readSpecification } from "../../contract/specification.ts";
import { PROJECTS, useOpenai } from "./organization.ts";

const openai = useOpenai({ unknownFields: "allowed" });

test("no request whatsoever is answered 500 or against the description, and what is held stays whole", async () => {
  const { emulator } = openai;
  const probe = async (method: string, route: string) => (await emulator.as("probe").request(method, route)).status;
  const served = await servedPart(readSpecification("openai-admin"), probe);
  const project = await openai.project();
  const ids: string[] = [project.id, (await openai.serviceAccount(project.id)).id];
  const known: Known = (place) => {
    if (place === "projects") return [project.id, project.id, ...ids.filter((id) => id.startsWith("proj_")).slice(-2)];
    if (place === "service_accounts") return ids.filter((id) => id.startsWith("svc_acct_")).slice(-4);
    if (place === "api_keys") return ids.filter((id) => id.startsWith("key_")).slice(-4);
    return [];
  };

  await fc.assert(
    fc.asyncProperty(anyRequest(served, known), async (request) => {
      // The one project that stays active, so that its accounts and keys are met.
      fc.pre(!request.path.startsWith(`${PROJECTS}/${project.id}/archive`));
      const { status, text } = await send(emulator.url, emulator.adminApiKey, request);
      expect(status === 501 || status < 500, `${status} ${text}`).toBe(true);
      const body = text === "" ? undefined : JSON.parse(text);
      if (typeof body?.id === "string") ids.push(body.id);
    }),
    { numRuns: 2000 },
  );
  const succeeded = new Set<string>();
  for (const { method, route, status } of emulator.requests.log)
    if (status === 200) succeeded.add(`${method} ${route}`);
  // The requests were not all refused at the door: every operation that is served was carried out at least once.
  const operations = Object.entries(served.paths).flatMap(([route, item]) =>
    Object.keys(item).map((method) => `${method.toUpperCase()} ${route}`),
  );
  expect(operations.length).toBeGreaterThan(12);
  expect(operations.filter((operation) => !succeeded.has(operation))).toEqual([]);

  const read = openai.emulator.as("test");
  const projects = (await read.get(`${PROJECTS}?include_archived=true&limit=100`)).data;
  expect(projects.length).toBeGreaterThan(1);
  for (const { id, status } of projects) {
    await read.get(`${PROJECTS}/${id}`);
    await read.get(`${PROJECTS}/${id}/api_keys?owner_project_access=any`);
    if (status === "active") await read.get(`${PROJECTS}/${id}/service_accounts`);
  }
  await read.get("/organization/audit_logs?limit=100");
});
