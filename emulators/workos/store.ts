import type { Actor } from "../core/api.ts";
import { Collection } from "../core/collection.ts";
import { UlidSource } from "../core/ids.ts";
import { Schedule } from "../core/schedule.ts";
import type { Switches } from "../core/switches.ts";
import type { ApiKey } from "./routes/api-keys.ts";
import type { ClientSecret, ConnectApplication } from "./routes/connect-applications.ts";
import type { EventRecord } from "./routes/events.ts";
import type { Group, GroupMember } from "./routes/groups.ts";
import type { Invitation } from "./routes/invitations.ts";
import type { OrganizationDomain } from "./routes/organization-domains.ts";
import type { Membership } from "./routes/organization-memberships.ts";
import type { Organization } from "./routes/organizations.ts";
import type { Permission } from "./routes/permissions.ts";
import { MEMBER_ROLE, type Role } from "./routes/roles.ts";
import type { User } from "./routes/users.ts";
import type { WorkosSwitches } from "./switches.ts";

/** Events older than this are no longer listed. WorkOS's pages say 30 days in one place and 90 in another. */
const EVENT_RETENTION_MS = 30 * 24 * 60 * 60 * 1000;

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
  readonly users = new Collection<User, "email" | "external_id">({
    unique: { email: ({ email }) => email.toLowerCase(), external_id: (user) => user.external_id ?? undefined },
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
  readonly apiKeys = new Collection<ApiKey, "value", "organization_id">({
    unique: { value: ({ value }) => value },
    groups: { organization_id: ({ organization_id }) => organization_id },
  });
  readonly applications = new Collection<ConnectApplication, "client_id", "organization_id">({
    unique: { client_id: (application) => application.client_id },
    groups: { organization_id: (application) => application.organization_id ?? undefined },
  });
  readonly clientSecrets = new Collection<ClientSecret, never, "application_id">({
    groups: { application_id: (secret) => secret.application_id },
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
  readonly events = new Collection<EventRecord, never, "organization_id">({
    groups: { organization_id: (event) => event.organizationId },
  });

  /** Organizations whose deletion was accepted and which are still served. */
  readonly beingDeleted = new Set<string>();
  /** Answers to organization creations that carried an Idempotency-Key. */
  readonly idempotentAnswers = new Map<string, { bodyText: string; atMs: number; organization: unknown }>();
  readonly schedule = new Schedule();
  readonly switches: Switches<WorkosSwitches>;
  readonly #ulids = new UlidSource();
  readonly #people = new Map<string, string>();

  constructor(switches: Switches<WorkosSwitches>, now: Date) {
    this.switches = switches;
    this.reset(now);
  }

  /** Empties the environment down to what a new one has. */
  reset(now: Date): void {
    for (const collection of Object.values(this.#collections())) collection.clear();
    this.beingDeleted.clear();
    this.idempotentAnswers.clear();
    this.schedule.clear();
    this.#people.clear();
    this.roles.insert({ ...MEMBER_ROLE, id: this.id("role", now), created_at: iso(now), updated_at: iso(now) });
  }

  id(prefix: string, now: Date): string {
    return `${prefix}_${this.#ulids.next(now)}`;
  }

  /**
   * Records that something happened. `previous` holds the former values of attributes that changed. Events of roles,
   * permissions and users belong to no organization.
   */
  emit(
    type: string,
    data: object,
    facts: { cause: Cause; now: Date; organizationId?: string | undefined; previous?: object | undefined },
  ): void {
    const { now, organizationId, previous } = facts;
    this.#forgetOldEvents(now);
    this.events.insert({
      id: this.id("event", now),
      type,
      data,
      organizationId,
      created_at: iso(now),
      context: {
        actor: this.#actor(facts.cause, now),
        ...(previous === undefined ? {} : { previous_attributes: previous }),
      },
    });
  }

  dump(): object {
    return Object.fromEntries(Object.entries(this.#collections()).map(([name, { all }]) => [name, [...all]]));
  }

  #collections() {
    return {
      organizations: this.organizations,
      domains: this.domains,
      permissions: this.permissions,
      roles: this.roles,
      users: this.users,
      memberships: this.memberships,
      invitations: this.invitations,
      apiKeys: this.apiKeys,
      groups: this.groups,
      groupMembers: this.groupMembers,
      applications: this.applications,
      clientSecrets: this.clientSecrets,
      events: this.events,
    };
  }

  #actor(cause: Cause, now: Date) {
    if (cause.kind === "key") return { ...API_KEY_ACTOR, source: "api" };
    if (cause.kind === "system") return { id: "system", source: "system", name: null };
    const id = this.#people.get(cause.email) ?? this.id("user", now);
    this.#people.set(cause.email, id);
    return { id, source: "dashboard", name: cause.email };
  }

  #forgetOldEvents(now: Date): void {
    const oldest = iso(new Date(Math.max(0, now.getTime() - EVENT_RETENTION_MS)));
    const forgotten = [];
    for (const event of this.events.all) {
      if (event.created_at >= oldest) break;
      forgotten.push(event.id);
    }
    for (const id of forgotten) this.events.delete(id);
  }
}

export const roleKey = (organizationId: string | undefined, slug: string): string => `${organizationId ?? ""}/${slug}`;

export const membershipKey = (userId: string, organizationId: string): string => `${userId}/${organizationId}`;

/** WorkOS writes times with milliseconds, in UTC. */
export const iso = (moment: Date): string => moment.toISOString();
