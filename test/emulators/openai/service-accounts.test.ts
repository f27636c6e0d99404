import { beforeEach, describe, expect, test } from "vitest";
import { PROJECTS, START_SECONDS, useOpenai } from "./organization.ts";

const openai = useOpenai();

let project: { id: string };
let accounts: string;
let keys: string;
beforeEach(async () => {
  project = await openai.project();
  accounts = `${PROJECTS}/${project.id}/service_accounts`;
  keys = `${PROJECTS}/${project.id}/api_keys`;
});

const allKeys = async () => (await openai.get(`${keys}?owner_project_access=any`)).body.data;

describe("service accounts", () => {
  test("creating one makes a member and a key whose value is shown this once", async () => {
    const { status, body } = await openai.post(accounts, { name: "ci" });
    expect(status).toBe(200);
    expect(body).toEqual({
      object: "organization.project.service_account",
      id: expect.stringMatching(/^svc_acct_\w{24}$/),
      name: "ci",
      role: "member",
      created_at: START_SECONDS,
      api_key: {
        object: "organization.project.service_account.api_key",
        id: expect.stringMatching(/^key_\w{24}$/),
        name: "Secret Key",
        value: expect.stringMatching(/^sk-svcacct-\w{48}$/),
        created_at: START_SECONDS,
        expires_at: null,
      },
    });
    const { api_key, ...account } = body;
    expect((await openai.get(`${accounts}/${body.id}`)).body).toEqual(account);
    expect(JSON.stringify(await allKeys())).not.toContain(api_key.value);
    expect(await allKeys()).toEqual([
      {
        object: "organization.project.api_key",
        id: api_key.id,
        name: "Secret Key",
        redacted_value: expect.stringMatching(/^sk-svcac\.\.\.\w{4}$/),
        created_at: START_SECONDS,
        last_used_at: null,
        expires_at: null,
        owner_project_access: "active",
        owner: {
          type: "service_account",
          service_account: { id: body.id, name: "ci", created_at: START_SECONDS, role: "member" },
        },
      },
    ]);
  });

  test("created alone, it has no role and no key, and gets a role by an update", async () => {
    const { body } = await openai.post(accounts, { name: "ci", create_service_account_only: true });
    expect(body).toMatchObject({ role: "none", api_key: null });
    expect(await allKeys()).toEqual([]);
    const updated = await openai.post(`${accounts}/${body.id}`, { role: "owner", name: "deploy" });
    expect(updated.body).toMatchObject({ id: body.id, role: "owner", name: "deploy" });
    expect((await openai.post(`${accounts}/${body.id}`, { role: "none" })).status).toBe(400);
  });

  test.each([
    {},
    { name: "" },
    { name: "ci", create_service_account_only: "yes" },
    { name: "ci", expires_in_seconds: 0 },
    { name: "ci", create_service_account_only: true, expires_in_seconds: 60 },
  ])("%j is refused with 400, and nothing is made", async (body) => {
    expect((await openai.post(accounts, body)).status).toBe(400);
    expect((await openai.get(accounts)).body.data).toEqual([]);
  });

  test("an account is found in its own project only", async () => {
    const { id } = await openai.serviceAccount(project.id);
    const other = await openai.project();
    expect((await openai.get(`${PROJECTS}/${other.id}/service_accounts/${id}`)).status).toBe(404);
    expect((await openai.get(`${PROJECTS}/${other.id}/service_accounts`)).body).toEqual({
      object: "list",
      data: [],
      first_id: null,
      last_id: null,
      has_more: false,
    });
    expect((await openai.get(`${PROJECTS}/proj_unknown/service_accounts`)).status).toBe(404);
  });

  test("lists go beyond one page", async () => {
    for (let n = 0; n < 5; n++) await openai.serviceAccount(project.id, { name: `ci-${n}` });
    const first = (await openai.get(`${accounts}?limit=3`)).body;
    const second = (await openai.get(`${accounts}?limit=3&after=${first.last_id}`)).body;
    expect([first.has_more, second.has_more]).toEqual([true, false]);
    expect([...first.data, ...second.data].map(({ name }) => name)).toEqual(["ci-0", "ci-1", "ci-2", "ci-3", "ci-4"]);
  });

  test("deleting answers with the id, and the keys are gone too", async () => {
    const { id } = await openai.serviceAccount(project.id);
    expect(await openai.delete(`${accounts}/${id}`)).toMatchObject({
      status: 200,
      body: { object: "organization.project.service_account.deleted", id, deleted: true },
    });
    expect(await allKeys()).toEqual([]);
    expect((await openai.delete(`${accounts}/${id}`)).status).toBe(404);
  });
});

describe("keys", () => {
  test("further keys have a name, an expiry counted from now, and scopes that no answer shows", async () => {
    const { id } = await openai.serviceAccount(project.id, { create_service_account_only: true });
    const created = await openai.post(`${accounts}/${id}/api_keys`, {
      name: "deploy",
      scopes: ["api.all.read"],
      expires_in_seconds: 3600,
    });
    expect(created.body).toMatchObject({ name: "deploy", expires_at: START_SECONDS + 3600 });
    expect(created.body).not.toHaveProperty("scopes");
    const read = (await openai.get(`${keys}/${created.body.id}`)).body;
    expect(read).toMatchObject({ name: "deploy", expires_at: START_SECONDS + 3600 });
    expect(read).not.toHaveProperty("value");
  });

  test("no body is needed to make one", async () => {
    const { id } = await openai.serviceAccount(project.id);
    expect((await openai.post(`${accounts}/${id}/api_keys`)).status).toBe(200);
    expect(await allKeys()).toHaveLength(2);
  });

  test("without a filter the list hides keys whose owner has no access, unless the switch says otherwise", async () => {
    const { id } = await openai.serviceAccount(project.id, { create_service_account_only: true });
    await openai.post(`${accounts}/${id}/api_keys`);
    const listed = async (query: string) => (await openai.get(`${keys}?${query}`)).body.data.length;
    expect(await listed("")).toBe(0);
    expect(await listed("owner_project_access=any")).toBe(1);
    expect(await listed("owner_project_access=inactive")).toBe(1);
    expect(await listed("owner_project_access=active")).toBe(0);
    expect((await openai.get(`${keys}?owner_project_access=all`)).status).toBe(400);
    openai.emulator.switches.set({ unfilteredKeyList: "any" });
    expect(await listed("")).toBe(1);
  });

  test("an update sets scopes or expiry, at least one, and never null; an expired key takes none", async () => {
    const { api_key } = await openai.serviceAccount(project.id);
    const update = (body: object) => openai.post(`${keys}/${api_key.id}`, body);
    expect((await update({})).status).toBe(400);
    expect((await update({ expires_in_seconds: null })).status).toBe(400);
    expect((await update({ scopes: ["api.files.read"] })).body.expires_at).toBeNull();
    expect((await update({ expires_in_seconds: 60 })).body.expires_at).toBe(START_SECONDS + 60);
    expect((await update({ scopes: [] })).body.expires_at).toBe(START_SECONDS + 60);
    expect((await update({ scopes: null, expires_in_seconds: 60 })).status).toBe(400);
    openai.emulator.clock.advance(60_000);
    expect((await update({ expires_in_seconds: 60 })).status).toBe(400);
  });

  test("deleting one leaves the account and its other keys; where the switch refuses it, 400", async () => {
    const { id, api_key } = await openai.serviceAccount(project.id);
    await openai.post(`${accounts}/${id}/api_keys`, { name: "second" });
    expect(await openai.delete(`${keys}/${api_key.id}`)).toMatchObject({
      status: 200,
      body: { object: "organization.project.api_key.deleted", id: api_key.id, deleted: true },
    });
    const [second] = await allKeys();
    expect(second.name).toBe("second");
    openai.emulator.switches.set({ serviceAccountKeyDelete: "refused" });
    expect((await openai.delete(`${keys}/${second.id}`)).status).toBe(400);
    expect((await openai.delete(`${keys}/${api_key.id}`)).status).toBe(404);
  });
});
