import { z } from "zod";
import type { ActingClient } from "../core/acting-client.ts";
import { randomText } from "../core/ids.ts";
import { madeUpCustomers } from "../core/made-up-customers.ts";
import { acceptInvite } from "./routes/invites.ts";
import { USAGE_KINDS } from "./routes/usage.ts";
import { type OpenaiStore, seconds } from "./store.ts";

/** Request bodies of the API. Members that only a seed has are declared here. Times are seconds since 1970. */
const key = z.looseObject({ last_used_at: z.int().min(0).optional() });
const serviceAccount = z.looseObject({
  /** Set after creation, if it differs from the role that creation gives. */
  role: z.enum(["member", "owner"]).optional(),
  /** Keys in addition to the one that creation makes. */
  api_keys: z.array(key).optional(),
});
const role = z.looseObject({});
const cost = z.strictObject({
  /** When the day began that it is billed for. */
  at: z.int().min(0),
  line_item: z.string(),
  /** US dollars. */
  value: z.number(),
  quantity: z.number().optional(),
  quantity_unit: z.string().optional(),
});
const usage = z.strictObject({
  kind: z.enum(USAGE_KINDS),
  at: z.int().min(0),
  /** Such as `{model: gpt-5}`; the project is added. */
  dimensions: z.record(z.string(), z.union([z.string(), z.boolean()])).default({}),
  /** Such as `{input_tokens: 1000}`. */
  amounts: z.record(z.string(), z.number()),
});
const project = z.looseObject({
  service_accounts: z.array(serviceAccount).optional(),
  /** People of the organization, by `email`; only a person can make keys of his own. */
  users: z
    .array(
      z.looseObject({
        email: z.string(),
        api_keys: z.array(z.strictObject({ name: z.string(), last_used_at: z.int().min(0).optional() })).optional(),
      }),
    )
    .optional(),
  roles: z.array(role).optional(),
  /** Groups of the organization, by name, with the name of a role of the project. */
  groups: z.array(z.strictObject({ name: z.string(), role: z.string() })).optional(),
  rate_limits: z.array(z.looseObject({ model: z.string() })).optional(),
  spend_limit: z.looseObject({}).optional(),
  spend_alerts: z.array(z.looseObject({})).optional(),
  model_permissions: z.looseObject({}).optional(),
  hosted_tool_permissions: z.looseObject({}).optional(),
  data_retention: z.looseObject({}).optional(),
  service_tier_settings: z.looseObject({}).optional(),
  costs: z.array(cost).optional(),
  usage: z.array(usage).optional(),
  archived: z.boolean().optional(),
});
const estateSchema = z.strictObject({
  /** People who have accepted. */
  users: z
    .array(
      z.strictObject({
        email: z.string(),
        name: z.string().optional(),
        role: z.enum(["owner", "reader"]).default("reader"),
        is_scim_managed: z.boolean().optional(),
      }),
    )
    .default([]),
  roles: z.array(role).default([]),
  groups: z
    .array(
      z.looseObject({
        is_scim_managed: z.boolean().optional(),
        /** People of the organization, by e-mail address. */
        users: z.array(z.string()).optional(),
      }),
    )
    .default([]),
  projects: z.array(project).default([]),
  /** Open invitations. People who accepted are in `users`. */
  invites: z.array(z.looseObject({ expired: z.boolean().optional() })).default([]),
  admin_api_keys: z.array(key).default([]),
  certificates: z.array(z.looseObject({})).default([]),
  spend_limit: z.looseObject({}).optional(),
  spend_alerts: z.array(z.looseObject({})).default([]),
});

/** What an organization can be seeded with: request bodies of the API, with children inside their project. */
export type OpenaiEstate = z.input<typeof estateSchema>;

const ROOT = "/organization";

/**
 * Makes what the API can make through the API, and the rest as a dashboard would.
 * @throws z.ZodError before anything is made, or an error that names the request which the API refused.
 */
export async function openaiSeed(estate: unknown, act: ActingClient, store: OpenaiStore, now: Date): Promise<void> {
  const { users, roles, groups, projects, invites, admin_api_keys, certificates, spend_limit, spend_alerts } =
    estateSchema.parse(estate);
  for (const { name, is_scim_managed, ...fields } of users) {
    const { id } = await act.post(`${ROOT}/invites`, fields);
    const invite = store.invites.get(id);
    if (invite) acceptInvite(store, invite, name, now);
    const user = userOf(store, fields.email);
    if (is_scim_managed) store.users.replace({ ...user, is_scim_managed });
  }
  for (const fields of roles) await act.post(`${ROOT}/roles`, fields);
  for (const { users: emails = [], is_scim_managed, ...fields } of groups) {
    const { id } = await act.post(`${ROOT}/groups`, fields);
    for (const email of emails) await act.post(`${ROOT}/groups/${id}/users`, { user_id: userOf(store, email).id });
    const group = store.groups.get(id);
    if (group && is_scim_managed) store.groups.replace({ ...group, is_scim_managed });
  }
  for (const fields of projects) await seedProject(fields, act, store, now);
  for (const { expired, ...fields } of invites) {
    const invite = store.invites.get((await act.post(`${ROOT}/invites`, fields)).id);
    if (invite && expired) store.invites.replace({ ...invite, expires_at: seconds(now) });
  }
  for (const { last_used_at = null, ...fields } of admin_api_keys) {
    const made = store.adminApiKeys.get((await act.post(`${ROOT}/admin_api_keys`, fields)).id);
    if (made) store.adminApiKeys.replace({ ...made, last_used_at });
  }
  for (const fields of certificates) await act.post(`${ROOT}/certificates`, fields);
  if (spend_limit) await act.post(`${ROOT}/spend_limit`, spend_limit);
  for (const fields of spend_alerts) await act.post(`${ROOT}/spend_alerts`, fields);
}

async function seedProject(
  seeded: z.infer<typeof project>,
  act: ActingClient,
  store: OpenaiStore,
  now: Date,
): Promise<void> {
  const {
    service_accounts = [],
    users = [],
    roles = [],
    groups = [],
    rate_limits = [],
    spend_limit,
    spend_alerts = [],
    model_permissions,
    hosted_tool_permissions,
    data_retention,
    service_tier_settings,
    costs = [],
    usage = [],
    archived,
    ...fields
  } = seeded;
  const { id } = await act.post(`${ROOT}/projects`, fields);
  const base = `${ROOT}/projects/${id}`;
  for (const { role, api_keys = [], ...fields } of service_accounts) {
    const accounts = `${base}/service_accounts`;
    const account = await act.post(accounts, fields);
    if (role !== undefined && role !== account.role) await act.post(`${accounts}/${account.id}`, { role });
    for (const { last_used_at = null, ...key } of api_keys) {
      const made = store.apiKeys.get((await act.post(`${accounts}/${account.id}/api_keys`, key)).id);
      if (made && last_used_at !== null) store.apiKeys.replace({ ...made, last_used_at });
    }
  }
  for (const { api_keys = [], ...fields } of users) {
    const { id: user_id } = await act.post(`${base}/users`, fields);
    for (const { name, last_used_at = null } of api_keys)
      store.apiKeys.insert({
        id: store.id("key_"),
        project_id: id,
        owner: { type: "user", id: user_id },
        name,
        value: `sk-proj-${randomText(48)}`,
        scopes: [],
        expires_at: null,
        last_used_at,
        created_at: seconds(now),
      });
  }
  for (const fields of roles) await act.post(`/projects/${id}/roles`, fields);
  for (const { name, role } of groups)
    await act.post(`${base}/groups`, {
      group_id: [...store.groups.all].find((group) => group.name === name)?.id ?? name,
      role:
        (await act.get(`/projects/${id}/roles`)).data.find((one: { name: string }) => one.name === role)?.id ?? role,
    });
  for (const { model, ...fields } of rate_limits) await act.post(`${base}/rate_limits/rl-${model}`, fields);
  if (spend_limit) await act.post(`${base}/spend_limit`, spend_limit);
  for (const fields of spend_alerts) await act.post(`${base}/spend_alerts`, fields);
  if (model_permissions) await act.post(`${base}/model_permissions`, model_permissions);
  if (hosted_tool_permissions) await act.post(`${base}/hosted_tool_permissions`, hosted_tool_permissions);
  if (data_retention) await act.post(`${base}/data_retention`, data_retention);
  if (service_tier_settings) await act.post(`${base}/service_tier_settings`, service_tier_settings);
  for (const { quantity = null, quantity_unit = null, ...cost } of costs) {
    const source = { project_id: id, api_key_id: null, user_id: null };
    store.costs.insert({ id: store.id("cost_"), ...source, ...cost, quantity, quantity_unit });
  }
  for (const { dimensions, ...used } of usage)
    store.usage.insert({ id: store.id("usage_"), ...used, dimensions: { ...dimensions, project_id: id } });
  if (archived) await act.post(`${base}/archive`);
}

/** @throws if the organization has no such person. */
function userOf(store: OpenaiStore, email: string) {
  const user = store.users.find("email", email.toLowerCase());
  if (user) return user;
  throw new Error(`${email} is nobody of the organization: list the address under users`);
}

const DAY = 24 * 60 * 60;
const COLLEAGUES = ["Kim", "Lou", "Noa", "Pat", "Robin"] as const;

/**
 * A made-up organization with usage and costs on some days before `now`, and irregularities as in real ones: some
 * projects are archived, or are there twice under one name, spend without a limit or were never used; some accounts own
 * their project, have no role, or have unused keys; some invitations were never accepted.
 */
export function madeOpenaiEstate(size: number, now: Date): OpenaiEstate {
  const customers = madeUpCustomers(size);
  const daysAgo = (days: number) => Math.max(0, Math.floor(seconds(now) / DAY) - days) * DAY;
  return {
    users: COLLEAGUES.map((name, index) => ({
      email: `${name.toLowerCase()}@ourcompany.example`,
      name,
      role: index === 0 ? "owner" : "reader",
      is_scim_managed: index % 2 === 1,
    })),
    groups: [{ name: "Support", users: ["lou@ourcompany.example", "noa@ourcompany.example"], is_scim_managed: true }],
    invites: customers
      .filter(({ index }) => index % 8 === 7)
      .map(({ domain, index }) => ({ email: `new@${domain}`, role: "reader", expired: index % 16 === 15 })),
    admin_api_keys: [{ name: "deployment", last_used_at: daysAgo(1) }, { name: "left over" }],
    spend_limit: { threshold_amount: 5_000_000, currency: "USD", interval: "month" },
    projects: customers.flatMap(({ key, domain, index }) => {
      const used = index % 5 !== 4;
      const project = {
        name: key,
        service_accounts: [
          {
            name: "backend",
            ...(index % 6 === 5 ? { create_service_account_only: true } : {}),
            ...(index % 9 === 8 ? { role: "owner" as const } : {}),
            api_keys: [
              ...(used ? [{ name: "production", last_used_at: daysAgo(1 + (index % 40)) }] : []),
              ...(index % 4 === 3 ? [{ name: "old", last_used_at: daysAgo(200) }, { name: "new" }] : []),
            ],
          },
        ],
        users:
          index % 3 === 2
            ? []
            : [
                {
                  email: `${COLLEAGUES[index % COLLEAGUES.length]?.toLowerCase()}@ourcompany.example`,
                  role: index % 10 === 0 ? "owner" : "member",
                  api_keys: index % 7 === 6 ? [{ name: "my test", last_used_at: daysAgo(90) }] : [],
                },
              ],
        groups: index % 11 === 10 ? [{ name: "Support", role: "viewer" }] : [],
        rate_limits: index % 4 === 1 ? [{ model: "gpt-5", max_requests_per_1_minute: 100 + (index % 400) }] : [],
        ...(index % 7 === 6
          ? {}
          : { spend_limit: { threshold_amount: 10_000 * (1 + (index % 5)), currency: "USD", interval: "month" } }),
        spend_alerts:
          index % 6 === 0
            ? [
                {
                  threshold_amount: 8000,
                  currency: "USD",
                  interval: "month",
                  notification_channel: { type: "email", recipients: [`billing@${domain}`] },
                },
              ]
            : [],
        costs: used
          ? [1, 2, 3].map((days) => ({
              at: daysAgo(days),
              line_item: days === 3 ? "gpt-5, output" : "gpt-5, input",
              value: ((index % 50) + days) / 8,
            }))
          : [],
        archived: index % 15 === 14,
      };
      return index % 21 === 20 ? [{ name: key, archived: true }, project] : [project];
    }),
  };
}
