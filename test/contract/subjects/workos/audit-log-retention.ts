import { organization, type Subject, somebody } from "../subject.ts";

export const auditLogRetention: Subject = {
  token: "workos:AuditLogRetention",
  stays: "untouched",
  home: organization,
  declared: (home) => ({ ...home, days: 365 }),
  changed: (home) => ({ ...home, days: 30 }),
  async held({ workos }, { organizationId }) {
    const answer = await workos.as(somebody).get(`/organizations/${organizationId}/audit_logs_retention`);
    const days = answer.retention_period_in_days;
    return days === null ? [] : [{ id: String(organizationId), organizationId, days }];
  },
};
