import OpenAI from "openai";
import type { AuditLogListParams } from "openai/resources/admin/organization/audit-logs";
import { expect, test } from "vitest";
import { useOpenai } from "./organization.ts";

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
