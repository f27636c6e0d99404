import type { Actor, Answer } from "../core/api.ts";
import { Collection } from "../core/collection.ts";
import { randomText, UlidSource } from "../core/ids.ts";
import { Schedule } from "../core/schedule.ts";
import type { Switches } from "../core/switches.ts";
import type {
  AgentBlueprint,
  AgentInstance,
  AgentRegistration,
  AgentSession,
  ApiKey,
  AuditLogAction,
  AuditLogEvent,
  AuditLogSchema,
  AuditLogSettings,
  AuthenticationFactor,
  AuthkitOauthResource,
  AuthorizationResource,
  AuthorizedApplication,
  ClientSecret,
  ConnectApplication,
  ConnectedAccount,
  Connection,
  ConnectionAttempt,
  CorsOrigin,
  DataIntegration,
  DataIntegrationConfiguration,
  Directory,
  DirectoryGroup,
  DirectoryUser,
  EmailChange,
  EventRecord,
  FeatureFlag,
  FlagTargetStep,
  Group,
  GroupMember,
  GroupRoleAssignment,
  Invitation,
  ItContact,
  JwtTemplate,
  Membership,
  Organization,
  OrganizationDomain,
  PasswordlessSession,
  Permission,
  PortalLink,
  RedirectUri,
  Role,
  RoleAssignment,
  SamlCertificate,
  Team,
  User,
  UserSession,
  VaultObject,
  Waitlist,
  WaitlistEntry,
  WebhookEndpoint,
} from "./records.ts";
import type { WorkosSwitches } from "./switches.ts";

/** Events older than this are no longer listed. WorkOS's pages say 30 days in one place and 90 in another. */
const EVENT_RETENTION_MS = 30 * 24 * 60 * 60 * 1000;

/** If there are more, the oldest are dropped early, so that memory use is bounded. */
const REMEMBERED_EVENTS = 100_000;

/** The key that the emulator accepts, as event contexts name it. */
const API_KEY_ACTOR = { id: "api_key_01JZEMULATOR0000000000000A", name: "Emulator key" };

/** Who caused an event: the actor of the request, or WorkOS itself in a scheduled task. */
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
  /** Environment roles are in the group "". */
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
  readonly authkitOauthResources = new Collection<AuthkitOauthResource, "uri">({ unique: { uri: ({ uri }) => uri } });
  readonly waitlists = new Collection<Waitlist>();
  readonly waitlistEntries = new Collection<WaitlistEntry, "email", "waitlist_id">({
    unique: { email: ({ email }) => email },
    groups: { waitlist_id: ({ waitlist_id }) => waitlist_id },
  });
  readonly jwtTemplates = new Collection<JwtTemplate>();
  readonly auditLogActions = new Collection<AuditLogAction, "name">({ unique: { name: ({ name }) => name } });
  readonly auditLogSchemas = new Collection<AuditLogSchema, never, "action">({
    groups: { action: ({ action }) => action },
  });
  readonly auditLogEvents = new Collection<AuditLogEvent>();
  readonly auditLogSettings = new Collection<AuditLogSettings>();
  readonly featureFlags = new Collection<FeatureFlag, "slug">({ unique: { slug: ({ slug }) => slug } });
  readonly connections = new Collection<Connection, "external_id", "organization_id">({
    unique: {
      external_id: ({ organization_id, external_id }) =>
        external_id === null ? undefined : connectionKey(organization_id, external_id),
    },
    groups: { organization_id: (connection) => connection.organization_id },
  });
  readonly samlCertificates = new Collection<SamlCertificate, never, "connection_id">({
    groups: { connection_id: (certificate) => certificate.connection_id },
  });
  /** Attributes of profiles that were defined in the dashboard, known by their names. */
  readonly customAttributes = new Collection<{ readonly id: string }>();
  readonly itContacts = new Collection<ItContact, "email", "organization_id">({
    unique: { email: ({ organization_id, email }) => contactKey(organization_id, email) },
    groups: { organization_id: (contact) => contact.organization_id },
  });
  readonly portalLinks = new Collection<PortalLink, never, "organization_id">({
    groups: { organization_id: (link) => link.organization_id },
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
  readonly dataIntegrations = new Collection<DataIntegration, "slug">({
    unique: { slug: ({ ownership, slug }) => integrationKey(ownership, slug) },
  });
  readonly connectedAccounts = new Collection<
    ConnectedAccount,
    "compatibility",
    "owner" | "user_id" | "organization_id" | "data_integration_id" | "established_by_user_id"
  >({
    unique: {
      compatibility: (account) => (account.connection_role === "compatibility" ? accountOwnerKey(account) : undefined),
    },
    groups: {
      owner: (account) => accountOwnerKey(account),
      user_id: (account) => account.user_id ?? undefined,
      organization_id: (account) => account.organization_id ?? undefined,
      data_integration_id: (account) => account.data_integration_id,
      established_by_user_id: (account) => account.established_by_user_id ?? undefined,
    },
  });
  /** Known by their states. */
  readonly connectionAttempts = new Collection<ConnectionAttempt, "connect_code">({
    unique: { connect_code: (attempt) => attempt.connect_code ?? undefined },
  });
  readonly dataIntegrationConfigurations = new Collection<
    DataIntegrationConfiguration,
    never,
    "organization_id" | "slug"
  >({
    groups: { organization_id: ({ organization_id }) => organization_id, slug: ({ slug }) => slug },
  });
  readonly passwordlessSessions = new Collection<PasswordlessSession>();
  readonly teams = new Collection<Team, "admin_and_name">({
    unique: { admin_and_name: ({ admin_email, name }) => teamKey(admin_email, name) },
  });
  readonly agentBlueprints = new Collection<AgentBlueprint, "name">({ unique: { name: ({ name }) => name } });
  readonly agentInstances = new Collection<
    AgentInstance,
    "owner",
    "agent_blueprint_id" | "organization_id" | "organization_membership_id"
  >({
    unique: { owner: (instance) => agentInstanceKey(instance) },
    groups: {
      agent_blueprint_id: (instance) => instance.agent_blueprint_id,
      organization_id: (instance) => instance.organization_id,
      organization_membership_id: (instance) => instance.organization_membership_id ?? undefined,
    },
  });
  readonly agentSessions = new Collection<AgentSession, "refresh_token", "agent_instance_id">({
    unique: { refresh_token: (session) => session.refresh_token },
    groups: { agent_instance_id: (session) => session.agent_instance_id },
  });
  readonly agentRegistrations = new Collection<AgentRegistration, never, "organization_id">({
    groups: { organization_id: (registration) => registration.organization_id },
  });
  readonly userSessions = new Collection<UserSession, "access_token", "organization_membership_id">({
    unique: { access_token: (session) => session.access_token },
    groups: { organization_membership_id: (session) => session.organization_membership_id },
  });
  readonly vaultObjects = new Collection<VaultObject, "name">({ unique: { name: ({ name }) => name } });
  readonly events = new Collection<EventRecord, never, "organization_id">({
    groups: { organization_id: (event) => event.organizationId },
  });

  /** Organizations whose deletion was accepted (202) and which still exist. */
  readonly beingDeleted = new Set<string>();
  /** Answers to creations that carried an Idempotency-Key. */
  readonly idempotentAnswers = new Map<string, { bodyText: string; atMs: number; answer: Answer }>();
  /** Ids of the environment itself, which some events and answers name. */
  readonly environmentId = "environment_01JZEMULATOR0000000000000A";
  /** Signs the access tokens of agents. */
  readonly agentTokenKey = randomText(48);
  readonly clientId = "client_01JZEMULATOR0000000000000A";
  /** For each flag, the targets added and removed, oldest first. */
  readonly flagTargetSteps = new Map<string, FlagTargetStep[]>();
  readonly schedule = new Schedule();
  readonly switches: Switches<WorkosSwitches>;
  readonly #ulids = new UlidSource();
  readonly #people = new Map<string, string>();

  constructor(switches: Switches<WorkosSwitches>) {
    this.switches = switches;
  }

  /** Forgets everything; `newEnvironment` then makes what every environment has. */
  clear(): void {
    for (const collection of Object.values(this.collections())) collection.clear();
    this.beingDeleted.clear();
    this.idempotentAnswers.clear();
    this.schedule.clear();
    this.flagTargetSteps.clear();
    this.#people.clear();
  }

  /** Removes a membership, its roles, agents and sessions, the user's keys in the organization, and its places in groups. No event tells of it (ASSUMED). */
  forgetMembership({ id, user_id, organization_id }: Membership): void {
    for (const key of [...this.apiKeys.group("user_id", user_id)])
      if (key.organization_id === organization_id) this.apiKeys.delete(key.id);
    for (const instance of [...this.agentInstances.group("organization_membership_id", id)])
      this.forgetAgentInstance(instance);
    for (const collection of [this.groupMembers, this.roleAssignments, this.userSessions])
      for (const record of [...collection.group("organization_membership_id", id)]) collection.delete(record.id);
    this.memberships.delete(id);
  }

  /** Removes an instance with its sessions, so that none of their tokens is good any more. */
  forgetAgentInstance({ id }: AgentInstance): void {
    for (const session of [...this.agentSessions.group("agent_instance_id", id)]) this.agentSessions.delete(session.id);
    this.agentInstances.delete(id);
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
      // Getters are kept as getters: large lists are computed only when the event is read.
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
      authkitOauthResources: this.authkitOauthResources,
      waitlists: this.waitlists,
      waitlistEntries: this.waitlistEntries,
      jwtTemplates: this.jwtTemplates,
      auditLogActions: this.auditLogActions,
      auditLogSchemas: this.auditLogSchemas,
      auditLogEvents: this.auditLogEvents,
      auditLogSettings: this.auditLogSettings,
      featureFlags: this.featureFlags,
      connections: this.connections,
      samlCertificates: this.samlCertificates,
      customAttributes: this.customAttributes,
      itContacts: this.itContacts,
      portalLinks: this.portalLinks,
      directories: this.directories,
      directoryUsers: this.directoryUsers,
      directoryGroups: this.directoryGroups,
      resourceTypes: this.resourceTypes,
      resources: this.resources,
      roleAssignments: this.roleAssignments,
      groupRoleAssignments: this.groupRoleAssignments,
      dataIntegrations: this.dataIntegrations,
      connectedAccounts: this.connectedAccounts,
      connectionAttempts: this.connectionAttempts,
      dataIntegrationConfigurations: this.dataIntegrationConfigurations,
      passwordlessSessions: this.passwordlessSessions,
      teams: this.teams,
      agentBlueprints: this.agentBlueprints,
      agentInstances: this.agentInstances,
      agentSessions: this.agentSessions,
      agentRegistrations: this.agentRegistrations,
      userSessions: this.userSessions,
      vaultObjects: this.vaultObjects,
      events: this.events,
    };
  }

  /** The actor of an event. A person has the same id every time. */
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

export const connectionKey = (organizationId: string, externalId: string): string => `${organizationId}/${externalId}`;

export const contactKey = (organizationId: string, email: string): string => `${organizationId}/${email.toLowerCase()}`;

export const teamKey = (adminEmail: string, name: string): string => `${adminEmail.toLowerCase()}/${name}`;

export const resourceKey = (organizationId: string, type: string, externalId: string): string =>
  `${organizationId}/${type}/${externalId}`;

/** A provider has at most one integration of each kind. */
export const integrationKey = (ownership: DataIntegration["ownership"], slug: string): string => `${ownership}/${slug}`;

/** Accounts of the same owner at the same integration; one of them is what clients see that know of one only. */
export const accountOwnerKey = (
  account: Pick<ConnectedAccount, "data_integration_id" | "user_id" | "organization_id">,
): string => `${account.data_integration_id}/${account.user_id ?? ""}/${account.organization_id ?? ""}`;

/** Each blueprint has one instance for a member, and one that acts as itself in an organization. */
export const agentInstanceKey = (
  owner: Pick<AgentInstance, "agent_blueprint_id" | "organization_id" | "organization_membership_id">,
): string => `${owner.agent_blueprint_id}/${owner.organization_id}/${owner.organization_membership_id ?? ""}`;

/** Identifies an assignment: each holder has a role on a resource at most once. */
export const assignmentKey = (holderId: string, roleSlug: string, resourceId: string): string =>
  `${holderId}/${roleSlug}/${resourceId}`;

/** The moment before which events are forgotten. */
export const oldestEventAt = (now: Date): string => iso(new Date(Math.max(0, now.getTime() - EVENT_RETENTION_MS)));

/** WorkOS writes times with milliseconds, in UTC. */
export const iso = (moment: Date): string => moment.toISOString();
