// Written by `npm run generate`.
import type { ArgsOf } from "../host/resource.ts";

export { Certificate } from "./certificate.ts";
export interface CertificateArgs extends ArgsOf<typeof import("./certificate.ts").Certificate> {}
export { CertificateActivation } from "./certificate-activation.ts";
export interface CertificateActivationArgs
  extends ArgsOf<typeof import("./certificate-activation.ts").CertificateActivation> {}
export { ExternalKey } from "./external-key.ts";
export interface ExternalKeyArgs extends ArgsOf<typeof import("./external-key.ts").ExternalKey> {}
export { FederationRule } from "./federation-rule.ts";
export interface FederationRuleArgs extends ArgsOf<typeof import("./federation-rule.ts").FederationRule> {}
export { Group } from "./group.ts";
export interface GroupArgs extends ArgsOf<typeof import("./group.ts").Group> {}
export { GroupMember } from "./group-member.ts";
export interface GroupMemberArgs extends ArgsOf<typeof import("./group-member.ts").GroupMember> {}
export { GroupRole } from "./group-role.ts";
export interface GroupRoleArgs extends ArgsOf<typeof import("./group-role.ts").GroupRole> {}
export { GroupUser } from "./group-user.ts";
export interface GroupUserArgs extends ArgsOf<typeof import("./group-user.ts").GroupUser> {}
export { Invite } from "./invite.ts";
export interface InviteArgs extends ArgsOf<typeof import("./invite.ts").Invite> {}
export { OrganizationDataRetention } from "./organization-data-retention.ts";
export interface OrganizationDataRetentionArgs
  extends ArgsOf<typeof import("./organization-data-retention.ts").OrganizationDataRetention> {}
export { OrganizationRole } from "./organization-role.ts";
export interface OrganizationRoleArgs extends ArgsOf<typeof import("./organization-role.ts").OrganizationRole> {}
export { OrganizationSpendAlert } from "./organization-spend-alert.ts";
export interface OrganizationSpendAlertArgs
  extends ArgsOf<typeof import("./organization-spend-alert.ts").OrganizationSpendAlert> {}
export { OrganizationSpendLimit } from "./organization-spend-limit.ts";
export interface OrganizationSpendLimitArgs
  extends ArgsOf<typeof import("./organization-spend-limit.ts").OrganizationSpendLimit> {}
export { OrganizationSync } from "./organization-sync.ts";
export interface OrganizationSyncArgs extends ArgsOf<typeof import("./organization-sync.ts").OrganizationSync> {}
export { OrganizationUser } from "./organization-user.ts";
export interface OrganizationUserArgs extends ArgsOf<typeof import("./organization-user.ts").OrganizationUser> {}
export { Project } from "./project.ts";
export interface ProjectArgs extends ArgsOf<typeof import("./project.ts").Project> {}
export { ProjectCertificateActivation } from "./project-certificate-activation.ts";
export interface ProjectCertificateActivationArgs
  extends ArgsOf<typeof import("./project-certificate-activation.ts").ProjectCertificateActivation> {}
export { ProjectDataRetention } from "./project-data-retention.ts";
export interface ProjectDataRetentionArgs
  extends ArgsOf<typeof import("./project-data-retention.ts").ProjectDataRetention> {}
export { ProjectGroup } from "./project-group.ts";
export interface ProjectGroupArgs extends ArgsOf<typeof import("./project-group.ts").ProjectGroup> {}
export { ProjectGroupRole } from "./project-group-role.ts";
export interface ProjectGroupRoleArgs extends ArgsOf<typeof import("./project-group-role.ts").ProjectGroupRole> {}
export { ProjectHostedTools } from "./project-hosted-tools.ts";
export interface ProjectHostedToolsArgs extends ArgsOf<typeof import("./project-hosted-tools.ts").ProjectHostedTools> {}
export { ProjectMember } from "./project-member.ts";
export interface ProjectMemberArgs extends ArgsOf<typeof import("./project-member.ts").ProjectMember> {}
export { ProjectModelPermissions } from "./project-model-permissions.ts";
export interface ProjectModelPermissionsArgs
  extends ArgsOf<typeof import("./project-model-permissions.ts").ProjectModelPermissions> {}
export { ProjectRateLimit } from "./project-rate-limit.ts";
export interface ProjectRateLimitArgs extends ArgsOf<typeof import("./project-rate-limit.ts").ProjectRateLimit> {}
export { ProjectRole } from "./project-role.ts";
export interface ProjectRoleArgs extends ArgsOf<typeof import("./project-role.ts").ProjectRole> {}
export { ProjectServiceTier } from "./project-service-tier.ts";
export interface ProjectServiceTierArgs extends ArgsOf<typeof import("./project-service-tier.ts").ProjectServiceTier> {}
export { ProjectSpendAlert } from "./project-spend-alert.ts";
export interface ProjectSpendAlertArgs extends ArgsOf<typeof import("./project-spend-alert.ts").ProjectSpendAlert> {}
export { ProjectSpendLimit } from "./project-spend-limit.ts";
export interface ProjectSpendLimitArgs extends ArgsOf<typeof import("./project-spend-limit.ts").ProjectSpendLimit> {}
export { ProjectSync } from "./project-sync.ts";
export interface ProjectSyncArgs extends ArgsOf<typeof import("./project-sync.ts").ProjectSync> {}
export { ProjectUser } from "./project-user.ts";
export interface ProjectUserArgs extends ArgsOf<typeof import("./project-user.ts").ProjectUser> {}
export { ProjectUserRole } from "./project-user-role.ts";
export interface ProjectUserRoleArgs extends ArgsOf<typeof import("./project-user-role.ts").ProjectUserRole> {}
export { ServiceAccount } from "./service-account.ts";
export interface ServiceAccountArgs extends ArgsOf<typeof import("./service-account.ts").ServiceAccount> {}
export { ServiceAccountKey } from "./service-account-key.ts";
export interface ServiceAccountKeyArgs extends ArgsOf<typeof import("./service-account-key.ts").ServiceAccountKey> {}
export { UserRole } from "./user-role.ts";
export interface UserRoleArgs extends ArgsOf<typeof import("./user-role.ts").UserRole> {}
export { WorkloadIdentityProvider } from "./workload-identity-provider.ts";
export interface WorkloadIdentityProviderArgs
  extends ArgsOf<typeof import("./workload-identity-provider.ts").WorkloadIdentityProvider> {}
