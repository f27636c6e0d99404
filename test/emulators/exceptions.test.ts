import { expect, test } from "vitest";
import { OPENAI_OPERATIONS } from "../../emulators/openai/specification.ts";
import { WORKOS_OPERATIONS } from "../../emulators/workos/specification.ts";
import { type Exception, OPENAI_EXCEPTIONS, WORKOS_EXCEPTIONS } from "../contract/exceptions.ts";
import { PEM } from "./openai/certificate.ts";
import { PROJECTS, useOpenai } from "./openai/organization.ts";
import { useWorkos } from "./workos/environment.ts";

/* Provokes every answer that is given although the official description does not list it. */

const workos = useWorkos({ unknownFields: "allowed" });
const openai = useOpenai({ unknownFields: "allowed" });

const TOO_LONG = "x".repeat(1024 * 1024 + 1);

const parts = (operation: string) => operation.split(" ") as [method: string, route: string];

/** A route with the values that are given for its parameters, `unknown` for others. */
const fill = (route: string, ids: Readonly<Record<string, string>> = {}) =>
  route.replaceAll(/\{(\w+)\}/g, (_, name: string) => ids[name] ?? "unknown");

async function raw(url: string, authorization: string | undefined, body?: string): Promise<void> {
  const headers = authorization === undefined ? {} : { authorization };
  await fetch(url, body === undefined ? { headers } : { method: "POST", headers, body });
}

/** The exceptions that no answer needed. */
const unused = (exceptions: readonly Exception[], used: ReadonlySet<Exception>) =>
  exceptions
    .filter((one) => !used.has(one))
    .map(({ operation, status, code, because }) => `${operation} ${status} ${code}: ${because}`);

test("WorkOS: no exception is unused", async () => {
  const { emulator, post, get } = workos;
  const key = `Bearer ${emulator.apiKey}`;
  const list = `${emulator.url}/organizations`;
  await raw(list, "Bearer sk_wrong");
  await raw(list, key, "{");
  await raw(list, key, TOO_LONG);
  emulator.limits.set([{ capacity: 1, perSeconds: 60 }]);
  await get("/organizations");
  await get("/organizations");
  emulator.limits.set([]);
  await post("/widgets/token", {});

  const organization = await workos.organization();
  const user = (await post("/user_management/users", { email: "ann@acme.com" })).body;
  const pair = { user_id: user.id, organization_id: organization.id };
  const member = (await post("/user_management/organization_memberships", pair)).body;
  await post("/user_management/organization_memberships", pair);
  await post("/organization_domains", { organization_id: organization.id, domain: "nodot" });
  await post("/organization_domains", { organization_id: "org_unknown", domain: "acme.com" });
  for (const name of ["Acme", "Acme Inc"])
    await workos.call("POST", "/organizations", { name }, { "idempotency-key": "same" });
  const resource = (
    await post("/authorization/resources", {
      organization_id: organization.id,
      resource_type_slug: "workspace",
      external_id: "w1",
      name: "W",
    })
  ).body;
  const group = (await post(`/organizations/${organization.id}/groups`, { name: "Team" })).body;
  const ids = {
    organization_id: organization.id,
    organizationId: organization.id,
    organization_membership_id: member.id,
    omId: member.id,
    userId: user.id,
    group_id: group.id,
    groupId: group.id,
    resource_id: resource.id,
    resource_type_slug: "workspace",
    external_id: "w1",
  };
  for (const operation of WORKOS_OPERATIONS) {
    const [method, route] = parts(operation);
    if (method === "GET") await get(`${fill(route, ids)}?limit=0`);
    if (route.includes("{")) await workos.call(method, fill(route), method === "GET" ? undefined : {});
  }
  await workos.put("/vault/v1/kv/unknown", { value: "v" });
  await post("/user_management/users/unknown/auth_factors", { type: "totp" });
  await post("/passwordless/sessions", {});

  expect(unused(WORKOS_EXCEPTIONS, workos.seen().used)).toEqual([]);
});

test("OpenAI: no exception is unused", async () => {
  const { emulator, post, get } = openai;
  const made = async (path: string, body: object) => (await post(path, body)).body;
  const key = `Bearer ${emulator.adminApiKey}`;
  const list = emulator.url + PROJECTS;
  await raw(list, undefined);
  await raw(list, "Bearer sk-admin-wrong");
  await raw(list, "Bearer sk-proj-ordinary");
  await openai.call("GET", PROJECTS, undefined, { "openai-organization": "org-other" });
  await raw(list, key, "{");
  await raw(list, key, TOO_LONG);
  emulator.limits.set([{ capacity: 1, perSeconds: 60 }]);
  await get(PROJECTS);
  await get(PROJECTS);
  emulator.limits.set([]);
  emulator.switches.set({ created201: true });
  await openai.project();
  emulator.switches.set({ created201: false });

  // One object of each kind, so that each request below has exactly one fault.
  await emulator.seed({
    users: [{ email: "ann@acme.com" }],
    groups: [{ name: "Directory", is_scim_managed: true, users: ["ann@acme.com"] }],
  });
  const user = (await get("/organization/users?emails=ann@acme.com")).body.data[0];
  const [directory] = (await get("/organization/groups")).body.data;
  const [adminKey] = (await get("/organization/admin_api_keys")).body.data;
  const [defaultProject] = (await get(PROJECTS)).body.data;
  const project = await openai.project();
  const account = await openai.serviceAccount(project.id, { expires_in_seconds: 60 });
  const group = await made("/organization/groups", { name: "Support" });
  await post(`/organization/groups/${group.id}/users`, { user_id: user.id });
  const role = await made("/organization/roles", { role_name: "Reader", permissions: ["api.organization.read"] });
  await post(`/organization/groups/${group.id}/roles`, { role_id: role.id });
  await post(`${PROJECTS}/${project.id}/groups`, { group_id: group.id, role: "role-api-project-member" });
  const certificate = await made("/organization/certificates", { certificate: PEM });
  await post("/organization/certificates/activate", { certificate_ids: [certificate.id] });
  const [notification_channel, interval] = [{ type: "email", recipients: ["a@acme.com"] }, "month"];
  const alertFields = { threshold_amount: 1, currency: "USD", interval, notification_channel };
  const alert = await made("/organization/spend_alerts", alertFields);
  const inProject = {
    role_id: (await made(`/projects/${project.id}/roles`, { role_name: "Reader", permissions: [] })).id,
    alert_id: (await made(`${PROJECTS}/${project.id}/spend_alerts`, alertFields)).id,
  };
  await post(`/projects/${project.id}/groups/${group.id}/roles`, { role_id: inProject.role_id });
  const provider = await made("/organization/workload_identity_providers", {
    name: "ci",
    type: "oidc",
    issuer: "https://ci.example",
    audience: project.id,
  });
  const rule = await made(`/organization/workload_identity_providers/${provider.id}/federation_rules`, {
    project_id: project.id,
    service_account_id: account.id,
    attribute_matchers: { sub: "main" },
  });
  const invite = await made("/organization/invites", { email: "bob@acme.com", role: "reader" });
  await fetch(`${emulator.origin}/_emulator/invites/${invite.id}/accept`, { method: "POST" });
  const archived = await openai.project();
  await post(`${PROJECTS}/${archived.id}/archive`);
  const ids = {
    project_id: project.id,
    user_id: user.id,
    group_id: group.id,
    role_id: role.id,
    service_account_id: account.id,
    api_key_id: account.api_key.id,
    certificate_id: certificate.id,
    alert_id: alert.id,
    workload_identity_provider_id: provider.id,
    federation_rule_id: rule.id,
  };

  for (const operation of OPENAI_OPERATIONS) {
    const [method, route] = parts(operation);
    const ofProject = route.includes("/{project_id}");
    const known = ofProject ? { ...ids, ...inProject } : ids;
    if (method === "POST" && !route.endsWith("/archive")) await post(fill(route, known), []);
    if (method === "GET") await get(`${fill(route, known)}?limit=none&include=none`);
    if (route.includes("{")) await openai.call(method, fill(route));
    if (ofProject && method !== "GET") await openai.call(method, fill(route, { ...known, project_id: archived.id }));
  }
  for (const way of ["activate", "deactivate"])
    await post(`/organization/certificates/${way}`, { certificate_ids: ["cert_unknown"] });
  await openai.delete("/organization/spend_limit");

  const [owner] = (await get("/organization/users")).body.data.filter((one: { role: string }) => one.role === "owner");
  const predefined = { role_id: "role-api-organization-owner" };
  const predefinedHere = { project_id: project.id, role_id: "role-api-project-member" };
  emulator.clock.advance(61_000);
  await openai.delete(`/organization/admin_api_keys/${adminKey.id}`);
  await openai.delete(`/organization/certificates/${certificate.id}`);
  await openai.delete(`/organization/groups/${directory.id}`);
  await openai.delete(`/organization/groups/${directory.id}/users/${user.id}`);
  await openai.delete(`/organization/invites/${invite.id}`);
  await openai.delete(fill("/organization/roles/{role_id}", predefined));
  await openai.delete(`/organization/users/${owner.id}`);
  await openai.delete(`/organization/users/${user.id}/roles/${role.id}`);
  await openai.delete(`/organization/workload_identity_providers/${provider.id}`);
  await openai.delete(fill("/projects/{project_id}/roles/{role_id}", predefinedHere));
  await openai.delete(`/projects/${project.id}/users/${user.id}/roles/${inProject.role_id}`);
  await get("/organization/audit_logs?tenant_only=true&event_types=user.added");
  await get("/organization/costs?start_time=10&end_time=5");
  await post(`/organization/groups/${directory.id}`, { name: "Ours" });
  await post(`/organization/groups/${group.id}/users`, { user_id: user.id });
  await post("/organization/invites", { email: user.email, role: "reader" });
  await post(`${PROJECTS}/${project.id}/api_keys/${account.api_key.id}`, { scopes: [] });
  await post(`${PROJECTS}/${defaultProject.id}/archive`);
  await post(`${PROJECTS}/${project.id}/groups`, { group_id: group.id, role: "role-api-project-member" });
  await post(fill("/organization/roles/{role_id}", predefined), { role_name: "Mine" });
  await post(`/organization/users/${owner.id}`, { role: "reader" });
  await post(fill("/projects/{project_id}/roles/{role_id}", predefinedHere), { role_name: "Mine" });
  for (let n = 0; n < 50; n++) await post("/organization/certificates", { certificate: PEM });

  expect(unused(OPENAI_EXCEPTIONS, openai.seen().used)).toEqual([]);
});
