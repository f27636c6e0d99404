import fc from "fast-check";
import { PEM, PEM_OF_SUCCESSOR } from "../harness/certificates.ts";

/** Arbitrary valid fleets, as the plain data of their files. */

/** JSON is YAML, and printing it costs next to nothing. */
export const asYaml = (data: unknown): string => `${JSON.stringify(data)}\n`;

const slug = fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,8}[a-z0-9]$/);
/** Free text as vendors allow it: from a few pieces that soon collide if a name is made of them carelessly, or anything. */
export const anyLabel = fc.oneof(
  fc.string({ unit: fc.constantFrom("a", "/", "%", "2F"), minLength: 1, maxLength: 4 }),
  fc.constantFrom("Größe ü", "a: b", "#1", "null", "-", "[x]", "'", '"'),
);

const permissions = ["pipelines:read", "pipelines:run", "data:read", "billing"];
const some = <Item>(items: readonly Item[]) =>
  fc.subarray([...items]).chain((chosen) => fc.shuffledSubarray(chosen, { minLength: chosen.length }));
const listOf = <Item>(item: fc.Arbitrary<Item>, key: (item: Item) => string) =>
  fc.uniqueArray(item, { maxLength: 3, selector: key });
const role = fc.record(
  {
    slug: slug.map((text) => `org-${text.replace(/-+/g, "-")}`),
    name: fc.constantFrom("One", "Two"),
    description: fc.constantFrom(null, "Does things"),
    permissions: some(permissions),
  },
  { requiredKeys: ["slug", "name"] },
);
const key = fc.record(
  {
    name: anyLabel,
    scopes: fc.constantFrom("all", ["a.read"], ["b.read", "a.read"], ["c.write", "a.read", "b.request", "a.read"]),
    expiresInDays: fc.integer({ min: 1, max: 90 }),
  },
  { requiredKeys: ["name", "scopes"] },
);
const rotations = [
  { epoch: "b" },
  { every: "90d", from: "2026-01-15", overlap: "7d" },
  { every: "30d", from: "2026-10-20", overlap: "10d" },
];
const serviceAccount = fc.record(
  {
    name: anyLabel,
    role: fc.constantFrom("member", "owner"),
    keys: listOf(key, ({ name }) => name),
    rotation: fc.constantFrom(...rotations, { every: "60d", from: "2026-11-20", overlap: "7d" }),
  },
  { requiredKeys: ["name"] },
);
const apiKey = fc.record(
  {
    name: anyLabel,
    permissions: some(permissions),
    expiresInDays: fc.integer({ min: 1, max: 90 }),
    rotation: fc.constantFrom({ epoch: "a", overlap: "24h" }, ...rotations),
  },
  { requiredKeys: ["name"] },
);
const application = fc.record(
  {
    name: anyLabel,
    type: fc.constantFrom("oauth", "m2m"),
    scopes: some(["openid", "email"]),
    secrets: fc
      .record({ name: anyLabel, rotation: fc.constantFrom(...rotations) }, { requiredKeys: ["name"] })
      .map((secret) => [secret]),
  },
  { requiredKeys: ["name", "type"] },
);
const connector = fc.record({ slug, enabled: fc.boolean() });
const canary = `\${env:CANARY}`;
const vaultObject = fc.record({ name: anyLabel, value: fc.constant(canary) });
const workspaces = ["one", "two", "three"];
/** A resource may lie in one that is named before it, so nothing lies in itself. */
const resources = fc
  .tuple(fc.subarray(workspaces), fc.array(fc.nat(), { minLength: 3, maxLength: 3 }))
  .map(([names, draws]) =>
    names.map((externalId, index) => {
      const parent = names[(draws[index] ?? 0) % (index + 1)];
      return {
        type: "workspace",
        externalId,
        name: externalId,
        ...(parent !== externalId && { parent: { type: "workspace", externalId: parent } }),
      };
    }),
  );

/** Of OpenAI's organization. */
const groups = ["b", "a/b", "a"];
const providers = ["b", "a/b"];
/** Beside the fleet's file. */
export const fleetCertificates = [
  { path: "fleet/a.pem", text: PEM },
  { path: "fleet/b.pem", text: PEM_OF_SUCCESSOR },
];

/** Everything but what the whole fleet must share out: that is made from the tenant's key below. */
const tenantBody = fc.record(
  {
    plan: fc.constantFrom("starter", "enterprise"),
    life: fc.constantFrom(
      { status: "active" },
      { status: "offboarding" },
      ...["keep", "expire"].map((apiKeys) => ({
        status: "suspended",
        suspension: { since: "2026-11-02", by: "Al", reason: "has not paid", apiKeys },
      })),
    ),
    metadata: fc.constantFrom({}, { a: "1", b: "2" }),
    allowProfilesOutsideOrganization: fc.boolean(),
    roles: listOf(role, (item) => item.slug),
    domains: fc.uniqueArray(slug, { maxLength: 3 }),
    members: fc.uniqueArray(slug, { maxLength: 3 }),
    groups: listOf(
      fc.record({ name: anyLabel, roles: some(["member", "admin"]) }, { requiredKeys: ["name"] }),
      ({ name }) => name,
    ),
    authorizationResources: resources,
    apiKeys: listOf(apiKey, ({ name }) => name),
    applications: listOf(application, ({ name }) => name),
    connectors: listOf(connector, (item) => item.slug),
    vault: listOf(vaultObject, ({ name }) => name),
    featureFlags: some(["alpha", "beta"]),
    auditLogRetentionDays: fc.constantFrom(30, 365),
    serviceAccounts: listOf(serviceAccount, ({ name }) => name),
    project: fc.record(
      {
        rateLimits: fc.constantFrom(
          [],
          [
            { model: "gpt-5", requestsPerMinute: 9 },
            { model: "b", tokensPerMinute: 0 },
          ],
        ),
        spendAlerts: fc.constantFrom([], [{ monthlyUsd: 7, recipients: ["b@c.example", "a@c.example"] }]),
        hostedTools: fc.constantFrom({ mcp: true }, { webSearch: false, mcp: false }),
        certificates: some(["a/b", "b"]),
        externalKey: fc.constantFrom("a/b", "b"),
        federation: fc.boolean(),
        roles: fc.constantFrom(
          [],
          [
            { name: "b", permissions: ["b.read", "a.read"] },
            { name: "a/b", permissions: [] },
          ],
        ),
        groups: listOf(
          fc.record(
            {
              group: fc.constantFrom(...groups),
              role: fc.constantFrom("viewer", "role_b"),
              additionalRoles: some(["member", "role_a"]),
            },
            { requiredKeys: ["group", "role"] },
          ),
          ({ group }) => group,
        ),
      },
      { requiredKeys: [] },
    ),
  },
  { requiredKeys: [] },
);

type Account = { readonly name: string; readonly rotation?: unknown };
/** Where there is federation, each provider's tokens speak for every service account that does not rotate. */
function projectOf(serviceAccounts?: readonly Account[], { federation, ...project }: { federation?: boolean } = {}) {
  const rules = providers.flatMap((provider) =>
    (serviceAccounts ?? [])
      .flatMap(({ name, rotation }) => (rotation === undefined ? [name] : []))
      .map((name) => ({
        name: `${provider} ${name}`,
        provider,
        serviceAccount: name,
        rule: { b: "c", a: 1 },
        scopes: ["b.read", "a.read"],
      })),
  );
  return { ...project, ...(serviceAccounts && { serviceAccounts }), ...(federation && { federation: rules }) };
}

const tenant = fc
  .tuple(slug, tenantBody)
  .map(([tenant, { life, domains, members, groups, vault, serviceAccounts, project, ...body }]) => {
    const emails = members?.map((name) => `${name}@${tenant}.example`);
    // Everybody has a grant on every resource.
    const grants = body.authorizationResources?.map(({ type, externalId }) => ({
      role: "editor",
      resource: { type, externalId },
    }));
    return {
      schemaVersion: 1,
      tenant,
      name: `${tenant} Ltd`,
      owner: "ops@ours.example",
      ...life,
      ...body,
      ...(domains && { domains: domains.map((label) => ({ domain: `${label}.${tenant}.example` })) }),
      ...(emails && { members: emails.map((email) => ({ email, roles: ["member"], ...(grants && { grants }) })) }),
      ...(groups && { groups: groups.map((group) => ({ ...group, ...(emails && { members: emails }) })) }),
      ...(vault && { vault: vault.map((object) => ({ ...object, name: `${tenant} ${object.name}` })) }),
      ...((serviceAccounts || project) && { openai: { project: projectOf(serviceAccounts, project) } }),
    };
  });

export const anyFleet = () =>
  fc.record({
    fleet: fc.constant({
      schemaVersion: 1,
      environment: { name: "production", mode: "test", region: "eu" },
      defaultPlan: "starter",
      mirrorToMetadata: ["status", "plan", "mfa.policy"],
      residencyByRegion: { eu: ["GB_STORAGE", "EU_STORAGE_PROCESSING"] },
      plans: {
        starter: {
          defaults: {
            roles: [
              { slug: "org-b", name: "B" },
              { slug: "org-a", name: "A" },
            ],
          },
        },
        enterprise: {},
      },
      resourceTypes: [
        { code: "pipelines", actions: ["read", "run"] },
        { code: "data", actions: ["read"] },
      ],
      permissions: [
        { slug: "billing", name: "Billing" },
        { slug: "data:read", name: "Data" },
      ],
      environmentRoles: [
        { slug: "editor", name: "Editor", resourceType: "workspace" },
        { slug: "admin", name: "Admin", permissions: ["billing"], privileged: true },
      ],
      agents: [
        { name: "Support", permissions: ["data:read", "billing"], invocableBy: { roles: ["member", "admin"] } },
        { name: "Books", invocableAs: ["delegated", "autonomous"] },
      ],
      applications: [{ name: "Console", type: "oauth", secrets: [{ name: "one" }, { name: "two" }] }],
      redirectUris: [{ uri: "https://a.example/b" }, { uri: "https://a.example/a" }],
      corsOrigins: [{ origin: "https://b.example" }, { origin: "https://a.example" }],
      webhooks: [
        { name: "b", url: "https://b.example/", events: ["user.updated", "user.created"] },
        { name: "a", url: "https://a.example/", events: ["user.created"] },
      ],
      dataIntegrations: [{ slug: "github" }, { slug: "aa" }],
      secrets: { environment: ["CANARY"] },
      auditLogSchemas: [{ action: "a.b", targets: [{ type: "x" }, { type: "w" }] }],
      openai: {
        roles: [
          { name: "b", permissions: ["b.read", "a.read"] },
          { name: "a/b", permissions: [] },
        ],
        certificates: [
          { name: "b", file: "./b.pem", active: true },
          { name: "a/b", file: "./a.pem" },
        ],
        externalKeys: ["b", "a/b"].map((name) => ({
          name,
          aws: { externalId: "org-1", kmsArn: "arn:k", roleArn: "arn:r" },
        })),
        identityProviders: providers.map((name) => ({
          name,
          issuer: "https://ci.example",
          audience: name,
          attributeTransformations: [
            { attribute: "b", expression: "x" },
            { attribute: "a", expression: "y" },
          ],
        })),
        spendAlerts: [
          { monthlyUsd: 7, recipients: ["b@c.example", "a@c.example"] },
          { monthlyUsd: 30, recipients: ["a@c.example"] },
        ],
        groups: groups.map((name) => ({
          name,
          members: ["b@ours.example", "a@ours.example"],
          roles: ["reader", "a/b"],
        })),
      },
    }),
    tenants: fc.uniqueArray(tenant, { maxLength: 6, selector: (item) => item.tenant }),
  });

/** The same data with every list, however deep, in another order. */
export function shuffled<Data>(data: Data, draw: () => number): Data {
  if (Array.isArray(data)) {
    const items = data.map((item) => ({ item: shuffled(item, draw), at: draw() }));
    return items.sort((a, b) => a.at - b.at).map(({ item }) => item) as Data;
  }
  if (typeof data !== "object" || data === null) return data;
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, shuffled(value, draw)])) as Data;
}
