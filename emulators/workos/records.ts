// Every kind of object that the emulator keeps, as it is stored. Routes render what answers show of it.

import type { Metadata } from "./metadata.ts";

/** A template of agents. */
export interface AgentBlueprint {
  readonly id: string;
  readonly name: string;
  readonly description: string | null;
  /** What a session may do at most. */
  readonly permissions: readonly string[];
  /** Empty: anybody, anywhere. */
  readonly invocable_by: { readonly role_slugs: readonly string[]; readonly organization_ids: readonly string[] };
  readonly invocable_as: { readonly instance_types: readonly ("delegated" | "autonomous")[] };
  readonly session_settings: {
    readonly max_age_seconds: number;
    readonly access_token_ttl_seconds: number;
    readonly refresh_token_ttl_seconds: number;
  };
  readonly created_at: string;
  readonly updated_at: string;
}

/** An agent in an organization, on a member's behalf or as itself. There is one for each blueprint. */
export interface AgentInstance {
  readonly id: string;
  readonly agent_blueprint_id: string;
  readonly organization_id: string;
  /** Null: it acts as itself. */
  readonly organization_membership_id: string | null;
  readonly created_at: string;
  readonly updated_at: string;
}

/** An agent that registered itself. */
export interface AgentRegistration {
  readonly id: string;
  readonly agent_identity: {
    readonly id: string;
    readonly userland_user_id: string | null;
    readonly created_at: string;
    readonly updated_at: string;
  };
  readonly organization_id: string;
  readonly status: "unverified" | "verified" | "expired" | "revoked";
  readonly kind: "anonymous" | "service_auth" | "identity_assertion";
  readonly revoked_at: string | null;
  readonly created_at: string;
  readonly updated_at: string;
}

/** What an agent's tokens belong to. Access tokens say by themselves what they are good for. */
export interface AgentSession {
  readonly id: string;
  readonly agent_instance_id: string;
  /** The session of the user for whom it acts; null: it acts as itself. */
  readonly user_session_id: string | null;
  /** The latest one; those before are used up. */
  readonly refresh_token: string;
  readonly refresh_token_expires_at: string;
  readonly expires_at: string;
  readonly revoked_at: string | null;
  readonly created_at: string;
  readonly updated_at: string;
}

/** A key to the product of the company whose environment this is: of an organization, or of one of its members. */
export interface ApiKey {
  readonly id: string;
  readonly organization_id: string;
  /** Undefined: the key is the organization's. */
  readonly user_id?: string | undefined;
  readonly name: string;
  /** Shown once, when the key is created. */
  readonly value: string;
  readonly permissions: readonly string[];
  readonly expires_at: string | null;
  readonly last_used_at: string | null;
  readonly created_at: string;
  readonly updated_at: string;
}

/** A kind of audit log event. It is created with its first schema and never deleted. */
export interface AuditLogAction {
  readonly id: string;
  readonly name: string;
  readonly created_at: string;
  readonly updated_at: string;
}

/** One version of what events of an action look like. Versions count from 1 and are only ever added. */
export interface AuditLogSchema {
  readonly id: string;
  readonly action: string;
  readonly version: number;
  readonly actor?: { readonly metadata: object } | undefined;
  readonly targets: readonly { readonly type: string; readonly metadata?: object | undefined }[];
  readonly metadata?: object | undefined;
  readonly created_at: string;
}

/** What the audit log of an organization says. Nobody can change or delete it. */
export interface AuditLogEvent {
  readonly id: string;
  readonly organization_id: string;
  readonly event: {
    readonly action: string;
    readonly occurred_at: string;
    readonly actor: object;
    readonly targets: readonly object[];
    readonly context: object;
    readonly metadata?: object | undefined;
  };
  readonly created_at: string;
}

/** What one organization has set about its audit log. */
export interface AuditLogSettings {
  /** The organization's. */
  readonly id: string;
  readonly retention_period_in_days: number | null;
  readonly log_stream?: LogStream | undefined;
}

/** Where the customer has its audit log sent to; set up in the Admin Portal. */
export interface LogStream {
  readonly id: string;
  readonly type: string;
  readonly state: string;
  readonly last_synced_at: string | null;
  readonly created_at: string;
}

/** A second factor of a user. It sends no events. */
export interface AuthenticationFactor {
  readonly id: string;
  readonly type: "totp";
  readonly user_id: string;
  readonly totp: { readonly issuer: string; readonly user: string };
  readonly created_at: string;
  readonly updated_at: string;
}

/** What an access token of AuthKit can be for. It sends no events. */
export interface AuthkitOauthResource {
  readonly id: string;
  /** Or a pattern with one `*`. */
  readonly uri: string;
  /** At most one is. */
  readonly default: boolean;
  readonly created_at: string;
  readonly updated_at: string;
}

/** An object in the customer's own product on which roles can be assigned. It sends no events. */
export interface AuthorizationResource {
  readonly id: string;
  readonly organization_id: string;
  readonly resource_type_slug: string;
  /** Unique among the resources of its type in its organization. */
  readonly external_id: string;
  readonly name: string;
  readonly description: string | null;
  /** Null: the parent is the organization. */
  readonly parent_resource_id: string | null;
  readonly created_at: string;
  readonly updated_at: string;
}

/** The resource of an assignment, as answers show it. */
export type ResourceReference = Pick<AuthorizationResource, "id" | "external_id" | "resource_type_slug">;

/** A user's consent that an application acts for them. It is given in a browser; the API reads and revokes it. It sends no events. */
export interface AuthorizedApplication {
  readonly id: string;
  readonly user_id: string;
  readonly application_id: string;
  readonly granted_scopes: readonly string[];
}

/** An application that signs in through WorkOS: for people (`oauth`) or for machines (`m2m`). It sends no events. */
export interface ConnectApplication {
  readonly id: string;
  readonly client_id: string;
  readonly application_type: "oauth" | "m2m";
  readonly name: string;
  readonly description: string | null;
  readonly scopes: readonly string[];
  /** Null for first-party applications, which belong to the environment. */
  readonly organization_id: string | null;
  readonly redirect_uris: readonly { readonly uri: string; readonly default: boolean }[];
  /** Whose pages may call the token endpoint. */
  readonly cors_origins: readonly string[];
  readonly uses_pkce: boolean;
  readonly created_at: string;
  readonly updated_at: string;
}

/** A secret of an application. */
export interface ClientSecret {
  readonly id: string;
  readonly application_id: string;
  /** Shown once, when the secret is created. */
  readonly secret: string;
  readonly last_used_at: string | null;
  readonly created_at: string;
  readonly updated_at: string;
}

/** How an organization signs in. The customer sets it up in the Admin Portal, or the API does. */
export interface Connection {
  readonly id: string;
  readonly organization_id: string;
  readonly connection_type: string;
  readonly name: string;
  readonly state: "requires_type" | "draft" | "active" | "validating" | "inactive" | "deleting";
  /** The identifier of whoever made it, unique in its organization; no answer shows it. */
  readonly external_id: string | null;
  /** What the API was told; no answer shows it. Undefined: only the Admin Portal was. */
  readonly configuration?: ConnectionConfiguration | undefined;
  readonly domains: readonly { readonly object: "connection_domain"; readonly id: string; readonly domain: string }[];
  readonly created_at: string;
  readonly updated_at: string;
}

/** How the identity provider is spoken with. Of the two kinds of options a connection has those of its type. */
export interface ConnectionConfiguration {
  /** What an attribute or claim of the identity provider is in a profile. Null: in none. */
  readonly attribute_maps: {
    readonly standard_attributes: Readonly<Record<string, string | null | undefined>>;
    readonly custom_attributes: Readonly<Record<string, string>>;
  };
  readonly saml_options?: SamlOptions | undefined;
  readonly oidc_options?: OidcOptions | undefined;
}

/** The certificates are records of their own. */
export interface SamlOptions {
  readonly idp_metadata_url?: string | null | undefined;
  readonly idp_entity_id?: string | undefined;
  readonly idp_sso_url?: string | undefined;
  readonly acs_url?: string | null | undefined;
  readonly sp_entity_id?: string | null | undefined;
}

export interface OidcOptions {
  readonly discovery_endpoint?: string | undefined;
  readonly client_id?: string | undefined;
  readonly client_secret?: string | undefined;
  readonly redirect_uri?: string | null | undefined;
  readonly pkce?: boolean | undefined;
  readonly token_authentication_method?: string | undefined;
  readonly id_token_signature_algorithm?: string | undefined;
  readonly fetch_user_info?: boolean | undefined;
  /** What the assertions of `private_key_jwt` are signed with. */
  readonly jwt_signing_certs?: readonly string[] | undefined;
}

/** An account at a third party that somebody, or an organization for all of its members, has connected. */
export interface ConnectedAccount {
  readonly id: string;
  readonly data_integration_id: string;
  /** Null: it is the organization's. */
  readonly user_id: string | null;
  /** Where a user's account is for; null: everywhere. */
  readonly organization_id: string | null;
  /** At most one of an owner's is `compatibility`: the one for clients that know of one only. */
  readonly connection_role: "compatibility" | "standard";
  readonly account_identifier: string | null;
  readonly account_display_name: string | null;
  readonly scopes: readonly string[];
  readonly state: "connected" | "needs_reauthorization";
  readonly state_reason: "establishing_member_membership_ended" | null;
  /** Null: the company brought it along. */
  readonly established_by_user_id: string | null;
  readonly credentials: AccountCredentials;
  readonly config: Readonly<Record<string, string>>;
  readonly created_at: string;
  readonly updated_at: string;
}

/** What an account is used with. Null: it is not known any more, or never was. */
export type AccountCredentials =
  | {
      readonly auth_method: "oauth";
      readonly access_token: string | null;
      readonly refresh_token: string | null;
      readonly expires_at: string | null;
    }
  | { readonly auth_method: "api_key"; readonly api_key: string | null }
  | { readonly auth_method: "client_credentials"; readonly client_id: string; readonly client_secret: string | null };

/** Somebody was sent to a third party to connect an account. */
export interface ConnectionAttempt {
  /** Its state, which comes back with the browser. */
  readonly id: string;
  readonly data_integration_id: string;
  readonly user_id: string;
  readonly organization_id: string | null;
  /** For the organization, and not for the user alone. */
  readonly shared: boolean;
  readonly account_display_name?: string | null | undefined;
  /** Undefined: the compatibility one. */
  readonly target?: "another" | { readonly connected_account_id: string } | undefined;
  readonly config: Readonly<Record<string, string>>;
  /** Null: the account is saved as soon as the person has agreed. */
  readonly code_challenge: string | null;
  /** Null until the person has agreed. */
  readonly connect_code: string | null;
  readonly connect_code_expires_at: string | null;
  readonly granted?: { readonly account_identifier: string | null; readonly scopes: readonly string[] } | undefined;
}

/** An origin whose pages may call WorkOS. It can be neither changed nor deleted. */
export interface CorsOrigin {
  readonly id: string;
  readonly origin: string;
  readonly created_at: string;
  readonly updated_at: string;
}

/** An organization's settings of a data integration. What is not set here is as in the integration. */
export interface DataIntegrationConfiguration {
  /** Made of organization and slug. */
  readonly id: string;
  readonly organization_id: string;
  readonly slug: string;
  readonly enabled?: boolean | undefined;
  readonly scopes?: readonly string[] | null | undefined;
  readonly client_id?: string | undefined;
  readonly client_secret?: string | undefined;
  readonly config?: Readonly<Record<string, string>> | undefined;
  readonly created_at: string;
  readonly updated_at: string;
}

/** A third party whose accounts the customers of this environment can connect. It sends no events. */
export interface DataIntegration {
  readonly id: string;
  readonly slug: string;
  /** Who connects accounts: users, or organizations for all of their members. */
  readonly ownership: "user" | "organization";
  readonly description: string | null;
  readonly enabled: boolean;
  /** Null: those of the provider. */
  readonly scopes: readonly string[] | null;
  readonly auth_methods: readonly AuthMethod[];
  /** Null: the integration does not use OAuth. */
  readonly credentials: Credentials | null;
  readonly config: Readonly<Record<string, string>>;
  /** Null: WorkOS knows the provider. */
  readonly custom_provider: CustomProvider | null;
  readonly created_at: string;
  readonly updated_at: string;
}

/** The definition of a provider that WorkOS does not know. The URLs are null if it does not use OAuth. */
export interface CustomProvider {
  readonly name: string;
  readonly authorization_url: string | null;
  readonly token_url: string | null;
  readonly refresh_token_url: string | null;
  readonly pkce_enabled: boolean;
  readonly request_scope_separator: string;
  readonly scopes_required: boolean;
  readonly client_secret_required: boolean;
  readonly additional_authorization_parameters: Readonly<Record<string, string>>;
  readonly token_body_content_type: string;
  readonly authenticate_via: "request_body" | "basic_auth_header";
}

export type AuthMethod = "oauth" | "api_key" | "client_credentials";

/** Of the environment's own application, or (`organization`) each organization brings its own. */
export type Credentials =
  | { readonly type: "custom"; readonly client_id: string; readonly client_secret: string }
  | { readonly type: "organization" };

/** Where an organization's people come from. The customer sets it up in the Admin Portal; the API reads, syncs and deletes only. */
export interface Directory {
  readonly id: string;
  readonly organization_id: string;
  readonly external_key: string;
  readonly type: string;
  readonly state: "linked" | "validating" | "invalid_credentials" | "unlinked" | "deleting";
  readonly name: string;
  readonly domain?: string | undefined;
  /** The identity provider's credentials. No answer shows them. */
  readonly tokens: readonly DirectoryToken[];
  /** When a sync was last asked for. */
  readonly syncRequestedAt?: string | undefined;
  readonly created_at: string;
  readonly updated_at: string;
}

export interface DirectoryToken {
  readonly id: string;
  readonly token_suffix: string;
  readonly created_at: string;
}

/** A group in a customer's directory. Its members are stored in `group_ids` of the users. */
export interface DirectoryGroup {
  readonly id: string;
  readonly idp_id: string;
  readonly directory_id: string;
  readonly organization_id: string;
  readonly name: string;
  /** What the identity provider sent; undefined where that is not kept. */
  readonly raw_attributes?: Readonly<Record<string, unknown>> | undefined;
  readonly created_at: string;
  readonly updated_at: string;
}

/** Somebody in a customer's directory. The customer's identity provider writes; the API reads only. */
export interface DirectoryUser {
  readonly id: string;
  readonly directory_id: string;
  readonly organization_id: string;
  readonly idp_id: string;
  readonly email: string | null;
  readonly first_name: string | null;
  readonly last_name: string | null;
  readonly state: "active" | "suspended" | "inactive";
  readonly custom_attributes: Readonly<Record<string, unknown>>;
  /** What the customer's mapping of the directory makes of them; empty where there is none. */
  readonly role_slugs: readonly string[];
  readonly group_ids: readonly string[];
  readonly created_at: string;
  readonly updated_at: string;
}

/** A new address that a user has yet to confirm with the code in a mail. There is at most one for each user. */
export interface EmailChange {
  /** The user's. */
  readonly id: string;
  readonly new_email: string;
  readonly code: string;
  readonly used: boolean;
  readonly attempts: number;
  readonly expires_at: string;
  readonly created_at: string;
}

export interface EventRecord {
  readonly id: string;
  /** `organization.created` and the like. */
  readonly type: string;
  readonly data: object;
  /** Undefined for events of the environment itself: its roles, permissions and users. */
  readonly organizationId?: string | undefined;
  readonly context: object;
  readonly created_at: string;
}

export interface FeatureFlag {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly description: string | null;
  readonly owner: {
    readonly email: string;
    readonly first_name: string | null;
    readonly last_name: string | null;
  } | null;
  readonly tags: readonly string[];
  readonly enabled: boolean;
  /** The value for everyone who is not a target. */
  readonly default_value: boolean;
  /** Ids of organizations and users. No answer shows them; `flag.rule_updated` does. */
  readonly targets: readonly string[];
  readonly created_at: string;
  readonly updated_at: string;
}

/** A target was added or removed. */
export interface FlagTargetStep {
  readonly id: string;
  readonly isTarget: boolean;
  /** The name of an organization or the address of a user, as it was then. */
  readonly label: string;
}

/** A role on a resource, assigned to the members of a group. It sends no events. */
export interface GroupRoleAssignment {
  readonly id: string;
  readonly group_id: string;
  readonly role_slug: string;
  readonly resource: ResourceReference;
  readonly created_at: string;
  readonly updated_at: string;
}

export interface Group {
  readonly id: string;
  readonly organization_id: string;
  readonly name: string;
  readonly description: string | null;
  readonly created_at: string;
  readonly updated_at: string;
}

/** A membership's place in a group. The id is made of both ids, so that each pair exists at most once. */
export interface GroupMember {
  readonly id: string;
  readonly group_id: string;
  readonly organization_membership_id: string;
}

/** An invitation as it is stored. Whether it has expired is computed from the clock when it is read. */
export interface Invitation {
  readonly id: string;
  readonly email: string;
  readonly organization_id: string | null;
  /** As requested. Answers show the role of the membership. */
  readonly roleSlug: string | null;
  readonly inviter_user_id: string | null;
  readonly accepted_user_id: string | null;
  readonly token: string;
  readonly expires_at: string;
  readonly accepted_at: string | null;
  readonly revoked_at: string | null;
  readonly created_at: string;
  readonly updated_at: string;
}

/** Whom to ask at a customer to set something up in the Admin Portal. It sends no events. */
export interface ItContact {
  readonly id: string;
  readonly organization_id: string;
  readonly email: string;
  /** The setup link that was mailed; no answer shows it. */
  readonly invitation: {
    readonly intents: readonly string[];
    readonly link: string;
    readonly created_at: string;
  } | null;
  readonly created_at: string;
  readonly updated_at: string;
}

/** What access tokens carry besides the usual claims, as a Liquid template. The environment has one or none. */
export interface JwtTemplate {
  readonly id: string;
  readonly content: string;
  readonly created_at: string;
  readonly updated_at: string;
}

export interface OrganizationDomain {
  readonly id: string;
  readonly organization_id: string;
  readonly domain: string;
  readonly state: "pending" | "verified" | "failed";
  /** `dns`: proved by a TXT record. `manual`: somebody with access to the account attested it. */
  readonly verification_strategy: "dns" | "manual";
  readonly verification_token?: string;
  readonly verification_prefix?: string;
  /** When WorkOS stops looking for the TXT record. */
  readonly verifyUntil?: string;
  readonly created_at: string;
  readonly updated_at: string;
}

export interface Membership {
  readonly id: string;
  readonly user_id: string;
  readonly organization_id: string;
  /** `pending`: invited, and not accepted yet. */
  readonly status: "active" | "inactive" | "pending";
  /** At least one. Answers show the first one as `role`. */
  readonly role_slugs: readonly string[];
  /** Whether the customer's identity provider manages it. */
  readonly directory_managed: boolean;
  readonly created_at: string;
  readonly updated_at: string;
}

/** An organization as it is stored; its domains are records of their own. */
export interface Organization {
  readonly id: string;
  readonly name: string;
  readonly metadata: Metadata;
  readonly external_id: string | null;
  readonly stripe_customer_id?: string;
  readonly allow_profiles_outside_organization: boolean;
  readonly created_at: string;
  readonly updated_at: string;
}

/** A link by which somebody signs in. It sends no events. */
export interface PasswordlessSession {
  readonly id: string;
  readonly email: string;
  readonly expires_at: string;
  readonly link: string;
  /** How many mails with it would have been sent. */
  readonly sent: number;
}

export interface Permission {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly description: string | null;
  /** Made by WorkOS; can be neither changed nor deleted. */
  readonly system: boolean;
  readonly resource_type_slug: string;
  readonly created_at: string;
  readonly updated_at: string;
}

/** A link to the Admin Portal that was made for somebody, and can be revoked by their id. */
export interface PortalLink {
  readonly id: string;
  readonly organization_id: string;
  readonly external_user_id: string;
  readonly created_at: string;
}

/** Where people may be sent after signing in. It cannot be changed. */
export interface RedirectUri {
  readonly id: string;
  readonly uri: string;
  readonly default: boolean;
  readonly created_at: string;
  readonly updated_at: string;
}

/** A role on a resource, assigned to a member. It sends no events. */
export interface RoleAssignment {
  readonly id: string;
  readonly organization_membership_id: string;
  readonly role_slug: string;
  readonly resource: ResourceReference;
  /** The group's assignment it comes from, or null. */
  readonly group_role_assignment_id: string | null;
  readonly created_at: string;
  readonly updated_at: string;
}

/** An environment role, or the custom role of one organization. */
export interface Role {
  readonly id: string;
  /** Undefined: the role belongs to the environment. */
  readonly organization_id?: string;
  readonly slug: string;
  readonly name: string;
  readonly description: string | null;
  readonly resource_type_slug: string;
  readonly permissions: readonly string[];
  readonly created_at: string;
  readonly updated_at: string;
}

/** An account at WorkOS that a platform made for somebody. It sends no events. */
export interface Team {
  readonly id: string;
  readonly name: string;
  readonly admin_email: string;
  readonly created_at: string;
  readonly updated_at: string;
}

/** A user. Passwords are validated and not stored: no answer shows them. */
export interface User {
  readonly id: string;
  readonly email: string;
  readonly email_verified: boolean;
  readonly first_name: string | null;
  readonly last_name: string | null;
  readonly name: string | null;
  readonly external_id: string | null;
  readonly metadata: Metadata;
  readonly locale: string | null;
  readonly profile_picture_url: string | null;
  readonly last_sign_in_at: string | null;
  readonly created_at: string;
  readonly updated_at: string;
}

/**
 * A certificate of a SAML connection: of the identity provider's signatures, of ours, or what the identity provider encrypts
 * with. Private keys are not kept: nothing is signed here.
 */
export interface SamlCertificate {
  readonly id: string;
  readonly connection_id: string;
  readonly kind: "idp_signing" | "sp_signing" | "sp_encryption";
  /** PEM. */
  readonly value: string;
  readonly not_before: string | null;
  readonly not_after: string | null;
  readonly created_at: string;
}

/** Somebody is signed in to an organization. */
export interface UserSession {
  readonly id: string;
  readonly organization_membership_id: string;
  readonly access_token: string;
  readonly ended: boolean;
}

/** A secret that the vault keeps. Nothing is encrypted here: it is a test double. */
export interface VaultObject {
  readonly id: string;
  readonly name: string;
  readonly value: string;
  /** Decides which key the value is encrypted with. */
  readonly key_context: Readonly<Record<string, string>>;
  /** Oldest first; the last is the one of the value. */
  readonly versions: readonly VaultVersion[];
  readonly updated_by: { readonly id: string; readonly name: string };
  readonly updated_at: string;
}

export interface VaultVersion {
  readonly id: string;
  readonly etag: string;
  readonly size: number;
  readonly created_at: string;
}

/** Where people wait to be let in. The environment has one, from its first entry on. */
export interface Waitlist {
  readonly id: string;
  readonly created_at: string;
  readonly updated_at: string;
}

export interface WaitlistEntry {
  readonly id: string;
  readonly waitlist_id: string;
  /** Trimmed and in lower case; at most one entry has it. */
  readonly email: string;
  readonly state: "pending" | "approved" | "denied";
  readonly approved_at: string | null;
  readonly additional_fields: Readonly<Record<string, string>> | null;
  readonly created_at: string;
  readonly updated_at: string;
}

/** Where WorkOS would send events. The emulator keeps it and sends nothing. */
export interface WebhookEndpoint {
  readonly id: string;
  readonly endpoint_url: string;
  /** Signs what is sent; every answer shows it. */
  readonly secret: string;
  readonly status: "enabled" | "disabled";
  readonly events: readonly string[];
  readonly created_at: string;
  readonly updated_at: string;
}
