import type { Dice } from "./dice.ts";

/** One customer as its file declares it. */
export interface Tenant {
  readonly slug: string;
  readonly status: "active" | "offboarding";
  readonly people: readonly string[];
  readonly roles: readonly string[];
  readonly apiKeys: readonly string[];
  readonly applications: readonly string[];
  readonly serviceAccounts: readonly { readonly name: string; readonly keys: readonly string[] }[];
}

export const FLEET_FILE = `schemaVersion: 1
environment: { name: production, mode: test, region: eu }
plans: { starter: {} }
defaultPlan: starter
permissions:
  - { slug: "pipelines:read", name: Read pipelines }
  - { slug: "pipelines:run", name: Run pipelines }
`;

export const nameOf = ({ slug }: Pick<Tenant, "slug">): string => `${slug.replaceAll("-", " ")} Ltd`;

/** JSON is YAML. `as` is what a renamed file says beside its new name. */
export function tenantFile(tenant: Tenant, as: { slug?: string; keepsIdentity?: boolean } = {}): string {
  const { slug, status, people, roles, apiKeys, applications, serviceAccounts } = tenant;
  const [first = ""] = roles;
  return JSON.stringify(
    {
      schemaVersion: 1,
      tenant: as.slug ?? slug,
      name: nameOf(tenant),
      status,
      owner: "ingrid@loomline.example",
      ...(as.keepsIdentity && { externalId: slug }),
      domains: [{ domain: `${slug}.example` }],
      roles: roles.map((role) => ({ slug: role, name: role, permissions: ["pipelines:read"] })),
      members: people.map((person) => ({ email: `${person}@${slug}.example`, roles: [first] })),
      apiKeys: apiKeys.map((name) => ({ name, permissions: ["pipelines:run"] })),
      applications: applications.map((name) => ({ name, type: "m2m", scopes: [], secrets: [{ name: "main" }] })),
      openai: {
        project: {
          ...(as.keepsIdentity && { name: slug }),
          serviceAccounts: serviceAccounts.map(({ name, keys }) => ({
            name,
            keys: keys.map((key) => ({ name: key, scopes: ["model.request"] })),
          })),
        },
      },
    },
    undefined,
    2,
  );
}

/** What the vendors hold for a tenant, one object for each, in the words of `living`. */
export function declaredThings({ slug, people, roles, apiKeys, applications, serviceAccounts }: Tenant): string[] {
  return [
    `organization ${slug}`,
    `domain ${slug}/${slug}.example`,
    ...roles.map((role) => `role ${slug}/${role}`),
    ...people.map((person) => `person ${slug}/${person}@${slug}.example`),
    ...apiKeys.map((name) => `organization key ${slug}/${name}`),
    ...applications.flatMap((name) => [`application ${slug}/${name}`, `client secret ${slug}/${name}`]),
    `project ${slug}`,
    ...serviceAccounts.flatMap(({ name, keys }) => [
      `service account ${slug}/${name}`,
      ...keys.map((key) => `project key ${slug}/${name}/${key}`),
    ]),
  ];
}

export function newTenant(slug: string, dice: Dice): Tenant {
  const some = <Item>(items: readonly Item[]): Item[] => items.filter(() => dice.chance(0.6));
  return {
    slug,
    status: "active",
    people: some(["astrid", "bo", "cem"]),
    roles: ["org-engineer", ...some(["org-auditor"])],
    apiKeys: some(["export"]),
    applications: some(["Exporter"]),
    serviceAccounts: some(["runner", "nightly"]).map((name) => ({ name, keys: ["main", ...some(["spare"])] })),
  };
}

/** One thing more or less in an active tenant's file. */
export function edited(tenant: Tenant, dice: Dice): Tenant {
  const toggled = (list: readonly string[], item: string): string[] =>
    list.includes(item) ? list.filter((other) => other !== item) : [...list, item];
  return dice.oneOf<() => Tenant>([
    () => ({ ...tenant, people: toggled(tenant.people, dice.oneOf(["astrid", "bo", "cem", "dora"])) }),
    () => ({ ...tenant, roles: toggled(tenant.roles, dice.oneOf(["org-auditor", "org-guest"])) }),
    () => ({ ...tenant, apiKeys: toggled(tenant.apiKeys, dice.oneOf(["export", "import"])) }),
    () => ({ ...tenant, applications: toggled(tenant.applications, "Exporter") }),
    () => {
      const { serviceAccounts } = tenant;
      const name = dice.oneOf(["runner", "nightly"]);
      const others = serviceAccounts.filter((account) => account.name !== name);
      const isThere = others.length < serviceAccounts.length;
      return { ...tenant, serviceAccounts: isThere ? others : [...others, { name, keys: ["main"] }] };
    },
  ])();
}
