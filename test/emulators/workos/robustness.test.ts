import fc from "fast-check";
import { expect, test } from "vitest";
import { selfSigned } from "../../../emulators/core/self-signed.ts";
import { anyRequest, type Known, send, servedPart } from "../../contract/any-request.ts";
import { workosDescription } from "../../contract/workos-overlay.ts";
import { useWorkos } from "./environment.ts";

const workos = useWorkos({ unknownFields: "allowed" });

/** Everything that a listing shows, walked page by page. */
async function everything(path: string): Promise<{ id: string }[]> {
  const all = [];
  let after = "";
  do {
    const page = await workos.emulator.as("test").get(`${path}${path.includes("?") ? "&" : "?"}limit=7${after}`);
    all.push(...page.data);
    after = page.list_metadata.after === null ? "" : `&after=${page.list_metadata.after}`;
  } while (after !== "");
  return all;
}

const CERTIFICATE = selfSigned({
  commonName: "acme",
  seed: "acme",
  notBefore: new Date("2026-01-01Z"),
  notAfter: new Date("2028-01-01Z"),
}).certificate;

/** Values that fit in a place: prefixes of ids, and values that are not ids. */
const PLACES: readonly [place: RegExp, prefixes: readonly string[], values?: readonly string[]][] = [
  [/^organizations?$|^organization_id$/, ["org_0"]],
  [/^organization_domains$/, ["org_domain_"]],
  [/^users$|user_id$/, ["user_"]],
  [/^groups$|^group_id$/, ["group_"]],
  [/^role_assignments$/, ["gra_", "role_assignment_"]],
  [/^resources$/, ["authz_resource_"], ["workspace"]],
  [/resource_id$/, ["authz_resource_"]],
  [/^\{resource_type_slug\}$|resource_external_id$/, [], ["w1"]],
  [/resource_type_slug$/, [], ["workspace"]],
  [/^webhook_endpoints$/, ["we_"]],
  [/^redirect_uris$/, ["redir_"]],
  [/^endpoint_url$|^uri$|_url$|^discovery_endpoint$|^redirect_uri$/, [], ["https://acme.com/1", "https://acme.com/2"]],
  [/^origin$/, [], ["https://acme.com", "https://acme.io", "https://acme.dev"]],
  [/^actions$/, [], ["invoice.paid"]],
  [/^feature-flags$/, [], ["advanced-analytics"]],
  [/^targets$/, ["org_0", "user_"]],
  [/^connections$/, ["conn_0"]],
  [/^saml_\w+_certs?$/, ["saml_"]],
  [/^value$|^cert$|^idp_signing_certs$/, [], [CERTIFICATE]],
  [/^it_contacts$/, ["it_contact_"]],
  [/^sessions$/, ["passwordless_session_"]],
  [/^teams$/, ["team_"]],
  [/^(admin_)?email$/, [], ["ann@acme.com", "bob@acme.com", "c@d.io"]],
  [/^add$|^remove$/, ["om_"]],
  [/^directories$|^directory$/, ["directory_0"]],
  [/^directory_users$/, ["directory_user_"]],
  [/^directory_groups$/, ["directory_group_"]],
  [
    /^data-integrations$|^data_integration_configurations$|^connected_accounts$|^provider$/,
    [],
    ["github", "slack", "notion", "snowflake"],
  ],
  [/^connected_account_id$/, ["data_installation_"]],
  [/^name$/, [], ["Acme"]],
  [/^organization[-_]memberships$|^organization_membership_id$/, ["om_"]],
  [/^invitations$/, ["invitation_"]],
  [/^api_keys$/, ["api_key_"]],
  [/^applications$/, ["conn_app_"]],
  [/^client_secrets$/, ["secret_"]],
  [/^roles$|^role_slugs?$/, [], ["org-admin", "member", "editor"]],
  [/^permissions$/, [], ["docs:read"]],
  [/^slug$/, [], ["docs:read", "org-admin", "org-other", "docs:write"]],
  [/^domain$/, [], ["acme.com", "acme.io", "acme.dev"]],
  [/^external_id$/, [], ["acme", "other"]],
  [/^blueprints$|^agent_blueprint_id$/, ["agent_blueprint_"]],
  [/^instances$|^agent_instance_id$/, ["agent_instance_0"]],
  [/^sessions$/, ["agent_instance_session_"]],
  [/^registrations$/, ["agent_registration_"]],
  [/^waitlists$/, [], ["default"]],
  [/^waitlist_entries$/, ["waitlist_entry_"]],
  [/^authkit_oauth_resources$/, ["authkit_oauth_resource_"]],
  [/^after$|^before$/, ["org_0", "user_", "event_"]],
];

test("no request whatsoever is answered 500 or against the description, and what is held stays whole", async () => {
  const { emulator } = workos;
  const probe = async (method: string, route: string) => (await emulator.as("probe").request(method, route)).status;
  const served = await servedPart(workosDescription(), probe);
  const organization = await workos.organization({ external_id: "acme" });
  await workos.post("/authorization/permissions", { slug: "docs:read", name: "Read" });
  await workos.post(`/authorization/organizations/${organization.id}/roles`, { slug: "org-admin", name: "Admin" });
  const user = (await workos.post("/user_management/users", { email: "first@acme.com" })).body;
  await workos.post("/authorization/roles", { slug: "editor", name: "Editor", resource_type_slug: "workspace" });
  const membership = { user_id: user.id, organization_id: organization.id };
  const member = (await workos.post("/user_management/organization_memberships", membership)).body;
  const group = (await workos.post(`/organizations/${organization.id}/groups`, { name: "Team" })).body;
  const resource = (
    await workos.post("/authorization/resources", {
      organization_id: organization.id,
      resource_type_slug: "workspace",
      external_id: "w1",
      name: "W",
    })
  ).body;
  const application = (
    await workos.post("/connect/applications", {
      application_type: "m2m",
      name: "Robot",
      organization_id: organization.id,
    })
  ).body;
  await workos.post("/data-integrations", { provider: "github", credentials: { type: "organization" } });
  const saml_options = { idp_metadata_url: "https://acme.com/metadata" };
  const connection = (await workos.post("/connections", { organization_id: organization.id, saml_options })).body;
  const blueprint = (await workos.post("/agents/blueprints", { name: "Triage" })).body;
  await workos.post("/user_management/waitlists/default/entries", { email: "waits@acme.com" });
  for (const ownership of ["user", "organization"])
    for (const [provider, method] of Object.entries({
      slack: "oauth",
      notion: "api_key",
      snowflake: "client_credentials",
    }))
      await workos.post("/data-integrations", {
        provider,
        ownership,
        auth_methods: [method],
        ...(method === "oauth" ? { credentials: { type: "organization" } } : {}),
      });
  const dana = emulator.as("dana");
  for (const connection_type of ["OktaSAML", "GoogleOAuth"])
    await dana.post("/_emulator/connections", { organization_id: organization.id, connection_type });
  for (const [domain, type] of [
    ["acme.com", "generic scim v2.0"],
    ["acme.io", "gsuite directory"],
  ]) {
    const { id } = await dana.post("/_emulator/directories", { organization_id: organization.id, domain, type });
    await dana.post(`/_emulator/directories/${id}/users`, {});
    await dana.post(`/_emulator/directories/${id}/groups`, { name: "All" });
  }
  const ids: string[] = [];
  for (let n = 0; n < 3; n++) {
    const token = { type: "autonomous", organization_id: organization.id };
    const { body } = await workos.post(`/agents/blueprints/${blueprint.id}/tokens`, token);
    const { id } = await dana.post("/_emulator/agent_registrations", { organization_id: organization.id });
    ids.push(body.agent_instance_id, body.agent_instance_session_id, id);
  }
  for (const path of ["/connections", "/directories"]) ids.push(...(await everything(path)).map(({ id }) => id));
  for (const id of ids.filter((id) => id.startsWith("directory_0")))
    for (const path of ["/directory_users", "/directory_groups"])
      ids.push(...(await everything(`${path}?directory=${id}`)).map((one) => one.id));
  const known: Known = (place) => {
    // Ids of the vault have no prefix.
    if (place === "kv") return ids.filter((id) => !id.includes("_")).slice(-3);
    const [, prefixes, fixed = []] = PLACES.find(([pattern]) => pattern.test(place)) ?? [/./, []];
    const all = [
      organization.id,
      user.id,
      member.id,
      group.id,
      resource.id,
      application.id,
      connection.id,
      blueprint.id,
    ];
    const first = all.filter((id) => prefixes.some((prefix) => id.startsWith(prefix)));
    return [
      ...fixed,
      ...first,
      ...first,
      ...ids.filter((id) => prefixes.some((prefix) => id.startsWith(prefix))).slice(-3),
    ];
  };
  const lasting = new Set([
    `/organizations/${organization.id}`,
    `/user_management/users/${user.id}`,
    "/authorization/permissions/docs%3Aread",
    `/user_management/organization_memberships/${member.id}`,
    `/organizations/${organization.id}/groups/${group.id}`,
    `/authorization/resources/${resource.id}`,
    `/authorization/organizations/${organization.id}/resources/workspace/w1`,
    `/connect/applications/${application.id}`,
    `/connections/${connection.id}`,
    `/agents/blueprints/${blueprint.id}`,
    "/data-integrations/github",
  ]);

  /** Operations with a body that were carried out, and then refused the same request with `null` as its body. */
  const refusedNull = new Set<string>();
  await fc.assert(
    fc.asyncProperty(anyRequest(served, known), async (request) => {
      // Most other operations need these objects. Deletion is tested on other objects of their kind.
      fc.pre(request.method !== "DELETE" || !lasting.has(request.path.replace(/\?.*/, "")));
      const { status, text } = await send(emulator.url, emulator.apiKey, request);
      expect(status === 501 || status < 500, `${status} ${text}`).toBe(true);
      const operation = `${request.method} ${emulator.requests.log.at(-1)?.route}`;
      if (status < 300 && request.body !== undefined && !refusedNull.has(operation)) {
        refusedNull.add(operation);
        const answer = await send(emulator.url, emulator.apiKey, { ...request, body: "null" });
        expect(answer.status, `${operation} takes null for its body`).toBeGreaterThanOrEqual(400);
      }
      const body = text === "" ? undefined : JSON.parse(text);
      if (typeof body?.id === "string") ids.push(body.id);
    }),
    { numRuns: 8500 },
  );
  const succeeded = new Set<string>();
  for (const { method, route, status } of emulator.requests.log)
    if (typeof status === "number" && status < 300) succeeded.add(`${method} ${route}`);
  // Guards against requests that are all refused: nearly every served operation must have succeeded at least once.
  const operations = Object.entries(served.paths).flatMap(([route, item]) =>
    Object.keys(item).map((method) => `${method.toUpperCase()} ${route}`),
  );
  expect(operations.length).toBeGreaterThan(140);
  expect(operations.filter((operation) => !succeeded.has(operation)).length).toBeLessThan(operations.length / 5);

  const read = workos.emulator.as("test");
  for (const { id } of await everything("/organizations")) {
    expect((await read.get(`/organizations/${id}`)).id).toBe(id);
    await everything(
      `/user_management/organization_memberships?organization_id=${id}&statuses=active,inactive,pending`,
    );
    await read.get(`/authorization/organizations/${id}/roles`);
  }
  for (const { id } of await everything("/user_management/users")) await read.get(`/user_management/users/${id}`);
  for (const { id } of await everything("/user_management/invitations"))
    await read.get(`/user_management/invitations/${id}`);
  for (const { id } of await everything("/vault/v1/kv")) await read.get(`/vault/v1/kv/${id}/versions`);
  for (const { id } of await everything("/authorization/resources?resource_type_slug=workspace"))
    await everything(`/authorization/resources/${id}/role_assignments`);
  for (const path of ["/feature-flags", "/audit_logs/actions", "/data-integrations", "/webhook_endpoints"])
    await everything(path);
  const events = await everything("/events");
  expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
});
