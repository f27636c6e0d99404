import { expect, test } from "vitest";
import { useWorkos } from "./environment.ts";

const workos = useWorkos();

const raw = (method: string, path: string, init: { body?: string; authorization?: string }) =>
  fetch(workos.emulator.url + path, {
    method,
    headers: {
      authorization: init.authorization ?? `Bearer ${workos.emulator.apiKey}`,
      "content-type": "application/json",
    },
    ...(init.body === undefined ? {} : { body: init.body }),
  });

test.each([
  ["GET", "/organizations", { authorization: "Bearer sk_test_other" }, 401],
  ["GET", "/organizations/org_x", {}, 404],
  ["GET", "/no/such/thing", {}, 404],
  ["POST", "/organizations", { body: "{" }, 400],
  ["POST", "/organizations", { body: "{}" }, 422],
  ["DELETE", "/vault/v1/kv/x", {}, 404],
  ["POST", "/widgets/token", { body: "{}" }, 501],
] as const)("%s %s with %j: %4$s, in JSON, with a request id", async (method, path, init, status) => {
  const answer = await raw(method, path, init);
  expect(answer.status).toBe(status);
  expect(answer.headers.get("x-request-id")).toMatch(/^req_\w+$/);
  expect(answer.headers.get("content-type")).toMatch(/^application\/json/);
  const body = (await answer.json()) as { message?: string; error?: string };
  expect(body.message ?? body.error).toEqual(expect.any(String));
});

test("an action is satisfied without a body, or with an empty one", async () => {
  const { id: organization_id } = await workos.organization();
  for (const body of [undefined, "", "{}"]) {
    const { id } = (await workos.post("/user_management/invitations", { email: "ann@acme.com", organization_id })).body;
    const init = body === undefined ? {} : { body };
    expect((await raw("POST", `/user_management/invitations/${id}/revoke`, init)).status).toBe(200);
  }
});

test("a path may be percent-encoded, and a DELETE may have a body", async () => {
  await workos.post("/authorization/permissions", { slug: "docs:read", name: "Read" });
  const [encoded, plain] = ["docs%3Aread", "docs:read"].map((slug) => `/authorization/permissions/${slug}`);
  expect((await workos.get(encoded ?? "")).body).toEqual((await workos.get(plain ?? "")).body);
  expect((await raw("DELETE", encoded ?? "", { body: "{}" })).status).toBe(204);
});

test("statuses of success are those of the description, creation or not", async () => {
  const organization = await workos.organization();
  const domain = (await workos.post("/organization_domains", { organization_id: organization.id, domain: "acme.com" }))
    .body;
  await workos.post("/authorization/permissions", { slug: "read", name: "Read" });
  const secret = (await workos.post("/vault/v1/kv", { name: "a", value: "v", key_context: {} })).body;
  const group = (await workos.post(`/organizations/${organization.id}/groups`, { name: "G" })).body;
  const user = (await workos.post("/user_management/users", { email: "ann@acme.com" })).body;
  const membership = { user_id: user.id, organization_id: organization.id };
  const member = (await workos.post("/user_management/organization_memberships", membership)).body;
  const groups = `/organizations/${organization.id}/groups/${group.id}`;
  const statuses = [
    await workos.post(`/organization_domains/${domain.id}/verify`),
    await workos.post("/portal/generate_link", { organization: organization.id }),
    await workos.put(`/vault/v1/kv/${secret.id}`, { value: "w" }),
    await workos.post("/authorization/roles/member/permissions", { slug: "read" }),
    await workos.post(`${groups}/organization-memberships`, { organization_membership_id: member.id }),
    await workos.post(`/feature-flags/beta-export/targets/${organization.id}`),
    await workos.delete(`/feature-flags/beta-export/targets/${organization.id}`),
    await workos.delete(`/vault/v1/kv/${secret.id}`),
    await workos.delete(groups),
    await workos.delete(`/user_management/organization_memberships/${member.id}`),
    await workos.delete(`/user_management/users/${user.id}`),
    await workos.delete(`/organizations/${organization.id}`),
  ].map(({ status }) => status);
  expect(statuses).toEqual([201, 201, 201, 200, 200, 204, 204, 200, 204, 200, 200, 200]);
});

test("ids sort by age, even within one millisecond", async () => {
  const ids = [];
  for (let n = 0; n < 20; n++) ids.push((await workos.organization()).id);
  expect(ids[0]).toMatch(/^org_[0-9A-HJKMNP-TV-Z]{26}$/);
  expect([...ids].sort()).toEqual(ids);
});

test("what has no events sends none", async () => {
  const organization = await workos.organization();
  const group = (await workos.post(`/organizations/${organization.id}/groups`, { name: "G" })).body;
  const before = await workos.eventTypes();
  const made = [
    await workos.post("/webhook_endpoints", { endpoint_url: "https://acme.com", events: [] }),
    await workos.post("/user_management/redirect_uris", { uri: "https://acme.com" }),
    await workos.post("/user_management/cors_origins", { origin: "https://acme.com" }),
    await workos.put("/user_management/jwt_template", { content: "{}" }),
    await workos.post("/audit_logs/actions/a/schemas", { targets: [{ type: "t" }] }),
    await workos.put(`/organizations/${organization.id}/audit_logs_retention`, { retention_period_in_days: 30 }),
    await workos.post("/connect/applications", { application_type: "oauth", name: "A", is_first_party: true }),
    await workos.post("/authorization/resources", {
      organization_id: organization.id,
      resource_type_slug: "workspace",
      external_id: "w1",
      name: "W",
    }),
    await workos.post(`/authorization/groups/${group.id}/role_assignments`, { role_slug: "member" }),
    await workos.post("/data-integrations", { provider: "github", credentials: { type: "organization" } }),
    await workos.put(`/organizations/${organization.id}/data_integration_configurations/github`, { enabled: true }),
    await workos.post("/portal/generate_link", { organization: organization.id }),
  ];
  for (const { status, body } of made) expect(status, JSON.stringify(body)).toBeLessThan(300);
  expect(await workos.eventTypes()).toEqual(before);
});
