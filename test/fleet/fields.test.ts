import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { declareFleet, isFleetError } from "../../fleet/index.ts";
import { composeFleet } from "../../fleet/load.ts";
import { asYaml } from "./any-fleet.ts";
import { refusals } from "./refusals.ts";
import { allowing, complaints, fleetYaml, folder, today } from "./sources.ts";

/** Texts on the edge of what some field takes. */
const anyText = fc.oneof(
  fc.constantFrom(
    "",
    " ",
    ".",
    "..",
    " a ",
    "a b",
    "A",
    "ä",
    "a\nb",
    "a\u0007",
    "null",
    "0",
    "org-a",
    "org-a_b",
    "a--b",
    "-a",
  ),
  fc
    .constantFrom(40, 41, 48, 49, 64, 65, 128, 129, 150, 151, 200, 201, 255, 256, 257, 500, 501, 600, 1000, 1001)
    .map((n) => "x".repeat(n)),
  fc.constantFrom("a@b.example", " A@B.Example", "a@b", "acme.example", "ACME.example ", "gmail.com", "acme.example."),
  fc.constantFrom(
    "https://a.example",
    "HTTPS://A.example/",
    "http://a.example",
    "http://localhost:3000",
    "https://a.example/#",
    "https://u@a.example/",
    "https://a.example:443",
  ),
  fc.constantFrom("2027-01-01T00:00:00Z", "2027-01-01T01:00:00.5+01:00", "cus_a1", "cus_", "openid email"),
  fc.string({ maxLength: 12 }),
);

const valid = [
  "a",
  "org-a",
  "a@b.example",
  "acme.example",
  "https://a.example",
  "2027-01-01T00:00:00Z",
  "cus_a1",
  "object",
  "api.files.read",
];
const examples = [...valid, "..", "  ", " a "].map((text): [string] => [text]);

/** A file with one text in it that may be anything: of a tenant, or of the fleet. */
const inTenant: Record<string, (text: string) => object> = {
  name: (name) => ({ name }),
  externalId: (externalId) => ({ externalId }),
  stripeCustomerId: (stripeCustomerId) => ({ stripeCustomerId }),
  "a metadata key": (key) => ({ metadata: { [key]: "x" } }),
  "a metadata value": (value) => ({ metadata: { key: value } }),
  "a domain": (domain) => ({ domains: [{ domain }] }),
  "a role's slug": (slug) => ({ roles: [{ slug, name: "A" }] }),
  "a role's name": (name) => ({ roles: [{ slug: "org-a", name }] }),
  "a description": (description) => ({ roles: [{ slug: "org-a", name: "A", description }] }),
  "a resource type": (resourceType) => ({ roles: [{ slug: "org-a", name: "A", resourceType }] }),
  "a resource's external id": (externalId) => ({
    authorizationResources: [{ type: "workspace", externalId, name: "A" }],
  }),
  "an address": (email) => ({ members: [{ email, roles: ["member"] }] }),
  "a member's role": (role) => ({ members: [{ email: "a@b.example", roles: [role] }] }),
  "an inviter": (inviter) => ({ members: [{ email: "a@b.example", roles: ["member"], invite: { inviter } }] }),
  "a group": (name) => ({ groups: [{ name }] }),
  "a key": (name) => ({ apiKeys: [{ name }] }),
  "a key's end": (expiresAt) => ({ apiKeys: [{ name: "a", expiresAt }] }),
  "an application": (name) => ({ applications: [{ name, type: "oauth" }] }),
  "an application's description": (description) => ({ applications: [{ name: "A", type: "oauth", description }] }),
  "a scope": (scope) => ({ applications: [{ name: "A", type: "oauth", scopes: [scope] }] }),
  "a redirect address": (uri) => ({ applications: [{ name: "A", type: "oauth", redirectUris: [{ uri }] }] }),
  "a client secret": (name) => ({ applications: [{ name: "A", type: "oauth", secrets: [{ name }] }] }),
  "a connector": (slug) => ({ connectors: [{ slug, enabled: true }] }),
  "a connector's setting": (value) => ({ connectors: [{ slug: "a", config: { key: value } }] }),
  "a vault object": (name) => ({ vault: [{ name, value: secret }] }),
  "a vault context": (value) => ({ vault: [{ name: "a", context: { key: value }, value: secret }] }),
  "a flag": (flag) => ({ featureFlags: [flag] }),
  "a project": (name) => ({ openai: { project: { name } } }),
  "a service account": (name) => ({ openai: { project: { serviceAccounts: [{ name }] } } }),
  "whose token speaks for a service account": (value) => ({
    openai: {
      project: {
        serviceAccounts: [{ name: "a" }],
        federation: [{ name: "b", provider: "GitHub", serviceAccount: "a", rule: { [value]: value }, scopes: "all" }],
      },
    },
  }),
  "what is said of such a token": (text) => ({
    openai: {
      project: {
        serviceAccounts: [{ name: "a" }],
        federation: [
          { name: text, provider: "GitHub", serviceAccount: "a", rule: { a: 1 }, scopes: "all", description: text },
        ],
      },
    },
  }),
  "a role of a project": (name) => ({ openai: { project: { roles: [{ name, permissions: [] }] } } }),
  "a role's description": (description) => ({
    openai: { project: { roles: [{ name: "a", description, permissions: [] }] } },
  }),
  "what a role of a project allows": (permission) => ({
    openai: { project: { roles: [{ name: "a", permissions: [permission] }] } },
  }),
  "a scope of a key": (scope) => ({
    openai: { project: { serviceAccounts: [{ name: "a", keys: [{ name: "b", scopes: [scope] }] }] } },
  }),
};
const inFleet: Record<string, (text: string) => object> = {
  "a permission": (slug) => ({ permissions: [{ slug, name: "A" }] }),
  "a role of the environment": (slug) => ({ environmentRoles: [{ slug, name: "A" }] }),
  "an agent": (name) => ({ agents: [{ name }] }),
  "an agent's description": (description) => ({ agents: [{ name: "A", description }] }),
  "a role that may invoke an agent": (role) => ({ agents: [{ name: "A", invocableBy: { roles: [role] } }] }),
  "a redirect URI": (uri) => ({ redirectUris: [{ uri }] }),
  "an origin": (origin) => ({ corsOrigins: [{ origin }] }),
  "a JWT template": (jwtTemplate) => ({ jwtTemplate }),
  "a webhook": (url) => ({ webhooks: [{ name: "a", url, events: ["user.created"] }] }),
  "an integration": (slug) => ({ dataIntegrations: [{ slug }] }),
  "an integration's description": (description) => ({ dataIntegrations: [{ slug: "a", description }] }),
  "an OAuth address": (tokenUrl) => ({ dataIntegrations: [{ slug: "a", customProvider: { name: "A", tokenUrl } }] }),
  "an action": (action) => ({ auditLogSchemas: [{ action, targets: [{ type: "a" }] }] }),
  "a target": (type) => ({ auditLogSchemas: [{ action: "a", targets: [{ type }] }] }),
  "a group at OpenAI": (name) => ({ openai: { groups: [{ name }] } }),
  "somebody in a group at OpenAI": (email) => ({ openai: { groups: [{ name: "a", members: [email] }] } }),
  "a key in another cloud": (name) => ({
    openai: { externalKeys: [{ name, aws: { externalId: "org-1", kmsArn: name, roleArn: name } }] },
  }),
  "an identity provider": (name) => ({
    openai: { identityProviders: [{ name, issuer: "https://a.example", audience: name, description: name }] },
  }),
  "an issuer of tokens": (issuer) => ({
    openai: { identityProviders: [{ name: "a", issuer, audience: "a", verification: { discoveryUrl: issuer } }] },
  }),
  "an attribute of tokens": (attribute) => ({
    openai: {
      identityProviders: [
        {
          name: "a",
          issuer: "https://a.example",
          audience: "a",
          attributeTransformations: [{ attribute, expression: attribute }],
        },
      ],
    },
  }),
  "who is told what OpenAI costs": (email) => ({ openai: { spendAlerts: [{ monthlyUsd: 1, recipients: [email] }] } }),
  "how that mail begins": (subjectPrefix) => ({
    openai: { spendAlerts: [{ monthlyUsd: 1, recipients: ["a@b.example"], subjectPrefix }] },
  }),
  "a role of the organization at OpenAI": (name) => ({
    openai: { roles: [{ name, permissions: [] }], groups: [{ name: "a", roles: [name] }] },
  }),
  "a JSON Schema": (word) => ({
    auditLogSchemas: [{ action: "a", targets: [{ type: "a", metadata: { type: word, title: word } }] }],
  }),
};
const secret = `\${env:SECRET}`;

const smallestFleet: object = {
  ...parse(fleetYaml),
  secrets: { environment: ["SECRET"] },
  openai: { identityProviders: [{ name: "GitHub", issuer: "https://ci.example", audience: "openai" }] },
};

/** What resources would refuse of the files that are fine, and which tenants' are. */
function judged(tenants: Readonly<Record<string, object>>, fleet: object): { fine: string[]; refused: string[] } {
  const yaml = Object.entries(tenants).map(([tenant, fields]): [string, string] => {
    const file = { schemaVersion: 1, tenant, name: tenant, owner: "o@a.example", ...fields };
    return [tenant, asYaml(file)];
  });
  const files = folder(Object.fromEntries(yaml), asYaml({ ...smallestFleet, ...fleet }));
  try {
    const declared = declareFleet(composeFleet(files, [], today));
    const all = [...declared.catalogue.resources, ...declared.tenants.flatMap(({ resources }) => resources)];
    return { fine: Object.keys(tenants), refused: all.flatMap(refusals) };
  } catch (error) {
    if (!isFleetError(error)) throw error;
    const spoilt = new Set(error.problems.map(({ file }) => file));
    const others = Object.entries(tenants).filter(([tenant]) => !spoilt.has(`fleet/tenants/${tenant}.yaml`));
    const isFleetFine = !spoilt.has("fleet/fleet.yaml");
    return isFleetFine ? judged(Object.fromEntries(others), fleet) : { fine: [], refused: [] };
  }
}

describe("what a file may hold, its resource takes, as it stands after loading", () => {
  const runs = { examples, numRuns: 25 };

  test("in each field of a tenant", () => {
    // A tenant for each, so that the fleet's file is read once for all of them.
    const fields = Object.entries(inTenant).map(([field, with_], at) => ({ field, with_, tenant: `t-${at}` }));
    const taken = new Set<string>();
    fc.assert(
      fc.property(anyText, (text) => {
        const { fine, refused } = judged(
          Object.fromEntries(fields.map(({ tenant, with_ }) => [tenant, with_(text)])),
          {},
        );
        for (const tenant of fine) taken.add(tenant);
        expect(refused).toEqual([]);
      }),
      runs,
    );
    expect(fields.filter(({ tenant }) => !taken.has(tenant)).map(({ field }) => field)).toEqual([]);
  });

  test.each(Object.entries(inFleet))("in the fleet's file: %s", (_, with_) => {
    let taken = 0;
    fc.assert(
      fc.property(anyText, (text) => {
        const { fine, refused } = judged({ acme: {} }, with_(text));
        taken += fine.length;
        expect(refused).toEqual([]);
      }),
      runs,
    );
    expect(taken).toBeGreaterThan(0);
  });
});

test.each([
  [`vault: [{ name: "..", value: "${secret}" }]`, "vault[0].name: must not be a dot or two: it is part of a path"],
  ['externalId: "  "', "externalId: must not be empty"],
  ['roles: [{ slug: org-a, name: "  " }]', "roles[0].name: must not be empty"],
])("%s is refused where it stands", (text, message) => {
  expect(complaints(`${text}\n`, allowing("SECRET"))).toEqual([message]);
});
