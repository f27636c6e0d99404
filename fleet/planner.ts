import { isDeepStrictEqual } from "node:util";
import { applicationFacts } from "./applications.ts";
import { type Audited, auditedOf, schemaOf } from "./audit.ts";
import { inOrder, only } from "./canonical.ts";
import { catalogueSections } from "./catalogue/index.ts";
import { permissionsOf } from "./catalogue/permissions.ts";
import { type Declaration, idOf, type Reference } from "./declaration.ts";
import type { LoadedFleet } from "./load.ts";
import { labelsOf } from "./mirror.ts";
import { valueAt, type Written } from "./paths.ts";
import { merge } from "./plans.ts";
import { type Policies, policiesOf } from "./policies.ts";
import { syncsOf, syncsOfAll } from "./refresh.ts";
import type { PlanRequirements } from "./requirements.ts";
import { catalogue, nameOf } from "./resource-names.ts";
import type { TenantConfig } from "./schema.ts";
import type { Standing, TenantContext, WatchedList } from "./section.ts";
import { type TenantFacts, tenantSections } from "./tenant/index.ts";
import { standingOf } from "./tenant/life.ts";

/**
 * From what the files say to the resources that make it so. Pure: no engine, no vendor, no clock. The order in which a
 * file lists things changes nothing.
 */

/** What policies see of a tenant. Declared values are complete: what the file leaves out has its default here. */
export type TenantInputs = TenantFacts & {
  readonly require: PlanRequirements;
  /** Of the environment, and where projects may be in it: anywhere, if nothing is said. */
  readonly region: { readonly name: string; readonly residencies?: readonly string[] };
  /** What `policies` of fleet.yaml says to rules about this tenant, if it says anything. */
  readonly policies?: Policies;
};

export type TenantDeclarations = {
  /** Its key, and the name of its component. */
  readonly slug: string;
  /** Keys that it had before. */
  readonly formerly: readonly string[];
  readonly inputs: TenantInputs;
  /** Whether only what was removed from its file can be deleted: true until the tenant is offboarding. */
  readonly protect: boolean;
  /** Whether what goes of it counts: not while it is leaving, nor while its suspension ends its keys. */
  readonly budgeted: boolean;
  /** In an order in which whatever is referred to comes first. */
  readonly resources: readonly Declaration[];
  /** What its audit log is told of. */
  readonly audited?: Audited & {
    readonly organizationId: Reference;
    /** The resource that stands for the schema of such events. */
    readonly schema: string;
  };
  /** None once it is leaving. */
  readonly watched: readonly Watch[];
};

/** A list of a tenant's file, as a refresh compares it with what is there. */
export type Watch = Pick<WatchedList, "list" | "owner" | "of" | "within"> & {
  /** The inputs of those that the file has. */
  readonly declared: readonly Declaration["inputs"][];
  /** Whether there may be no others. */
  readonly exclusive: boolean;
  /** Whether another day's file has others: keys that rotate. */
  readonly byDate: boolean;
};

/** What policies see of what all tenants share. */
export type CatalogueInputs = {
  readonly permissions: readonly { readonly slug: string; readonly privileged: boolean }[];
  readonly environmentRoles: readonly {
    readonly slug: string;
    /** By what it may do, or since the file says so. */
    readonly privileged: boolean;
    /** Those of its permissions that are privileged, of a role that is not said to be. */
    readonly unsaid?: readonly string[];
  }[];
  readonly webhooks: readonly { readonly name: string; readonly url: string; readonly events: readonly string[] }[];
  /** Our own. */
  readonly applications: readonly ReturnType<typeof applicationFacts>[];
  /** What `policies` of fleet.yaml says to rules about these, if it says anything. */
  readonly policies?: Policies;
};

export type FleetDeclarations = {
  /** What `policies` of fleet.yaml says to all rules. */
  readonly policies: Policies | undefined;
  readonly catalogue: { readonly inputs: CatalogueInputs; readonly resources: readonly Declaration[] };
  readonly tenants: readonly TenantDeclarations[];
};

export function declareFleet(fleet: LoadedFleet): FleetDeclarations {
  const { catalogue: config, certificates, fleetCertificates, today } = fleet;
  const permissions = permissionsOf(config);
  const last = permissions.at(-1);
  const { mirrored } = fleet;
  const region = { name: fleet.environment.region, ...only(fleet, "residencies") };
  const context = { today, certificates, lastPermission: last && nameOf(catalogue, "workos:Permission", last.slug) };

  const slugsWith = (all: readonly { slug: string; privileged?: boolean }[]): ReadonlySet<string> =>
    new Set(all.filter((one) => one.privileged).map(({ slug }) => slug));
  const inCatalogue = slugsWith(permissions);
  const judged = ({ slug, privileged, permissions = [] }: Role) => ({
    slug,
    privileged: privileged === true || permissions.some((permission) => inCatalogue.has(permission)),
  });
  const environmentRoles = (config.environmentRoles ?? []).map((role) => {
    const unsaid = role.privileged ? [] : (role.permissions ?? []).filter((slug) => inCatalogue.has(slug));
    return { ...judged(role), ...(unsaid.length > 0 && { unsaid }) };
  });

  const events = fleet.auditedAs !== undefined && fleet.ownsCatalogue ? [schemaOf(fleet.auditedAs)] : [];
  const ofSections = catalogueSections.flatMap((section) => {
    const fields = fieldsAt(config, section.at);
    const own = fields === undefined ? [] : section.declare(fields, { ...context, certificates: fleetCertificates });
    return fleet.ownsCatalogue
      ? own
      : own.map((one) => ({
          ...one,
          reads: Object.fromEntries((section.sharedBy ?? []).map((field) => [field, one.inputs[field]])),
        }));
  });
  const shared = settled([...ofSections, ...events], { leaving: false });
  const ofCatalogue = policiesOf(fleet.policies, catalogue);
  return {
    policies: fleet.policies,
    catalogue: {
      inputs: {
        permissions: permissions.map(({ slug }) => ({ slug, privileged: inCatalogue.has(slug) })),
        environmentRoles: environmentRoles.toSorted((a, b) => (a.slug < b.slug ? -1 : 1)),
        webhooks: inOrder(config.webhooks, ({ name }) => name).map((one) => only(one, "name", "url", "events")),
        applications: inOrder(config.applications, ({ name }) => name).map(applicationFacts),
        ...(ofCatalogue && { policies: ofCatalogue }),
      },
      resources: [...shared, ...syncsOfAll(fleet.refresh)],
    },
    tenants: fleet.tenants.map((tenant) => {
      const privilegedRoles = slugsWith([...environmentRoles, ...(tenant.roles ?? []).map(judged)]);
      const declared = declareTenant(
        tenant,
        { region, mirrored, action: fleet.auditedAs, policies: policiesOf(fleet.policies, tenant.tenant) },
        { ...context, privilegedRoles },
        shared,
      );
      const syncs = syncsOf(fleet.refresh, tenant.tenant, tenant.openai?.project !== undefined);
      return { ...declared, resources: [...declared.resources, ...syncs] };
    }),
  };
}

function declareTenant(
  tenant: TenantConfig,
  {
    region,
    mirrored,
    action,
    policies,
  }: Pick<TenantInputs, "region"> & {
    readonly mirrored: readonly string[] | undefined;
    readonly action: string | undefined;
    readonly policies: Policies | undefined;
  },
  shared: Omit<TenantContext, "tenant" | "firstKey" | "labels" | keyof Standing>,
  among: readonly Declaration[],
): TenantDeclarations {
  const standing = standingOf(tenant);
  const { leaving } = standing;
  const context = { ...shared, tenant: tenant.tenant, firstKey: tenant.formerly?.[0] ?? tenant.tenant, ...standing };
  const parts = tenantSections.flatMap((section) => {
    const fields = fieldsAt(tenant, section.at);
    return fields === undefined ? [] : [{ section, fields }];
  });
  const facts = merge(
    {},
    ...parts.map(({ section, fields }) => placedAt(section.at, section.facts(fields, context))),
  ) as TenantFacts;
  const labels = mirrored && { labels: labelsOf(facts, mirrored) };
  const resources = parts.flatMap(({ section, fields }) => section.declare(fields, { ...context, ...labels }));
  const lists = leaving ? [] : parts.flatMap(({ section, fields }) => section.watch(fields, context));
  return {
    slug: tenant.tenant,
    formerly: (tenant.formerly ?? []).filter((key) => key !== tenant.tenant),
    inputs: { ...facts, require: tenant.require, region, ...(policies && { policies }) },
    protect: !leaving,
    budgeted: !leaving && !standing.keysEnd,
    resources: settled(resources, { leaving, among }),
    ...(action !== undefined && {
      audited: {
        ...auditedOf(tenant, action),
        organizationId: idOf(nameOf(tenant.tenant, "workos:Organization")),
        schema: schemaOf(action).resourceName,
      },
    }),
    watched: lists.map(({ managedAs, ...list }) => {
      const declared = resources.filter((one) => one.type === list.of && isWithin(one, list.within));
      return {
        ...list,
        declared: declared.map(({ inputs }) => inputs),
        exclusive: tenant.manage?.[(managedAs ?? list.list) as keyof typeof tenant.manage] === "exclusive",
        byDate: declared.some(({ epoch }) => epoch !== undefined),
      };
    }),
  };
}

const isWithin = ({ refs = {} }: Declaration, within: WatchedList["within"]): boolean =>
  Object.entries(within).every(([field, reference]) => isDeepStrictEqual(refs[field], reference));

/** The fields of a section, unless the file has no such map. */
const fieldsAt = (config: object, at: readonly string[]): Record<string, unknown> | undefined =>
  valueAt(config as Written, at) as Record<string, unknown> | undefined;

const placedAt = (at: readonly string[], facts: object): object =>
  at.reduceRight((inside, name) => ({ [name]: inside }), facts);

type Role = { readonly slug: string; readonly privileged?: boolean; readonly permissions?: readonly string[] };

/**
 * Drops dependencies on resources that no file declares. Until the tenant is leaving, each resource is deleted by a request
 * of its own, so `deletedWith` is dropped as well.
 */
function settled(
  resources: readonly Declaration[],
  { leaving, among = [] }: { leaving: boolean; among?: readonly Declaration[] },
): Declaration[] {
  const declared = new Set([...among, ...resources].map(({ resourceName }) => resourceName));
  return resources.map(({ after = [], deletedWith, ...resource }) => {
    const present = after.filter((name) => declared.has(name));
    return {
      ...resource,
      ...(present.length > 0 && { after: present }),
      ...(leaving && deletedWith !== undefined && { deletedWith }),
    };
  });
}
