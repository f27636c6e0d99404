// Written by `npm run generate`.

import { openaiAdminKeyAge } from "./openai/admin-key-age.ts";
import { openaiAdminKeyCount } from "./openai/admin-key-count.ts";
import { openaiAdminKeyExpiry } from "./openai/admin-key-expiry.ts";
import { openaiAdminKeyUnused } from "./openai/admin-key-unused.ts";
import { openaiDataRetention } from "./openai/data-retention.ts";
import { openaiExternalKeyRequired } from "./openai/external-key-required.ts";
import { openaiHostedTools } from "./openai/hosted-tools.ts";
import { openaiKeyOwnerInactive } from "./openai/key-owner-inactive.ts";
import { openaiKeyRotationAge } from "./openai/key-rotation-age.ts";
import { openaiKeyScopesDeclared } from "./openai/key-scopes-declared.ts";
import { openaiKeyUnmanaged } from "./openai/key-unmanaged.ts";
import { openaiKeyUnused } from "./openai/key-unused.ts";
import { openaiKeyUserOwned } from "./openai/key-user-owned.ts";
import { openaiMemberOwnerCap } from "./openai/member-owner-cap.ts";
import { openaiMemberUnmanagedOwner } from "./openai/member-unmanaged-owner.ts";
import { openaiModelAllowList } from "./openai/model-allow-list.ts";
import { openaiProjectArchived } from "./openai/project-archived.ts";
import { openaiProjectIdle } from "./openai/project-idle.ts";
import { openaiProjectUnmanaged } from "./openai/project-unmanaged.ts";
import { openaiServiceAccountKeys } from "./openai/service-account-keys.ts";
import { openaiServiceAccountNotOwner } from "./openai/service-account-not-owner.ts";
import { openaiSpendAlert } from "./openai/spend-alert.ts";
import { openaiSpendLimitHit } from "./openai/spend-limit-hit.ts";
import { openaiSpendLimitRequired } from "./openai/spend-limit-required.ts";
import { openaiSpendNearLimit } from "./openai/spend-near-limit.ts";
import { openaiSpendTotalCeiling } from "./openai/spend-total-ceiling.ts";
import type { Rule } from "./rule.ts";
import { tenantAllowedDomainsSubset } from "./tenant/allowed-domains-subset.ts";
import { tenantAuditRetentionMin } from "./tenant/audit-retention-min.ts";
import { tenantBlastRadius } from "./tenant/blast-radius.ts";
import { tenantExemptionExpired } from "./tenant/exemption-expired.ts";
import { tenantMfaDowngrade } from "./tenant/mfa-downgrade.ts";
import { tenantMfaGraceCap } from "./tenant/mfa-grace-cap.ts";
import { tenantMfaRequired } from "./tenant/mfa-required.ts";
import { tenantOwnerRequired } from "./tenant/owner-required.ts";
import { tenantPasswordPolicyStrict } from "./tenant/password-policy-strict.ts";
import { tenantRecreateAfterLoss } from "./tenant/recreate-after-loss.ts";
import { tenantRegionResidency } from "./tenant/region-residency.ts";
import { tenantSessionLifetimeCap } from "./tenant/session-lifetime-cap.ts";
import { tenantSignupDomains } from "./tenant/signup-domains.ts";
import { workosAdminCount } from "./workos/admin-count.ts";
import { workosApiKeyAge } from "./workos/api-key-age.ts";
import { workosApiKeyExpiryRequired } from "./workos/api-key-expiry-required.ts";
import { workosApiKeyPermissions } from "./workos/api-key-permissions.ts";
import { workosApiKeyUnmanaged } from "./workos/api-key-unmanaged.ts";
import { workosApiKeyUnused } from "./workos/api-key-unused.ts";
import { workosApiKeyUserOwned } from "./workos/api-key-user-owned.ts";
import { workosAppDeclaredLimits } from "./workos/app-declared-limits.ts";
import { workosAppPkce } from "./workos/app-pkce.ts";
import { workosAppRedirectHttps } from "./workos/app-redirect-https.ts";
import { workosAppScopes } from "./workos/app-scopes.ts";
import { workosAppSecretAge } from "./workos/app-secret-age.ts";
import { workosBreakGlass } from "./workos/break-glass.ts";
import { workosDomainNoSelfAttest } from "./workos/domain-no-self-attest.ts";
import { workosDomainStale } from "./workos/domain-stale.ts";
import { workosDomainVerifiedRequired } from "./workos/domain-verified-required.ts";
import { workosInvitationExpiry } from "./workos/invitation-expiry.ts";
import { workosInvitationStale } from "./workos/invitation-stale.ts";
import { workosMemberEmailDomain } from "./workos/member-email-domain.ts";
import { workosOutsideProfiles } from "./workos/outside-profiles.ts";
import { workosRoleLeastPrivilege } from "./workos/role-least-privilege.ts";
import { workosRoleUnmanaged } from "./workos/role-unmanaged.ts";
import { workosScimDirectoryLinked } from "./workos/scim-directory-linked.ts";
import { workosSsoCertificateExpiry } from "./workos/sso-certificate-expiry.ts";
import { workosSsoConnectionActive } from "./workos/sso-connection-active.ts";
import { workosSyncHealth } from "./workos/sync-health.ts";
import { workosWebhookEvents } from "./workos/webhook-events.ts";
import { workosWebhookUrl } from "./workos/webhook-url.ts";

/** Every rule of the pack, for a pack of one's own. Importing them starts nothing. */
export const rules: readonly Rule[] = [
  tenantAllowedDomainsSubset,
  tenantAuditRetentionMin,
  tenantBlastRadius,
  tenantExemptionExpired,
  tenantMfaDowngrade,
  tenantMfaGraceCap,
  tenantMfaRequired,
  tenantOwnerRequired,
  tenantPasswordPolicyStrict,
  tenantRecreateAfterLoss,
  tenantRegionResidency,
  tenantSessionLifetimeCap,
  tenantSignupDomains,
  workosAdminCount,
  workosApiKeyAge,
  workosApiKeyExpiryRequired,
  workosApiKeyPermissions,
  workosApiKeyUnmanaged,
  workosApiKeyUnused,
  workosApiKeyUserOwned,
  workosAppDeclaredLimits,
  workosAppPkce,
  workosAppRedirectHttps,
  workosAppScopes,
  workosAppSecretAge,
  workosBreakGlass,
  workosDomainNoSelfAttest,
  workosDomainStale,
  workosDomainVerifiedRequired,
  workosInvitationExpiry,
  workosInvitationStale,
  workosMemberEmailDomain,
  workosOutsideProfiles,
  workosRoleLeastPrivilege,
  workosRoleUnmanaged,
  workosScimDirectoryLinked,
  workosSsoCertificateExpiry,
  workosSsoConnectionActive,
  workosSyncHealth,
  workosWebhookEvents,
  workosWebhookUrl,
  openaiAdminKeyAge,
  openaiAdminKeyCount,
  openaiAdminKeyExpiry,
  openaiAdminKeyUnused,
  openaiDataRetention,
  openaiExternalKeyRequired,
  openaiHostedTools,
  openaiKeyOwnerInactive,
  openaiKeyRotationAge,
  openaiKeyScopesDeclared,
  openaiKeyUnmanaged,
  openaiKeyUnused,
  openaiKeyUserOwned,
  openaiMemberOwnerCap,
  openaiMemberUnmanagedOwner,
  openaiModelAllowList,
  openaiProjectArchived,
  openaiProjectIdle,
  openaiProjectUnmanaged,
  openaiServiceAccountKeys,
  openaiServiceAccountNotOwner,
  openaiSpendAlert,
  openaiSpendLimitHit,
  openaiSpendLimitRequired,
  openaiSpendNearLimit,
  openaiSpendTotalCeiling,
];
export {
  openaiAdminKeyAge,
  openaiAdminKeyCount,
  openaiAdminKeyExpiry,
  openaiAdminKeyUnused,
  openaiDataRetention,
  openaiExternalKeyRequired,
  openaiHostedTools,
  openaiKeyOwnerInactive,
  openaiKeyRotationAge,
  openaiKeyScopesDeclared,
  openaiKeyUnmanaged,
  openaiKeyUnused,
  openaiKeyUserOwned,
  openaiMemberOwnerCap,
  openaiMemberUnmanagedOwner,
  openaiModelAllowList,
  openaiProjectArchived,
  openaiProjectIdle,
  openaiProjectUnmanaged,
  openaiServiceAccountKeys,
  openaiServiceAccountNotOwner,
  openaiSpendAlert,
  openaiSpendLimitHit,
  openaiSpendLimitRequired,
  openaiSpendNearLimit,
  openaiSpendTotalCeiling,
  tenantAllowedDomainsSubset,
  tenantAuditRetentionMin,
  tenantBlastRadius,
  tenantExemptionExpired,
  tenantMfaDowngrade,
  tenantMfaGraceCap,
  tenantMfaRequired,
  tenantOwnerRequired,
  tenantPasswordPolicyStrict,
  tenantRecreateAfterLoss,
  tenantRegionResidency,
  tenantSessionLifetimeCap,
  tenantSignupDomains,
  workosAdminCount,
  workosApiKeyAge,
  workosApiKeyExpiryRequired,
  workosApiKeyPermissions,
  workosApiKeyUnmanaged,
  workosApiKeyUnused,
  workosApiKeyUserOwned,
  workosAppDeclaredLimits,
  workosAppPkce,
  workosAppRedirectHttps,
  workosAppScopes,
  workosAppSecretAge,
  workosBreakGlass,
  workosDomainNoSelfAttest,
  workosDomainStale,
  workosDomainVerifiedRequired,
  workosInvitationExpiry,
  workosInvitationStale,
  workosMemberEmailDomain,
  workosOutsideProfiles,
  workosRoleLeastPrivilege,
  workosRoleUnmanaged,
  workosScimDirectoryLinked,
  workosSsoCertificateExpiry,
  workosSsoConnectionActive,
  workosSyncHealth,
  workosWebhookEvents,
  workosWebhookUrl,
};
