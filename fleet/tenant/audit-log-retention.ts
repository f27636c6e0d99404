import { z } from "zod";
import { only } from "../canonical.ts";
import { declaration, idOf } from "../declaration.ts";
import { resourceNames } from "../resource-names.ts";
import { tenantSection } from "../section.ts";
import { unlessMissing } from "../words.ts";

/** How long WorkOS keeps the audit log of the organization. */
export const auditLogRetention = tenantSection({
  shared: {
    auditLogRetentionDays: z.literal([30, 365], { error: unlessMissing("must be 30 or 365") }).exactOptional(),
  },
  facts: (tenant) => only(tenant, "auditLogRetentionDays"),
  declare: ({ auditLogRetentionDays: days }, { tenant }) =>
    days === undefined
      ? []
      : [
          declaration(
            "workos:AuditLogRetention",
            resourceNames.auditLogRetention(tenant),
            { days },
            {
              refs: { organizationId: idOf(resourceNames.organization(tenant)) },
              deletedWith: resourceNames.organization(tenant),
            },
          ),
        ],
});
