import { expect, test } from "vitest";
import {
  auditLogAction,
  externalId,
  flagSlug,
  integrationSlug,
  organizationRoleSlug,
  permissionSlug,
  resourceExternalId,
  resourceTypeSlug,
  roleSlug,
  vaultName,
} from "../../../providers/workos/fields.ts";

/** What people choose themselves and requests have in their paths. */
const fields = {
  auditLogAction,
  externalId,
  flagSlug,
  integrationSlug,
  organizationRoleSlug,
  permissionSlug,
  resourceExternalId,
  resourceTypeSlug,
  roleSlug,
  vaultName,
};

test.each(Object.entries(fields))("%s is neither empty nor what stands for another path", (_name, field) => {
  for (const value of ["", ".", "..", " .. "]) expect(field.safeParse(value).success).toBe(false);
});
