import fc from "fast-check";
import { expect, test } from "vitest";
import { anyRequest, type Known, send, servedPart } from "../../contract/any-request.ts";
import { withSdkMembers } from "../../contract/openai-overlay.ts";
import { readSpecification } from "../../contract/specification.ts";
import { PEM } from "./certificate.ts";
import { PROJECTS, useOpenai } from "./organization.ts";

const openai = useOpenai({ unknownFields: "allowed" });

test("no request whatsoever is answered 500 or against the description, and what is held stays whole", async () => {
  const { emulator } = openai;
  const probe = async (method: string, route: string) => (await emulator.as("probe").request(method, route)).status;
  const served = await servedPart(withSdkMembers(readSpecification("openai-admin")), probe);
  const project = await openai.project();
  const ids: string[] = [project.id, (await openai.serviceAccount(project.id)).id];
  ids.push((await openai.post("/organization/groups", { name: "Support" })).body.id);
  const latest = (prefix: RegExp, count = 3) => ids.filter((id) => prefix.test(id)).slice(-count);
  /** Adds a person to the organization, since requests may remove people and the API cannot add them. */
  let joined = 0;
  const join = async () => {
    const email = `member-${joined++}@ourcompany.example`;
    await emulator.seed({ users: [{ email, name: "Member" }] });
    ids.push((await emulator.as("test").get(`/organization/users?emails=${email}`)).data[0].id);
  };
  await join();
  const known: Known = (place) => {
    switch (place) {
      case "projects":
        return [project.id, project.id, ...latest(/^proj_/, 2)];
      case "service_accounts":
        return latest(/^svc_acct_/);
      case "api_keys":
      case "admin_api_keys":
        return latest(/^key_/, 6);
      case "users":
      case "user_id":
        return latest(/^user-/, 1);
      case "groups":
      case "group_id":
        return latest(/^group_/, 1);
      case "roles":
      case "role_id":
        return ["role-api-project-member", "role-api-organization-reader", ...latest(/^role_/, 1)];
      case "invites":
        return latest(/^invite-/);
      case "spend_alerts":
        return latest(/^alert_/);
      case "rate_limits":
        return ["rl-gpt-5", "rl-tts-1"];
      case "certificates":
      case "certificate_ids":
        return latest(/^cert_/, 2);
      // A role's name for people, its id for groups.
      case "role":
        return ["member", "role-api-project-member"];
      case "external_keys":
        return latest(/^ek_/);
      case "external_storage":
        return latest(/^es_/);
      case "workload_identity_providers":
        return latest(/^wip_/, 1);
      case "federation_rules":
        return latest(/^wifr_/);
      case "project_id":
      case "external_id":
      case "audience":
        return [project.id];
      case "service_account_id":
        return latest(/^svc_acct_/);
      case "certificate":
        return [PEM];
      default:
        return [];
    }
  };

  /** Operations with a body that were carried out, and then refused the same request with `null` as its body. */
  const refusedNull = new Set<string>();
  await fc.assert(
    fc.asyncProperty(anyRequest(served, known), async (request) => {
      // This project stays active, so that requests reach its accounts and keys.
      fc.pre(!request.path.startsWith(`${PROJECTS}/${project.id}/archive`));
      const { status, text } = await send(emulator.url, emulator.adminApiKey, request);
      expect(status === 501 || status < 500, `${status} ${text}`).toBe(true);
      const operation = `${request.method} ${emulator.requests.log.at(-1)?.route}`;
      if (status < 300 && request.body !== undefined && !refusedNull.has(operation)) {
        refusedNull.add(operation);
        const answer = await send(emulator.url, emulator.adminApiKey, { ...request, body: "null" });
        expect(answer.status, `${operation} takes null for its body`).toBeGreaterThanOrEqual(400);
      }
      const body = text === "" ? undefined : JSON.parse(text);
      if (typeof body?.id !== "string") return;
      if (body.deleted === true) ids.splice(0, ids.length, ...ids.filter((id) => id !== body.id));
      else if (!ids.includes(body.id)) ids.push(body.id);
      if (latest(/^user-/).length === 0) await join();
    }),
    { numRuns: 6000 },
  );
  const succeeded = new Set<string>();
  for (const { method, route, status } of emulator.requests.log)
    if (status === 200) succeeded.add(`${method} ${route}`);
  // Guards against requests that are all refused. Reports need a time, and external keys several members at once, which
  // arbitrary requests hardly ever have.
  const operations = Object.entries(served.paths).flatMap(([route, item]) =>
    Object.keys(item).map((method) => `${method.toUpperCase()} ${route}`),
  );
  expect(operations.length).toBeGreaterThan(130);

  const missed = operations.filter(
    (operation) => !succeeded.has(operation) && !/usage|costs|external_keys/.test(operation),
  );
  expect(missed.length, missed.join("\n")).toBeLessThan(operations.length / 8);

  const read = openai.emulator.as("test");
  const projects = (await read.get(`${PROJECTS}?include_archived=true&limit=100`)).data;
  expect(projects.length).toBeGreaterThan(1);
  for (const { id, status } of projects) {
    await read.get(`${PROJECTS}/${id}`);
    await read.get(`${PROJECTS}/${id}/api_keys?owner_project_access=any`);
    if (status === "active") await read.get(`${PROJECTS}/${id}/service_accounts`);
    if (status === "active") await read.get(`${PROJECTS}/${id}/users`);
    await read.get(`${PROJECTS}/${id}/groups`);
    await read.get(`/projects/${id}/roles`);
  }
  for (const { id } of (await read.get("/organization/users")).data) await read.get(`/organization/users/${id}/roles`);
  await read.get("/organization/audit_logs?limit=100");
});
