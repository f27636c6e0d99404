import OpenAI from "openai";
import type { AuditLogListParams } from "openai/resources/admin/organization/audit-logs";
import { expect, test } from "vitest";
import { PEM } from "./certificate.ts";
import { START_SECONDS, useOpenai } from "./organization.ts";

/** Every method that the vendor's SDK has for what the emulator serves, as an application calls it. */
const openai = useOpenai();

test("projects: create, retrieve, update, list with pages, archive", async () => {
  const { projects } = openai.sdk.admin.organization;
  const created = await projects.create({ name: "Acme", residency: "GLOBAL" });
  expect(created).toMatchObject({ object: "organization.project", name: "Acme", status: "active" });
  expect(await projects.retrieve(created.id)).toEqual(created);
  expect((await projects.update(created.id, { name: "Renamed" })).name).toBe("Renamed");
  for (let n = 0; n < 4; n++) await projects.create({ name: `Tenant ${n}` });
  const names = [];
  for await (const project of projects.list({ limit: 2 })) names.push(project.name);
  expect(names).toEqual(["Default project", "Renamed", "Tenant 0", "Tenant 1", "Tenant 2", "Tenant 3"]);
  expect((await projects.archive(created.id)).status).toBe("archived");
  expect((await projects.list({ include_archived: true })).data).toHaveLength(6);
  await expect(projects.update(created.id, { name: "Late" })).rejects.toMatchObject({
    status: 400,
    code: "project_archived",
  });
});

test("service accounts: create, retrieve, update, list, delete", async () => {
  const { projects } = openai.sdk.admin.organization;
  const { id: project_id } = await projects.create({ name: "Acme" });
  const created = await projects.serviceAccounts.create(project_id, { name: "ci" });
  expect(created).toMatchObject({ name: "ci", role: "member", api_key: { value: expect.stringMatching(/^sk-/) } });
  const read = await projects.serviceAccounts.retrieve(created.id, { project_id });
  expect(read).toMatchObject({ id: created.id, role: "member" });
  expect((await projects.serviceAccounts.update(created.id, { project_id, role: "owner" })).role).toBe("owner");
  expect((await projects.serviceAccounts.list(project_id)).data).toHaveLength(1);
  expect(await projects.serviceAccounts.delete(created.id, { project_id })).toMatchObject({ deleted: true });
  await expect(projects.serviceAccounts.retrieve(created.id, { project_id })).rejects.toMatchObject({ status: 404 });
});

test("keys: create for an account, retrieve, list, update, delete", async () => {
  const { projects } = openai.sdk.admin.organization;
  const { id: project_id } = await projects.create({ name: "Acme" });
  const account = await projects.serviceAccounts.create(project_id, { name: "ci", create_service_account_only: true });
  const key = await projects.serviceAccounts.apiKeys.create(account.id, {
    project_id,
    name: "deploy",
    expires_in_seconds: 60,
  });
  expect(key).toMatchObject({ name: "deploy", value: expect.stringMatching(/^sk-svcacct-/) });
  expect((await projects.apiKeys.retrieve(key.id, { project_id })).owner.service_account?.id).toBe(account.id);
  expect((await projects.apiKeys.list(project_id, { owner_project_access: "any" })).data).toHaveLength(1);
  const updated = await projects.apiKeys.update(key.id, { project_id, expires_in_seconds: 120 });
  expect(updated.expires_at).toBe((key.expires_at ?? 0) + 60);
  expect(await projects.apiKeys.delete(key.id, { project_id })).toMatchObject({ id: key.id, deleted: true });
});

test("audit logs: list with every kind of filter", async () => {
  const { projects, auditLogs } = openai.sdk.admin.organization;
  const { id } = await projects.create({ name: "Acme" });
  await projects.archive(id);
  const types = async (query: AuditLogListParams) => {
    const found = [];
    for await (const log of auditLogs.list(query)) found.push(log.type);
    return found;
  };
  expect(await types({ limit: 1 })).toEqual(["project.archived", "project.created"]);
  expect(await types({ event_types: ["project.created"] })).toEqual(["project.created"]);
  expect(await types({ resource_ids: [id], effective_at: { gte: 0 } })).toHaveLength(2);
  expect(await types({ actor_emails: ["nobody@example.com"] })).toEqual([]);
  expect(await types({ project_ids: [id] })).toEqual([]);
});

test("a wrong key and a key that is no admin key are told apart", async () => {
  const { url: baseURL } = openai.emulator;
  const list = (adminAPIKey: string) =>
    new OpenAI({
      adminAPIKey,
      apiKey: null,
      organization: null,
      project: null,
      baseURL,
      maxRetries: 0,
    }).admin.organization.projects.list();
  await expect(list("sk-admin-other")).rejects.toMatchObject({ status: 401, code: "invalid_api_key" });
  await expect(list("sk-proj-ordinary")).rejects.toMatchObject({ status: 403 });
});

/** Every item of a list, fetched page by page as the SDK does it. */
async function all<T>(pages: AsyncIterable<T>): Promise<T[]> {
  const items = [];
  for await (const item of pages) items.push(item);
  return items;
}

test("users, invites and project users: every method", async () => {
  const { users, invites, projects } = openai.sdk.admin.organization;
  const people = await all(users.list({ limit: 1 }));
  const [dana] = (await users.list({ emails: ["dana@ourcompany.example"] })).data;
  expect([people.length, dana?.name]).toEqual([3, "Dana Developer"]);
  const user_id = dana?.id ?? "";
  expect((await users.retrieve(user_id)).email).toBe("dana@ourcompany.example");
  expect((await users.update(user_id, { role: "owner" })).role).toBe("owner");
  const { id: project_id } = await projects.create({ name: "Acme" });
  expect((await projects.users.create(project_id, { user_id, role: "member" })).id).toBe(user_id);
  expect((await projects.users.update(user_id, { project_id, role: "owner" })).role).toBe("owner");
  expect((await projects.users.retrieve(user_id, { project_id })).role).toBe("owner");
  expect(await all(projects.users.list(project_id, { limit: 1 }))).toHaveLength(1);
  expect((await projects.users.delete(user_id, { project_id })).deleted).toBe(true);
  const invite = await invites.create({ email: "ann@acme.example", role: "reader", projects: [] });
  expect((await invites.retrieve(invite.id)).status).toBe("pending");
  expect(await all(invites.list({ limit: 1 }))).toHaveLength(1);
  expect((await invites.delete(invite.id)).deleted).toBe(true);
  expect((await users.delete(user_id)).deleted).toBe(true);
});

test("groups, their users, and groups of projects: every method", async () => {
  const { users, groups, projects } = openai.sdk.admin.organization;
  const { id: group_id } = await groups.create({ name: "Support" });
  await groups.create({ name: "Sales" });
  expect((await all(groups.list({ limit: 1 }))).map(({ name }) => name)).toEqual(["Support", "Sales"]);
  expect((await groups.update(group_id, { name: "Care" })).name).toBe("Care");
  expect((await groups.retrieve(group_id)).name).toBe("Care");
  for (const { id: user_id } of (await users.list()).data) await groups.users.create(group_id, { user_id });
  const members = await all(groups.users.list(group_id, { limit: 1 }));
  expect(members).toHaveLength(3);
  const user_id = members[0]?.id ?? "";
  expect((await groups.users.retrieve(user_id, { group_id })).user_type).toBe("user");
  expect((await groups.users.delete(user_id, { group_id })).deleted).toBe(true);
  const { id: project_id } = await projects.create({ name: "Acme" });
  await projects.groups.create(project_id, { group_id, role: "role-api-project-member" });
  expect((await projects.groups.retrieve(group_id, { project_id })).group_name).toBe("Care");
  expect(await all(projects.groups.list(project_id, { limit: 1 }))).toHaveLength(1);
  expect((await projects.groups.delete(group_id, { project_id })).deleted).toBe(true);
  expect((await groups.delete(group_id)).deleted).toBe(true);
});

test("roles and the four kinds of assignments: every method", async () => {
  const { users, groups, projects, roles } = openai.sdk.admin.organization;
  const role = await roles.create({ role_name: "auditor", permissions: ["api.all.read"] });
  expect((await roles.update(role.id, { description: "reads" })).description).toBe("reads");
  expect((await roles.retrieve(role.id)).name).toBe("auditor");
  expect(await all(roles.list({ limit: 1 }))).toHaveLength(3);
  const { id: project_id } = await projects.create({ name: "Acme" });
  const own = await projects.roles.create(project_id, { role_name: "tester", permissions: [] });
  expect((await projects.roles.update(own.id, { project_id, role_name: "qa" })).name).toBe("qa");
  expect((await projects.roles.retrieve(own.id, { project_id })).name).toBe("qa");
  expect(await all(projects.roles.list(project_id, { limit: 2 }))).toHaveLength(4);

  const user_id = (await users.list()).data[1]?.id ?? "";
  const { id: group_id } = await groups.create({ name: "Support" });
  await users.roles.create(user_id, { role_id: role.id });
  await groups.roles.create(group_id, { role_id: role.id });
  await projects.users.roles.create(user_id, { project_id, role_id: own.id });
  await projects.groups.roles.create(group_id, { project_id, role_id: own.id });
  const held = [
    ...(await all(users.roles.list(user_id))),
    ...(await all(groups.roles.list(group_id))),
    ...(await all(projects.users.roles.list(user_id, { project_id }))),
    ...(await all(projects.groups.roles.list(group_id, { project_id }))),
  ];
  expect(held.map(({ name }) => name)).toEqual(["reader", "auditor", "auditor", "qa", "qa"]);
  expect((await users.roles.retrieve(role.id, { user_id })).name).toBe("auditor");
  expect((await groups.roles.retrieve(role.id, { group_id })).name).toBe("auditor");
  expect((await projects.users.roles.retrieve(own.id, { project_id, user_id })).name).toBe("qa");
  expect((await projects.groups.roles.retrieve(own.id, { project_id, group_id })).name).toBe("qa");
  await users.roles.delete(role.id, { user_id });
  await groups.roles.delete(role.id, { group_id });
  await projects.users.roles.delete(own.id, { project_id, user_id });
  await projects.groups.roles.delete(own.id, { project_id, group_id });
  expect(await all(projects.users.roles.list(user_id, { project_id }))).toEqual([]);
  expect((await projects.roles.delete(own.id, { project_id })).deleted).toBe(true);
  expect((await roles.delete(role.id)).deleted).toBe(true);
});

test("settings of the organization and of a project: every method", async () => {
  const { spendLimit, spendAlerts, dataRetention, projects } = openai.sdk.admin.organization;
  const { id: project_id } = await projects.create({ name: "Acme" });
  const money = { currency: "USD", interval: "month", threshold_amount: 5000 } as const;
  const notification_channel = { type: "email" as const, recipients: ["ops@ourcompany.example"] };

  expect((await spendLimit.update(money)).threshold_amount).toBe(5000);
  expect((await spendLimit.retrieve()).enforcement.status).toBe("inactive");
  expect((await spendLimit.delete()).deleted).toBe(true);
  expect((await projects.spendLimit.update(project_id, money)).threshold_amount).toBe(5000);
  expect((await projects.spendLimit.retrieve(project_id)).threshold_amount).toBe(5000);
  expect((await projects.spendLimit.delete(project_id)).deleted).toBe(true);

  const alert = await spendAlerts.create({ ...money, notification_channel });
  expect((await spendAlerts.update(alert.id, { ...money, threshold_amount: 1, notification_channel })).id).toBe(
    alert.id,
  );
  expect((await spendAlerts.retrieve(alert.id)).threshold_amount).toBe(1);
  expect(await all(spendAlerts.list({ limit: 1 }))).toHaveLength(1);
  expect((await spendAlerts.delete(alert.id)).deleted).toBe(true);
  const own = await projects.spendAlerts.create(project_id, { ...money, notification_channel });
  await projects.spendAlerts.update(own.id, { project_id, ...money, notification_channel });
  expect((await projects.spendAlerts.retrieve(own.id, { project_id })).id).toBe(own.id);
  expect(await all(projects.spendAlerts.list(project_id, { limit: 1 }))).toHaveLength(1);
  expect((await projects.spendAlerts.delete(own.id, { project_id })).deleted).toBe(true);

  expect((await dataRetention.update({ retention_type: "zero_data_retention" })).type).toBe("zero_data_retention");
  expect((await dataRetention.retrieve()).type).toBe("zero_data_retention");
  expect((await projects.dataRetention.update(project_id, { retention_type: "none" })).type).toBe("none");
  expect((await projects.dataRetention.retrieve(project_id)).type).toBe("none");

  await projects.modelPermissions.update(project_id, { mode: "allow_list", model_ids: ["gpt-5"] });
  expect((await projects.modelPermissions.retrieve(project_id)).model_ids).toEqual(["gpt-5"]);
  expect((await projects.modelPermissions.delete(project_id)).deleted).toBe(true);
  await projects.hostedToolPermissions.update(project_id, { mcp: { enabled: false } });
  expect((await projects.hostedToolPermissions.retrieve(project_id)).mcp.enabled).toBe(false);
  await projects.serviceTierSettings.update(project_id, { default: "fast" });
  expect((await projects.serviceTierSettings.retrieve(project_id)).default).toBe("fast");
  const limits = await all(projects.rateLimits.listRateLimits(project_id, { limit: 2 }));
  expect(limits.length).toBeGreaterThan(4);
  const changed = await projects.rateLimits.updateRateLimit("rl-gpt-5", { project_id, max_requests_per_1_minute: 5 });
  expect(changed.max_requests_per_1_minute).toBe(5);
});

test("certificates and admin keys: every method", async () => {
  const { certificates, adminAPIKeys, projects } = openai.sdk.admin.organization;
  const { id: project_id } = await projects.create({ name: "Acme" });
  const { id } = await certificates.create({ certificate: PEM, name: "acme" });
  expect((await certificates.update(id, { name: "renamed" })).name).toBe("renamed");
  expect((await certificates.retrieve(id, { include: ["content"] })).certificate_details.content).toBe(PEM);
  expect((await certificates.activate({ certificate_ids: [id] })).data[0]?.active).toBe(true);
  expect((await projects.certificates.activate(project_id, { certificate_ids: [id] })).data[0]?.active).toBe(true);
  expect(await all(certificates.list({ limit: 1 }))).toHaveLength(1);
  expect(await all(projects.certificates.list(project_id, { limit: 1 }))).toHaveLength(1);
  await projects.certificates.deactivate(project_id, { certificate_ids: [id] });
  await certificates.deactivate({ certificate_ids: [id] });
  expect((await certificates.delete(id)).id).toBe(id);

  const key = await adminAPIKeys.create({ name: "deploy", expires_in_seconds: 60 });
  expect(key.value).toMatch(/^sk-admin-/);
  expect((await adminAPIKeys.retrieve(key.id)).expires_at).toBe(START_SECONDS + 60);
  expect(await all(adminAPIKeys.list({ limit: 1 }))).toHaveLength(2);
  expect((await adminAPIKeys.delete(key.id)).deleted).toBe(true);
});

test("external keys, external storage and workload identity: every method", async () => {
  const {
    externalKeys,
    externalStorage,
    workloadIdentityProviders: providers,
    projects,
  } = openai.sdk.admin.organization;
  const { id: project_id } = await projects.create({ name: "Acme" });
  const key = await externalKeys.create({
    type: "aws",
    name: "kms",
    external_id: project_id,
    kms_arn: "arn:kms",
    role_arn: "arn:role",
  });
  expect((await externalKeys.retrieve(key.id)).name).toBe("kms");
  expect(await all(externalKeys.list({ limit: 1, purpose: "ekm" }))).toHaveLength(1);
  expect((await externalKeys.validate(key.id)).status).toEqual(expect.any(String));
  expect((await externalKeys.delete(key.id)).id).toBe(key.id);

  const provider = { type: "oci", bucket: "b", region: "r", tenancy_ocid: "t" } as const;
  const storage = await externalStorage.create({ project_id, provider });
  expect((await externalStorage.retrieve(storage.id)).status).toBe("pending");
  expect((await externalStorage.validate(storage.id)).status).toBe("validated");
  expect(await all(externalStorage.list({ limit: 1, project_id }))).toHaveLength(1);
  expect((await externalStorage.delete(storage.id)).deleted).toBe(true);

  const { id: service_account_id } = await projects.serviceAccounts.create(project_id, { name: "ci" });
  const { id } = await providers.create({ type: "oidc", name: "ci", issuer: "https://ci.example", audience: "openai" });
  expect((await providers.update(id, { name: "renamed" })).name).toBe("renamed");
  expect((await providers.retrieve(id)).name).toBe("renamed");
  expect(await all(providers.list({ limit: 1 }))).toHaveLength(1);
  const within = { workload_identity_provider_id: id };
  const rule = await providers.federationRules.create(id, {
    project_id,
    service_account_id,
    attribute_matchers: { repo: "acme/app" },
  });
  expect((await providers.federationRules.update(rule.id, { ...within, enabled: false })).enabled).toBe(false);
  expect((await providers.federationRules.retrieve(rule.id, within)).enabled).toBe(false);
  expect(await all(providers.federationRules.list(id, { limit: 1, service_account_id }))).toHaveLength(1);
  expect((await providers.federationRules.delete(rule.id, within)).deleted).toBe(true);
  expect((await providers.delete(id)).deleted).toBe(true);
});

test("costs and usage: every method", async () => {
  const { usage } = openai.sdk.admin.organization;
  const start_time = START_SECONDS - 3 * 24 * 60 * 60;
  const first = await usage.costs({ start_time, limit: 2, group_by: ["project_id", "line_item"] });
  expect([first.data.length, first.has_more]).toEqual([2, true]);
  const second = await usage.costs({ start_time, limit: 2, page: first.next_page ?? "" });
  expect(second.data[0]?.start_time).toBe(first.data[1]?.end_time);
  const completions = await usage.completions({ start_time, group_by: ["model"] });
  expect(completions.data[1]?.results[0]).toMatchObject({ model: "gpt-5" });
  const others = [
    usage.audioSpeeches({ start_time }),
    usage.audioTranscriptions({ start_time }),
    usage.codeInterpreterSessions({ start_time }),
    usage.decisions({ start_time }),
    usage.embeddings({ start_time }),
    usage.fileSearchCalls({ start_time }),
    usage.images({ start_time }),
    usage.moderations({ start_time }),
    usage.vectorStores({ start_time }),
    usage.webSearchCalls({ start_time }),
  ];
  for (const { object, data } of await Promise.all(others)) expect([object, data.length]).toEqual(["page", 4]);
});
