import { z } from "zod";
import {
  externalId,
  metadataKey,
  metadataValue,
  mostMetadata,
  name,
  stripeCustomerId,
} from "../../providers/workos/fields.ts";
import { only } from "../canonical.ts";
import { declaration, idOf } from "../declaration.ts";
import type { Problem } from "../fleet-error.ts";
import { valueAt } from "../paths.ts";
import { catalogue, nameOf } from "../resource-names.ts";
import { type DraftTenant, type Known, tenantSection } from "../section.ts";
import { slug } from "../words.ts";

const muchMetadata = 10; // WorkOS guide, "Metadata": ten pairs

type WithMetadata = { readonly metadata?: Readonly<Record<string, string>> };

/** The tenant itself: what it is called, and its organization at WorkOS. */
export const organization = tenantSection({
  own: {
    /** The tenant's key for ever: file name, resource names, default external id and project name. */
    tenant: slug.refine((key) => key !== catalogue, {
      error: `"${catalogue}" is reserved: resources that all tenants share are called so`,
    }),
    /**
     * Keys that it had before, the first one first: resources are found in the state under them. `npx tenantry rename` writes it; what
     * is in it stays in it.
     */
    formerly: z.array(slug).min(1).exactOptional(),
    /** What people call the customer: up to 255 characters. */
    name,
    /** What the application calls this organization at WorkOS. @default `tenant` */
    externalId: externalId.exactOptional(),
    /** Can be changed but never cleared. */
    stripeCustomerId: stripeCustomerId.exactOptional(),
  },
  shared: {
    /** Merged into what is there; a key that was declared and isn't any more is removed. */
    metadata: z
      .record(
        metadataKey.regex(/^(?!tenantry_)/, { error: "metadata keys that start with tenantry_ are reserved" }),
        metadataValue,
      )
      .exactOptional(),
    /** Whether people with other e-mail domains than the organization's may be members. Left out: as it is at WorkOS. */
    allowProfilesOutsideOrganization: z.boolean().exactOptional(),
  },
  unshared: [
    { what: "key", items: ["tenant"] },
    { what: "external id", items: ["externalId"], otherwise: "tenant" },
    { what: "Stripe customer", items: ["stripeCustomerId"] },
  ],
  tenantRules: [(tenant, known) => moreMetadata(tenant, known, mostMetadata)],
  // Loaded at all, it has no more than WorkOS stores.
  warnings: [(tenant, known) => moreMetadata(tenant, known, muchMetadata)],
  facts: (tenant) => only(tenant, "tenant", "name", "allowProfilesOutsideOrganization"),
  declare: (tenant, { leaving, keysEnd, labels }) => [
    declaration(
      "workos:Organization",
      [tenant.tenant],
      {
        name: tenant.name,
        externalId: tenant.externalId ?? tenant.tenant,
        ...((tenant.metadata || labels) && { metadata: { ...tenant.metadata, ...labels } }),
        ...only(tenant, "allowProfilesOutsideOrganization", "stripeCustomerId"),
      },
      { ...(keysEnd && { endsAtOnce: true }), ...(!leaving && { protect: true }) },
    ),
  ],
});

/** Of what lives in the organization and goes with it. */
export const inOrganization = (tenant: string) => {
  const organization = nameOf(tenant, "workos:Organization");
  return { refs: { organizationId: idOf(organization) }, deletedWith: organization };
};

function moreMetadata({ file, effective }: DraftTenant<WithMetadata>, { mirrored }: Known, limit: number): Problem[] {
  const metadata = valueAt(effective, ["metadata"]);
  const pairs = typeof metadata === "object" && metadata !== null ? Object.keys(metadata).length : 0;
  if (pairs + mirrored.length <= limit) return [];
  const labels = mirrored.length > 0 ? ` and ${mirrored.length} of mirrorToMetadata` : "";
  return [file.problem(["metadata"], `${pairs} pairs with its plan's${labels}, ${limit} at most`)];
}
