import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { loadFleet } from "../../fleet/index.ts";
import { composeFleet } from "../../fleet/load.ts";
import { declareCatalogue, declareTenant, type TenantDeclarations } from "../../fleet/planner.ts";
import { anyFleet, asYaml } from "./any-fleet.ts";
import { folder, tenantYaml } from "./sources.ts";

function declared(more: string, fleet?: string): TenantDeclarations {
  const [tenant] = composeFleet(folder({ acme: tenantYaml("acme", more) }, fleet)).tenants;
  if (!tenant) throw new Error("no tenant");
  return declareTenant(tenant);
}

describe("declareTenant", () => {
  test("declares a tenant that says nothing more as an organization, and claims nothing else", () => {
    expect(declared("")).toEqual({
      slug: "acme",
      resourceName: "acme",
      inputs: {
        tenant: "acme",
        name: "acme Ltd",
        plan: "starter",
        owner: "ops@ours.example",
        status: "active",
        mfa: { policy: "OPTIONAL", gracePeriodDays: 7 },
        require: {},
        domains: [],
        roles: [],
        members: [],
      },
      protect: true,
      organization: { resourceName: "acme/organization", inputs: { name: "acme Ltd", externalId: "acme" } },
      domains: [],
      roles: [],
      invitations: [],
    });
  });

  test("declares everything a file can say", () => {
    const { inputs, slug, resourceName, protect, ...resources } = declared(`\
plan: enterprise
status: offboarding
externalId: cust-7
stripeCustomerId: cus_1
metadata: { segment: banking }
allowProfilesOutsideOrganization: false
mfa: { policy: REQUIRED, gracePeriodDays: 0 }
domains: [{ domain: acme.example, verification: dns, required: false }]
roles: [{ slug: org-lead, name: Lead, description: null, permissions: [pipelines:run, pipelines:read, pipelines:run] }]
members: [{ email: a@acme.example, roles: [org-lead], invite: { expiresInDays: 3, locale: de } }, { email: b@acme.example, roles: [member] }]
openai:
  project:
    name: acme-prod
    residency: EU_STORAGE_PROCESSING
    serviceAccounts:
      - { name: ci, role: owner, keys: [{ name: main, scopes: [b, a], expiresInDays: 2 }, { name: root, scopes: all }] }
      - { name: api }
`);
    expect([slug, resourceName, protect]).toEqual(["acme", "acme", false]);
    expect(inputs).toEqual({
      tenant: "acme",
      name: "acme Ltd",
      plan: "enterprise",
      owner: "ops@ours.example",
      status: "offboarding",
      mfa: { policy: "REQUIRED", gracePeriodDays: 0 },
      require: { mfa: "REQUIRED" },
      domains: [{ domain: "acme.example", required: false }],
      roles: [{ slug: "org-lead", permissions: ["pipelines:read", "pipelines:run"] }],
      members: [
        { email: "a@acme.example", roles: ["org-lead"] },
        { email: "b@acme.example", roles: ["member"] },
      ],
    });
    expect(resources).toEqual({
      organization: {
        resourceName: "acme/organization",
        inputs: {
          name: "acme Ltd",
          externalId: "cust-7",
          stripeCustomerId: "cus_1",
          metadata: { segment: "banking" },
          allowProfilesOutsideOrganization: false,
        },
      },
      domains: [{ resourceName: "acme/domain/acme.example", inputs: { domain: "acme.example" } }],
      roles: [
        {
          resourceName: "acme/role/org-lead",
          inputs: {
            slug: "org-lead",
            name: "Lead",
            description: null,
            permissions: ["pipelines:read", "pipelines:run"],
          },
        },
      ],
      invitations: [
        {
          resourceName: "acme/invitation/a@acme.example",
          inputs: { email: "a@acme.example", roleSlug: "org-lead", expiresInDays: 3, locale: "de" },
        },
        { resourceName: "acme/invitation/b@acme.example", inputs: { email: "b@acme.example", roleSlug: "member" } },
      ],
      project: {
        resourceName: "acme/project",
        inputs: { name: "acme-prod", residency: "EU_STORAGE_PROCESSING" },
        serviceAccounts: [
          { resourceName: "acme/service-account/api", inputs: { name: "api", role: "member" }, keys: [] },
          {
            resourceName: "acme/service-account/ci",
            inputs: { name: "ci", role: "owner" },
            keys: [
              {
                resourceName: "acme/key/ci/main",
                inputs: { name: "main", scopes: ["a", "b"], expiresInSeconds: 172_800 },
              },
              { resourceName: "acme/key/ci/root", inputs: { name: "root" } },
            ],
          },
        ],
      },
    });
  });

  test("names a project after the tenant, and renaming either thing at a vendor renames no resource", () => {
    const before = declared("openai: { project: {} }\n");
    const after = declared("openai: { project: { name: other } }\nexternalId: other\n");
    expect(before.project?.inputs.name).toBe("acme");
    expect(after.project?.inputs.name).toBe("other");
    expect(after.project?.resourceName).toBe(before.project?.resourceName);
    expect(after.organization.resourceName).toBe(before.organization.resourceName);
  });

  test("declares no project unless a file asks for one", () => {
    expect(declared("openai: {}\n")).not.toHaveProperty("project");
  });
});

describe("declareCatalogue", () => {
  test("expands resource types, and lets a written permission take the place of a generated one", () => {
    const fleet = `\
schemaVersion: 1
environment: { name: a, mode: test, region: eu }
defaultPlan: starter
plans: { starter: {} }
resourceTypes: [{ code: data-sets, actions: [read, export] }]
permissions:
  - { slug: "data-sets:export", name: Take data out, description: null }
  - { slug: "billing:*", name: All of billing }
`;
    expect(declareCatalogue(composeFleet(folder({}, fleet)))).toEqual([
      { resourceName: "catalogue/permission/billing:*", inputs: { slug: "billing:*", name: "All of billing" } },
      {
        resourceName: "catalogue/permission/data-sets:export",
        inputs: { slug: "data-sets:export", name: "Take data out", description: null },
      },
      {
        resourceName: "catalogue/permission/data-sets:read",
        inputs: { slug: "data-sets:read", name: "Read data sets" },
      },
    ]);
  });
});

/** Every resource name of a fleet. */
const namesOf = (fleet: ReturnType<typeof composeFleet>): string[] => [
  ...declareCatalogue(fleet).map(({ resourceName }) => resourceName),
  ...fleet.tenants
    .map(declareTenant)
    .flatMap((tenant) => [
      tenant.resourceName,
      ...[tenant.organization, ...tenant.domains, ...tenant.roles, ...tenant.invitations].map((it) => it.resourceName),
      ...(tenant.project ? [tenant.project.resourceName] : []),
      ...(tenant.project?.serviceAccounts ?? []).flatMap((account) => [
        account.resourceName,
        ...account.keys.map((key) => key.resourceName),
      ]),
    ]),
];

describe("resource names", () => {
  test("are unique in the fleet, whatever things are called", () => {
    fc.assert(
      fc.property(anyFleet(), ({ fleet, tenants }) => {
        const files = Object.fromEntries(tenants.map((tenant) => [tenant.tenant, asYaml(tenant)]));
        const names = namesOf(composeFleet(folder(files, asYaml(fleet))));
        expect(names).toEqual([...new Set(names)]);
      }),
    );
  });

  test("of the example are these; changing one deletes and creates a resource", () => {
    expect(namesOf(loadFleet("examples/fleet")).filter((name) => name.startsWith("pinecrest-studio"))).toEqual([
      "pinecrest-studio",
      "pinecrest-studio/organization",
      "pinecrest-studio/domain/pinecrest.example",
      "pinecrest-studio/role/org-editor",
      "pinecrest-studio/invitation/mara@pinecrest.example",
      "pinecrest-studio/project",
      "pinecrest-studio/service-account/storyboard",
      "pinecrest-studio/key/storyboard/storyboard-main",
    ]);
  });
});
