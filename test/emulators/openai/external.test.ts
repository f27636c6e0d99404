import { beforeEach, describe, expect, test } from "vitest";
import { PROJECTS, START_SECONDS, useOpenai } from "./organization.ts";

const openai = useOpenai();
const KEYS = "/organization/external_keys";
const STORAGE = "/organization/external_storage";
const PROVIDERS = "/organization/workload_identity_providers";

let projectId: string;
beforeEach(async () => {
  projectId = (await openai.project()).id;
});

/** All of a list, one item a page, `after` being the id of the last item. */
async function walk(path: string): Promise<string[]> {
  const seen: string[] = [];
  for (let after = ""; ; after = `&after=${seen.at(-1)}`) {
    const { body } = await openai.get(`${path}${path.includes("?") ? "&" : "?"}limit=1${after}`);
    seen.push(...body.data.map(({ id }: { id: string }) => id));
    if (!body.has_more) return seen;
  }
}

/** What the newest audit log says of its event. */
async function lastDetail(): Promise<object> {
  const [log] = (await openai.get("/organization/audit_logs?limit=1")).body.data;
  return log[log.type];
}

describe("external keys", () => {
  const aws = () => ({ type: "aws", name: "kms", external_id: projectId, kms_arn: "arn:kms", role_arn: "arn:role" });
  const azure = { type: "azure", name: "vault", key_name: "k", tenant_id: "t", vault_uri: "https://v.example" };

  test("they are registered, listed by purpose, checked, and answered whole when deleted", async () => {
    const { body } = await openai.post(KEYS, aws());
    expect(await lastDetail()).toEqual({ id: body.id, data: { ...aws(), purpose: "ekm" } });
    expect(body).toMatchObject({ ...aws(), id: expect.any(String), purpose: "ekm", api_project_ids: [] });
    const other = (await openai.post(KEYS, { ...azure, purpose: "psp_decryption", key_version: "1" })).body;
    expect(await walk(KEYS)).toEqual([body.id, other.id]);
    expect(await walk(`${KEYS}?order=desc`)).toEqual([other.id, body.id]);
    expect(await walk(`${KEYS}?purpose=psp_decryption`)).toEqual([other.id]);
    expect((await openai.post(`${KEYS}/${body.id}/validate`)).body).toEqual({ status: expect.any(String) });
    await openai.post(`${PROJECTS}/${projectId}`, { external_key_id: body.id });
    const whole = { ...body, api_project_ids: [projectId] };
    expect((await openai.get(`${KEYS}/${body.id}`)).body).toEqual(whole);
    expect((await openai.delete(`${KEYS}/${body.id}`)).body).toEqual(whole);
    expect((await openai.get(`${KEYS}/${body.id}`)).status).toBe(404);
    expect((await openai.auditTypes())[0]).toBe("external_key.removed");
  });

  test("what is shown to the customer's cloud is the organization or one of its projects", async () => {
    expect((await openai.post(KEYS, { ...aws(), external_id: "proj_foreign" })).body.error.param).toBe("external_id");
  });

  test("an exact version goes with decryption, and with nothing else", async () => {
    expect((await openai.post(KEYS, { ...azure, purpose: "psp_decryption" })).status).toBe(400);
    expect((await openai.post(KEYS, { ...azure, key_version: "1" })).status).toBe(400);
    expect((await openai.post(KEYS, { ...azure, type: "ibm" })).status).toBe(400);
  });
});

describe("external storage", () => {
  const oci = { type: "oci", bucket: "b", region: "r", tenancy_ocid: "t" };
  const create = async (body: object = {}) => openai.post(STORAGE, { project_id: projectId, provider: oci, ...body });

  test("it is pending until checked; what OpenAI finds out is added", async () => {
    const provider = { type: "aws", bucket: "b", role_arn: "arn:aws:iam::123456789012:role/x" };
    const { body } = await create({ provider });
    expect(body).toMatchObject({
      object: "organization.external_storage",
      status: "pending",
      provider: { ...provider, account_id: "123456789012", external_id: projectId },
    });
    expect(await lastDetail()).toEqual({
      id: body.id,
      data: { geography: body.geography, provider: body.provider },
    });
    expect((await openai.post(`${STORAGE}/${body.id}/validate`)).body.status).toBe("validated");
    expect((await openai.get(`${STORAGE}/${body.id}`)).body.status).toBe("validated");
  });

  test("lists go beyond one page, and by project", async () => {
    const [one, two] = [(await create()).body, (await create()).body];
    const other = (await create({ project_id: (await openai.project()).id })).body;
    expect(await walk(STORAGE)).toEqual([one.id, two.id, other.id]);
    expect(await walk(`${STORAGE}?project_id=${projectId}`)).toEqual([one.id, two.id]);
  });

  test("when its last storage goes, a project falls back on the organization's retention", async () => {
    const [one, two] = [(await create()).body, (await create()).body];
    const retention = `${PROJECTS}/${projectId}/data_retention`;
    await openai.post(retention, { retention_type: "none" });
    await openai.delete(`${STORAGE}/${one.id}`);
    expect((await openai.get(retention)).body.type).toBe("none");
    expect((await openai.delete(`${STORAGE}/${two.id}`)).body).toEqual({
      object: "organization.external_storage.deleted",
      id: two.id,
      deleted: true,
    });
    expect((await openai.get(retention)).body.type).toBe("organization_default");
  });

  test("an unknown project or provider is refused", async () => {
    expect((await create({ project_id: "proj_x" })).status).toBe(400);
    expect((await create({ provider: { type: "oci" } })).status).toBe(400);
  });
});

describe("workload identity", () => {
  const provider = { type: "oidc", name: "ci", issuer: "https://ci.example", audience: "openai" };
  let account: { id: string };
  beforeEach(async () => {
    account = await openai.serviceAccount(projectId, { create_service_account_only: true });
  });
  const rule = () => ({
    project_id: projectId,
    service_account_id: account.id,
    attribute_matchers: { repo: "acme/app" },
  });

  test("a provider has defaults, changes in part, and goes only after its rules", async () => {
    const { body } = await openai.post(PROVIDERS, provider);
    expect(body).toMatchObject({
      ...provider,
      object: "organization.workload_identity_provider",
      description: null,
      enabled: true,
      attribute_transformations: [],
      verification: { type: "discovery", discovery_url: null },
      created_at: START_SECONDS,
    });
    openai.emulator.clock.advance(5000);
    expect((await openai.post(`${PROVIDERS}/${body.id}`, { enabled: false })).body).toEqual({
      ...body,
      enabled: false,
      updated_at: START_SECONDS + 5,
    });
    const rules = `${PROVIDERS}/${body.id}/federation_rules`;
    const { id } = (await openai.post(rules, rule())).body;
    expect((await openai.delete(`${PROVIDERS}/${body.id}`)).status).toBe(400);
    await openai.delete(`${rules}/${id}`);
    expect((await openai.delete(`${PROVIDERS}/${body.id}`)).body).toMatchObject({ id: body.id, deleted: true });
    expect((await openai.get(`${PROVIDERS}/${body.id}`)).status).toBe(404);
    expect((await openai.auditTypes()).slice(0, 5)).toEqual([
      "workload_identity_provider.deleted",
      "workload_identity_provider_mapping.deleted",
      "workload_identity_provider_mapping.created",
      "workload_identity_provider.updated",
      "workload_identity_provider.created",
    ]);
  });

  test("a rule leads to an account of its project, and changes in everything but that", async () => {
    const { id } = (await openai.post(PROVIDERS, provider)).body;
    const rules = `${PROVIDERS}/${id}/federation_rules`;
    const { body } = await openai.post(rules, { ...rule(), name: "deploy" });
    expect(body).toMatchObject({
      ...rule(),
      name: "deploy",
      permissions: { type: "service_account_default" },
      enabled: true,
    });
    const restricted = { type: "restricted", scopes: ["api.model.request"] };
    const updated = (await openai.post(`${rules}/${body.id}`, { permissions: restricted, name: null })).body;
    expect(updated).toMatchObject({ ...rule(), name: null, permissions: restricted });
    expect((await openai.get(`${rules}/${body.id}`)).body).toEqual(updated);
    const other = (await openai.post(rules, rule())).body;
    expect(await walk(rules)).toEqual([body.id, other.id]);
    expect(await walk(`${rules}?service_account_id=svc_acct_x`)).toEqual([]);
    expect((await openai.post(rules, { ...rule(), project_id: (await openai.project()).id })).status).toBe(400);
    const elsewhere = (await openai.post(PROVIDERS, provider)).body;
    expect((await openai.get(`${PROVIDERS}/${elsewhere.id}/federation_rules/${body.id}`)).status).toBe(404);
    expect(await walk(PROVIDERS)).toEqual([id, elsewhere.id]);
  });

  test("audit logs tell what was asked for", async () => {
    const { id } = (await openai.post(PROVIDERS, provider)).body;
    expect(await lastDetail()).toEqual({ id, data: provider });
    await openai.post(`${PROVIDERS}/${id}`, { enabled: false });
    expect(await lastDetail()).toEqual({ id, changes_requested: { enabled: false } });
    const rules = `${PROVIDERS}/${id}/federation_rules`;
    const created = (await openai.post(rules, rule())).body;
    expect(await lastDetail()).toEqual({ id: created.id, identity_provider_id: id, data: rule() });
    await openai.post(`${rules}/${created.id}`, { name: "deploy" });
    const changes_requested = { name: "deploy" };
    expect(await lastDetail()).toEqual({ id: created.id, identity_provider_id: id, changes_requested });
  });

  test("an account takes its rules with it", async () => {
    const { id } = (await openai.post(PROVIDERS, provider)).body;
    const rules = `${PROVIDERS}/${id}/federation_rules`;
    await openai.post(rules, rule());
    await openai.delete(`${PROJECTS}/${projectId}/service_accounts/${account.id}`);
    expect((await openai.get(rules)).body.data).toEqual([]);
  });

  test.each([{}, { ...provider, type: "saml" }, { ...provider, issuer: "" }])(
    "%j is refused with 400",
    async (body) => {
      expect((await openai.post(PROVIDERS, body)).status).toBe(400);
    },
  );

  test("what a rule matches has no member __proto__, which would be lost", async () => {
    const { id } = (await openai.post(PROVIDERS, provider)).body;
    const attribute_matchers = JSON.parse('{ "__proto__": "main" }');
    const answer = await openai.post(`${PROVIDERS}/${id}/federation_rules`, { ...rule(), attribute_matchers });
    expect([answer.status, answer.body.error.param]).toEqual([400, "attribute_matchers"]);
  });
});
