import { beforeEach, describe, expect, test } from "vitest";
import { useWorkos } from "./environment.ts";

const workos = useWorkos();
const own = { type: "custom", client_id: "Iv1.abc", client_secret: "secret_6789" };

let organization: { id: string };
let ann: { id: string };
let path: string;
beforeEach(async () => {
  organization = await workos.organization();
  ann = await person("ann@acme.com");
  await join(ann);
  for (const ownership of ["user", "organization"])
    await workos.post("/data-integrations", { provider: "github", credentials: own, ownership });
  path = `/organizations/${organization.id}/connected_accounts/github`;
});

const person = async (email: string) => (await workos.post("/user_management/users", { email })).body;
const join = async (user: { id: string }, organization_id = organization.id) =>
  (await workos.post("/user_management/organization_memberships", { user_id: user.id, organization_id })).body;
const connect = (body: object = {}) => workos.post(path, { user_id: ann.id, access_token: "gho_1234", ...body });
const another = (body: object = {}) => connect({ connection_intent: "add", ...body });
const change = (body: object) => workos.put(path, { user_id: ann.id, ...body });
const told = async () => (await workos.eventTypes()).filter((type) => type.startsWith("pipes."));

test("an organization's account is brought along, read and disconnected; no answer has its tokens", async () => {
  const { status, body } = await connect({
    refresh_token: "ghr_5678",
    expires_at: "2026-03-01T12:00:00+02:00",
    scopes: ["repo"],
    account_identifier: "octo",
    account_display_name: "Octo",
  });
  expect([status, body]).toEqual([
    201,
    {
      object: "connected_account",
      id: expect.stringMatching(/^data_installation_/),
      connection_role: "compatibility",
      account_identifier: "octo",
      account_display_name: "Octo",
      user_id: null,
      organization_id: organization.id,
      scopes: ["repo"],
      state: "connected",
      state_reason: null,
      established_by_user_id: null,
      auth_method: "oauth",
      api_key_last_4: null,
      config: {},
      created_at: "2026-03-01T09:00:00.000Z",
      updated_at: "2026-03-01T09:00:00.000Z",
    },
  ]);
  expect((await workos.get(path)).body).toEqual(body);
  const integration = (await workos.get("/data-integrations/github/organization")).body;
  const about = { id: body.id, data_integration_id: integration.id, provider_slug: "github", state: "connected" };
  const connected = { event: "pipes.connected_account.connected", data: about };
  expect(await workos.lastEvent()).toMatchObject(connected);
  expect((await workos.get(`/events?organization_id=${organization.id}&limit=1`)).body.data).toMatchObject([connected]);

  expect(await workos.delete(path)).toMatchObject({ status: 204, body: undefined });
  expect(await workos.lastEvent()).toMatchObject({ event: "pipes.connected_account.disconnected", data: about });
  for (const method of ["GET", "DELETE"]) expect((await workos.call(method, path)).status).toBe(404);
  expect((await change({ scopes: [] })).status).toBe(404);
  expect((await connect()).status).toBe(201);
});

test("its neighbours are those of other organizations, and of the user", async () => {
  const other = await workos.organization();
  await join(ann, other.id);
  const elsewhere = `/organizations/${other.id}/connected_accounts/github`;
  const theirs = (await workos.post(elsewhere, { user_id: ann.id, access_token: "t" })).body;
  const users = `/user_management/users/${ann.id}/connected_accounts/github`;
  const hers = (await workos.post(users, { access_token: "t" })).body;
  await connect();
  await change({ scopes: ["repo"] });
  await workos.delete(path);
  expect((await workos.get(elsewhere)).body).toEqual(theirs);
  expect((await workos.get(users)).body).toEqual(hers);
});

describe("several accounts", () => {
  test("a second one is made only if that is said; without saying more, the first is meant", async () => {
    const first = (await another({ account_display_name: "One" })).body;
    expect(first.connection_role).toBe("compatibility");
    expect((await connect()).status).toBe(409);
    const second = (await another({ account_display_name: "Two" })).body;
    expect(second.connection_role).toBe("standard");

    expect((await workos.get(path)).body.id).toBe(first.id);
    const several = await workos.get(`${path}?supports_multiple_connections=true`);
    expect(several).toMatchObject({ status: 409, body: { code: "account_selection_required" } });
    expect((await workos.get(`${path}?connected_account_id=${second.id}`)).body.id).toBe(second.id);
    expect((await workos.get(`${path}?connected_account_id=data_installation_x`)).status).toBe(404);
    expect((await workos.get(`${path}?supports_multiple_connections=maybe`)).status).toBe(400);
    expect((await workos.delete(`${path}?supports_multiple_connections=true`)).status).toBe(409);

    const named = { connected_account_id: second.id, connection_intent: "reauthorize", account_identifier: "two" };
    expect((await change(named)).body).toMatchObject({ id: second.id, account_identifier: "two" });
    expect((await change({ connection_intent: "reauthorize" })).status).toBe(400);
    expect((await workos.get(path)).body).toEqual(first);

    expect((await workos.delete(path)).status).toBe(204);
    expect((await workos.get(path)).status).toBe(404);
    expect((await workos.get(`${path}?supports_multiple_connections=true`)).body.id).toBe(second.id);
    expect((await connect()).body.connection_role).toBe("compatibility");
    expect((await workos.delete(`${path}?connected_account_id=${second.id}`)).status).toBe(204);
    expect((await workos.get(`${path}?connected_account_id=${second.id}`)).status).toBe(404);
  });

  test("a label that is taken is taken all the same, and the writer warned", async () => {
    await connect({ account_display_name: "Prod" });
    const { body } = await another({ account_display_name: "Prod" });
    expect(body.warnings).toEqual([{ code: "duplicate_account_display_name", message: expect.any(String) }]);
    const query = `?connected_account_id=${body.id}`;
    expect((await workos.get(path + query)).body).not.toHaveProperty("warnings");
    expect((await change({ connected_account_id: body.id, scopes: ["a"] })).body).not.toHaveProperty("warnings");
    expect((await change({ account_display_name: "Prod" })).body.warnings).toHaveLength(1);
    expect((await change({ account_display_name: null })).body).not.toHaveProperty("warnings");
  });

  test("an idempotency key makes one; with another body: 409", async () => {
    const key = { "idempotency-key": "k1" };
    const body = { user_id: ann.id, access_token: "t", connection_intent: "add" };
    const first = await workos.call("POST", path, body, key);
    expect((await workos.call("POST", path, body, key)).body).toEqual(first.body);
    expect(await told()).toHaveLength(1);
    const conflict = await workos.call("POST", path, { ...body, access_token: "u" }, key);
    expect(conflict).toMatchObject({ status: 409, body: { code: "idempotency_key_conflict" } });
    expect((await workos.call("POST", path, body, { "idempotency-key": "k2" })).body.id).not.toBe(first.body.id);
    workos.emulator.clock.advance(24 * 3_600_000 + 1);
    expect((await workos.call("POST", path, body, key)).body.id).not.toBe(first.body.id);
  });
});

describe("a change", () => {
  test("leaves alone what it does not name, and null clears", async () => {
    const made = (await connect({ scopes: ["repo"], account_display_name: "Octo", account_identifier: "o" })).body;
    workos.emulator.clock.advance(1000);
    expect((await change({ account_display_name: null })).body).toEqual({
      ...made,
      account_display_name: null,
      updated_at: "2026-03-01T09:00:01.000Z",
    });
    expect((await change({ scopes: ["gist"] })).body).toMatchObject({ scopes: ["gist"], account_identifier: "o" });
    expect(await told()).toEqual(["pipes.connected_account.connected"]);
  });

  test("of the state follows the tokens, and is told", async () => {
    const { body } = await connect({ access_token: undefined });
    expect(body.state).toBe("needs_reauthorization");
    expect((await change({ access_token: "t" })).body.state).toBe("connected");
    expect((await change({ state: "needs_reauthorization" })).body.state).toBe("needs_reauthorization");
    expect((await change({ scopes: ["repo"] })).body.state).toBe("needs_reauthorization");
    expect((await change({ state: "connected" })).body.state).toBe("connected");
    expect(await told()).toEqual(
      ["reauthorization_needed", "connected", "reauthorization_needed", "connected"].map(
        (what) => `pipes.connected_account.${what}`,
      ),
    );
  });
});

test.each<[object, number, string?]>([
  [{ user_id: undefined }, 422],
  [{ user_id: "user_x" }, 404],
  [{ expires_at: "tomorrow" }, 422],
  [{ state: "disconnected" }, 422],
  [{ connection_intent: "reauthorize" }, 422],
  [{ connected_account_id: "data_installation_x" }, 422],
  [{ access_token: undefined, expires_at: "2026-03-01T12:00:00Z" }, 422, "invalid_token_combination"],
  [{ access_token: undefined, state: "connected" }, 422, "invalid_token_combination"],
])("%j is refused with %s", async (body, status, code) => {
  const answer = await connect(body);
  expect([answer.status, answer.body.code]).toEqual([status, code]);
  expect((await workos.get(path)).status).toBe(404);
});

test("it takes an active member, an integration of organizations, and one that signs in by OAuth", async () => {
  const bob = await person("bob@acme.com");
  expect((await connect({ user_id: bob.id })).status).toBe(403);
  await connect();
  expect((await change({ user_id: bob.id })).status).toBe(403);
  const at = (slug: string, id = organization.id) =>
    workos.post(`/organizations/${id}/connected_accounts/${slug}`, { user_id: ann.id, access_token: "t" });
  expect((await at("slack")).status).toBe(404);
  expect((await at("github", "org_x")).status).toBe(404);
  await workos.post("/data-integrations", { provider: "slack", credentials: own });
  expect((await at("slack")).status).toBe(404);
  await workos.post("/data-integrations", {
    provider: "notion",
    auth_methods: ["api_key"],
    ownership: "organization",
  });
  expect(await at("notion")).toMatchObject({ status: 422, body: { code: "auth_method_mismatch" } });
});

test("a user's account is for an organization or for all, and goes with the user", async () => {
  const users = `/user_management/users/${ann.id}/connected_accounts/github`;
  const { status, body } = await workos.post(users, { access_token: "t", connection_intent: "add" });
  expect([status, body]).toMatchObject([201, { user_id: ann.id, organization_id: null }]);
  const here = `${users}?organization_id=${organization.id}`;
  expect((await workos.get(here)).status).toBe(404);
  const scoped = (await workos.post(here, { access_token: "t" })).body;
  expect(scoped).toMatchObject({
    user_id: ann.id,
    organization_id: organization.id,
    connection_role: "compatibility",
  });
  expect((await workos.post(users, {})).status).toBe(409);
  expect((await workos.put(here, { scopes: ["repo"] })).body).toMatchObject({ id: scoped.id, scopes: ["repo"] });
  expect((await workos.put(`${users}?connection_intent=reauthorize`, {})).status).toBe(400);
  expect((await workos.put(`${users}?connected_account_id=${scoped.id}`, {})).status).toBe(404);
  expect((await workos.get(users)).body).toEqual(body);
  for (const place of [
    "/user_management/users/user_x/connected_accounts/github",
    `/user_management/users/${ann.id}/connected_accounts/slack`,
    `${users}?organization_id=org_x`,
  ])
    expect((await workos.get(place)).status).toBe(404);
  expect((await workos.delete(here)).status).toBe(204);
  expect((await workos.delete(here)).status).toBe(404);
  await workos.delete(`/user_management/users/${ann.id}`);
  expect((await workos.get("/data-integrations")).body.data).toHaveLength(2);
  expect((await workos.get(users)).status).toBe(404);
});

test("what belongs to an organization, or to an integration, goes with it", async () => {
  const other = await workos.organization();
  await join(ann, other.id);
  const elsewhere = `/organizations/${other.id}/connected_accounts/github`;
  await workos.post(elsewhere, { user_id: ann.id, access_token: "t" });
  await connect();
  await workos.delete(`/organizations/${organization.id}`);
  expect((await workos.get(elsewhere)).status).toBe(200);
  await workos.delete("/data-integrations/github");
  expect((await workos.get(elsewhere)).status).toBe(200);
  await workos.delete("/data-integrations/github/organization");
  expect((await workos.get(elsewhere)).status).toBe(404);
  const again = { provider: "github", credentials: own, ownership: "organization" };
  await workos.post("/data-integrations", again);
  expect((await workos.get(elsewhere)).status).toBe(404);
});

test("providers are listed with what is connected: the first account, or all of them", async () => {
  const first = (await connect()).body;
  const second = (await another()).body;
  const providers = `/organizations/${organization.id}/data_providers`;
  const { body } = await workos.get(providers);
  expect(Object.keys(body)).toEqual(["object", "data"]);
  const integration = (await workos.get("/data-integrations/github/organization")).body;
  expect(body.data).toEqual([
    {
      object: "data_provider",
      id: integration.id,
      name: "GitHub",
      description: null,
      slug: "github",
      integration_type: "github",
      credentials_type: "oauth2",
      scopes: null,
      auth_methods: ["oauth"],
      connection_owner: "organization",
      ownership: "organization",
      created_at: integration.created_at,
      updated_at: integration.updated_at,
      connected_account: first,
      connected_accounts: [first],
    },
  ]);
  const plural = (await workos.get(`${providers}?supports_multiple_connections=true`)).body.data[0];
  expect([plural.connected_account, plural.connected_accounts]).toEqual([first, [first, second]]);
  await workos.delete(path);
  const rest = (await workos.get(`${providers}?supports_multiple_connections=true`)).body.data[0];
  expect([rest.connected_account, rest.connected_accounts]).toEqual([null, [second]]);

  const hers = `/user_management/users/${ann.id}/data_providers`;
  expect((await workos.get(hers)).body.data).toMatchObject([
    { connection_owner: "user", ownership: "userland_user", connected_account: null, connected_accounts: [] },
  ]);
  const scoped = `/user_management/users/${ann.id}/connected_accounts/github?organization_id=${organization.id}`;
  const account = (await workos.post(scoped, { access_token: "t" })).body;
  expect((await workos.get(hers)).body.data[0].connected_account).toBeNull();
  expect((await workos.get(`${hers}?organization_id=${organization.id}`)).body.data[0].connected_account).toEqual(
    account,
  );
  for (const place of ["/organizations/org_x/data_providers", "/user_management/users/user_x/data_providers"])
    expect((await workos.get(place)).status).toBe(404);
});
