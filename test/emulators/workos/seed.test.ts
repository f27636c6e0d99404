import { describe, expect, test } from "vitest";
import { startWorkos } from "../../../emulators/index.ts";
import { useWorkos } from "./environment.ts";

const workos = useWorkos();

const seed = async (estate: object) => {
  const response = await fetch(`${workos.emulator.origin}/_emulator/seed`, {
    method: "POST",
    body: JSON.stringify(estate),
  });
  return { status: response.status, text: await response.text() };
};

test("an estate is made of request bodies, with children inside their organization", async () => {
  const { status } = await seed({
    permissions: [{ slug: "docs:read", name: "Read" }],
    roles: [{ slug: "admin", name: "Admin", permissions: ["docs:read"] }],
    users: [{ email: "ann@acme.com", first_name: "Ann" }],
    organizations: [
      {
        name: "Acme",
        external_id: "acme",
        stripe_customer_id: "cus_1",
        domain_data: [{ domain: "acme.com", state: "verified" }],
        roles: [{ slug: "org-billing", name: "Billing", permissions: ["docs:read"] }],
        members: [
          { email: "ann@acme.com", role_slug: "admin" },
          { email: "bob@acme.com", inactive: true },
        ],
        invitations: [{ email: "cleo@acme.com", role_slug: "org-billing" }],
      },
    ],
  });
  expect(status).toBe(201);
  const acme = (await workos.get("/organizations/external_id/acme")).body;
  expect(acme).toMatchObject({ stripe_customer_id: "cus_1", domains: [{ state: "verified" }] });
  const roles = (await workos.get(`/authorization/organizations/${acme.id}/roles`)).body.data;
  expect(roles.map(({ slug, permissions }: { slug: string; permissions: string[] }) => [slug, permissions])).toEqual([
    ["member", []],
    ["admin", ["docs:read"]],
    ["org-billing", ["docs:read"]],
  ]);
  const query = `organization_id=${acme.id}&statuses=active,inactive,pending&order=asc`;
  const members = (await workos.get(`/user_management/organization_memberships?${query}`)).body.data;
  expect(members.map((one: { user: { email: string }; status: string }) => [one.user.email, one.status])).toEqual([
    ["ann@acme.com", "active"],
    ["bob@acme.com", "inactive"],
    ["cleo@acme.com", "pending"],
  ]);
  expect((await workos.lastEvent()).context.actor.source).toBe("dashboard");
});

test("what only the dashboard and the customer make is seeded too", async () => {
  const { status, text } = await seed({
    resource_types: ["galaxy"],
    custom_attributes: ["level"],
    permissions: [
      { slug: "fly", name: "Fly", resource_type_slug: "galaxy" },
      { slug: "widgets:fly", name: "Fly by widget", system: true },
    ],
    feature_flags: [
      { slug: "reports", name: "Reports", enabled: true },
      { slug: "beta-export", enabled: true },
    ],
    organizations: [
      {
        name: "Acme",
        members: [{ email: "ann@acme.com", directory_managed: true }],
        feature_flags: ["reports"],
        connections: [
          {
            connection_type: "OktaSAML",
            domains: ["acme.com"],
            external_id: "okta",
            saml_options: { idp_metadata_url: "https://acme.okta.com/metadata" },
            attribute_maps: { custom_attributes: { level: "lvl" } },
            certificates: [{ expiry_date: "2026-03-20T00:00:00Z" }],
          },
          { connection_type: "GoogleOAuth" },
        ],
        it_contacts: [{ email: "it@acme.com", intents: ["sso"] }, { email: "other@acme.com" }],
        directories: [
          {
            groups: [{ name: "Admins" }],
            users: [{ email: "ann@acme.com", groups: ["Admins"] }, { email: "bob@acme.com" }],
          },
        ],
      },
    ],
  });
  expect([status, text]).toEqual([201, expect.any(String)]);
  const [{ id }] = (await workos.get("/organizations")).body.data;
  expect((await workos.get("/authorization/permissions/fly")).body.resource_type_slug).toBe("galaxy");
  expect((await workos.delete("/authorization/permissions/widgets:fly")).status).toBe(403);
  const [member] = (await workos.get(`/user_management/organization_memberships?organization_id=${id}`)).body.data;
  expect(member.directory_managed).toBe(true);
  expect((await workos.get("/feature-flags/beta-export")).body).toMatchObject({ name: "Beta Export", enabled: true });
  expect((await workos.get(`/organizations/${id}/feature-flags`)).body.data).toMatchObject([{ slug: "reports" }]);
  const [google, okta] = (await workos.get(`/connections?organization_id=${id}`)).body.data;
  expect([google.state, okta.state]).toEqual(["active", "active"]);
  const told = await workos.emulator.as("test").get(`/_emulator/connections/${okta.id}/configuration`);
  expect(told).toMatchObject({ external_id: "okta", attribute_maps: { custom_attributes: { level: "lvl" } } });
  expect((await workos.get(`/connections/${okta.id}/saml_idp_signing_certs`)).body.data).toMatchObject([
    { not_after: "2045-01-15T09:00:00.000Z" },
    { not_after: "2026-03-20T00:00:00.000Z" },
  ]);
  const [, contact] = (await workos.get(`/organizations/${id}/it_contacts`)).body.data;
  const invited = await workos.emulator.as("test").get(`/_emulator/it_contacts/${contact.id}/invitation`);
  expect([contact.email, invited.intents]).toEqual(["it@acme.com", ["sso"]]);
  const [directory] = (await workos.get("/directories")).body.data;
  expect(directory).toMatchObject({ organization_id: id, metadata: { users: { active: 2 }, groups: 1 } });
  const people = (await workos.get(`/directory_users?directory=${directory.id}&order=asc`)).body.data;
  expect(people.map(({ groups }: { groups: object[] }) => groups.length)).toEqual([1, 0]);
});

test("agents, resource indicators, the waitlist and connected accounts are seeded", async () => {
  const { status, text } = await seed({
    permissions: [{ slug: "docs:read", name: "Read" }],
    agents: [
      {
        name: "Triage",
        permissions: ["docs:read"],
        invocable_by: { organization_ids: ["acme"], role_slugs: ["org-lead"] },
      },
      { name: "Sort" },
    ],
    authkit_oauth_resources: [{ uri: "https://mcp.acme.com", default: true }],
    waitlist: [
      { email: "a@new.example" },
      { email: "b@new.example", state: "approved" },
      { email: "c@new.example", state: "denied" },
    ],
    data_integrations: [{ provider: "github", credentials: { type: "organization" }, ownership: "organization" }],
    organizations: [
      {
        name: "Acme",
        external_id: "acme",
        roles: [{ slug: "org-lead", name: "Lead" }],
        members: [{ email: "ann@acme.com" }],
        connected_accounts: [
          { slug: "github", email: "ann@acme.com", access_token: "t" },
          { slug: "github", email: "ann@acme.com", connection_intent: "add", account_display_name: "Two" },
        ],
      },
    ],
  });
  expect([status, text]).toEqual([201, expect.any(String)]);
  const { id } = (await workos.get("/organizations/external_id/acme")).body;
  expect((await workos.get("/agents/blueprints?order=asc")).body.data).toMatchObject([
    { name: "Triage", invocable_by: { organization_ids: [id], role_slugs: ["org-lead"] } },
    { name: "Sort", invocable_by: { organization_ids: [], role_slugs: [] } },
  ]);
  expect((await workos.get("/user_management/authkit_oauth_resources")).body.data).toMatchObject([{ default: true }]);
  const entries = (await workos.get("/user_management/waitlists/default/entries?order=asc")).body.data;
  expect(entries.map(({ state }: { state: string }) => state)).toEqual(["pending", "approved", "denied"]);
  const providers = `/organizations/${id}/data_providers?supports_multiple_connections=true`;
  expect((await workos.get(providers)).body.data[0].connected_accounts).toMatchObject([
    { state: "connected" },
    { state: "needs_reauthorization", account_display_name: "Two" },
  ]);
});

describe("refusals", () => {
  test("a misspelt member makes nothing", async () => {
    const { status, text } = await seed({ organizations: [{ name: "Acme" }], organisations: [] });
    expect([status, text]).toEqual([400, expect.stringContaining("organisations")]);
    expect((await workos.get("/organizations?search=acme")).body.data).toEqual([]);
  });

  test("what the API refuses is named", async () => {
    const { status, text } = await seed({
      organizations: [
        { name: "A", external_id: "a" },
        { name: "B", external_id: "a" },
      ],
    });
    expect([status, text]).toEqual([400, expect.stringContaining("external_id_already_used")]);
  });
});

test("nothing keeps running when the seed is refused, and the request is named", async () => {
  const first = await startWorkos();
  await first.close();
  const refused = startWorkos({ port: first.port, seed: { organizations: [{ name: "" }] } });
  await expect(refused).rejects.toThrow("POST /organizations");
  await (await startWorkos({ port: first.port })).close();
});

test("what was planted is not among the requests", async () => {
  await seed({ organizations: [{ name: "Acme" }] });
  expect([workos.emulator.requests.log, workos.emulator.requests.total]).toEqual([[], 0]);
});

test("an emulator starts with an estate and a made-up one, the same every time", async () => {
  const names = async () => {
    const emulator = await startWorkos({ seed: { organizations: [{ name: "Acme" }] }, size: 40 });
    const { data } = await emulator.as("test").get("/organizations?limit=100&order=asc");
    await emulator.close();
    return data.map(({ name, external_id }: { name: string; external_id: string }) => [name, external_id]);
  };
  const first = await names();
  expect(first).toHaveLength(42);
  expect(first.slice(0, 2)).toEqual([
    ["Test Organization", null],
    ["Acme", null],
  ]);
  expect(new Set(first.slice(2).map(([, externalId]: string[]) => externalId)).size).toBe(38);
  expect(await names()).toEqual(first);
});
