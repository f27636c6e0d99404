import type { Actor } from "../core/api.ts";
import { Collection } from "../core/collection.ts";
import { UlidSource } from "../core/ids.ts";
import { Schedule } from "../core/schedule.ts";
import type { Switches } from "../core/switches.ts";
import { establish, furnish } from "./new-environment.ts";
import type { ApiKey } from "./routes/api-keys.ts";
import type { AuditLogAction, AuditLogSchema } from "./routes/audit-log-schemas.ts";
import type { AuditLogSettings } from "./routes/audit-log-settings.ts";
import type { AuthenticationFactor } from "./routes/authentication-factors.ts";
import { type AuthorizationResource, resourceKey } from "./routes/authorization-resources.ts";
import type { AuthorizedApplication } from "./routes/authorized-applications.ts";
import type { ClientSecret, ConnectApplication } from "./routes/connect-applications.ts";
import type { Connection } from "./routes/connections.ts";
import type { CorsOrigin } from "./routes/cors-origins.ts";
import type { DataIntegrationConfiguration } from "./routes/data-integration-configurations.ts";
import type { DataIntegration } from "./routes/data-integrations.ts";
import type { Directory } from "./routes/directories.ts";
import type { DirectoryGroup } from "./routes/directory-groups.ts";
import type { DirectoryUser } from "./routes/directory-users.ts";
import type { EmailChange } from "./routes/email-changes.ts";
import type { EventRecord } from "./routes/events.ts";
import type { FeatureFlag, FlagTargetStep } from "./routes/feature-flags.ts";
import { assignmentKey, type GroupRoleAssignment } from "./routes/group-role-assignments.ts";
import type { Group, GroupMember } from "./routes/groups.ts";
import type { Invitation } from "./routes/invitations.ts";
import type { JwtTemplate } from "./routes/jwt-template.ts";
import type { OrganizationDomain } from "./routes/organization-domains.ts";
import type { Membership } from "./routes/organization-memberships.ts";
import type { Organization } from "./routes/organizations.ts";
import type { Permission } from "./routes/permissions.ts";
import type { RedirectUri } from "./routes/redirect-uris.ts";
import type { RoleAssignment } from "./routes/role-assignments.ts";
import type { Role } from "./routes/roles.ts";
import type { User } from "./routes/users.ts";
import type { VaultObject } from "./routes/vault.ts";
import type { WebhookEndpoint } from "./routes/webhook-endpoints.ts";
import type { WorkosSwitches } from "./switches.ts";

/** Events older than this are no longer listed. WorkOS's pages say 30 days in one place and 90 in another. */
const EVENT_RETENTION_MS = 30 * 24 * 60 * 60 * 1000;

/** Beyond so many the oldest are forgotten earlier, so that memory has an end. */
const REMEMBERED_EVENTS = 100_000;

/** The key that the emulator accepts, as event contexts name it. */
const API_KEY_ACTOR = { id: "api_key_01JZEMULATOR0000000000000A", name: "Emulator key" };

/** Who caused an event: whoever made the request, or WorkOS itself when time passed. */
export type Cause = Actor | { readonly kind: "system" };

/** One WorkOS environment. */
export class WorkosStore {
  readonly organizations = new Collection<Organization, "external_id" | "stripe_customer_id">({
    unique: {
      external_id: (organization) => organization.external_id ?? undefined,
      stripe_customer_id: (organization) => organization.stripe_customer_id,
    },
  });
  readonly domains = new Collection<OrganizationDomain, never, "organization_id" | "domain">({
    groups: { organization_id: (domain) => domain.organization_id, domain: ({ domain }) => domain },
  });
  readonly permissions = new Collection<Permission, "slug">({ unique: { slug: ({ slug }) => slug } });
  /** Environment roles are those of the organization "". */
  readonly roles = new Collection<Role, "slug", "organization_id">({
    unique: { slug: (role) => roleKey(role.organization_id, role.slug) },
    groups: { organization_id: (role) => role.organization_id ?? "" },
  });
  readonly users = new Collection<User, "email" | "external_id", "email">({
    unique: { email: ({ email }) => email.toLowerCase(), external_id: (user) => user.external_id ?? undefined },
    groups: { email: ({ email }) => email.toLowerCase() },
  });
  readonly emailChanges = new Collection<EmailChange>();
  readonly authenticationFactors = new Collection<AuthenticationFactor, never, "user_id">({
    groups: { user_id: ({ user_id }) => user_id },
  });
  readonly memberships = new Collection<Membership, "pair", "user_id" | "organization_id">({
    unique: { pair: (membership) => membershipKey(membership.user_id, membership.organization_id) },
    groups: { user_id: ({ user_id }) => user_id, organization_id: ({ organization_id }) => organization_id },
  });
  readonly invitations = new Collection<Invitation, "token", "email" | "organization_id">({
    unique: { token: ({ token }) => token },
    groups: {
      email: ({ email }) => email.toLowerCase(),
      organization_id: (invitation) => invitation.organization_id ?? undefined,
    },
  });
  readonly apiKeys = new Collection<ApiKey, "value", "organization_id" | "user_id">({
    unique: { value: ({ value }) => value },
    groups: { organization_id: ({ organization_id }) => organization_id, user_id: ({ user_id }) => user_id },
  });
  readonly applications = new Collection<ConnectApplication, "client_id", "organization_id">({
    unique: { client_id: (application) => application.client_id },
    groups: { organization_id: (application) => application.organization_id ?? undefined },
  });
  readonly clientSecrets = new Collection<ClientSecret, never, "application_id">({
    groups: { application_id: (secret) => secret.application_id },
  });
  readonly authorizedApplications = new Collection<AuthorizedApplication, never, "user_id" | "application_id">({
    groups: { user_id: ({ user_id }) => user_id, application_id: (grant) => grant.application_id },
  });
  readonly groups = new Collection<Group, never, "organization_id">({
    groups: { organization_id: ({ organization_id }) => organization_id },
  });
  readonly groupMembers = new Collection<GroupMember, never, "group_id" | "organization_membership_id">({
    groups: {
      group_id: ({ group_id }) => group_id,
      organization_membership_id: (member) => member.organization_membership_id,
    },
  });
  readonly webhookEndpoints = new Collection<WebhookEndpoint, "endpoint_url">({
    unique: { endpoint_url: (endpoint) => endpoint.endpoint_url },
  });
  readonly redirectUris = new Collection<RedirectUri, "uri">({ unique: { uri: ({ uri }) => uri } });
  readonly corsOrigins = new Collection<CorsOrigin, "origin">({ unique: { origin: ({ origin }) => origin } });
  readonly jwtTemplates = new Collection<JwtTemplate>();
  readonly auditLogActions = new Collection<AuditLogAction, "name">({ unique: { name: ({ name }) => name } });
  readonly auditLogSchemas = new Collection<AuditLogSchema, never, "action">({
    groups: { action: ({ action }) => action },
  });
  readonly auditLogSettings = new Collection<AuditLogSettings>();
  readonly featureFlags = new Collection<FeatureFlag, "slug">({ unique: { slug: ({ slug }) => slug } });
  readonly connections = new Collection<Connection, never, "organization_id">({
    groups: { organization_id: (connection) => connection.organization_id },
  });
  readonly directories = new Collection<Directory, never, "organization_id">({
    groups: { organization_id: (directory) => directory.organization_id },
  });
  readonly directoryUsers = new Collection<DirectoryUser, never, "directory_id">({
    groups: { directory_id: (user) => user.directory_id },
  });
  readonly directoryGroups = new Collection<DirectoryGroup, never, "directory_id">({
    groups: { directory_id: (group) => group.directory_id },
  });
  /** Known by their slugs. */
  readonly resourceTypes = new Collection<{ readonly id: string }>();
  readonly resources = new Collection<AuthorizationResource, "external_id", "organization_id" | "parent_resource_id">({
    unique: {
      external_id: (resource) =>
        resourceKey(resource.organization_id, resource.resource_type_slug, resource.external_id),
    },
    groups: {
      organization_id: (resource) => resource.organization_id,
      parent_resource_id: (resource) => resource.parent_resource_id ?? undefined,
    },
  });
  readonly roleAssignments = new Collection<RoleAssignment, "triple", "organization_membership_id" | "resource_id">({
    unique: {
      triple: ({ organization_membership_id, role_slug, resource }) =>
        assignmentKey(organization_membership_id, role_slug, resource.id),
    },
    groups: {
      organization_membership_id: (assignment) => assignment.organization_membership_id,
      resource_id: ({ resource }) => resource.id,
    },
  });
  readonly groupRoleAssignments = new Collection<GroupRoleAssignment, "triple", "group_id" | "resource_id">({
    unique: { triple: ({ group_id, role_slug, resource }) => assignmentKey(group_id, role_slug, resource.id) },
    groups: { group_id: ({ group_id }) => group_id, resource_id: ({ resource }) => resource.id },
  });
  readonly dataIntegrations = new Collection<DataIntegration, "slug">({ unique: { slug: ({ slug }) => slug } });
  readonly dataIntegrationConfigurations = new Collection<
    DataIntegrationConfiguration,
    never,
    "organization_id" | "slug"
  >({
    groups: { organization_id: ({ organization_id }) => organization_id, slug: ({ slug }) => slug },
  });
  readonly vaultObjects = new Collection<VaultObject, "name">({ unique: { name: ({ name }) => name } });
  readonly events = new Collection<EventRecord, never, "organization_id">({
    groups: { organization_id: (event) => event.organizationId },
  });

  /** Organizations whose deletion was accepted and which are still served. */
  readonly beingDeleted = new Set<string>();
  /** Answers to organization creations that carried an Idempotency-Key. */
  readonly idempotentAnswers = new Map<string, { bodyText: string; atMs: number; organization: unknown }>();
  /** Ids of the environment itself, which some events and answers name. */
  readonly environmentId = "environment_01JZEMULATOR0000000000000A";
  readonly clientId = "client_01JZEMULATOR0000000000000A";
  /** For each flag, who became or ceased to be its target, oldest first. */
  readonly flagTargetSteps = new Map<string, FlagTargetStep[]>();
  readonly schedule = new Schedule();
  readonly switches: Switches<WorkosSwitches>;
  readonly #ulids = new UlidSource();
  readonly #people = new Map<string, string>();
  readonly #blank: boolean;

  /** @param blank whether a new environment has nothing but what none is without */
  constructor(switches: Switches<WorkosSwitches>, now: Date, blank: boolean) {
    this.switches = switches;
    this.#blank = blank;
    this.reset(now);
  }

  /** Back to what a new environment has. */
  reset(now: Date): void {
    for (const collection of Object.values(this.collections())) collection.clear();
    this.beingDeleted.clear();
    this.idempotentAnswers.clear();
    this.schedule.clear();
    this.flagTargetSteps.clear();
    this.#people.clear();
    establish(this, now);
    if (!this.#blank) furnish(this, now);
  }

  id(prefix: string, now: Date): string {
    return `${prefix}_${this.#ulids.next(now)}`;
  }

  /**
   * Records that something happened. `previous` holds the former values of attributes that changed, `context` what a
   * type of event adds. Events of roles, permissions, users and flags belong to no organization.
   */
  emit(
    type: string,
    data: object,
    facts: {
      cause: Cause;
      now: Date;
      organizationId?: string | undefined;
      previous?: object | undefined;
      context?: object;
    },
  ): void {
    const { now, organizationId, previous, context } = facts;
    this.#forgetOldEvents(now);
    this.events.insert({
      id: this.id("event", now),
      type,
      data,
      organizationId,
      created_at: iso(now),
      // Kept as they are: what a getter tells of a large list is made when somebody reads it.
      context: Object.defineProperties(
        {
          actor: this.actor(facts.cause, now),
          ...(previous === undefined ? {} : { previous_attributes: previous }),
        },
        Object.getOwnPropertyDescriptors(context ?? {}),
      ),
    });
  }

  dump(): object {
    return Object.fromEntries(Object.entries(this.collections()).map(([name, { all }]) => [name, [...all]]));
  }

  collections() {
    return {
      organizations: this.organizations,
      domains: this.domains,
      permissions: this.permissions,
      roles: this.roles,
      users: this.users,
      emailChanges: this.emailChanges,
      authenticationFactors: this.authenticationFactors,
      memberships: this.memberships,
      invitations: this.invitations,
      apiKeys: this.apiKeys,
      groups: this.groups,
      groupMembers: this.groupMembers,
      applications: this.applications,
      clientSecrets: this.clientSecrets,
      authorizedApplications: this.authorizedApplications,
      webhookEndpoints: this.webhookEndpoints,
      redirectUris: this.redirectUris,
      corsOrigins: this.corsOrigins,
      jwtTemplates: this.jwtTemplates,
      auditLogActions: this.auditLogActions,
      auditLogSchemas: this.auditLogSchemas,
      auditLogSettings: this.auditLogSettings,
      featureFlags: this.featureFlags,
      connections: this.connections,
      directories: this.directories,
      directoryUsers: this.directoryUsers,
      directoryGroups: this.directoryGroups,
      resourceTypes: this.resourceTypes,
      resources: this.resources,
      roleAssignments: this.roleAssignments,
      groupRoleAssignments: this.groupRoleAssignments,
      dataIntegrations: this.dataIntegrations,
      dataIntegrationConfigurations: this.dataIntegrationConfigurations,
      vaultObjects: this.vaultObjects,
      events: this.events,
    };
  }

  /** Who that is, as events name them; the same person has the same id every time. */
  actor(cause: Cause, now: Date) {
    if (cause.kind === "key") return { ...API_KEY_ACTOR, source: "api" };
    if (cause.kind === "system") return { id: "system", source: "system", name: null };
    const id = this.#people.get(cause.email) ?? this.id("user", now);
    this.#people.set(cause.email, id);
    return { id, source: "dashboard", name: cause.email };
  }

  #forgetOldEvents(now: Date): void {
    const oldest = oldestEventAt(now);
    this.events.forgetOldest(REMEMBERED_EVENTS, ({ created_at }) => created_at < oldest);
  }
}

export const roleKey = (organizationId: string | undefined, slug: string): string => `${organizationId ?? ""}/${slug}`;

export const membershipKey = (userId: string, organizationId: string): string => `${userId}/${organizationId}`;

/** The moment before which events are forgotten. */
export const oldestEventAt = (now: Date): string => iso(new Date(Math.max(0, now.getTime() - EVENT_RETENTION_MS)));

/** WorkOS writes times with milliseconds, in UTC. */
export const iso = (moment: Date): string => moment.toISOString();
