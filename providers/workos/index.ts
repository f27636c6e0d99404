// Written by `npm run generate`.
import type { ArgsOf } from "../host/resource.ts";

export { AgentBlueprint } from "./agent-blueprint.ts";
export interface AgentBlueprintArgs extends ArgsOf<typeof import("./agent-blueprint.ts").AgentBlueprint> {}
export { ApplicationClientSecret } from "./application-client-secret.ts";
export interface ApplicationClientSecretArgs
  extends ArgsOf<typeof import("./application-client-secret.ts").ApplicationClientSecret> {}
export { AuditLogRetention } from "./audit-log-retention.ts";
export interface AuditLogRetentionArgs extends ArgsOf<typeof import("./audit-log-retention.ts").AuditLogRetention> {}
export { AuditLogSchema } from "./audit-log-schema.ts";
export interface AuditLogSchemaArgs extends ArgsOf<typeof import("./audit-log-schema.ts").AuditLogSchema> {}
export { AuthkitOauthResource } from "./authkit-oauth-resource.ts";
export interface AuthkitOauthResourceArgs
  extends ArgsOf<typeof import("./authkit-oauth-resource.ts").AuthkitOauthResource> {}
export { AuthorizationResource } from "./authorization-resource.ts";
export interface AuthorizationResourceArgs
  extends ArgsOf<typeof import("./authorization-resource.ts").AuthorizationResource> {}
export { ConnectApplication } from "./connect-application.ts";
export interface ConnectApplicationArgs extends ArgsOf<typeof import("./connect-application.ts").ConnectApplication> {}
export { ConnectedAccount } from "./connected-account.ts";
export interface ConnectedAccountArgs extends ArgsOf<typeof import("./connected-account.ts").ConnectedAccount> {}
export { CorsOrigin } from "./cors-origin.ts";
export interface CorsOriginArgs extends ArgsOf<typeof import("./cors-origin.ts").CorsOrigin> {}
export { DataIntegration } from "./data-integration.ts";
export interface DataIntegrationArgs extends ArgsOf<typeof import("./data-integration.ts").DataIntegration> {}
export { DataIntegrationConfiguration } from "./data-integration-configuration.ts";
export interface DataIntegrationConfigurationArgs
  extends ArgsOf<typeof import("./data-integration-configuration.ts").DataIntegrationConfiguration> {}
export { EnvironmentRole } from "./environment-role.ts";
export interface EnvironmentRoleArgs extends ArgsOf<typeof import("./environment-role.ts").EnvironmentRole> {}
export { EnvironmentSync } from "./environment-sync.ts";
export interface EnvironmentSyncArgs extends ArgsOf<typeof import("./environment-sync.ts").EnvironmentSync> {}
export { FeatureFlagTarget } from "./feature-flag-target.ts";
export interface FeatureFlagTargetArgs extends ArgsOf<typeof import("./feature-flag-target.ts").FeatureFlagTarget> {}
export { Group } from "./group.ts";
export interface GroupArgs extends ArgsOf<typeof import("./group.ts").Group> {}
export { GroupMembership } from "./group-membership.ts";
export interface GroupMembershipArgs extends ArgsOf<typeof import("./group-membership.ts").GroupMembership> {}
export { GroupRoleAssignment } from "./group-role-assignment.ts";
export interface GroupRoleAssignmentArgs
  extends ArgsOf<typeof import("./group-role-assignment.ts").GroupRoleAssignment> {}
export { Invitation } from "./invitation.ts";
export interface InvitationArgs extends ArgsOf<typeof import("./invitation.ts").Invitation> {}
export { ItContact } from "./it-contact.ts";
export interface ItContactArgs extends ArgsOf<typeof import("./it-contact.ts").ItContact> {}
export { JwtTemplate } from "./jwt-template.ts";
export interface JwtTemplateArgs extends ArgsOf<typeof import("./jwt-template.ts").JwtTemplate> {}
export { Member } from "./member.ts";
export interface MemberArgs extends ArgsOf<typeof import("./member.ts").Member> {}
export { Organization } from "./organization.ts";
export interface OrganizationArgs extends ArgsOf<typeof import("./organization.ts").Organization> {}
export { OrganizationApiKey } from "./organization-api-key.ts";
export interface OrganizationApiKeyArgs extends ArgsOf<typeof import("./organization-api-key.ts").OrganizationApiKey> {}
export { OrganizationDataIntegration } from "./organization-data-integration.ts";
export interface OrganizationDataIntegrationArgs
  extends ArgsOf<typeof import("./organization-data-integration.ts").OrganizationDataIntegration> {}
export { OrganizationDomain } from "./organization-domain.ts";
export interface OrganizationDomainArgs extends ArgsOf<typeof import("./organization-domain.ts").OrganizationDomain> {}
export { OrganizationMembership } from "./organization-membership.ts";
export interface OrganizationMembershipArgs
  extends ArgsOf<typeof import("./organization-membership.ts").OrganizationMembership> {}
export { OrganizationRole } from "./organization-role.ts";
export interface OrganizationRoleArgs extends ArgsOf<typeof import("./organization-role.ts").OrganizationRole> {}
export { OrganizationSync } from "./organization-sync.ts";
export interface OrganizationSyncArgs extends ArgsOf<typeof import("./organization-sync.ts").OrganizationSync> {}
export { Permission } from "./permission.ts";
export interface PermissionArgs extends ArgsOf<typeof import("./permission.ts").Permission> {}
export { RedirectUri } from "./redirect-uri.ts";
export interface RedirectUriArgs extends ArgsOf<typeof import("./redirect-uri.ts").RedirectUri> {}
export { RoleAssignment } from "./role-assignment.ts";
export interface RoleAssignmentArgs extends ArgsOf<typeof import("./role-assignment.ts").RoleAssignment> {}
export { SamlIdpCertificate } from "./saml-idp-certificate.ts";
export interface SamlIdpCertificateArgs extends ArgsOf<typeof import("./saml-idp-certificate.ts").SamlIdpCertificate> {}
export { SamlSpEncryptionCertificate } from "./saml-sp-encryption-certificate.ts";
export interface SamlSpEncryptionCertificateArgs
  extends ArgsOf<typeof import("./saml-sp-encryption-certificate.ts").SamlSpEncryptionCertificate> {}
export { SamlSpSigningCertificate } from "./saml-sp-signing-certificate.ts";
export interface SamlSpSigningCertificateArgs
  extends ArgsOf<typeof import("./saml-sp-signing-certificate.ts").SamlSpSigningCertificate> {}
export { SsoConnection } from "./sso-connection.ts";
export interface SsoConnectionArgs extends ArgsOf<typeof import("./sso-connection.ts").SsoConnection> {}
export { User } from "./user.ts";
export interface UserArgs extends ArgsOf<typeof import("./user.ts").User> {}
export { VaultObject } from "./vault-object.ts";
export interface VaultObjectArgs extends ArgsOf<typeof import("./vault-object.ts").VaultObject> {}
export { WaitlistEntry } from "./waitlist-entry.ts";
export interface WaitlistEntryArgs extends ArgsOf<typeof import("./waitlist-entry.ts").WaitlistEntry> {}
export { WebhookEndpoint } from "./webhook-endpoint.ts";
export interface WebhookEndpointArgs extends ArgsOf<typeof import("./webhook-endpoint.ts").WebhookEndpoint> {}
