import { UlidSource } from "../core/ids.ts";
import { FIRST_RESOURCE_TYPES } from "./routes/authorization-resources.ts";
import { FIRST_FLAGS, insertFlag } from "./routes/feature-flags.ts";
import { MEMBER_ROLE } from "./routes/roles.ts";
import { iso, type WorkosStore } from "./store.ts";

/** Removes everything and makes a new environment. `blank`: only with what every environment has. */
export function newEnvironment(store: WorkosStore, now: Date, { blank }: { readonly blank: boolean }): void {
  store.clear();
  establish(store, now);
  if (!blank) furnish(store, now);
}

/** What every environment has. */
function establish(store: WorkosStore, now: Date): void {
  store.roles.insert({ ...MEMBER_ROLE, id: store.id("role", now), created_at: iso(now), updated_at: iso(now) });
  for (const id of FIRST_RESOURCE_TYPES) store.resourceTypes.insert({ id });
}

/** Long enough ago for its events to be forgotten. */
const FURNISHED_AT = new Date("2025-01-15T09:00:00.000Z");

/** ASSUMED: WorkOS's widgets come with permissions like these; the specification knows `system` ones and names none. */
const SYSTEM_PERMISSIONS = [
  { slug: "widgets:users-table:manage", name: "Manage users" },
  { slug: "widgets:sso:manage", name: "Manage single sign-on" },
];

/**
 * What is there before any program touches the environment: the Test Organization of every new staging environment
 * (source: WorkOS documentation, "Test SSO"), and what only the dashboard, a customer's administrator or their identity
 * provider can make. The objects and their ids are the same every time. No events are sent for them.
 */
function furnish(store: WorkosStore, now: Date): void {
  const at = new Date(Math.min(FURNISHED_AT.getTime(), now.getTime()));
  const ulids = new UlidSource((length) => Buffer.alloc(length));
  const id = (prefix: string) => `${prefix}_${ulids.next(at)}`;
  const times = { created_at: iso(at), updated_at: iso(at) };

  for (const flag of FIRST_FLAGS) insertFlag(store, flag, now);
  for (const permission of SYSTEM_PERMISSIONS)
    store.permissions.insert({
      id: id("perm"),
      ...permission,
      description: null,
      system: true,
      resource_type_slug: "organization",
      ...times,
    });

  const organization = store.organizations.insert({
    id: id("org"),
    name: "Test Organization",
    metadata: {},
    external_id: null,
    allow_profiles_outside_organization: false,
    ...times,
  });
  const inOrganization = { organization_id: organization.id, ...times };
  const domain = "example.com";
  store.domains.insert({
    id: id("org_domain"),
    domain,
    state: "verified",
    verification_strategy: "manual",
    ...inOrganization,
  });

  const connections = [
    { connection_type: "TestIdp", name: "Test Identity Provider", state: "active" },
    { connection_type: "OktaSAML", name: "Okta, not in use any more", state: "inactive" },
  ] as const;
  for (const connection of connections)
    store.connections.insert({
      id: id("conn"),
      ...connection,
      external_id: null,
      domains: [{ object: "connection_domain", id: id("conn_domain"), domain }],
      ...inOrganization,
    });

  const directory = store.directories.insert({
    id: id("directory"),
    external_key: "emulatorDirectory",
    type: "generic scim v2.0",
    state: "linked",
    name: "Test Directory",
    tokens: [],
    domain,
    ...inOrganization,
  });
  const inDirectory = { directory_id: directory.id, ...inOrganization };
  const [everyone, admins] = ["Everyone", "Admins"].map((name) =>
    store.directoryGroups.insert({ id: id("directory_group"), idp_id: name.toLowerCase(), name, ...inDirectory }),
  );
  const people = [
    { email: "ada@example.com", first_name: "Ada", last_name: "Admin", state: "active", groups: [everyone, admins] },
    { email: "mia@example.com", first_name: "Mia", last_name: "Member", state: "active", groups: [everyone] },
    { email: "leo@example.com", first_name: "Leo", last_name: "Leaver", state: "inactive", groups: [] },
  ] as const;
  for (const { groups, ...person } of people)
    store.directoryUsers.insert({
      id: id("directory_user"),
      idp_id: person.email,
      ...person,
      custom_attributes: {},
      role_slugs: [],
      group_ids: groups.flatMap((group) => (group ? [group.id] : [])),
      ...inDirectory,
    });

  const users = [
    { email: "ada@example.com", first_name: "Ada", last_name: "Admin", status: "active", directory_managed: true },
    { email: "leo@example.com", first_name: "Leo", last_name: "Leaver", status: "inactive", directory_managed: true },
    { email: "max@example.com", first_name: "Max", last_name: "Manual", status: "active", directory_managed: false },
    { email: "gus@elsewhere.example", first_name: "Gus", last_name: "Guest" },
  ] as const;
  for (const { status, directory_managed, ...person } of users.map((user) => ({
    status: undefined,
    directory_managed: false,
    ...user,
  }))) {
    const user = store.users.insert({
      id: id("user"),
      ...person,
      email_verified: true,
      name: null,
      external_id: null,
      metadata: {},
      locale: null,
      profile_picture_url: null,
      last_sign_in_at: null,
      ...times,
    });
    if (status === undefined) continue;
    store.memberships.insert({
      id: id("om"),
      user_id: user.id,
      status,
      role_slugs: [MEMBER_ROLE.slug],
      directory_managed,
      ...inOrganization,
    });
  }
}
