import type { Actor, Answer } from "../core/api.ts";
import { Collection } from "../core/collection.ts";
import { randomText } from "../core/ids.ts";
import type { Switches } from "../core/switches.ts";
import {
  type AdminApiKey,
  type ApiKey,
  type AuditDetail,
  type AuditLogRecord,
  type Certificate,
  type CertificateActivation,
  type Cost,
  type DataRetention,
  type ExternalKey,
  type ExternalStorage,
  type FederationRule,
  type Group,
  type GroupUser,
  type HostedTools,
  type IdentityProvider,
  type Invite,
  type ModelPermissions,
  ORGANIZATION,
  type Project,
  type ProjectGroup,
  type ProjectUser,
  type RateLimitChange,
  type Role,
  type RoleAssignment,
  type Scope,
  type ServiceAccount,
  type ServiceTier,
  type SpendAlert,
  type SpendLimit,
  type Usage,
  type User,
} from "./records.ts";
import type { OpenaiSwitches } from "./switches.ts";

/** Reported by users, documented nowhere. */
export const AUDIT_RETENTION_SECONDS = 30 * 24 * 60 * 60;

/** If there are more, the oldest are dropped early, so that memory use is bounded. */
const REMEMBERED_AUDIT_LOGS = 100_000;

export const ORGANIZATION_ID = "org-emulatorOrganization0000";

/** The owner of the organization, whose admin key the emulator accepts. */
export const OWNER = { id: "user-emulatorOwner000000000", email: "owner@ourcompany.example" };
export const ADMIN_KEY_ID = "key_emulatorAdmin0000000";

const ofScope = { scope: ({ scope }: { readonly scope: Scope }) => scope };
const ofProject = { project_id: ({ project_id }: { readonly project_id: string }) => project_id };

/** One OpenAI organization. Settings of a project have its id, those of the organization the id `ORGANIZATION`. */
export class OpenaiStore {
  readonly projects = new Collection<Project>();
  readonly users = new Collection<User, "email">({ unique: { email: ({ email }) => email.toLowerCase() } });
  readonly invites = new Collection<Invite, never, "email">({ groups: { email: ({ email }) => email.toLowerCase() } });
  readonly projectUsers = new Collection<ProjectUser, never, "project_id" | "user_id">({
    groups: { ...ofProject, user_id: ({ user_id }) => user_id },
  });
  readonly groups = new Collection<Group>();
  readonly groupUsers = new Collection<GroupUser, never, "group_id" | "user_id">({
    groups: { group_id: ({ group_id }) => group_id, user_id: ({ user_id }) => user_id },
  });
  readonly projectGroups = new Collection<ProjectGroup, never, "project_id" | "group_id">({
    groups: { ...ofProject, group_id: ({ group_id }) => group_id },
  });
  /** Without the predefined ones. */
  readonly roles = new Collection<Role, never, "scope">({ groups: ofScope });
  readonly roleAssignments = new Collection<RoleAssignment, never, "scope" | "principal_id" | "role_id">({
    groups: { ...ofScope, principal_id: ({ principal_id }) => principal_id, role_id: ({ role_id }) => role_id },
  });
  readonly serviceAccounts = new Collection<ServiceAccount, never, "project_id">({ groups: ofProject });
  readonly apiKeys = new Collection<ApiKey, never, "project_id" | "owner_id">({
    groups: { ...ofProject, owner_id: ({ owner }) => owner.id },
  });
  readonly adminApiKeys = new Collection<AdminApiKey, "value">({ unique: { value: ({ value }) => value } });
  readonly rateLimitChanges = new Collection<RateLimitChange, never, "project_id">({ groups: ofProject });
  readonly spendLimits = new Collection<SpendLimit>();
  readonly spendAlerts = new Collection<SpendAlert, never, "scope">({ groups: ofScope });
  readonly modelPermissions = new Collection<ModelPermissions>();
  readonly hostedTools = new Collection<HostedTools>();
  readonly dataRetention = new Collection<DataRetention>();
  readonly serviceTiers = new Collection<ServiceTier>();
  readonly certificates = new Collection<Certificate>();
  readonly certificateActivations = new Collection<CertificateActivation, never, "scope" | "certificate_id">({
    groups: { ...ofScope, certificate_id: ({ certificate_id }) => certificate_id },
  });
  readonly externalKeys = new Collection<ExternalKey>();
  readonly externalStorage = new Collection<ExternalStorage, never, "project_id">({ groups: ofProject });
  readonly identityProviders = new Collection<IdentityProvider>();
  readonly federationRules = new Collection<FederationRule, never, "project_id" | "provider_id">({
    groups: { ...ofProject, provider_id: (rule) => rule.workload_identity_provider_id },
  });
  readonly costs = new Collection<Cost>();
  readonly usage = new Collection<Usage>();
  readonly auditLogs = new Collection<AuditLogRecord>();
  readonly switches: Switches<OpenaiSwitches>;
  /** The project that everything outside of projects is filed under. No field of the API says which one it is. */
  defaultProjectId = "";
  readonly #people = new Map<string, string>();
  /** When each admin key was last used, by its id; in seconds. Not stored with the keys, because then every read would be a write. */
  readonly adminKeyUses = new Map<string, number>();

  constructor(switches: Switches<OpenaiSwitches>) {
    this.switches = switches;
  }

  /** All collections, by their names in a dump. */
  get collections() {
    return {
      projects: this.projects,
      users: this.users,
      invites: this.invites,
      project_users: this.projectUsers,
      groups: this.groups,
      group_users: this.groupUsers,
      project_groups: this.projectGroups,
      roles: this.roles,
      role_assignments: this.roleAssignments,
      service_accounts: this.serviceAccounts,
      api_keys: this.apiKeys,
      admin_api_keys: this.adminApiKeys,
      rate_limit_changes: this.rateLimitChanges,
      spend_limits: this.spendLimits,
      spend_alerts: this.spendAlerts,
      model_permissions: this.modelPermissions,
      hosted_tools: this.hostedTools,
      data_retention: this.dataRetention,
      service_tiers: this.serviceTiers,
      certificates: this.certificates,
      certificate_activations: this.certificateActivations,
      external_keys: this.externalKeys,
      external_storage: this.externalStorage,
      identity_providers: this.identityProviders,
      federation_rules: this.federationRules,
      costs: this.costs,
      usage: this.usage,
      audit_logs: this.auditLogs,
    };
  }

  /** Forgets everything; `newOrganization` then makes what every organization has. */
  clear(): void {
    for (const collection of Object.values(this.collections)) collection.clear();
    this.#people.clear();
    this.adminKeyUses.clear();
  }

  /** Removes what is deleted when a project is archived: everything in it. The project itself, its costs and its audit logs stay. */
  forgetProject(id: string): void {
    const children = [
      this.projectUsers,
      this.projectGroups,
      this.serviceAccounts,
      this.apiKeys,
      this.rateLimitChanges,
      this.externalStorage,
      this.federationRules,
    ];
    for (const collection of children)
      for (const record of [...collection.group("project_id", id)]) collection.delete(record.id);
    for (const collection of [this.roles, this.roleAssignments, this.spendAlerts, this.certificateActivations])
      for (const record of [...collection.group("scope", id)]) collection.delete(record.id);
    const settings = [this.spendLimits, this.modelPermissions, this.hostedTools, this.dataRetention, this.serviceTiers];
    for (const collection of settings) collection.delete(id);
  }

  /** `prefix` includes its separator, which is not the same for all kinds. */
  id(prefix: string): string {
    return prefix + randomText(24);
  }

  /** 200, or 201 if the switch `created201` is on. */
  created(body: unknown): Answer {
    return { status: this.switches.values.created201 ? 201 : 200, body };
  }

  /**
   * Writes an audit log. Detail sits under a property named like the type. What is done with an admin key is filed under
   * the default project; what else is done outside of projects, under none. Source: OpenAI API reference, "Audit logs".
   */
  audit(type: string, detail: AuditDetail, by: Actor, now: Date, projectId?: string): void {
    if (!this.switches.values.auditLogging) return;
    this.#forgetOldLogs(now);
    const filedUnder = this.projects.get((by.kind === "key" ? this.defaultProjectId : projectId) ?? "");
    this.auditLogs.insert({
      id: this.id("audit_log-"),
      type,
      effective_at: seconds(now),
      ...(filedUnder ? { project: { id: filedUnder.id, name: filedUnder.name } } : {}),
      actor: this.#actor(by),
      detail,
    });
  }

  /** The person who acts, or whose key it is. */
  userOf(by: Actor): { readonly id: string; readonly email: string } {
    if (by.kind === "key") {
      const owner = this.users.get(this.adminKeyOf(by.authorization)?.owner_id ?? OWNER.id);
      return owner ? { id: owner.id, email: owner.email } : OWNER;
    }
    const id = this.users.find("email", by.email.toLowerCase())?.id ?? this.#people.get(by.email) ?? this.id("user-");
    this.#people.set(by.email, id);
    return { id, email: by.email };
  }

  /** The admin key of an Authorization header, expired or not. */
  adminKeyOf(authorization: string | undefined): AdminApiKey | undefined {
    return authorization?.startsWith("Bearer ")
      ? this.adminApiKeys.find("value", authorization.slice("Bearer ".length))
      : undefined;
  }

  dump(): object {
    return Object.fromEntries(Object.entries(this.collections).map(([name, { all }]) => [name, [...all]]));
  }

  #actor(by: Actor): AuditLogRecord["actor"] {
    const user = this.userOf(by);
    if (by.kind === "person") return { type: "session", session: { user, ip_address: "192.0.2.1" } };
    const id = this.adminKeyOf(by.authorization)?.id ?? ADMIN_KEY_ID;
    return { type: "api_key", api_key: { id, type: "user", user } };
  }

  #forgetOldLogs(now: Date): void {
    const oldest = seconds(now) - AUDIT_RETENTION_SECONDS;
    this.auditLogs.forgetOldest(REMEMBERED_AUDIT_LOGS, ({ effective_at }) => effective_at < oldest);
  }
}

/** OpenAI writes times as seconds since 1970. */
export const seconds = (moment: Date): number => Math.floor(moment.getTime() / 1000);

/** The project that a scope is, if it is one. */
export const projectOf = (scope: Scope): string | undefined => (scope === ORGANIZATION ? undefined : scope);

/** How audit logs and assignments name a scope. */
export const resourceOf = (scope: Scope) =>
  scope === ORGANIZATION
    ? { resource_id: ORGANIZATION_ID, resource_type: "api.organization" }
    : { resource_id: scope, resource_type: "api.project" };
