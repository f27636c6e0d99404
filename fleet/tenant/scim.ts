import { z } from "zod";
import { asSet, line } from "../../providers/contract/fields.ts";
import { roleSlug } from "../../providers/workos/fields.ts";
import type { Problem } from "../fleet-error.ts";
import { valueAt } from "../paths.ts";
import { unfitRole } from "../rules/roles.ts";
import { type DraftTenant, type Known, tenantSection } from "../section.ts";
import { oneOf } from "../words.ts";

/** Source: WorkOS OpenAPI 0.61, `Directory` and its events. */
const directoryTypes = [
  "azure scim v2.0",
  "bamboohr",
  "breathe hr",
  "cezanne hr",
  "cyberark scim v2.0",
  "fourth hr",
  "generic scim v2.0",
  "gsuite directory",
  "gusto",
  "hibob",
  "jump cloud scim v2.0",
  "okta scim v2.0",
  "onelogin scim v2.0",
  "people hr",
  "personio",
  "pingfederate scim v2.0",
  "rippling",
  "rippling scim v2.0",
  "s3",
  "sailpoint scim v2.0",
  "sftp",
  "sftp workday",
  "workday",
] as const;

/** Where the customer's people come from. Declared: only the customer can connect a directory, in the Admin Portal. */
export const scim = tenantSection({
  shared: {
    scim: z
      .strictObject({
        /** Declared, for policies: whether there has to be a directory. @default false */
        required: z.boolean().exactOptional(),
        /** Declared, for policies: what it may be, e.g. `okta scim v2.0`. @default any */
        types: z.array(oneOf(directoryTypes)).transform(asSet).exactOptional(),
        /** Declared, for policies: by group of the directory the role of its people, of this tenant or of the environment. */
        groupRoles: z.record(line(256), roleSlug).exactOptional(),
      })
      .exactOptional(),
  },
  tenantRules: [rolesExist],
  facts: ({ scim: { required = false, types = [], groupRoles = {} } = {} }) => ({
    scim: { required, types, groupRoles },
  }),
});

type Scim = { readonly scim?: { readonly groupRoles?: Readonly<Record<string, string>> } };

function rolesExist(tenant: DraftTenant<Scim>, known: Known): Problem[] {
  const groups = valueAt(tenant.effective, ["scim", "groupRoles"]);
  if (typeof groups !== "object" || groups === null) return [];
  return Object.entries(groups).flatMap(([group, role]) =>
    typeof role === "string" ? unfitRole(tenant, { path: ["scim", "groupRoles", group], text: role }, known) : [],
  );
}
