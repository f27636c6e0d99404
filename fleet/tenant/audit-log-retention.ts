import { auditLogRetentionDays } from "../../providers/workos/fields.ts";
import { only } from "../canonical.ts";
import { declaration } from "../declaration.ts";
import { tenantSection } from "../section.ts";
import { inOrganization } from "./organization.ts";

/** How long WorkOS keeps the audit log of the organization. */
export const auditLogRetention = tenantSection({
  shared: {
    auditLogRetentionDays: auditLogRetentionDays.exactOptional(),
  },
  facts: (tenant) => only(tenant, "auditLogRetentionDays"),
  declare: ({ auditLogRetentionDays: days }, { tenant }) =>
    days === undefined ? [] : [declaration("workos:AuditLogRetention", [tenant], { days }, inOrganization(tenant))],
});
