import { describe, expect, test } from "vitest";
import { tenantAuditRetentionMin as rule } from "../../../policies/index.ts";
import { judged, passes } from "../judged.ts";

describe(rule.name, () => {
  test("as long as the plan requires passes", async () => {
    expect(await judged(rule, "auditLogRetentionDays: 365\n", "auditLogRetentionDays: 365")).toEqual(passes);
  });

  test("longer passes", async () => {
    expect(await judged(rule, "auditLogRetentionDays: 365\n", "auditLogRetentionDays: 30")).toEqual(passes);
  });

  test("shorter is refused", async () => {
    expect(await judged(rule, "auditLogRetentionDays: 30\n", "auditLogRetentionDays: 365")).toEqual({
      violations: [
        `[mandatory] tenant-audit-retention-min: acme declares an audit log of 30 days, and plan starter requires at least 365: set auditLogRetentionDays to 365 in tenants/acme.yaml.`,
      ],
      notApplicable: [],
    });
  });

  test("a file that says nothing is refused: what WorkOS has is not looked up", async () => {
    expect(await judged(rule, "", "auditLogRetentionDays: 30")).toEqual({
      violations: [
        `[mandatory] tenant-audit-retention-min: acme declares nothing about its audit log, and plan starter requires at least 30: set auditLogRetentionDays to 30 in tenants/acme.yaml.`,
      ],
      notApplicable: [],
    });
  });

  test("is not applicable where the plan requires none", async () => {
    expect(await judged(rule, "")).toEqual({
      violations: [],
      notApplicable: [`tenant-audit-retention-min: plan starter requires no retention of the audit log`],
    });
  });
});
