import { z } from "zod";
import { only } from "../canonical.ts";
import { declaration } from "../declaration.ts";
import type { Problem } from "../fleet-error.ts";
import { valueAt } from "../paths.ts";
import { resourceNames } from "../resource-names.ts";
import { type DraftTenant, tenantSection } from "../section.ts";
import { ascii, line, slug } from "../words.ts";

const mostMetadata = 50; // WorkOS API description, organization `metadata`: maxProperties
const muchMetadata = 10; // WorkOS guide, "Metadata": ten pairs

/** The tenant itself: what it is called, and its organization at WorkOS. */
export const organization = tenantSection({
  own: {
    /** The tenant's key for ever: file name, resource names, default external id and project name. */
    tenant: slug,
    name: line(255),
    /** What the application calls this organization at WorkOS. @default `tenant` */
    externalId: z.string().min(1).max(64).regex(ascii, { error: "must be ASCII" }).exactOptional(),
    /** Can be changed but never cleared. */
    stripeCustomerId: z
      .string()
      .regex(/^cus_[A-Za-z0-9]+$/, { error: "must be a Stripe customer id, cus_…" })
      .exactOptional(),
  },
  shared: {
    /** Merged into what is there; a key that was declared and isn't any more is removed. */
    metadata: z
      .record(
        z
          .string()
          .min(1)
          .max(40)
          .regex(ascii, { error: "a metadata key must be ASCII" })
          .regex(/^(?!tenantry_)/, { error: "metadata keys that start with tenantry_ are reserved" }),
        z.string().max(600).regex(ascii, { error: "must be ASCII" }),
      )
      .exactOptional(),
    allowProfilesOutsideOrganization: z.boolean().exactOptional(),
  },
  unshared: [
    { what: "key", items: ["tenant"] },
    { what: "external id", items: ["externalId"], standIn: { field: "tenant", within: [] } },
    { what: "Stripe customer", items: ["stripeCustomerId"] },
  ],
  tenantRules: [(tenant) => moreMetadata(tenant, mostMetadata)],
  warnings: [(tenant) => (moreMetadata(tenant, mostMetadata).length > 0 ? [] : moreMetadata(tenant, muchMetadata))],
  facts: (tenant) => only(tenant, "tenant", "name"),
  declare: (tenant, { leaving }) => [
    declaration(
      "workos:Organization",
      resourceNames.organization(tenant.tenant),
      {
        name: tenant.name,
        externalId: tenant.externalId ?? tenant.tenant,
        ...only(tenant, "metadata", "allowProfilesOutsideOrganization", "stripeCustomerId"),
      },
      leaving ? {} : { protect: true },
    ),
  ],
});

function moreMetadata({ file, effective }: DraftTenant, limit: number): Problem[] {
  const metadata = valueAt(effective, ["metadata"]);
  const pairs = typeof metadata === "object" && metadata !== null ? Object.keys(metadata).length : 0;
  return pairs > limit ? [file.problem(["metadata"], `${pairs} pairs with its plan's, ${limit} at most`)] : [];
}
