import type { ResourceValidationPolicy } from "@pulumi/policy";
import { openaiDataRetention } from "./openai/data-retention.ts";
import { openaiExternalKeyRequired } from "./openai/external-key-required.ts";
import { openaiServiceAccountNotOwner } from "./openai/service-account-not-owner.ts";
import { openaiSpendLimitRequired } from "./openai/spend-limit-required.ts";
import { tenantAllowedDomainsSubset } from "./tenant/allowed-domains-subset.ts";
import { tenantAuditRetentionMin } from "./tenant/audit-retention-min.ts";
import { tenantMfaGraceCap } from "./tenant/mfa-grace-cap.ts";
import { tenantMfaRequired } from "./tenant/mfa-required.ts";
import { tenantPasswordPolicyStrict } from "./tenant/password-policy-strict.ts";
import { tenantRegionResidency } from "./tenant/region-residency.ts";
import { tenantSessionLifetimeCap } from "./tenant/session-lifetime-cap.ts";
import { tenantSignupDomains } from "./tenant/signup-domains.ts";
import { workosAdminCount } from "./workos/admin-count.ts";
import { workosDomainVerifiedRequired } from "./workos/domain-verified-required.ts";
import { workosScimDirectoryLinked } from "./workos/scim-directory-linked.ts";
import { workosSsoConnectionActive } from "./workos/sso-connection-active.ts";

export { judge, type Verdict } from "./judge.ts";
export { judgeRequirement, judgeTenant, type SeenTenant, type Shortfall } from "./judge-tenant.ts";
export { subjects } from "./subjects.ts";
export {
  openaiDataRetention,
  openaiExternalKeyRequired,
  openaiServiceAccountNotOwner,
  openaiSpendLimitRequired,
  tenantAllowedDomainsSubset,
  tenantAuditRetentionMin,
  tenantMfaGraceCap,
  tenantMfaRequired,
  tenantPasswordPolicyStrict,
  tenantRegionResidency,
  tenantSessionLifetimeCap,
  tenantSignupDomains,
  workosAdminCount,
  workosDomainVerifiedRequired,
  workosScimDirectoryLinked,
  workosSsoConnectionActive,
};

/** Every rule of the pack, for a pack of one's own. Importing them starts nothing. */
export const rules: readonly ResourceValidationPolicy[] = [
  tenantAllowedDomainsSubset,
  tenantAuditRetentionMin,
  tenantMfaGraceCap,
  tenantMfaRequired,
  tenantPasswordPolicyStrict,
  tenantRegionResidency,
  tenantSessionLifetimeCap,
  tenantSignupDomains,
  workosAdminCount,
  workosDomainVerifiedRequired,
  workosScimDirectoryLinked,
  workosSsoConnectionActive,
  openaiDataRetention,
  openaiExternalKeyRequired,
  openaiServiceAccountNotOwner,
  openaiSpendLimitRequired,
];
