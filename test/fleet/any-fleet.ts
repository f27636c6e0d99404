import fc from "fast-check";
import { stringify } from "yaml";

/** Arbitrary valid fleets, as the plain data of their files. */

/** YAML without the anchors that the printer would put where two lists are the same object. */
export const asYaml = (data: unknown): string => stringify(data, { aliasDuplicateObjects: false });

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
  fc.uniqueArray(item, { maxLength: 4, selector: key });
const role = fc.record(
  {
    slug: slug.map((text) => `org-${text}`),
    name: fc.constantFrom("One", "Two"),
    description: fc.constantFrom(null, "Does things"),
    permissions: some(permissions),
  },
  { requiredKeys: ["slug", "name"] },
);
const key = fc.record(
  {
    name: anyLabel,
    scopes: fc.constantFrom("all", ["a"], ["b", "a"], ["c", "a", "b", "a"]),
    expiresInDays: fc.integer({ min: 1, max: 90 }),
  },
  { requiredKeys: ["name", "scopes"] },
);
const serviceAccount = fc.record(
  { name: anyLabel, role: fc.constantFrom("member", "owner"), keys: listOf(key, ({ name }) => name) },
  { requiredKeys: ["name"] },
);

/** Everything but what the whole fleet must share out: that is made from the tenant's key below. */
const tenantBody = fc.record(
  {
    plan: fc.constantFrom("starter", "enterprise"),
    status: fc.constantFrom("active", "offboarding"),
    metadata: fc.constantFrom({}, { a: "1", b: "2" }),
    allowProfilesOutsideOrganization: fc.boolean(),
    roles: listOf(role, (item) => item.slug),
    domains: fc.uniqueArray(slug, { maxLength: 3 }),
    members: fc.uniqueArray(slug, { maxLength: 3 }),
    serviceAccounts: listOf(serviceAccount, ({ name }) => name),
  },
  { requiredKeys: [] },
);

const tenant = fc.tuple(slug, tenantBody).map(([tenant, { domains, members, serviceAccounts, ...body }]) => ({
  schemaVersion: 1,
  tenant,
  name: `${tenant} Ltd`,
  owner: "ops@ours.example",
  ...body,
  ...(domains && { domains: domains.map((label) => ({ domain: `${label}.${tenant}.example` })) }),
  ...(members && { members: members.map((name) => ({ email: `${name}@${tenant}.example`, roles: ["member"] })) }),
  ...(serviceAccounts && { openai: { project: { serviceAccounts } } }),
}));

export const anyFleet = () =>
  fc.record({
    fleet: fc.constant({
      schemaVersion: 1,
      environment: { name: "production", mode: "test", region: "eu" },
      defaultPlan: "starter",
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
    }),
    tenants: fc.uniqueArray(tenant, { maxLength: 5, selector: (item) => item.tenant }),
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
