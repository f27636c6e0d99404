import { beforeEach, expect, test } from "vitest";
import { useWorkos } from "./environment.ts";

/**
 * The answers to a client that repeats a write, because the first answer was lost or an earlier run was killed.
 * `{organization}` and the like stand for ids of existing objects.
 */

const workos = useWorkos();
const there: Record<string, string> = {};
const CONNECT = "/connect/applications";
const INVITATIONS = "/user_management/invitations";
const MEMBERSHIPS = "/user_management/organization_memberships";
const RESOURCE = { external_id: "crm", name: "CRM", resource_type_slug: "project" };

beforeEach(async () => {
  const make = async (name: string, path: string, body: object) => {
    const { body: made } = await workos.post(filled(path), filled(body));
    there[name] = made.id;
    return made;
  };
  await make("permission", "/authorization/permissions", { slug: "docs:read", name: "Read" });
  await make("role", "/authorization/roles", { slug: "editor", name: "Editor", resource_type_slug: "project" });
  await make("organization", "/organizations", { name: "Acme" });
  await make("organizationRole", "/authorization/organizations/{organization}/roles", { slug: "org-a", name: "A" });
  await make("domain", "/organization_domains", { organization_id: "{organization}", domain: "acme.com" });
  await make("user", "/user_management/users", { email: "ann@acme.com" });
  await make("guest", "/user_management/users", { email: "guest@acme.com" });
  await make("membership", MEMBERSHIPS, { user_id: "{user}", organization_id: "{organization}" });
  await make("invitation", INVITATIONS, { email: "bob@acme.com", organization_id: "{organization}" });
  await make("key", "/organizations/{organization}/api_keys", { name: "Export" });
  await make("group", "/organizations/{organization}/groups", { name: "Support" });
  await make("resource", "/authorization/resources", { ...RESOURCE, organization_id: "{organization}" });
  await make("application", CONNECT, { name: "Sync", application_type: "m2m", organization_id: "{organization}" });
  await make("secret", `${CONNECT}/{application}/client_secrets`, {});
  await make("webhook", "/webhook_endpoints", { endpoint_url: "https://acme.com/hooks", events: [] });
  await make("redirect", "/user_management/redirect_uris", { uri: "https://acme.com/callback" });
  await make("vault", "/vault/v1/kv", { name: "token", value: "s", key_context: {} });
});

/** A path or body with the ids of existing objects. */
const filled = <T>(template: T): T =>
  JSON.parse(JSON.stringify(template).replaceAll(/\{(\w+)\}/g, (_, name) => there[name] ?? `no ${name}`));

/** The status of the first answer; of the second the status, and its code or what it made. */
type Row = [operation: string, body: object | undefined, first: number, second: [number, string | undefined]];

test.each<Row>([
  ["POST /organizations", { name: "Acme", external_id: "acme" }, 201, [400, "external_id_already_used"]],
  ["POST /organizations", { name: "Acme" }, 201, [201, "another"]],
  [
    "POST /organization_domains",
    { organization_id: "{organization}", domain: "new.com" },
    201,
    [409, "domain_already_exists"],
  ],
  ["POST /authorization/permissions", { slug: "docs:write", name: "W" }, 201, [409, "permission_slug_conflict"]],
  ["POST /authorization/roles", { slug: "admin", name: "Admin" }, 201, [409, "role_slug_conflict"]],
  ["POST /authorization/roles/editor/permissions", { slug: "docs:read" }, 200, [200, "the same"]],
  [
    "POST /authorization/organizations/{organization}/roles",
    { slug: "org-b", name: "B" },
    201,
    [409, "organization_role_slug_conflict"],
  ],
  ["POST /authorization/organizations/{organization}/roles", { name: "B" }, 201, [201, "another"]],
  ["POST /user_management/users", { email: "new@acme.com" }, 201, [400, "user_creation_error"]],
  [
    `POST ${MEMBERSHIPS}`,
    { user_id: "{guest}", organization_id: "{organization}" },
    201,
    [400, "organization_membership_already_exists"],
  ],
  [`PUT ${MEMBERSHIPS}/{membership}/deactivate`, undefined, 200, [200, "the same"]],
  [`POST ${INVITATIONS}`, { email: "new@acme.com" }, 201, [400, "email_already_invited"]],
  [
    `POST ${INVITATIONS}`,
    { email: "new@acme.com", organization_id: "{organization}" },
    201,
    [400, "email_already_invited_to_organization"],
  ],
  [`POST ${INVITATIONS}/{invitation}/revoke`, undefined, 200, [400, "invite_not_pending"]],
  ["POST /organizations/{organization}/api_keys", { name: "New" }, 201, [201, "another"]],
  ["POST /api_keys/{key}/expire", {}, 200, [409, "api_key_already_expired"]],
  ["POST /organizations/{organization}/groups", { name: "New" }, 201, [201, "another"]],
  [
    "POST /organizations/{organization}/groups/{group}/organization-memberships",
    { organization_membership_id: "{membership}" },
    200,
    [200, "the same"],
  ],
  [
    "POST /authorization/groups/{group}/role_assignments",
    { role_slug: "member" },
    201,
    [409, "duplicate_group_role_assignment"],
  ],
  [
    "POST /authorization/organization_memberships/{membership}/role_assignments",
    { role_slug: "editor", resource_id: "{resource}" },
    201,
    [201, "the same"],
  ],
  [
    "POST /authorization/resources",
    { ...RESOURCE, external_id: "new", organization_id: "{organization}" },
    201,
    [409, "authorization_resource_external_id_conflict"],
  ],
  [
    `POST ${CONNECT}`,
    { name: "New", application_type: "m2m", organization_id: "{organization}" },
    201,
    [201, "another"],
  ],
  [`POST ${CONNECT}/{application}/client_secrets`, {}, 201, [201, "another"]],
  ["POST /webhook_endpoints", { endpoint_url: "https://acme.com/new", events: [] }, 201, [409, "duplicate_endpoint"]],
  ["POST /user_management/redirect_uris", { uri: "https://acme.com/new" }, 201, [422, undefined]],
  ["POST /user_management/cors_origins", { origin: "https://acme.com" }, 201, [409, "duplicate_cors_origin"]],
  ["POST /vault/v1/kv", { name: "new", value: "s", key_context: {} }, 201, [409, undefined]],
  ["POST /data-integrations", { provider: "slack", credentials: { type: "organization" } }, 201, [409, undefined]],
  ["POST /audit_logs/actions/user.viewed/schemas", { targets: [{ type: "user" }] }, 201, [201, "another"]],
  ["POST /agents/blueprints", { name: "Clerk" }, 201, [409, "name_already_in_use"]],
  ["POST /organizations/{organization}/it_contacts", { email: "it@acme.com" }, 201, [409, undefined]],
  ["POST /user_management/authkit_oauth_resources", { uri: "https://mcp.acme.com" }, 201, [422, undefined]],
  ["POST /feature-flags/beta-export/targets/{organization}", undefined, 204, [204, undefined]],
  ["PUT /feature-flags/beta-export/enable", undefined, 200, [200, "the same"]],
])("%s %j: %i, then %j", async (operation, template, status, [again, outcome]) => {
  const [method = "", route = ""] = operation.split(" ");
  const write = () => workos.call(method, filled(route), filled(template ?? null) ?? undefined);
  const first = await write();
  expect(first.status).toBe(status);
  const events = await workos.eventTypes();

  const second = await write();
  const identity = ({ body }: typeof first) => body?.id ?? body?.version;
  const made = identity(second) === identity(first) ? "the same" : "another";
  expect([second.status, second.status >= 400 ? second.body.code : identity(second) && made]).toEqual([again, outcome]);
  // WorkOS's command line knows a duplicate by these words.
  if (status === 201 && second.status >= 400)
    expect(second.body.message ?? second.body.error).toContain("already exists");
  if (outcome !== "another") expect(await workos.eventTypes()).toEqual(events);
});

test.each([
  ["PUT /user_management/users/{user}", { email: "guest@acme.com" }, "email_not_available"],
  ["PUT /user_management/users/{user}", { external_id: "taken" }, "external_id_already_used"],
  ["POST /user_management/users", { email: "x@acme.com", external_id: "taken" }, "user_creation_error"],
  ["POST /user_management/users/{user}/email_change/send", { new_email: "guest@acme.com" }, "email_not_available"],
  ["PUT /organizations/{organization}", { external_id: "taken" }, "external_id_already_used"],
  ["PUT /organizations/{organization}", { stripe_customer_id: "cus_1" }, "stripe_customer_id_already_used"],
  [`POST ${INVITATIONS}`, { email: "ann@acme.com" }, "user_already_exists"],
  [
    `POST ${INVITATIONS}`,
    { email: "ann@acme.com", organization_id: "{organization}" },
    "user_already_organization_member",
  ],
])("%s %j that would make a duplicate: the message says that it already exists", async (operation, template, code) => {
  await workos.put(filled("/user_management/users/{guest}"), { external_id: "taken" });
  const other = await workos.organization({ external_id: "taken" });
  await workos.put(`/organizations/${other.id}`, { stripe_customer_id: "cus_1" });
  const [method = "", route = ""] = operation.split(" ");
  const { body } = await workos.call(method, filled(route), filled(template));
  expect(body).toMatchObject({ code, message: expect.stringContaining("already exists") });
});

test.each([
  "/authorization/permissions/docs:read",
  "/authorization/organizations/{organization}/roles/org-a",
  "/organization_domains/{domain}",
  "/user_management/users/{guest}",
  `${MEMBERSHIPS}/{membership}`,
  "/api_keys/{key}",
  "/organizations/{organization}/groups/{group}",
  "/authorization/resources/{resource}",
  "/connect/client_secrets/{secret}",
  `${CONNECT}/{application}`,
  "/webhook_endpoints/{webhook}",
  "/user_management/redirect_uris/{redirect}",
  "/vault/v1/kv/{vault}",
  "/organizations/{organization}",
])("DELETE %s: done, then 404", async (path) => {
  expect([200, 204]).toContain((await workos.delete(filled(path))).status);
  expect((await workos.delete(filled(path))).status).toBe(404);
});
