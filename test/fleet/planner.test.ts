import { describe, expect, test } from "vitest";
import { type Declaration, declareFleet, loadFleet } from "../../fleet/index.ts";
import { composeFleet } from "../../fleet/load.ts";
import { catalogueOf, declared, fleetYaml, folder } from "./sources.ts";

const organizationId = { organizationId: { of: "acme/workos-organization", output: "id" } };
const named = (all: readonly Declaration[], name: string) => all.find(({ resourceName }) => resourceName === name);

describe("a tenant", () => {
  test("that says nothing more is declared as an organization, and nothing else is claimed", () => {
    expect(declared("")).toEqual({
      slug: "acme",
      formerly: [],
      inputs: {
        tenant: "acme",
        name: "acme Ltd",
        plan: "starter",
        owner: "ops@ours.example",
        status: "active",
        manage: {},
        mfa: { policy: "OPTIONAL", gracePeriodDays: 7 },
        session: { lifetimeMinutes: 480 },
        passwordPolicy: "standard",
        allowSignups: false,
        allowedEmailDomains: [],
        scim: { required: false, types: [], groupRoles: {} },
        require: {},
        region: { name: "eu" },
        domains: [],
        roles: [],
        authorizationResources: [],
        members: [],
        groups: [],
        itContacts: [],
        apiKeys: [],
        applications: [],
        connectors: [],
        vault: [],
        featureFlags: [],
      },
      protect: true,
      budgeted: true,
      resources: [
        {
          type: "workos:Organization",
          resourceName: "acme/workos-organization",
          inputs: { name: "acme Ltd", externalId: "acme" },
          protect: true,
        },
      ],
      watched: [],
    });
  });

  test("is declared with everything that both vendors' first halves know", () => {
    const { inputs, protect, resources } = declared(`\
plan: enterprise
status: offboarding
externalId: cust-7
stripeCustomerId: cus_1
metadata: { segment: banking }
allowProfilesOutsideOrganization: false
mfa: { policy: REQUIRED, gracePeriodDays: 0 }
auditLogRetentionDays: 365
domains: [{ domain: acme.example, verification: dns, required: false }, { domain: b.example, verification: attested }]
roles: [{ slug: org-lead, name: Lead, description: null, permissions: [pipelines:run, pipelines:read, pipelines:run] }]
featureFlags: [beta, alpha, beta]
openai:
  project:
    name: acme-prod
    residency: EU_STORAGE_PROCESSING
    serviceAccounts:
      - { name: ci, role: owner, keys: [{ name: main, scopes: [model.request, api.files.read], expiresInDays: 2 }, { name: root, scopes: all }] }
      - { name: api }
`);
    expect(protect).toBe(false);
    expect(inputs).toMatchObject({
      plan: "enterprise",
      status: "offboarding",
      mfa: { policy: "REQUIRED", gracePeriodDays: 0 },
      require: { mfa: "REQUIRED" },
      auditLogRetentionDays: 365,
      domains: [
        { domain: "acme.example", required: false, verification: "dns" },
        { domain: "b.example", required: true, verification: "attested" },
      ],
      roles: [{ slug: "org-lead", permissions: ["pipelines:read", "pipelines:run"], privileged: false }],
      featureFlags: ["alpha", "beta"],
    });
    // Leaving, so that what lives in the organization or the project goes with it.
    const inOrganization = { refs: organizationId, deletedWith: "acme/workos-organization" };
    const inProject = { deletedWith: "acme/openai-project" };
    expect(resources).toEqual([
      {
        type: "workos:Organization",
        resourceName: "acme/workos-organization",
        inputs: {
          name: "acme Ltd",
          externalId: "cust-7",
          stripeCustomerId: "cus_1",
          metadata: { segment: "banking" },
          allowProfilesOutsideOrganization: false,
        },
      },
      {
        type: "workos:AuditLogRetention",
        resourceName: "acme/workos-audit-log-retention",
        inputs: { days: 365 },
        ...inOrganization,
      },
      {
        type: "workos:OrganizationDomain",
        resourceName: "acme/workos-organization-domain/acme.example",
        inputs: { domain: "acme.example", verification: "verify" },
        ...inOrganization,
      },
      {
        type: "workos:OrganizationDomain",
        resourceName: "acme/workos-organization-domain/b.example",
        inputs: { domain: "b.example", verification: "attested" },
        ...inOrganization,
      },
      {
        type: "workos:OrganizationRole",
        resourceName: "acme/workos-organization-role/org-lead",
        inputs: { slug: "org-lead", name: "Lead", description: null, permissions: ["pipelines:read", "pipelines:run"] },
        ...inOrganization,
        after: ["catalogue/workos-permission/pipelines:run"],
      },
      {
        type: "openai:Project",
        resourceName: "acme/openai-project",
        inputs: { name: "acme-prod", residency: "EU_STORAGE_PROCESSING" },
        after: ["acme/workos-organization"],
      },
      ...["alpha", "beta"].map((flag) => ({
        type: "workos:FeatureFlagTarget",
        resourceName: `acme/workos-feature-flag-target/${flag}`,
        inputs: { flag },
        refs: { targetId: organizationId.organizationId },
      })),
      {
        type: "openai:ProjectModelPermissions",
        resourceName: "acme/openai-project-model-permissions",
        inputs: { mode: "allow_list", modelIds: [] },
        refs: { projectId: { of: "acme/openai-project", output: "id" } },
        ...inProject,
      },
      {
        type: "openai:ServiceAccount",
        resourceName: "acme/openai-service-account/api",
        inputs: { name: "api", role: "member" },
        refs: { projectId: { of: "acme/openai-project", output: "id" } },
        ...inProject,
      },
      {
        type: "openai:ServiceAccount",
        resourceName: "acme/openai-service-account/ci",
        inputs: { name: "ci", role: "owner" },
        refs: { projectId: { of: "acme/openai-project", output: "id" } },
        ...inProject,
      },
      ...[
        { name: "main", scopes: ["api.files.read", "model.request"], expiresInSeconds: 172_800 },
        { name: "root" }, // The word all is no scope at all.
      ].map((inputs) => ({
        type: "openai:ServiceAccountKey",
        resourceName: `acme/openai-service-account-key/ci/${inputs.name}`,
        inputs,
        refs: {
          projectId: { of: "acme/openai-service-account/ci", output: "projectId" },
          serviceAccountId: { of: "acme/openai-service-account/ci", output: "id" },
        },
        deletedWith: "acme/openai-service-account/ci",
        shows: [{ as: "keys", name: `ci/${inputs.name}`, property: "value" }],
      })),
    ]);
  });

  test("keeps its organization and project as long as it stays, and nothing vanishes with them", () => {
    const { resources } = declared(
      "openai: { project: { serviceAccounts: [{ name: ci }] } }\nroles: [{ slug: org-a, name: A }]\n",
    );
    const protectedOnes = resources.filter(({ protect }) => protect).map(({ resourceName }) => resourceName);
    expect(protectedOnes).toEqual(["acme/workos-organization", "acme/openai-project"]);
    expect(resources.filter(({ deletedWith }) => deletedWith)).toEqual([]);
  });

  test("has a project named after it, and renaming either thing at a vendor renames no resource", () => {
    const before = declared("openai: { project: {} }\n").resources;
    const after = declared("openai: { project: { name: other } }\nexternalId: other\n").resources;
    expect(named(before, "acme/openai-project")?.inputs.name).toBe("acme");
    expect(named(after, "acme/openai-project")?.inputs.name).toBe("other");
    expect(named(after, "acme/workos-organization")?.inputs.externalId).toBe("other");
  });

  test("has no project unless a file asks for one", () => {
    expect(named(declared("openai: {}\n").resources, "acme/openai-project")).toBeUndefined();
  });
});

describe("the catalogue", () => {
  test("expands resource types, and lets a written permission take the place of a generated one", () => {
    const fleet = `\
schemaVersion: 1
environment: { name: a, mode: test, region: eu }
defaultPlan: starter
plans: { starter: {} }
resourceTypes: [{ code: data-sets, actions: [read, export], privileged: [export], type: workspace }]
permissions:
  - { slug: "data-sets:export", name: Take data out, description: null }
  - { slug: "billing:*", name: All of billing, privileged: true }
`;
    const { inputs, resources } = declareFleet(composeFleet(folder({}, fleet))).catalogue;
    const permission = (slug: string, fields: object, before?: string) => ({
      type: "workos:Permission",
      resourceName: `catalogue/workos-permission/${slug}`,
      inputs: { slug, ...fields },
      ...(before && { after: [`catalogue/workos-permission/${before}`] }),
    });
    expect(resources).toEqual([
      permission("billing:*", { name: "All of billing" }),
      permission("data-sets:export", { name: "Take data out", description: null }, "billing:*"),
      permission("data-sets:read", { name: "Read data sets", resourceTypeSlug: "workspace" }, "data-sets:export"),
    ]);
    // The written permission says nothing about being privileged, so it isn't.
    expect(inputs.permissions).toEqual([
      { slug: "billing:*", privileged: true },
      { slug: "data-sets:export", privileged: false },
      { slug: "data-sets:read", privileged: false },
    ]);
  });

  test("holds what a fleet file says besides, each after what it refers to", () => {
    expect(
      catalogueOf(`\
environmentRoles: [{ slug: admin, name: Admin, permissions: [pipelines:run], privileged: true, onDelete: strip }, { slug: viewer, name: Viewer, description: null, resourceType: workspace }]
redirectUris: [{ uri: "https://app.ours.example/callback" }]
corsOrigins: [{ origin: "https://app.ours.example", onDelete: abandon }]
jwtTemplate: '{"a": "b"}'
webhooks: [{ name: refresh, url: "https://hooks.ours.example/workos", events: [user.updated, user.created, user.created], status: disabled }]
dataIntegrations: [{ slug: github, enabled: true, scopes: [repo, gist], credentials: custom, clientId: Iv1.a, clientSecret: "\${env:GITHUB}" }]
agents: [{ name: Support, description: "", permissions: [pipelines:run], invocableBy: { roles: [member, admin] }, invocableAs: [delegated, autonomous] }]
auditLogSchemas: [{ action: invoice.viewed, targets: [{ type: user }, { type: invoice, metadata: { type: object } }], actor: { metadata: { type: object } }, metadata: {} }]
secrets: { environment: [GITHUB] }
`),
    ).toEqual([
      {
        type: "workos:EnvironmentRole",
        resourceName: "catalogue/workos-environment-role/admin",
        inputs: { slug: "admin", name: "Admin", permissions: ["pipelines:run"], onDelete: "strip" },
        after: ["catalogue/workos-permission/pipelines:run"],
      },
      {
        type: "workos:EnvironmentRole",
        resourceName: "catalogue/workos-environment-role/viewer",
        inputs: { slug: "viewer", name: "Viewer", description: null, resourceTypeSlug: "workspace" },
      },
      {
        type: "workos:AgentBlueprint",
        resourceName: "catalogue/workos-agent-blueprint/Support",
        inputs: {
          name: "Support",
          description: null,
          permissions: ["pipelines:run"],
          invocableBy: { roleSlugs: ["admin", "member"] },
          invocableAs: ["autonomous", "delegated"],
        },
        after: ["catalogue/workos-permission/pipelines:run", "catalogue/workos-environment-role/admin"],
      },
      {
        type: "workos:RedirectUri",
        resourceName: "catalogue/workos-redirect-uri/https:%2F%2Fapp.ours.example%2Fcallback",
        inputs: { uri: "https://app.ours.example/callback" },
      },
      {
        type: "workos:CorsOrigin",
        resourceName: "catalogue/workos-cors-origin/https:%2F%2Fapp.ours.example",
        inputs: { origin: "https://app.ours.example", onDelete: "abandon" },
      },
      { type: "workos:JwtTemplate", resourceName: "catalogue/workos-jwt-template", inputs: { content: '{"a": "b"}' } },
      {
        type: "workos:WebhookEndpoint",
        resourceName: "catalogue/workos-webhook-endpoint/refresh",
        inputs: {
          url: "https://hooks.ours.example/workos",
          events: ["user.created", "user.updated"],
          status: "disabled",
        },
        shows: [{ as: "signingSecrets", name: "refresh", property: "signingSecret" }],
      },
      {
        type: "workos:DataIntegration",
        resourceName: "catalogue/workos-data-integration/github",
        inputs: {
          slug: "github",
          enabled: true,
          scopes: ["gist", "repo"],
          credentials: "custom",
          clientId: "Iv1.a",
        },
        refs: { clientSecret: { secret: { from: "environment", name: "GITHUB" } } },
      },
      {
        type: "workos:AuditLogSchema",
        resourceName: "catalogue/workos-audit-log-schema/invoice.viewed",
        inputs: {
          action: "invoice.viewed",
          targets: [{ type: "invoice", metadata: { type: "object" } }, { type: "user" }],
          actorMetadata: { type: "object" },
          metadata: null,
        },
      },
    ]);
  });
});

describe("what policies see as privileged", () => {
  const fleet = `${fleetYaml.replace("actions: [read, run]", "actions: [read, run], privileged: [run]")}
environmentRoles: [{ slug: root, name: Root, privileged: true }, { slug: runner, name: Runner, permissions: [pipelines:run] }, { slug: reader, name: Reader }]
`;

  test("are roles that say so, or that hold such a permission, and whoever has one of them", () => {
    const { inputs } = declared(
      `\
roles: [{ slug: org-run, name: R, permissions: [pipelines:run] }, { slug: org-read, name: L, permissions: [pipelines:read] }]
members:
  - { email: a@acme.example, roles: [org-run] }
  - { email: b@acme.example, roles: [org-read, reader, member] }
  - { email: c@acme.example, roles: [root], breakGlass: true }
  - { email: d@acme.example, roles: [runner] }
groups: [{ name: G, roles: [root] }, { name: H, roles: [reader] }]
`,
      fleet,
    );
    expect(inputs.roles.map(({ slug, privileged }) => [slug, privileged])).toEqual([
      ["org-read", false],
      ["org-run", true],
    ]);
    expect(inputs.members.map(({ email, privileged, breakGlass }) => [email, privileged, breakGlass])).toEqual([
      ["a@acme.example", true, false],
      ["b@acme.example", false, false],
      ["c@acme.example", true, true],
      ["d@acme.example", true, false],
    ]);
    expect(inputs.groups.map(({ name, privileged }) => [name, privileged])).toEqual([
      ["G", true],
      ["H", false],
    ]);
    expect(declareFleet(composeFleet(folder({}, fleet))).catalogue.inputs.environmentRoles).toEqual([
      { slug: "reader", privileged: false },
      { slug: "root", privileged: true },
      { slug: "runner", privileged: true, unsaid: ["pipelines:run"] },
    ]);
  });
});

test("the resources of the example have these names; changing one deletes and creates a resource", () => {
  const { tenants } = declareFleet(loadFleet("examples/fleet"));
  const pinecrest = tenants.find(({ slug }) => slug === "pinecrest-studio");
  expect(pinecrest?.resources.map(({ resourceName }) => resourceName)).toEqual([
    "pinecrest-studio/workos-organization",
    "pinecrest-studio/workos-organization-domain/pinecrest.example",
    "pinecrest-studio/workos-organization-role/org-editor",
    "pinecrest-studio/openai-project",
    "pinecrest-studio/workos-member/mara@pinecrest.example",
    "pinecrest-studio/openai-service-account/storyboard",
    "pinecrest-studio/openai-service-account-key/storyboard/storyboard-main",
  ]);
});
