// Every kind of object that the emulator keeps, as it is stored. Routes render what answers show of it.

/** What an object belongs to: a project, by its id, or the organization as a whole. */
export type Scope = string;
export const ORGANIZATION: Scope = "organization";

/** A key for the administration API. It is accepted until it expires. */
export interface AdminApiKey {
  readonly id: string;
  readonly name: string;
  /** Shown once, when the key is created. */
  readonly value: string;
  readonly owner_id: string;
  readonly created_at: number;
  readonly expires_at: number | null;
  /** As seeded. Uses since then are in the store's `adminKeyUses`. */
  readonly last_used_at: number | null;
}

/** A key of a project, owned by a service account or by a person. Those of persons are made in the dashboard. */
export interface ApiKey {
  readonly id: string;
  readonly project_id: string;
  readonly owner: { readonly type: "service_account" | "user"; readonly id: string };
  readonly name: string;
  /** Shown once, when the key is created. */
  readonly value: string;
  /** Empty: all permissions. No answer shows them, only the audit log does. */
  readonly scopes: readonly string[];
  readonly expires_at: number | null;
  readonly last_used_at: number | null;
  readonly created_at: number;
}

export interface AuditLogRecord {
  readonly id: string;
  /** `project.created` and the like. */
  readonly type: string;
  readonly effective_at: number;
  readonly project?: { readonly id: string; readonly name: string };
  readonly actor:
    | { readonly type: "session"; readonly session: { readonly user: AuditUser; readonly ip_address: string } }
    | {
        readonly type: "api_key";
        readonly api_key: { readonly id: string; readonly type: "user"; readonly user: AuditUser };
      };
  readonly detail: AuditDetail;
}

/** What the property named like the type holds. */
export interface AuditDetail {
  /** Absent where the detail is about several objects. */
  readonly id?: string;
  readonly certificates?: readonly { readonly id: string }[];
  readonly [member: string]: unknown;
}

export interface AuditUser {
  readonly id: string;
  readonly email: string;
}

export interface Certificate {
  readonly id: string;
  readonly name: string | null;
  readonly content: string;
  readonly valid_at: number;
  readonly expires_at: number;
  readonly created_at: number;
}

/** There while a certificate is active in a scope. */
export interface CertificateActivation {
  readonly id: string;
  readonly scope: Scope;
  readonly certificate_id: string;
}

/** What was spent on one line of a day's bill. */
export interface Cost {
  readonly id: string;
  readonly at: number;
  readonly project_id: string;
  readonly api_key_id: string | null;
  readonly user_id: string | null;
  readonly line_item: string;
  /** US dollars, with fractions of cents. Limits and alerts count cents. */
  readonly value: number;
  readonly quantity: number | null;
  readonly quantity_unit: string | null;
}

export interface DataRetention {
  readonly id: Scope;
  readonly type: string;
}

/** The key of a customer's own key management. Known to the SDK only. */
export interface ExternalKey {
  readonly id: string;
  readonly created_at: number;
  /** As it was registered, `purpose` included. */
  readonly fields: {
    readonly type: "aws" | "gcp" | "azure" | "oci";
    readonly name: string;
    readonly purpose: "ekm" | "psp_decryption";
    /** In the words of the cloud that `type` names. */
    readonly [field: string]: string | undefined;
  };
}

/** A customer's own bucket that a project keeps its data in. Known to the SDK only. */
export interface ExternalStorage {
  readonly id: string;
  readonly project_id: string;
  /** In the words of the cloud that `type` names. */
  readonly provider:
    | { readonly type: "aws"; readonly role_arn: string; readonly bucket: string }
    | { readonly type: "azure" | "gcp" | "oci"; readonly [field: string]: string };
  readonly status: "pending" | "validated";
  readonly created_at: number;
}

/** Which tokens of a provider stand for which service account. Known to the SDK only. */
export interface FederationRule {
  readonly id: string;
  readonly workload_identity_provider_id: string;
  readonly project_id: string;
  readonly service_account_id: string;
  readonly attribute_matchers: Readonly<Record<string, string | number | boolean>>;
  readonly name: string | null;
  readonly description: string | null;
  readonly enabled: boolean;
  readonly permissions:
    | { readonly type: "service_account_default" }
    | { readonly type: "restricted"; readonly scopes: readonly string[] };
  readonly created_at: number;
  readonly updated_at: number;
}

/** Clients know a member by the person's id. No audit log tells of members. */
export interface GroupUser {
  readonly id: string;
  readonly group_id: string;
  readonly user_id: string;
}

export interface Group {
  readonly id: string;
  readonly name: string;
  /** Only the company's identity provider can change it. */
  readonly is_scim_managed: boolean;
  readonly created_at: number;
}

export interface HostedTools {
  /** The project's. */
  readonly id: string;
  readonly disabled: readonly string[];
}

export interface Invite {
  readonly id: string;
  readonly email: string;
  readonly role: "owner" | "reader";
  readonly projects: readonly { readonly id: string; readonly role: "owner" | "member" }[];
  readonly created_at: number;
  readonly expires_at: number;
  readonly accepted_at: number | null;
}

export interface ModelPermissions {
  /** The project's. */
  readonly id: string;
  readonly mode: "allow_list" | "deny_list";
  readonly model_ids: readonly string[];
}

/** A group's place in a project. Clients know it by the group's id. */
export interface ProjectGroup {
  readonly id: string;
  readonly project_id: string;
  readonly group_id: string;
  readonly created_at: number;
}

/** A person's place in a project. Its id is never shown: clients know it by the person's. */
export interface ProjectUser {
  readonly id: string;
  readonly project_id: string;
  readonly user_id: string;
  readonly role: "owner" | "member";
  readonly added_at: number;
}

export interface Project {
  readonly id: string;
  readonly name: string;
  readonly external_key_id: string | null;
  readonly residency?: string;
  /** Not null: the project is archived. That cannot be undone. */
  readonly archived_at: number | null;
  readonly created_at: number;
}

/** Which limits there are depends on the model; the first two are always there. */
export interface Limits {
  readonly max_requests_per_1_minute: number;
  readonly max_tokens_per_1_minute: number;
  readonly max_images_per_1_minute?: number;
  readonly max_audio_megabytes_per_1_minute?: number;
  readonly max_requests_per_1_day?: number;
  readonly batch_1_day_max_input_tokens?: number;
}

/** What a project's limits of one model were changed to. */
export interface RateLimitChange {
  readonly id: string;
  readonly project_id: string;
  readonly limits: Limits;
}

/** A role that a user or a group has, in the organization or in a project. */
export interface RoleAssignment {
  /** Never shown: no answer and no audit log tells which role an assignment is of. */
  readonly id: string;
  /** What audit logs call it. ASSUMED: its form. */
  readonly log_id: string;
  readonly scope: Scope;
  readonly principal_type: "user" | "group";
  readonly principal_id: string;
  readonly role_id: string;
}

export interface Role {
  readonly id: string;
  readonly scope: Scope;
  readonly name: string;
  readonly description: string | null;
  readonly permissions: readonly string[];
  /** Made by OpenAI: the same in every project, and never changed. */
  readonly predefined: boolean;
  readonly created_at: number | null;
  readonly updated_at: number | null;
}

export interface ServiceAccount {
  readonly id: string;
  readonly project_id: string;
  readonly name: string;
  /** `none` is the role of an account that was created alone, until it is given one. */
  readonly role: "owner" | "member" | "none";
  readonly created_at: number;
}

/** Known to the SDK only. */
export interface ServiceTier {
  /** The project's. */
  readonly id: string;
  /** For requests that ask for none. */
  readonly default: "standard" | "fast" | "scale";
  /** Besides the standard one. */
  readonly enabled_tiers: "all" | readonly ("flex" | "fast" | "ultrafast")[];
}

export interface SpendAlert {
  readonly id: string;
  readonly scope: Scope;
  /** Cents a month. */
  readonly threshold_amount: number;
  readonly notification_channel: {
    readonly type: "email";
    readonly recipients: readonly string[];
    readonly subject_prefix?: string | null | undefined;
  };
}

/** Cents a month. */
export interface SpendLimit {
  readonly id: Scope;
  readonly threshold_amount: number;
}

/** What was used at one moment. */
export interface Usage {
  readonly id: string;
  /** `completions` and the like, as the path of its report has it. */
  readonly kind: string;
  readonly at: number;
  /** What it can be grouped and filtered by. */
  readonly dimensions: Readonly<Record<string, string | boolean | null>>;
  /** What adds up. */
  readonly amounts: Readonly<Record<string, number>>;
}

/** A person of the organization. Nobody is made by the API: people accept invitations. */
export interface User {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  /** `owner` or `reader`. */
  readonly role: string;
  readonly added_at: number;
  readonly is_scim_managed: boolean;
  readonly technical_level: string | null;
  readonly developer_persona: string | null;
}

/** An issuer whose tokens stand for service accounts, so that no key is needed. Known to the SDK only. */
export interface IdentityProvider {
  readonly id: string;
  readonly name: string;
  readonly issuer: string;
  readonly audience: string;
  readonly description: string | null;
  readonly enabled: boolean;
  readonly attribute_transformations: readonly { readonly attribute: string; readonly expression: string }[];
  readonly verification:
    | { readonly type: "discovery"; readonly discovery_url: string | null }
    | { readonly type: "uploaded_jwks"; readonly jwks: Readonly<Record<string, unknown>> };
  readonly created_at: number;
  readonly updated_at: number;
}
