import { z } from "zod";
import type { ActingClient } from "../core/acting-client.ts";
import { madeUpCustomers } from "../core/made-up-customers.ts";

/** Request bodies of the API. Members that only a seed has are declared here. */
const role = z.looseObject({ slug: z.string(), permissions: z.array(z.string()).optional() });
const user = z.looseObject({
  email: z.string(),
  /** Second factors, as the API enrols them. */
  auth_factors: z.array(z.looseObject({ type: z.string() })).optional(),
  last_sign_in_at: z.string().optional(),
  profile_picture_url: z.string().optional(),
});
const member = z.strictObject({
  email: z.string(),
  role_slug: z.string().optional(),
  inactive: z.boolean().optional(),
  /** Whether the customer's identity provider decides about it. */
  directory_managed: z.boolean().optional(),
});
/** What a customer sets up in the Admin Portal, as the operations of the same name under `/_emulator/` take it. */
const connection = z.looseObject({ connection_type: z.string() });
const directory = z.looseObject({
  /** Names of their groups are looked up among those of the directory. */
  users: z.array(z.looseObject({ groups: z.array(z.string()).optional() })).optional(),
  groups: z.array(z.looseObject({ name: z.string() })).optional(),
});
/** Of the organization, as `POST /organizations/{id}/connected_accounts/{slug}` takes it; `email` says which member connects it. */
const connectedAccount = z.looseObject({ slug: z.string(), email: z.string() });
const organization = z.looseObject({
  stripe_customer_id: z.string().optional(),
  roles: z.array(role).optional(),
  /** People who are not in `users` are created. */
  members: z.array(member).optional(),
  invitations: z.array(z.looseObject({ email: z.string() })).optional(),
  api_keys: z.array(z.looseObject({ name: z.string(), last_used_at: z.string().optional() })).optional(),
  /** Slugs of flags whose target it is. */
  feature_flags: z.array(z.string()).optional(),
  connections: z.array(connection).optional(),
  directories: z.array(directory).optional(),
  /** `intents` are those of an invitation that was sent. */
  it_contacts: z.array(z.looseObject({ email: z.string(), intents: z.array(z.string()).optional() })).optional(),
  connected_accounts: z.array(connectedAccount).optional(),
});
const agent = z.looseObject({
  name: z.string(),
  invocable_by: z.looseObject({ organization_ids: z.array(z.string()).optional() }).optional(),
});
const estateSchema = z.strictObject({
  /** `system` ones come with a product of WorkOS's and cannot be changed. */
  permissions: z.array(z.looseObject({ slug: z.string(), system: z.boolean().optional() })).default([]),
  roles: z.array(role).default([]),
  users: z.array(user).default([]),
  /** Slugs. */
  resource_types: z.array(z.string()).default([]),
  /** Names of attributes that profiles can have. */
  custom_attributes: z.array(z.string()).default([]),
  /** As `POST /_emulator/feature_flags` takes them. Flags that exist already are updated. */
  feature_flags: z.array(z.looseObject({ slug: z.string() })).default([]),
  /** Blueprints. An organization is named by its id or, if it is made by the same seed, by its external id. */
  agents: z.array(agent).default([]),
  data_integrations: z.array(z.looseObject({ provider: z.string() })).default([]),
  authkit_oauth_resources: z.array(z.looseObject({ uri: z.string() })).default([]),
  organizations: z.array(organization).default([]),
  /** Entries of the waitlist, each with the state that it is brought to. */
  waitlist: z
    .array(z.looseObject({ email: z.string(), state: z.enum(["pending", "approved", "denied"]).default("pending") }))
    .default([]),
});

/** What an environment can be seeded with: request bodies of the API, with children inside their organization. */
export type WorkosEstate = z.input<typeof estateSchema>;

/** @throws z.ZodError before anything is created, or an error that names the request which the API refused. */
export async function workosSeed(estate: unknown, act: ActingClient): Promise<void> {
  const { resource_types, custom_attributes, permissions, roles, users, feature_flags, agents, ...rest } =
    estateSchema.parse(estate);
  const { data_integrations, authkit_oauth_resources, organizations, waitlist } = rest;
  const organizationIds = new Map<string, string>();
  const userIds = new Map<string, string>();
  const userId = async ({
    auth_factors = [],
    last_sign_in_at,
    profile_picture_url,
    ...fields
  }: z.infer<typeof user>): Promise<string> => {
    const known = userIds.get(fields.email) ?? (await findUser(act, fields.email));
    const id = known ?? (await act.post("/user_management/users", fields)).id;
    if (last_sign_in_at !== undefined || profile_picture_url !== undefined)
      await act.patch(`/_emulator/users/${id}`, { last_sign_in_at, profile_picture_url });
    for (const factor of auth_factors) await act.post(`/user_management/users/${id}/auth_factors`, factor);
    userIds.set(fields.email, id);
    return id;
  };

  for (const slug of resource_types) await act.post("/_emulator/resource_types", { slug });
  for (const name of custom_attributes) await act.post("/_emulator/custom_attributes", { name });
  for (const { system, ...fields } of permissions)
    await act.post(system ? "/_emulator/permissions" : "/authorization/permissions", fields);
  for (const fields of roles) await seedRole(act, "/authorization/roles", fields);
  for (const fields of users) await userId(fields);
  const flags = await act.get("/feature-flags?limit=100");
  const known = new Set(flags.data.map(({ slug }: { slug: string }) => slug));
  for (const flag of feature_flags)
    if (known.has(flag.slug)) await act.patch(`/_emulator/feature_flags/${flag.slug}`, flag);
    else await act.post("/_emulator/feature_flags", flag);
  for (const fields of data_integrations) await act.post("/data-integrations", fields);
  for (const fields of authkit_oauth_resources) await act.post("/user_management/authkit_oauth_resources", fields);
  for (const { state, ...fields } of waitlist) {
    const { id } = await act.post("/user_management/waitlists/default/entries", fields);
    if (state !== "pending")
      await act.post(`/user_management/waitlist_entries/${id}/${state === "approved" ? "approve" : "deny"}`);
  }
  for (const {
    stripe_customer_id,
    roles = [],
    members = [],
    invitations = [],
    api_keys = [],
    feature_flags = [],
    connections = [],
    directories = [],
    it_contacts = [],
    connected_accounts = [],
    ...fields
  } of organizations) {
    const { id, external_id } = await act.post("/organizations", fields);
    if (external_id !== null) organizationIds.set(external_id, id);
    if (stripe_customer_id !== undefined) await act.put(`/organizations/${id}`, { stripe_customer_id });
    for (const fields of roles) await seedRole(act, `/authorization/organizations/${id}/roles`, fields);
    for (const { email, inactive, directory_managed, ...fields } of members) {
      const membership = await act.post("/user_management/organization_memberships", {
        ...fields,
        user_id: await userId({ email }),
        organization_id: id,
      });
      if (inactive) await act.put(`/user_management/organization_memberships/${membership.id}/deactivate`);
      if (directory_managed)
        await act.patch(`/_emulator/organization_memberships/${membership.id}`, { directory_managed });
    }
    for (const fields of invitations)
      await act.post("/user_management/invitations", { ...fields, organization_id: id });
    for (const { last_used_at, ...fields } of api_keys) {
      const key = await act.post(`/organizations/${id}/api_keys`, fields);
      if (last_used_at !== undefined) await act.patch(`/_emulator/api_keys/${key.id}`, { last_used_at });
    }
    for (const slug of feature_flags) await act.post(`/feature-flags/${slug}/targets/${id}`);
    for (const fields of connections) await act.post("/_emulator/connections", { ...fields, organization_id: id });
    for (const fields of directories) await seedDirectory(act, id, fields);
    for (const { intents, ...fields } of it_contacts) {
      const contact = await act.post(`/organizations/${id}/it_contacts`, fields);
      if (intents) await act.post(`/organizations/${id}/it_contacts/${contact.id}/invite`, { intents });
    }
    for (const { slug, email, ...fields } of connected_accounts) {
      const account = { ...fields, user_id: await userId({ email }) };
      await act.post(`/organizations/${id}/connected_accounts/${slug}`, account);
    }
  }
  for (const { invocable_by, ...fields } of agents) {
    const organization_ids = invocable_by?.organization_ids?.map((name) => organizationIds.get(name) ?? name);
    const named = invocable_by && { ...invocable_by, ...(organization_ids && { organization_ids }) };
    await act.post("/agents/blueprints", { ...fields, ...(named && { invocable_by: named }) });
  }
}

/**
 * A made-up environment with irregularities as in real ones: some organizations have no external id, share their name, hold a domain
 * that nobody verified, lack a role that the others have, or have it without its permissions.
 */
export function madeWorkosEstate(size: number): WorkosEstate {
  return {
    permissions: ["documents:read", "documents:write", "billing:read"].map((slug) => ({ slug, name: slug })),
    roles: [{ slug: "admin", name: "Admin", permissions: ["documents:read", "documents:write", "billing:read"] }],
    organizations: madeUpCustomers(size).map(({ key, name, domain, index }) => ({
      name: index % 17 === 16 ? "Trial" : name,
      ...(index % 11 === 10 ? {} : { external_id: key }),
      metadata: { plan: index % 5 === 0 ? "enterprise" : "team" },
      domain_data: index % 13 === 12 ? [] : [{ domain, state: index % 4 === 3 ? "pending" : "verified" }],
      roles:
        index % 7 === 6
          ? []
          : [
              {
                slug: "org-billing",
                name: index % 9 === 8 ? "billing" : "Billing",
                permissions: index % 6 === 5 ? [] : ["billing:read"],
              },
            ],
      members: index % 3 === 2 ? [] : [{ email: `owner@${domain}`, role_slug: "admin", inactive: index % 19 === 18 }],
      api_keys: index % 10 === 9 ? [{ name: "Export", permissions: ["documents:read"] }, { name: "Export" }] : [],
      connections:
        index % 5 === 0
          ? [{ connection_type: "OktaSAML", domains: [domain], state: index % 20 === 15 ? "inactive" : "active" }]
          : [],
      directories:
        index % 10 === 5
          ? [
              {
                type: "okta scim v2.0",
                domain,
                groups: [{ name: "Everyone" }, { name: "Admins" }],
                users: [
                  { email: `owner@${domain}`, first_name: "Olga", groups: ["Everyone", "Admins"] },
                  { email: `left@${domain}`, first_name: "Leo", state: "inactive", groups: ["Everyone"] },
                ],
              },
            ]
          : [],
      feature_flags: index % 12 === 4 ? ["advanced-analytics"] : [],
      invitations: index % 8 === 7 ? [{ email: `new@${domain}` }] : [],
    })),
  };
}

async function seedRole(
  act: ActingClient,
  path: string,
  { permissions, ...fields }: z.infer<typeof role>,
): Promise<void> {
  await act.post(path, fields);
  if (permissions && permissions.length > 0) await act.put(`${path}/${fields.slug}/permissions`, { permissions });
}

async function seedDirectory(
  act: ActingClient,
  organization_id: string,
  { users = [], groups = [], ...fields }: z.infer<typeof directory>,
): Promise<void> {
  const { id } = await act.post("/_emulator/directories", { ...fields, organization_id });
  const groupIds = new Map<string, string>();
  for (const group of groups)
    groupIds.set(group.name, (await act.post(`/_emulator/directories/${id}/groups`, group)).id);
  for (const { groups = [], ...fields } of users) {
    const user = await act.post(`/_emulator/directories/${id}/users`, fields);
    for (const name of groups)
      await act.post(`/_emulator/directory_groups/${groupIds.get(name) ?? name}/users`, { user_id: user.id });
  }
}

async function findUser(act: ActingClient, email: string): Promise<string | undefined> {
  const { data } = await act.get(`/user_management/users?email=${encodeURIComponent(email)}`);
  return data[0]?.id;
}
