import type { Emulators } from "../../emulators/index.ts";
import { providerSource } from "../../providers/host/resource.ts";
import type { Bag } from "./provider-process.ts";

/** Objects at a vendor in the words of our inputs, with their ids. */
type Held = { id: string } & Bag;

/** One resource type under test: what it lives in, how it is declared, and what the vendor then holds. */
export interface Subject {
  readonly token: string;
  /** Makes what it lives in, as somebody else. `name` belongs to this case alone. */
  readonly home: (emulators: Emulators, name: string) => Promise<Bag>;
  readonly declared: (home: Bag, name: string) => Bag;
  /** Other values for everything that can be changed in place. Absent where nothing can. */
  readonly changed?: (home: Bag, name: string) => Bag;
  /** Every object of the type in its home, those that count as gone left out. */
  readonly held: (emulators: Emulators, home: Bag, name: string) => Promise<Held[]>;
}

/** The constant input that says where the provider's code is. */
export const providerLine = (token: string): { __provider: string } => ({ __provider: providerSource(token) });

const somebody = "dana@ourcompany.example";

const organization = async ({ workos }: Emulators, name: string): Promise<Bag> => {
  const { id } = await workos.as(somebody).post("/organizations", { name, external_id: name });
  return { organizationId: id };
};

const project = async ({ openai }: Emulators, name: string): Promise<Bag> => {
  const { id } = await openai.as(somebody).post("/organization/projects", { name });
  return { projectId: id };
};

/** Every page of a list at OpenAI. */
async function everyPage({ openai }: Emulators, path: string): Promise<Bag[]> {
  const rows: Bag[] = [];
  for (let after = ""; ; ) {
    const query = `${path.includes("?") ? "&" : "?"}limit=100${after === "" ? "" : `&after=${after}`}`;
    const page = await openai.as(somebody).get(path + query);
    rows.push(...page.data);
    if (!page.has_more) return rows;
    after = page.data.at(-1).id;
  }
}

export const SUBJECTS: readonly Subject[] = [
  {
    token: "workos:Organization",
    home: async () => ({}),
    declared: (_home, name) => ({
      name: `The ${name}`,
      externalId: name,
      metadata: { plan: "pro", tier: "1" },
      allowProfilesOutsideOrganization: true,
      stripeCustomerId: `cus_${name}1`,
    }),
    changed: (_home, name) => ({
      name: `The new ${name}`,
      externalId: name,
      metadata: { plan: "free", region: "eu" },
      allowProfilesOutsideOrganization: false,
      stripeCustomerId: `cus_${name}2`,
    }),
    async held({ workos }, _home, name) {
      const { data } = await workos.as(somebody).get(`/organizations?limit=100&search=${encodeURIComponent(name)}`);
      return data
        .filter((row: Bag) => row.external_id === name || String(row.name).endsWith(` ${name}`))
        .map((row: Bag) => ({
          id: row.id,
          name: row.name,
          externalId: row.external_id,
          metadata: row.metadata,
          allowProfilesOutsideOrganization: row.allow_profiles_outside_organization,
          stripeCustomerId: row.stripe_customer_id,
        }));
    },
  },
  {
    token: "workos:OrganizationDomain",
    home: organization,
    declared: (home, name) => ({ ...home, domain: `${name}.example` }),
    async held({ workos }, { organizationId }) {
      const { domains } = await workos.as(somebody).get(`/organizations/${organizationId}`);
      return domains.map((row: Bag) => ({ id: row.id, organizationId: row.organization_id, domain: row.domain }));
    },
  },
  {
    token: "workos:OrganizationRole",
    async home(emulators, name) {
      for (const slug of [`${name}:read`, `${name}:write`])
        await emulators.workos.as(somebody).post("/authorization/permissions", { slug, name: slug });
      return organization(emulators, name);
    },
    declared: (home, name) => ({
      ...home,
      slug: "org-billing",
      name: "Billing",
      description: "Pays",
      permissions: [`${name}:read`],
    }),
    changed: (home, name) => ({
      ...home,
      slug: "org-billing",
      name: "Billing and more",
      description: null,
      permissions: [`${name}:read`, `${name}:write`],
    }),
    async held({ workos }, { organizationId }) {
      const { data } = await workos.as(somebody).get(`/authorization/organizations/${organizationId}/roles`);
      return data
        .filter((row: Bag) => row.type === "OrganizationRole")
        .map((row: Bag) => ({
          id: row.id,
          organizationId,
          slug: row.slug,
          name: row.name,
          description: row.description,
          permissions: [...(row.permissions as string[])].sort(),
        }));
    },
  },
  {
    token: "workos:Invitation",
    home: organization,
    declared: (home, name) => ({ ...home, email: `first@${name}.example`, roleSlug: "member", expiresInDays: 3 }),
    async held({ workos }, { organizationId }) {
      const list = await workos
        .as(somebody)
        .get(`/user_management/invitations?organization_id=${organizationId}&limit=100`);
      return list.data
        .filter((row: Bag) => row.state === "pending")
        .map((row: Bag) => ({
          id: row.id,
          organizationId: row.organization_id,
          email: row.email,
          roleSlug: row.role_slug,
          expiresInDays: Math.round(
            (Date.parse(String(row.expires_at)) - Date.parse(String(row.created_at))) / (24 * 3600 * 1000),
          ),
        }));
    },
  },
  {
    token: "workos:Permission",
    home: async () => ({}),
    declared: (_home, name) => ({ slug: `${name}:see`, name: "See", description: "Looks" }),
    changed: (_home, name) => ({ slug: `${name}:see`, name: "See it all", description: null }),
    async held({ workos }, _home, name) {
      const { data } = await workos.as(somebody).get("/authorization/permissions?limit=100&order=desc");
      return data
        .filter((row: Bag) => row.slug === `${name}:see`)
        .map((row: Bag) => ({ id: row.id, slug: row.slug, name: row.name, description: row.description }));
    },
  },
  {
    token: "openai:Project",
    home: async () => ({}),
    declared: (_home, name) => ({ name: `The ${name}` }),
    changed: (_home, name) => ({ name: `The new ${name}` }),
    async held(emulators, _home, name) {
      const rows = await everyPage(emulators, "/organization/projects?include_archived=true");
      return rows
        .filter((row) => String(row.name).endsWith(` ${name}`) && row.status !== "archived")
        .map((row) => ({ id: String(row.id), name: row.name }));
    },
  },
  {
    token: "openai:ServiceAccount",
    home: project,
    declared: (home) => ({ ...home, name: "Gateway", role: "member" }),
    changed: (home) => ({ ...home, name: "Big gateway", role: "owner" }),
    async held(emulators, { projectId }) {
      const rows = await everyPage(emulators, `/organization/projects/${projectId}/service_accounts`);
      return rows.map((row) => ({ id: String(row.id), projectId, name: row.name, role: row.role }));
    },
  },
  {
    token: "openai:ServiceAccountKey",
    async home(emulators, name) {
      const { projectId } = await project(emulators, name);
      const path = `/organization/projects/${projectId}/service_accounts`;
      const { id } = await emulators.openai.as(somebody).post(path, { name, create_service_account_only: true });
      return { projectId, serviceAccountId: id };
    },
    declared: (home) => ({ ...home, name: "2026-q1" }),
    async held(emulators, { projectId }) {
      const rows = await everyPage(emulators, `/organization/projects/${projectId}/api_keys?owner_project_access=any`);
      return rows.map((row) => ({
        id: String(row.id),
        projectId,
        serviceAccountId: (row.owner as { service_account: { id: string } }).service_account.id,
        name: row.name,
      }));
    },
  },
];
