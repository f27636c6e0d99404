import type { MfaPolicy } from "./mfa-ladder.ts";
import { resourceNames } from "./resource-names.ts";
import type { PermissionConfig, PlanRequirements, TenantConfig } from "./schema.ts";

/**
 * From what the files say to the resources that make it so. Pure: no engine, no vendor, no clock.
 *
 * Inputs are canonical (sets sorted, each item once) and lists are ordered by natural key, so that the order in which a
 * file lists things changes nothing. Only what was declared appears: a field that no file mentions is absent, which
 * leaves it unmanaged; `null` clears it.
 */

/** One resource to be: the engine's name for it, and its inputs without the ids that only the engine knows. */
export type Declaration<Inputs> = { readonly resourceName: string; readonly inputs: Inputs };

export type OrganizationInputs = {
  readonly name: string;
  readonly externalId: string;
  readonly metadata?: Readonly<Record<string, string>>;
  readonly allowProfilesOutsideOrganization?: boolean;
  readonly stripeCustomerId?: string;
};
export type OrganizationDomainInputs = { readonly domain: string };
export type OrganizationRoleInputs = {
  readonly slug: string;
  readonly name: string;
  readonly description?: string | null;
  readonly permissions: readonly string[];
};
export type InvitationInputs = {
  readonly email: string;
  readonly roleSlug?: string;
  readonly expiresInDays?: number;
  readonly locale?: string;
};
export type ProjectInputs = { readonly name: string; readonly residency?: string };
export type ServiceAccountInputs = { readonly name: string; readonly role?: "member" | "owner" };
export type ServiceAccountKeyInputs = {
  readonly name: string;
  /** Absent: every permission, as the file said `all`. */
  readonly scopes?: readonly string[];
  readonly expiresInSeconds?: number;
};
export type PermissionInputs = Pick<PermissionConfig, "slug" | "name" | "description">;

/** What policies see of a tenant. Declared values are complete: what the file leaves out has its default here. */
export type TenantInputs = {
  readonly tenant: string;
  readonly name: string;
  readonly plan: string;
  readonly owner: string;
  readonly status: "active" | "offboarding";
  readonly mfa: { readonly policy: MfaPolicy; readonly gracePeriodDays: number; readonly effectiveFrom?: string };
  readonly require: PlanRequirements;
  readonly domains: readonly { readonly domain: string; readonly required: boolean }[];
  readonly roles: readonly { readonly slug: string; readonly permissions: readonly string[] }[];
  readonly members: readonly { readonly email: string; readonly roles: readonly string[] }[];
};

export type ServiceAccountDeclaration = Declaration<ServiceAccountInputs> & {
  readonly keys: readonly Declaration<ServiceAccountKeyInputs>[];
};

export type TenantDeclarations = Declaration<TenantInputs> & {
  readonly slug: string;
  /** Organization and project can't be deleted while this holds, which is until the tenant is offboarding. */
  readonly protect: boolean;
  readonly organization: Declaration<OrganizationInputs>;
  readonly domains: readonly Declaration<OrganizationDomainInputs>[];
  readonly roles: readonly Declaration<OrganizationRoleInputs>[];
  readonly invitations: readonly Declaration<InvitationInputs>[];
  readonly project?: Declaration<ProjectInputs> & { readonly serviceAccounts: readonly ServiceAccountDeclaration[] };
};

export function declareTenant(tenant: TenantConfig): TenantDeclarations {
  const slug = tenant.tenant;
  const project = tenant.openai?.project;
  return {
    slug,
    resourceName: resourceNames.tenant(slug),
    inputs: tenantInputs(tenant),
    protect: tenant.status !== "offboarding",
    organization: {
      resourceName: resourceNames.organization(slug),
      inputs: {
        name: tenant.name,
        externalId: tenant.externalId ?? slug,
        ...only(tenant, "metadata", "allowProfilesOutsideOrganization", "stripeCustomerId"),
      },
    },
    domains: inOrder(tenant.domains, ({ domain }) => domain).map(({ domain }) => ({
      resourceName: resourceNames.domain(slug, domain),
      inputs: { domain },
    })),
    roles: inOrder(tenant.roles, (role) => role.slug).map((role) => ({
      resourceName: resourceNames.role(slug, role.slug),
      inputs: { ...only(role, "slug", "name", "description"), permissions: asSet(role.permissions) },
    })),
    invitations: inOrder(tenant.members, ({ email }) => email).map(({ email, roles: [roleSlug], invite }) => ({
      resourceName: resourceNames.invitation(slug, email),
      inputs: { email, ...(roleSlug !== undefined && { roleSlug }), ...only(invite ?? {}, "expiresInDays", "locale") },
    })),
    ...(project && { project: declareProject(slug, project) }),
  };
}

/** The fleet's permissions, shared by every tenant of the environment. */
export const declareCatalogue = (fleet: { readonly permissions: readonly PermissionConfig[] }) =>
  inOrder(fleet.permissions, ({ slug }) => slug).map(
    (permission): Declaration<PermissionInputs> => ({
      resourceName: resourceNames.permission(permission.slug),
      inputs: only(permission, "slug", "name", "description"),
    }),
  );

type ProjectConfig = NonNullable<NonNullable<TenantConfig["openai"]>["project"]>;

const declareProject = (slug: string, project: ProjectConfig): NonNullable<TenantDeclarations["project"]> => ({
  resourceName: resourceNames.project(slug),
  inputs: { name: project.name ?? slug, ...only(project, "residency") },
  serviceAccounts: inOrder(project.serviceAccounts, ({ name }) => name).map((account) => ({
    resourceName: resourceNames.serviceAccount(slug, account.name),
    // Always stated: a service account that is only created has no role, and its keys can do nothing.
    inputs: { name: account.name, role: account.role ?? "member" },
    keys: inOrder(account.keys, ({ name }) => name).map(({ name, scopes, expiresInDays }) => ({
      resourceName: resourceNames.key(slug, account.name, name),
      inputs: {
        name,
        ...(scopes !== "all" && { scopes: asSet(scopes) }),
        ...(expiresInDays !== undefined && { expiresInSeconds: expiresInDays * secondsPerDay }),
      },
    })),
  })),
});

const secondsPerDay = 24 * 60 * 60;

const tenantInputs = (tenant: TenantConfig): TenantInputs => ({
  ...only(tenant, "tenant", "name", "plan", "owner"),
  status: tenant.status ?? "active",
  mfa: { policy: "OPTIONAL", gracePeriodDays: 7, ...tenant.mfa },
  require: tenant.require,
  domains: inOrder(tenant.domains, ({ domain }) => domain).map(({ domain, required }) => ({
    domain,
    required: required ?? true,
  })),
  roles: inOrder(tenant.roles, ({ slug }) => slug).map(({ slug, permissions }) => ({
    slug,
    permissions: asSet(permissions),
  })),
  members: inOrder(tenant.members, ({ email }) => email).map(({ email, roles }) => ({ email, roles: asSet(roles) })),
});

const asSet = (texts: readonly string[] = []): string[] => [...new Set(texts)].sort();

/** By code unit, which is the same on every machine. */
const inOrder = <Item>(items: readonly Item[] = [], key: (item: Item) => string): Item[] =>
  items.toSorted((a, b) => (key(a) < key(b) ? -1 : 1));

/** The named fields, each only if it is there. */
function only<Fields extends object, Name extends keyof Fields>(fields: Fields, ...names: Name[]): Pick<Fields, Name> {
  const present = names.filter((name) => fields[name] !== undefined).map((name) => [name, fields[name]]);
  return Object.fromEntries(present) as Pick<Fields, Name>;
}
