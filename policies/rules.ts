// Written by `npm run generate`.

import { openaiDataRetention } from "./openai/data-retention.ts";
import { openaiExternalKeyRequired } from "./openai/external-key-required.ts";
import { openaiServiceAccountNotOwner } from "./openai/service-account-not-owner.ts";
import { openaiSpendLimitRequired } from "./openai/spend-limit-required.ts";
import type { Rule } from "./rule.ts";
import { tenantAllowedDomainsSubset } from "./tenant/allowed-domains-subset.ts";
import { tenantAuditRetentionMin } from "./tenant/audit-retention-min.ts";
import { tenantBlastRadius } from "./tenant/blast-radius.ts";
import { tenantExemptionExpired } from "./tenant/exemption-expired.ts";
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

/** Every rule of the pack, for a pack of one's own. Importing them starts nothing. */
export const rules: readonly Rule[] = [
  tenantAllowedDomainsSubset,
  tenantAuditRetentionMin,
  tenantBlastRadius,
  tenantExemptionExpired,
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
export {
  openaiDataRetention,
  openaiExternalKeyRequired,
  openaiServiceAccountNotOwner,
  openaiSpendLimitRequired,
  tenantAllowedDomainsSubset,
  tenantAuditRetentionMin,
  tenantBlastRadius,
  tenantExemptionExpired,
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
