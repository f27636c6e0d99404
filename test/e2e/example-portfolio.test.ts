import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import type { OpenaiEstate } from "../../emulators/openai/index.ts";
import type { WorkosEstate } from "../../emulators/workos/index.ts";
import { PEM_OF_SUCCESSOR } from "../harness/certificates.ts";
import { type Estate, estateOf, ID, without, withoutNewIds } from "../harness/estate.ts";
import { createFleetFolder, type Environment, type FleetFolder } from "./fleet-folder.ts";
import { drifts, type Stored, unchangeable } from "./portfolio-drifts.ts";

const EXAMPLE = fileURLToPath(new URL("../../examples/portfolio", import.meta.url));
const read = (file: string): string => readFileSync(join(EXAMPLE, file), "utf8");

const LEAVING = "elm-street-books";
const SUCCESSOR = "tenants/northgate-2027.pem";
const ROTATING = "tenants/northgate-bank.yaml";
/** The file of the bank, which signs in with these certificates. */
const signingWith = (...certificates: string[]): string =>
  read(ROTATING).replace("[./northgate-2026.pem]", `[${certificates.join(", ")}]`);
/** The fleet that mirrors these fields into metadata. */
const labelling = (...paths: string[]): string =>
  read("fleet.yaml").replace(/(?<=^mirrorToMetadata: ).*$/m, `[${paths.join(", ")}]`);
const SUSPENDED = "tenants/cobalt-cycling.yaml";
/** The file of a tenant that is suspended, as it was before. */
const activeAgain = (): string =>
  read(SUSPENDED).replace(/^status: suspended.*\nsuspension:\n(?: .*\n)+/m, "status: active\n");
const ACCEPTED = ["amara@northgate.example", "felix@northgate.example", "lotte@harbour-logistics.example"];

const environment: Environment = {
  JUNIPER_WAREHOUSE_PASSWORD: "canary-warehouse",
  KESTREL_SALESFORCE_SECRET: "canary-salesforce",
  SUMMIT_ENTRA_SECRET: "canary-entra",
  // A checkpoint for each of two hundred resources would be most of the time.
  PULUMI_SKIP_CHECKPOINTS: "true",
};

let folder: FleetFolder;
let firstUp = "";
/** What the second run changed at OpenAI. A customer leaves in it, and somebody joins a group. */
let secondUp: string[] = [];
const ranWith = async (more: Environment, ...args: string[]): Promise<string> => {
  const { code, output } = await folder.pulumi(args, { ...environment, ...more });
  expect(code, output).toBe(0);
  return output;
};
const ran = (...args: string[]): Promise<string> => ranWith({}, ...args);

// biome-ignore lint/suspicious/noExplicitAny: what the vendors answer
type Answer = any;
/** As a colleague who looks, and now and then does something; not among the requests of a run. */
const dana = () => folder.emulators.workos.as("dana@loomline.example");
const all = async (path: string): Promise<Answer[]> =>
  (await dana().get(`${path}${path.includes("?") ? "&" : "?"}limit=100`)).data;
const atOpenai = async (path: string): Promise<Answer[]> =>
  (await folder.emulators.openai.as("dana@loomline.example").get(`${path}?limit=100`)).data;
const organization = (externalId: string): Promise<Answer> => dana().get(`/organizations/external_id/${externalId}`);
const within = async (tenant: string, path: (organizationId: string) => string): Promise<Answer[]> =>
  all(path((await organization(tenant)).id));

beforeAll(async () => {
  const top = readdirSync(EXAMPLE).filter((name) => name === "fleet.yaml" || name.endsWith(".pem"));
  const files = [...top, ...readdirSync(join(EXAMPLE, "tenants")).map((name) => `tenants/${name}`)];
  const texts = Object.fromEntries(files.map((file) => [file, read(file)]));
  // What only the dashboard can make, and somebody has made before the fleet relies on it.
  const seed: { workos: WorkosEstate; openai: OpenaiEstate } = parse(read("seed.yaml"));
  folder = await createFleetFolder(
    "portfolio",
    // Below node_modules Node runs no .ts file; the program holds no types.
    { ...texts, "fleet.yaml": labelling("plan", "status", "mfa.policy"), "index.js": read("index.ts") },
    { workos: { blank: true, seed: seed.workos, switches: { multipleRoles: true } }, openai: { seed: seed.openai } },
  );
  await ran("config", "set", "--secret", "github-client-secret", "canary-github");
  await ran("config", "set", "--secret", "quarry-assay-token", "canary-assay");

  // A role that WorkOS has from the start may be another stack's: this one asks for it, once.
  const member = (await all("/authorization/roles")).find(({ slug }) => slug === "member");
  firstUp = await ranWith({ TENANTRY_ADOPT: member.id }, "up", "--skip-preview", "--yes");
  for (const { id, email } of await all("/user_management/invitations"))
    if (ACCEPTED.includes(email)) await dana().post(`/user_management/invitations/${id}/accept`, {});
  await folder.emulators.openai.seed({ users: [{ email: "kim.lee@loomline.example" }] }); // Who waited until now.
  folder.remove(`tenants/${LEAVING}.yaml`);
  folder.write(SUSPENDED, activeAgain());
  folder.write("fleet.yaml", labelling("plan", "mfa.policy"));
  folder.write(SUCCESSOR, PEM_OF_SUCCESSOR);
  folder.write(ROTATING, signingWith("./northgate-2026.pem", "./northgate-2027.pem"));
  const { requests } = folder.emulators.openai;
  requests.reset();
  await ran("up", "--refresh", "--skip-preview", "--yes");
  secondUp = requests.log.filter(({ method }) => method !== "GET").map(({ method, route }) => `${method} ${route}`);
});
afterAll(() => folder?.close());

test("`tenantry status` has each tenant's domains as WorkOS has them, and prints no value of a key", async () => {
  const { code, output } = await folder.tenantry("status", "--json");
  expect(code).toBe(0);
  const statuses: Answer[] = JSON.parse(output);
  const organizations = await all("/organizations");
  const told = statuses.flatMap(({ organizationId, domains }) =>
    domains.map(({ domain, state, dnsRecord }: Answer) => [organizationId, domain, state, dnsRecord]),
  );
  const there = organizations.flatMap(({ id, domains }) =>
    domains.map(({ domain, state, verification_prefix, verification_token }: Answer) => {
      const record = { type: "TXT", name: `${verification_prefix}.${domain}`, value: verification_token };
      return [id, domain, state, state === "verified" ? null : record];
    }),
  );
  expect(there.length).toBeGreaterThan(10);
  expect(told.sort()).toEqual(there.sort());
  expect(statuses).toHaveLength(19);
  expect(output).not.toContain("canary");
});

test("a bank's project may do and spend what its file says, and no other project is touched", async () => {
  const openai = folder.emulators.openai.as("dana@loomline.example");
  const { data: projects } = await openai.get("/organization/projects?limit=100");
  const settings = async (name: string) => {
    const { id } = projects.find((project: { name: string }) => project.name === name);
    const read = (path: string): Promise<Answer> => openai.request("GET", `/organization/projects/${id}/${path}`);
    const bodies = [
      "data_retention",
      "model_permissions",
      "hosted_tool_permissions",
      "service_tier_settings",
      "spend_limit",
    ];
    const [retention, models, tools, tiers, limit] = (await Promise.all(bodies.map(read))).map(({ body }) => body);
    const limits = (await read("rate_limits?limit=100")).body.data;
    return {
      retention: retention.type,
      models: models.model_ids,
      webSearch: tools.web_search.enabled,
      tiers: tiers.enabled_tiers,
      cents: limit.threshold_amount,
      requests: limits.find(({ model }: Answer) => model === "gpt-5").max_requests_per_1_minute,
      alerts: (await read("spend_alerts")).body.data.map(({ threshold_amount }: Answer) => threshold_amount),
    };
  };
  expect(await settings("northgate-production")).toEqual({
    retention: "zero_data_retention",
    models: ["gpt-5", "gpt-5-mini"],
    webSearch: false,
    tiers: ["flex"],
    cents: 400_000,
    requests: 400,
    alerts: [300_000],
  });
  expect(await settings("harbour-logistics")).toMatchObject({
    retention: "organization_default",
    models: undefined,
    cents: undefined,
    requests: 10_000,
    alerts: [],
  });
});

test("who works in a project is invited into that project alone, and nobody else at OpenAI is", async () => {
  const openai = folder.emulators.openai.as("dana@loomline.example");
  const { data: projects } = await openai.get("/organization/projects?limit=100");
  const { id } = projects.find(({ name }: Answer) => name === "northgate-production");
  const { data: invites } = await openai.get("/organization/invites?limit=100");
  const open = invites.filter(({ status }: Answer) => status === "pending"); // Others were accepted long ago.
  const told = open.map(({ email, role, projects }: Answer) => ({ email, role, projects }));
  expect(told).toHaveLength(2);
  expect(told).toEqual(
    expect.arrayContaining([
      { email: "felix@northgate.example", role: "reader", projects: [{ id, role: "owner" }] },
      { email: "models@northgate.example", role: "reader", projects: [{ id, role: "member" }] },
    ]),
  );
  expect((await all("/user_management/invitations")).map(({ email }) => email)).not.toContain(
    "models@northgate.example",
  );
});

test("groups of people at OpenAI, with roles in the organization and in a bank's project alone", async () => {
  const groups = await atOpenai("/organization/groups");
  const named = (name: string) => groups.find((group) => group.name === name);
  expect(groups.map(({ name }) => name).sort()).toEqual(["Finance", "Loomline staff", "Reliability"]);
  const rolesAt = async (path: string) => (await atOpenai(path)).map(({ name }) => name).sort();
  const { id } = (await atOpenai("/organization/projects")).find(({ name }) => name === "northgate-production");
  const told = async (name: string) => ({
    people: (await atOpenai(`/organization/groups/${named(name).id}/users`)).map(({ email }) => email).sort(),
    roles: await rolesAt(`/organization/groups/${named(name).id}/roles`),
    inProject: await rolesAt(`/projects/${id}/groups/${named(name).id}/roles`),
  });
  expect(await told("Finance")).toEqual({
    people: ["tomas.reyes@loomline.example"],
    roles: ["Bookkeeper", "reader"],
    inProject: ["viewer"],
  });
  expect(await told("Reliability")).toEqual({
    people: ["ingrid.dahl@loomline.example", "kim.lee@loomline.example"], // The newcomer was invited by nobody.
    roles: ["reader"],
    inProject: ["Model reader", "member"],
  });
  // Its people came from elsewhere, and nobody else did.
  expect(await told("Loomline staff")).toEqual({
    people: ["ingrid.dahl@loomline.example"],
    roles: [],
    inProject: ["viewer"],
  });
  const { id: other } = (await atOpenai("/organization/projects")).find(({ name }) => name === "harbour-logistics");
  expect(await atOpenai(`/organization/projects/${other}/groups`)).toEqual([]);
});

test("what OpenAI's projects may spend together, who is told, and what is kept of them", async () => {
  const openai = folder.emulators.openai.as("dana@loomline.example");
  expect(await openai.get("/organization/spend_limit")).toMatchObject({ threshold_amount: 2_500_000 });
  expect(await atOpenai("/organization/spend_alerts")).toMatchObject([
    {
      threshold_amount: 2_000_000,
      notification_channel: { recipients: ["finance@loomline.example"], subject_prefix: "[openai]" },
    },
  ]);
  expect(await openai.get("/organization/data_retention")).toMatchObject({ type: "modified_abuse_monitoring" });
});

test("certificates of OpenAI's clients, one for all projects and one for a bank's", async () => {
  const openai = folder.emulators.openai.as("dana@loomline.example");
  const at = async (place: string) => {
    const rows = await atOpenai(`${place}/certificates`);
    return Object.fromEntries(rows.map(({ name, active }) => [name, active]));
  };
  expect(await at("/organization")).toEqual({ Gateway: true, "Northgate agents": false });
  const projects = await atOpenai("/organization/projects");
  const idOf = (name: string) => projects.find((project) => project.name === name).id;
  expect(await at(`/organization/projects/${idOf("northgate-production")}`)).toMatchObject({
    "Northgate agents": true,
  });
  expect(await at(`/organization/projects/${idOf("harbour-logistics")}`)).toMatchObject({ "Northgate agents": false });
  const { id } = (await atOpenai("/organization/certificates")).find(({ name }) => name === "Gateway");
  const { certificate_details } = await openai.get(`/organization/certificates/${id}?include[]=content`);
  expect(certificate_details.content).toBe(read("gateway-2026.pem"));
});

test("what OpenAI would not let go of later is taken back before the project of a customer who left is archived", async () => {
  const ofOthers = [
    "DELETE /organization/projects/{project_id}/model_permissions", // Of who is suspended no more.
    "POST /organization/groups/{group_id}/users",
  ];
  const goodbye = secondUp.filter((request) => !ofOthers.includes(request));
  expect([goodbye.length, secondUp.length]).toEqual([3, 5]);
  expect(goodbye.slice(0, 2).sort()).toEqual([
    "DELETE /organization/workload_identity_providers/{workload_identity_provider_id}/federation_rules/{federation_rule_id}",
    "POST /organization/projects/{project_id}/certificates/deactivate",
  ]);
  expect(goodbye[2]).toBe("POST /organization/projects/{project_id}/archive");
  const { data } = await folder.emulators.openai
    .as("dana@loomline.example")
    .get("/organization/projects?limit=100&include_archived=true");
  expect(data.find(({ name }: Answer) => name === LEAVING)).toMatchObject({ status: "archived" });
});

test("tokens of our pipelines speak for one customer's service account, as far as its file says", async () => {
  const [provider, ...others] = await atOpenai("/organization/workload_identity_providers");
  expect(others).toEqual([]);
  expect(provider).toMatchObject({
    name: "Pipelines",
    issuer: "https://ci.loomline.example",
    audience: "openai",
    attribute_transformations: [{ attribute: "branch", expression: "assertion.ref" }],
  });
  const { id: project } = (await atOpenai("/organization/projects")).find(({ name }) => name === "tidewater-energy");
  const [account] = await atOpenai(`/organization/projects/${project}/service_accounts`);
  expect(await atOpenai(`/organization/workload_identity_providers/${provider.id}/federation_rules`)).toEqual([
    expect.objectContaining({
      name: "tidewater-energy/nightly",
      project_id: project,
      service_account_id: account.id,
      attribute_matchers: { branch: "main", repository: "tidewater/forecast" },
      permissions: { type: "restricted", scopes: ["model.request"] },
      enabled: true,
    }),
  ]);
});

/** Who of a customer is invited, its live API keys, and what models its project may use. */
const standingOf = async (tenant: string) => {
  const { id } = await organization(tenant);
  const keys = await all(`/organizations/${id}/api_keys`);
  const invited = await all(`/user_management/invitations?organization_id=${id}`);
  const project = (await atOpenai("/organization/projects")).find(({ name }) => name === tenant);
  const models = await folder.emulators.openai
    .as("dana@loomline.example")
    .request("GET", `/organization/projects/${project.id}/model_permissions`);
  return {
    invited: invited.filter(({ state }) => state === "pending").map(({ email }) => email),
    keys: keys.map(({ name }) => name),
    models: models.status === 404 ? "any" : (models.body as Answer).model_ids.join(),
  };
};

test("a customer who was suspended from the start is active: who had never been invited is, and there is a key", async () => {
  expect(activeAgain()).not.toContain("suspen");
  expect(await standingOf("cobalt-cycling")).toEqual({
    invited: ["shop@cobalt-cycling.example"],
    keys: ["stock"],
    models: "any",
  });
});

test("one project is encrypted with a key of our own cloud, and no other is", async () => {
  const [key, ...others] = await atOpenai("/organization/external_keys");
  expect(others).toEqual([]);
  expect(key).toMatchObject({ name: "Europe", type: "azure", purpose: "ekm", key_name: "projects" });
  const projects = await atOpenai("/organization/projects");
  const encrypted = projects.filter(({ external_key_id }) => external_key_id !== null);
  expect(encrypted).toMatchObject([{ name: "harbour-logistics", external_key_id: key.id }]);
});

test("once it is up there is nothing to do, and a preview sends one read to each vendor, and one for a group of others", async () => {
  const { workos, openai } = folder.emulators;
  workos.requests.reset();
  openai.requests.reset();
  expect(await ran("preview", "--expect-no-changes")).not.toMatch(/[~+-] +pulumi-nodejs:dynamic/);
  expect([workos.requests.total, openai.requests.total]).toEqual([1, 2]);
});

test("a preview of somebody's new role does not announce that they leave their groups", async () => {
  const file = signingWith("./northgate-2026.pem", "./northgate-2027.pem");
  folder.write(ROTATING, file.replace("    roles: [org-treasury]\n", "    roles: [org-auditor]\n"));
  const output = await ran("preview");
  folder.write(ROTATING, file);
  expect(output).toMatch(
    /~ +pulumi-nodejs:dynamic\/workos:Member northgate-bank\/workos-member\/felix@northgate.example/,
  );
  expect(output).toMatch(/3 to update\n +\d+ unchanged\n/); // The others are the component, and the event that tells of it.
});

test("no secret is readable in the state", () => {
  // The whole state is long: only what surrounds a find is shown.
  expect(folder.storedState().match(/.{60}(?:canary|"sk[-_]\w|whsec_)/g) ?? []).toEqual([]);
});

test("only the tenant that was offboarding is gone", async () => {
  const names = (await all("/organizations")).map(({ external_id }) => external_id);
  const files = readdirSync(join(EXAMPLE, "tenants")).filter((file) => file.endsWith(".yaml"));
  const tenants = files.map((file) => file.replace(".yaml", ""));
  const expected = tenants.filter((tenant) => tenant !== LEAVING);
  expect(expected).toHaveLength(19);
  expect(names.sort()).toEqual(
    expected.map((tenant) => (tenant === "fennel-kitchens" ? "customer-4711" : tenant)).sort(),
  );
});

describe("the environment has", () => {
  test("permissions and roles, the first role among them", async () => {
    const permissions = await all("/authorization/permissions");
    expect(permissions.map(({ slug, resource_type_slug }) => [slug, resource_type_slug])).toEqual(
      expect.arrayContaining([
        ["billing:manage", "organization"],
        ["workspaces:edit", "workspace"],
      ]),
    );
    const roles: Answer[] = (await dana().get("/authorization/roles")).data;
    expect(Object.fromEntries(roles.map(({ slug, resource_type_slug }) => [slug, resource_type_slug]))).toEqual({
      admin: "organization",
      member: "organization",
      viewer: "organization",
      "workspace-editor": "workspace",
    });
    expect(roles.find(({ slug }) => slug === "member").permissions).toEqual(["pipelines:read"]);
  });

  test("our own application, with one secret", async () => {
    const applications = await all("/connect/applications");
    const console = applications.find(({ name }) => name === "Loomline Console");
    expect(console).toMatchObject({ application_type: "oauth", is_first_party: true, uses_pkce: false });
    expect(console.redirect_uris).toContainEqual({ uri: "https://console.loomline.example/callback", default: true });
    expect(await dana().get(`/connect/applications/${console.id}/client_secrets`)).toHaveLength(1);
  });

  test("an agent that some roles may invoke", async () => {
    expect(await all("/agents/blueprints")).toEqual([
      expect.objectContaining({
        name: "Pipeline assistant",
        permissions: ["datasets:read", "pipelines:read", "pipelines:run"],
        invocable_by: { role_slugs: ["admin", "viewer"], organization_ids: [] },
        invocable_as: { instance_types: ["delegated"] },
      }),
    ]);
  });

  test("addresses, webhooks, a template, integrations and schemas", async () => {
    expect((await all("/user_management/redirect_uris")).map(({ uri }) => uri).sort()).toEqual([
      "http://localhost:3000/signed-in",
      "https://console.loomline.example/signed-in",
    ]);
    expect((await all("/user_management/cors_origins")).map(({ origin }) => origin)).toEqual([
      "https://console.loomline.example",
    ]);
    expect((await dana().get("/user_management/jwt_template")).content).toContain(
      "organization.metadata.tenantry_plan",
    );
    const webhooks = await all("/webhook_endpoints");
    expect(webhooks.map(({ endpoint_url, status, events }) => [endpoint_url, status, events.length]).sort()).toEqual([
      ["https://hooks.loomline.example/workos/audit", "disabled", 1],
      ["https://hooks.loomline.example/workos/directory", "enabled", 3],
    ]);
    const integrations = await all("/data-integrations");
    expect(integrations.map(({ slug, enabled }) => [slug, enabled]).sort()).toEqual([
      ["github", true],
      ["salesforce", true],
      ["stock-exchange", true],
    ]);
    expect(await all("/audit_logs/actions/pipeline.deleted/schemas")).toEqual([
      expect.objectContaining({ version: 1, targets: [expect.objectContaining({ type: "pipeline" })] }),
    ]);
  });
});

describe("a tenant has", () => {
  test("its organization with what plan and file say, and its domains", async () => {
    const northgate = await organization("northgate-bank");
    expect(northgate).toMatchObject({ name: "Northgate Bank plc", stripe_customer_id: "cus_Ng3Lk8Ws5Vt1pQ" });
    // The status is no label any more.
    expect(northgate.metadata).toEqual({
      segment: "banking",
      account_manager: "Ingrid Dahl",
      support: "around-the-clock",
      tenantry_plan: "regulated",
      tenantry_mfa_policy: "REQUIRED",
    });
    const domains: Answer[] = northgate.domains;
    expect(domains.map(({ domain, state }) => [domain, state]).sort()).toEqual([
      ["northgate-markets.example", "pending"],
      ["northgate.example", "pending"],
    ]);
    expect((await organization("juniper-labs")).domains).toEqual([
      expect.objectContaining({ domain: "juniper-labs.example", state: "verified", verification_strategy: "manual" }),
    ]);
    expect(await dana().get(`/organizations/${northgate.id}/audit_logs_retention`)).toMatchObject({
      retention_period_in_days: 365,
    });
  });

  test("people: invited ones, and members with all their roles once they accepted", async () => {
    const memberships = await within(
      "harbour-logistics",
      (id) => `/user_management/organization_memberships?organization_id=${id}`,
    );
    expect(memberships.map(({ user, roles }) => [user.email, roles.map(({ slug }: Answer) => slug).sort()])).toEqual([
      ["lotte@harbour-logistics.example", ["org-operator", "viewer"]],
    ]);
    const invitations = await within("marlow-insurance", (id) => `/user_management/invitations?organization_id=${id}`);
    const [tomas] = await all("/user_management/users?email=tomas.reyes@loomline.example");
    expect(invitations.map(({ email, state, inviter_user_id }) => [email, state, inviter_user_id]).sort()).toEqual([
      ["admin@marlow.example", "pending", tomas.id],
      ["claims@marlow.example", "pending", null],
    ]);
  });

  test("groups of those who accepted, with the groups' roles", async () => {
    const { id } = await organization("northgate-bank");
    const groups = await all(`/organizations/${id}/groups`);
    const people = await all(`/user_management/organization_memberships?organization_id=${id}`);
    const members = async (name: string) => {
      const group = groups.find((one) => one.name === name);
      const inGroup = await all(`/organizations/${id}/groups/${group.id}/organization-memberships`);
      return inGroup.map((one) => people.find((membership) => membership.id === one.id).user.email).sort();
    };
    expect(groups).toHaveLength(2);
    expect(await members("Everybody")).toEqual(["amara@northgate.example", "felix@northgate.example"]);
    expect(await members("Auditors")).toEqual([]); // Its one member has not accepted.
    const auditors = groups.find(({ name }) => name === "Auditors");
    expect(await all(`/authorization/groups/${auditors.id}/role_assignments`)).toEqual([
      expect.objectContaining({ role: { slug: "org-auditor" } }),
    ]);
  });

  test("resources of the application, with a role on one for who accepted", async () => {
    const { id } = await organization("northgate-bank");
    const resources = await all(`/authorization/resources?organization_id=${id}`);
    const [workspace, project] = ["ws-treasury", "prj-rates"].map((key) =>
      resources.find(({ external_id }) => external_id === key),
    );
    expect(project.parent_resource_id).toBe(workspace.id);
    const memberships = await all(`/user_management/organization_memberships?organization_id=${id}`);
    const felix = memberships.find(({ user }) => user.email === "felix@northgate.example");
    const assignments = await all(`/authorization/organization_memberships/${felix.id}/role_assignments`);
    const onResources = assignments.filter(({ resource }) => resource.resource_type_slug !== "organization");
    expect(onResources.map(({ role, resource }) => [role.slug, resource.external_id])).toEqual([
      ["workspace-editor", "ws-treasury"],
    ]);
  });

  test("API keys, called after their epochs", async () => {
    const names = async (tenant: string) =>
      (await within(tenant, (id) => `/organizations/${id}/api_keys`)).map(({ name }) => name).sort();
    expect(await names("harbour-logistics")).toEqual(["ingest-2026-q4"]);
    expect(await names("tidewater-energy")).toEqual(["export-b", "turbines"]);
    expect(await names("quarry-minerals")).toEqual(["export"]); // The plan's.
    expect(await names("palisade-defence")).toEqual([]); // [] is none of the plan's.
    expect((await names("northgate-bank"))[0]).toMatch(/^ledger-\d{4}-\d\d-\d\d$/);
  });

  test("applications with secrets, connectors, flags and objects in the vault", async () => {
    const { id } = await organization("orchard-pharma");
    const applications = await all(`/connect/applications?organization_id=${id}`);
    expect(applications.map(({ name, application_type }) => [name, application_type]).sort()).toEqual([
      ["Orchard Portal", "oauth"],
      ["Orchard Sync", "m2m"],
    ]);
    for (const { id } of applications)
      expect((await dana().get(`/connect/applications/${id}/client_secrets`)).length).toBeGreaterThanOrEqual(1);

    const connector = async (tenant: string, slug: string) =>
      (await within(tenant, (id) => `/organizations/${id}/data_integration_configurations`)).find(
        (one) => one.slug === slug,
      );
    expect(await connector("kestrel-aviation", "github")).toMatchObject({ enabled: true, scopes: ["repo"] });
    expect(await connector("kestrel-aviation", "salesforce")).toMatchObject({ enabled: true });
    expect(await connector("summit-telecom", "github")).toMatchObject({ enabled: false });
    const flags = await within("indigo-textiles", (id) => `/organizations/${id}/feature-flags`);
    expect(flags.map(({ slug }) => slug)).toContain("advanced-analytics");
    const stored = async (name: string) => (await dana().get(`/vault/v1/kv/name/${encodeURIComponent(name)}`)).value;
    expect(await stored("juniper-labs/warehouse")).toBe("canary-warehouse"); // From the environment,
    expect(await stored("quarry-minerals/assay")).toBe("canary-assay"); // and from the stack's configuration.
  });

  test("a project at OpenAI, where its file says so", async () => {
    const { data } = await folder.emulators.openai.as("dana@loomline.example").get("/organization/projects?limit=100");
    expect(data.map(({ name }: Answer) => name)).toEqual(
      expect.arrayContaining(["northgate-production", "fennel-kitchens", "harbour-logistics"]),
    );
  });
});

describe("single sign-on", () => {
  const connections = (tenant: string): Promise<Answer[]> =>
    within(tenant, (id) => `/connections?organization_id=${id}`);
  const configuration = (id: string): Promise<Answer> => dana().get(`/_emulator/connections/${id}/configuration`);

  test("is set up as the files say, and a run that makes one says what that means", async () => {
    const [saml] = await connections("northgate-bank");
    expect(saml).toMatchObject({ connection_type: "OktaSAML", name: "Northgate", state: "active" });
    expect(await configuration(saml.id)).toMatchObject({
      external_id: "sso",
      attribute_maps: { standard_attributes: { email: "mail", groups: "memberOf" } },
      saml_options: { idp_entity_id: "https://id.northgate.example/saml" },
    });
    const [oidc] = await connections("summit-telecom");
    expect(oidc).toMatchObject({ connection_type: "EntraIdOIDC", name: "Summit Telecom", state: "active" });
    expect(await configuration(oidc.id)).toMatchObject({ oidc_options: { client_secret_hint: "ntra" } });
    const said = firstUp.split("\n").filter((line) => line.includes("WorkOS switches the organization's other ways"));
    // Once while it runs, and once at its end.
    expect(said).toHaveLength(2 * 2);
    expect(await connections("palisade-defence")).toEqual([]);
  });

  test("is told by the status of a tenant, and that MFA rests on it", async () => {
    const { code, output } = await folder.tenantry("status", "northgate-bank");
    expect(code, output).toBe(0);
    expect(output.split("\n").slice(0, 3)).toEqual([
      "northgate-bank: Northgate Bank plc, plan regulated, active",
      "  SSO      sso (OktaSAML) is active, its certificates end on 2046-11-24",
      "  MFA      REQUIRED is declared; people sign in by sso, where the customer asks for it",
    ]);
  });

  test("is left to a contact of the customer, who is invited to it", async () => {
    const [contact, ...others] = await within("palisade-defence", (id) => `/organizations/${id}/it_contacts`);
    expect([contact.email, others]).toEqual(["identity@palisade.example", []]);
    expect(await dana().get(`/_emulator/it_contacts/${contact.id}/invitation`)).toMatchObject({
      intents: ["domain_verification", "sso"],
    });
  });

  test("goes on while a certificate is replaced: both stand, then the old one goes", async () => {
    const [{ id }] = await connections("northgate-bank");
    const values = async () =>
      (await dana().get(`/connections/${id}/saml_idp_signing_certs`)).data.map(({ value }: Answer) => value);
    const old = read("tenants/northgate-2026.pem");
    expect(await values()).toEqual([old, PEM_OF_SUCCESSOR]);
    folder.write(ROTATING, signingWith("./northgate-2027.pem").replace("name: Northgate\n", "name: The bank\n"));
    // The connection is about to be changed as well, which is no change of the certificate that stays.
    const plan = await ran("preview", "--diff");
    expect(
      plan
        .match(/^ +[-+~] pulumi-nodejs:dynamic\/workos:S\S+/gm)
        ?.map((line) => line.trim())
        .sort(),
    ).toEqual(["- pulumi-nodejs:dynamic/workos:SamlIdpCertificate:", "~ pulumi-nodejs:dynamic/workos:SsoConnection:"]);
    const { workos, openai } = folder.emulators;
    workos.requests.reset();
    openai.requests.reset();
    folder.write("gateway-2026.pem", PEM_OF_SUCCESSOR); // For the next test.
    folder.write(SUSPENDED, read(SUSPENDED)); // Another customer is suspended once more in the same run.
    await ran("up", "--skip-preview", "--yes");
    expect(await values()).toEqual([PEM_OF_SUCCESSOR]);
    const writes = workos.requests.log
      .filter(({ method, actor }) => method !== "GET" && actor === undefined)
      .map(({ method, route }) => `${method} ${route}`);
    expect(writes.filter((write) => write.includes("/connections/"))).toEqual([
      "PATCH /connections/{id}",
      "DELETE /connections/{connection_id}/saml_idp_signing_certs/{certificate_id}",
    ]);
    expect(writes.filter((write) => !write.includes("/connections/")).sort()).toEqual([
      "DELETE /api_keys/{id}",
      "POST /api_keys/{id}/expire",
      "POST /audit_logs/events",
      "POST /audit_logs/events",
      "POST /user_management/invitations/{id}/revoke",
    ]);
    expect(await standingOf("cobalt-cycling")).toEqual({ invited: [], keys: [], models: "" });
    expect((await connections("northgate-bank")).map((one) => one.id)).toEqual([id]);
  });
});

test("another certificate in the same file is switched on at OpenAI before the old one is switched off", async () => {
  const { log } = folder.emulators.openai.requests;
  const sent = log.filter(({ method, actor }) => method !== "GET" && actor === undefined);
  const [, ...ofSuspension] = sent.filter(({ route }) => !route.includes("certificates"));
  expect(ofSuspension).toEqual([]);
  expect(
    sent.filter(({ route }) => route.includes("certificates")).map(({ method, route }) => `${method} ${route}`),
  ).toEqual([
    "POST /organization/certificates",
    "POST /organization/certificates/activate",
    "POST /organization/certificates/deactivate",
    "DELETE /organization/certificates/{certificate_id}",
  ]);
  const rows = await atOpenai("/organization/certificates");
  const [{ id, active }, ...others] = rows.filter(({ name }) => name === "Gateway");
  expect([active, others]).toEqual([true, []]);
  const openai = folder.emulators.openai.as("dana@loomline.example");
  const { certificate_details } = await openai.get(`/organization/certificates/${id}?include[]=content`);
  expect(certificate_details.content).toBe(PEM_OF_SUCCESSOR);
});

describe("at last", () => {
  const nameOf = ({ urn }: Stored): string => urn.split("::").at(-1) ?? "";
  const tokenOf = ({ type }: Stored): string => type.replace("pulumi-nodejs:dynamic/", "");
  const stored = (): Stored[] =>
    JSON.parse(folder.storedState()).checkpoint.latest.resources.filter(({ type }: Stored) =>
      type.startsWith("pulumi-nodejs:dynamic/"),
    );

  test("what a colleague changed of every kind is seen, and nothing else; then all is as it was", async () => {
    const resources = stored();
    // A kind that is new here needs its change in portfolio-drifts.ts, or the reason why there can be none.
    expect([...new Set(resources.map(tokenOf))].sort()).toEqual(
      [...Object.keys(drifts), ...Object.keys(unchangeable)].sort(),
    );
    const changes = Object.entries(drifts).map(([token, { of, ...drift }]) => {
      const resource = resources.find((one) => nameOf(one) === of && tokenOf(one) === token);
      if (resource === undefined) throw new Error(`the portfolio has no ${token} ${of}`);
      const vendor = folder.emulators[token.startsWith("openai:") ? "openai" : "workos"];
      return { ...drift, act: vendor.as("dana@loomline.example"), resource };
    });
    for (const { act, resource, first } of changes) await first?.(act, resource);
    const before = await estateOf(folder.emulators);
    const since = Math.floor(Date.now() / 1000) * 1000; // OpenAI writes seconds.
    for (const { act, resource, by } of changes) await by(act, resource);

    await toldByDrift(since);
    const plan = await ran("preview", "--refresh");
    const told = [...plan.matchAll(/^ {4}(\w+:\w+) .* outside this stack/gm)].map(([, token]) => token);
    expect([...told, "tenantry:Undeclared"].sort()).toEqual(Object.keys(drifts).sort());
    expect(plan).toMatch(
      /^ {4}tenantry:Undeclared tenant palisade-defence has in no file: roles org-shadow \(by dana@/m,
    );
    // Who did it is told where the vendor says so, and nobody is named for what happened before.
    const named = [...plan.matchAll(/^ {4}\w+:\w+ .* outside this stack by (\S+).* at (\S+)$/gm)];
    expect(new Set(named.map(([, who]) => who?.replace(",", "")))).toEqual(new Set(["dana@loomline.example"]));
    expect(Math.min(...named.map(([, , at = ""]) => Date.parse(at)))).toBeGreaterThanOrEqual(since);
    const planned = plan.matchAll(/^ [-+~]+ +pulumi-nodejs:dynamic\/\S+ (.+?) (?:create|update|delete|replace)\b/gm);
    expect([...planned].map(([, name]) => name).sort()).toEqual(
      Object.values(drifts)
        .flatMap(({ of, moves = [] }) => [of, ...moves])
        .sort(),
    );

    // The bank gives notice as well: all is as it was, but that its people are kept out.
    const file = readFileSync(join(folder.path, ROTATING), "utf8");
    folder.write(ROTATING, file.replace("plan: regulated\n", "plan: regulated\nstatus: offboarding\n"));
    await ran("up", "--refresh", "--skip-preview", "--yes");
    // What nobody had seen before this run goes with the next one.
    await ran("up", "--skip-preview", "--yes");
    const [was, is] = withoutNewIds(before, await estateOf(folder.emulators));
    const { "workos auditLogEvents": eventsBefore = [], ...others } = was;
    const { "workos auditLogEvents": events = [], ...othersNow } = is;
    expect(othersNow).toEqual(keptOut(others));
    expect(events.filter((event) => !eventsBefore.includes(event))).toEqual([
      expect.stringContaining('"metadata":{"fields":"status"}'),
    ]);
  });

  /** `tenantry drift` finds the same, and nothing else, while neither vendor lets anybody write, and state stays as it is. */
  async function toldByDrift(since: number): Promise<void> {
    const { workos, openai } = folder.emulators;
    const [state, writes] = [folder.storedState(), folder.writes()];
    for (const { faults } of [workos, openai])
      for (const method of ["POST", "PUT", "PATCH", "DELETE"]) faults.add({ kind: "answer", method, times: Infinity });
    const { code, output } = await folder.tenantry("drift", "--json", "--fail-on", "any");
    for (const { faults } of [workos, openai]) faults.clear();
    expect(code, output).toBe(2);
    expect([folder.storedState() === state, folder.writes()]).toEqual([true, writes]);
    const { differences, unseen }: Answer = JSON.parse(output.slice(0, output.lastIndexOf("}") + 1));
    expect(unseen).toEqual([]);
    expect(
      differences
        .map(({ urn, type, name }: Answer) => (urn === null ? `${type} ${name}` : nameOf({ urn } as Stored)))
        .sort(),
    ).toEqual(
      Object.values(drifts)
        .map(({ of }) => (of === "palisade-defence/tenantry-undeclared" ? "workos:OrganizationRole org-shadow" : of))
        .sort(),
    );
    const told = differences.flatMap(({ attribution }: Answer) => attribution ?? []);
    expect(told.length).toBeGreaterThan(20);
    for (const { by, through, at } of told)
      expect([by, through, Date.parse(at) >= since]).toEqual(["dana@loomline.example", "dashboard", true]);
  }

  /** The same with nobody at the bank: members inactive, invitations taken back, no model allowed. */
  function keptOut(estate: Estate): Estate {
    const idOf = (name: string) => stored().find((one) => nameOf(one) === `northgate-bank/${name}`)?.id ?? "none";
    const [organization, project] = [idOf("workos-organization"), idOf("openai-project")];
    const changed = (of: string, id: string, change: (row: Answer) => Answer[]) => ({
      [of]: (estate[of] ?? [])
        .flatMap((text) => (text.includes(id) ? change(JSON.parse(text)).map((row) => JSON.stringify(row)) : [text]))
        .sort(),
    });
    return {
      ...estate,
      ...changed("openai invites", project, () => []),
      ...changed("openai model_permissions", project, (row) => [{ ...row, model_ids: [] }]),
      ...changed("workos memberships", organization, (row) =>
        row.status === "pending" ? [] : [{ ...row, status: "inactive" }],
      ),
    };
  }

  test("a bank that leaves takes everything of its own along, and nothing of anybody else", async () => {
    const isOwn = (resource: Stored) => nameOf(resource).startsWith("northgate-bank/");
    const own = stored().filter(isOwn);
    expect(own.length).toBeGreaterThan(30);
    const idsOf = (resources: Stored[]) => resources.flatMap(({ id }) => id.match(ID) ?? []);
    const others = new Set(idsOf(stored().filter((resource) => !isOwn(resource))));
    const ids = idsOf(own).filter((id) => !others.has(id));
    const before = await estateOf(folder.emulators);
    const { requests } = folder.emulators.openai;
    requests.reset();
    folder.remove(ROTATING);
    await ran("up", "--skip-preview", "--yes");

    // Settings, accounts and keys go with the project, and so do keys with their accounts. Nobody is invited any more.
    const writes = requests.log
      .filter(({ method }) => method !== "GET")
      .map(({ method, route }) => `${method} ${route}`);
    expect(writes.sort()).toEqual([
      "POST /organization/projects/{project_id}/archive",
      "POST /organization/projects/{project_id}/certificates/deactivate",
    ]);
    // Flags are everybody's: the bank is no target of theirs any more.
    const flags = before["workos featureFlags"]?.map((row) => {
      const flag = JSON.parse(row);
      return JSON.stringify({ ...flag, targets: flag.targets.filter((target: string) => !ids.includes(target)) });
    });
    expect(flags?.join()).not.toBe(before["workos featureFlags"]?.join());
    // What an audit log has said stays said.
    const events = before["workos auditLogEvents"];
    expect(await estateOf(folder.emulators)).toEqual({
      ...without(before, ids),
      "workos featureFlags": flags,
      "workos auditLogEvents": events,
    });
    expect(stored().filter(isOwn)).toEqual([]);
  });
});
