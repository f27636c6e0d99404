import { z } from "zod";
import { description, resourceExternalId, resourceTypeSlug, shortName } from "../../providers/workos/fields.ts";
import { inOrder, only } from "../canonical.ts";
import { type Declaration, declaration, idOf } from "../declaration.ts";
import type { Problem } from "../fleet-error.ts";
import { nearest } from "../nearest.ts";
import { each, itemsAt, type Path, valueAt, type Written } from "../paths.ts";
import { nameOf } from "../resource-names.ts";
import { organizationType } from "../rules/roles.ts";
import { type DraftTenant, tenantSection } from "../section.ts";
import { inOrganization } from "./organization.ts";

/** The type of the resource, made in the WorkOS dashboard; not `organization`. */
const type = resourceTypeSlug.refine((slug) => slug !== organizationType, {
  error: "is the type of the organization itself: name another one, made in the WorkOS dashboard",
});
/** Type and external id name a resource of this tenant wherever a file speaks of it. */
export const resourceReference = z.strictObject({ type, externalId: resourceExternalId });
type ResourceReference = z.output<typeof resourceReference>;

const resource = z.strictObject({
  type,
  externalId: resourceExternalId,
  name: shortName,
  description: description.exactOptional(),
  /** The resource that it lies in. Left out: the organization itself. */
  parent: resourceReference.exactOptional(),
});
type Resource = z.output<typeof resource>;
/** The part of a tenant's file that says which there are. */
export type WithResources = { readonly authorizationResources?: readonly Resource[] };

/** Things in the application that roles can be given on, such as a workspace. */
export const authorizationResources = tenantSection({
  shared: { authorizationResources: z.array(resource).exactOptional() },
  distinct: [{ items: ["authorizationResources", each], by: ["type", "externalId"] }],
  tenantRules: [parentsExist, parentsInCircle],
  facts: ({ authorizationResources }) => ({
    authorizationResources: inOrder(authorizationResources, resourceKey).map(({ type, externalId, parent }) => ({
      type,
      externalId,
      ...(parent && { parent }),
    })),
  }),
  declare: ({ authorizationResources }, { tenant }) =>
    parentsFirst(inOrder(authorizationResources, resourceKey)).map((resource) => declareResource(tenant, resource)),
});

function declareResource(tenant: string, { type, externalId, parent, ...shown }: Resource): Declaration {
  const { refs, deletedWith } = inOrganization(tenant);
  return declaration(
    "workos:AuthorizationResource",
    [tenant, type, externalId],
    { resourceTypeSlug: type, externalId, ...only(shown, "name", "description") },
    {
      deletedWith,
      refs: { ...refs, ...(parent && { parentResourceId: idOf(resourceName(tenant, parent)) }) },
    },
  );
}

/** The name of the resource that is referred to. */
export const resourceName = (tenant: string, { type, externalId }: ResourceReference): string =>
  nameOf(tenant, "workos:AuthorizationResource", type, externalId);

export const resourceKey = ({ type, externalId }: ResourceReference): string => JSON.stringify([type, externalId]);

/** Keys of what a tenant declares, whatever else is wrong with it. */
export const declaredResources = (tenant: Written<WithResources>): ReadonlyMap<string, ResourceReference> =>
  new Map(
    itemsAt(tenant, ["authorizationResources", each]).flatMap(({ value }) => {
      const read = referenceIn(value);
      return read ? [[resourceKey(read), read]] : [];
    }),
  );

export function referenceIn(value: Written<ResourceReference>): ResourceReference | undefined {
  const [type, externalId] = [valueAt(value, ["type"]), valueAt(value, ["externalId"])];
  return typeof type === "string" && typeof externalId === "string"
    ? { type, externalId: externalId.trim() }
    : undefined;
}

/** Why a reference leads nowhere. */
export function unknownResource(
  reference: ResourceReference,
  declared: ReadonlyMap<string, ResourceReference>,
): string | undefined {
  if (declared.has(resourceKey(reference))) return undefined;
  const alike = [...declared.values()].filter(({ type }) => type === reference.type).map((one) => one.externalId);
  const meant = nearest(reference.externalId, alike);
  const advice = meant ? `did you mean ${meant}?` : "declare it under authorizationResources";
  return `this tenant has no ${reference.type} "${reference.externalId}", ${advice}`;
}

const withParents = (
  tenant: Written<WithResources>,
): { path: Path; own: ResourceReference; parent: ResourceReference }[] =>
  itemsAt(tenant, ["authorizationResources", each]).flatMap(({ path, value }) => {
    const [own, parent] = [referenceIn(value), referenceIn(valueAt(value, ["parent"]))];
    return own && parent ? [{ path: [...path, "parent"], own, parent }] : [];
  });

function parentsExist({ file, effective }: DraftTenant<WithResources>): Problem[] {
  const declared = declaredResources(effective);
  return withParents(effective).flatMap(({ path, parent }) => {
    const unknown = unknownResource(parent, declared);
    return unknown ? [file.problem(path, unknown)] : [];
  });
}

function parentsInCircle({ file, effective }: DraftTenant<WithResources>): Problem[] {
  const links = withParents(effective);
  const parentOf = new Map(links.map(({ own, parent }) => [resourceKey(own), resourceKey(parent)]));
  return links.flatMap(({ path, own }) => {
    const start = resourceKey(own);
    const met = new Set<string>();
    for (let at = parentOf.get(start); at !== undefined && !met.has(at); at = parentOf.get(at)) {
      if (at === start) return [file.problem(path, "lies in itself: its parents run in a circle")];
      met.add(at);
    }
    return [];
  });
}

function parentsFirst(resources: readonly Resource[]): Resource[] {
  const byKey = new Map(resources.map((resource) => [resourceKey(resource), resource]));
  const placed = new Set<Resource>();
  const place = (resource: Resource): void => {
    if (placed.has(resource)) return;
    const parent = resource.parent && byKey.get(resourceKey(resource.parent));
    if (parent) place(parent);
    placed.add(resource);
  };
  for (const resource of resources) place(resource);
  return [...placed];
}
