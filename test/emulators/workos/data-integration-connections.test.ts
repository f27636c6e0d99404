import { createHash } from "node:crypto";
import { beforeEach, describe, expect, test } from "vitest";
import { useWorkos } from "./environment.ts";

const workos = useWorkos();

let organization: { id: string };
let ann: { id: string };
let member: { id: string };
beforeEach(async () => {
  organization = await workos.organization();
  ann = (await workos.post("/user_management/users", { email: "ann@acme.com" })).body;
  const membership = { user_id: ann.id, organization_id: organization.id };
  member = (await workos.post("/user_management/organization_memberships", membership)).body;
  for (const ownership of ["user", "organization"]) {
    await workos.post("/data-integrations", { provider: "notion", auth_methods: ["api_key"], ownership });
    await workos.post("/data-integrations", { provider: "snowflake", auth_methods: ["client_credentials"], ownership });
    const credentials = { type: "custom", client_id: "id", client_secret: "secret" };
    await workos.post("/data-integrations", { provider: "github", credentials, ownership });
  }
});

const shared = () => ({ user_id: ann.id, organization_id: organization.id, connection_owner: "organization" });
const ofOrganization = (slug: string) => `/organizations/${organization.id}/connected_accounts/${slug}`;
const ofUser = (slug: string) => `/user_management/users/${ann.id}/connected_accounts/${slug}`;

describe.each([
  ["notion", "api-key", { secret: "sk-1234abcd" }, { secret: "sk-0000wxyz" }, "api_key_last_4"],
  [
    "snowflake",
    "client-credentials",
    { client_id: "one", client_secret: "cs-1234abcd", config: { account_identifier: "acme" } },
    { client_id: "two", client_secret: "cs-0000wxyz" },
    "client_secret_last_4",
  ],
])("%s by %s", (slug, way, credentials, rotated, lastFour) => {
  const path = `/data-integrations/${slug}/${way}`;
  const put = (body: object) => workos.put(path, { user_id: ann.id, ...rotated, ...body });
  const add = (body: object = {}, headers = {}) =>
    workos.call("POST", path, { user_id: ann.id, ...credentials, connection_intent: "add", ...body }, headers);

  test("the first one is a user's own and what clients see; of the secret, its end is shown", async () => {
    const { status, body } = await add({ account_display_name: "Main" });
    expect([status, body]).toMatchObject([
      201,
      {
        object: "connected_account",
        connection_role: "compatibility",
        account_display_name: "Main",
        user_id: ann.id,
        organization_id: null,
        state: "connected",
        auth_method: way.replace("-", "_"),
        established_by_user_id: ann.id,
        [lastFour]: "abcd",
        config: way === "api-key" ? {} : { account_identifier: "acme" },
      },
    ]);
    expect(JSON.stringify(body)).not.toContain("1234abcd");
    expect((await workos.get(ofUser(slug))).body).toEqual(body);
    expect((await add()).body.connection_role).toBe("standard");
    expect((await workos.lastEvent()).event).toBe("pipes.connected_account.connected");
  });

  test("another PUT rotates the same one, a POST makes another; a key makes one only", async () => {
    const first = await put(shared());
    expect(first).toMatchObject({ status: 200, body: { organization_id: organization.id, [lastFour]: "wxyz" } });
    expect(first.body.user_id).toBeNull();
    const second = await add(shared(), { "idempotency-key": "k" });
    expect((await add(shared(), { "idempotency-key": "k" })).body).toEqual(second.body);
    const other = { connection_owner: "user", organization_id: undefined };
    expect(await add({ ...shared(), ...other }, { "idempotency-key": "k" })).toMatchObject({
      status: 409,
      body: { code: "idempotency_key_conflict" },
    });
    expect((await put({ ...shared(), ...credentials })).body).toMatchObject({
      id: first.body.id,
      [lastFour]: "abcd",
    });
    const exact = { connected_account_id: second.body.id, connection_intent: "reauthorize" };
    expect((await put({ ...shared(), ...exact })).body).toMatchObject({ id: second.body.id, [lastFour]: "wxyz" });
    expect((await workos.get(ofOrganization(slug))).body.id).toBe(first.body.id);
    expect((await workos.get(ofUser(slug))).status).toBe(404);
    expect((await put({ ...shared(), connection_intent: "reauthorize" })).status).toBe(400);
    expect((await put({ ...shared(), connected_account_id: "data_installation_x" })).status).toBe(404);
  });

  test("refusals", async () => {
    const bob = (await workos.post("/user_management/users", { email: "bob@acme.com" })).body;
    const both: [object, number][] = [
      [{ user_id: undefined }, 400],
      [{ user_id: "user_x" }, 404],
      [{ connection_owner: "organization" }, 400],
      [{ organization_id: "org_x" }, 404],
      [{ ...shared(), user_id: bob.id }, 403],
      [Object.fromEntries(Object.keys(credentials).map((name) => [name, name === "config" ? {} : ""])), 400],
      [{ connection_intent: "other" }, 400],
    ];
    for (const [body, status] of both)
      for (const write of [add, put]) expect((await write(body)).status, JSON.stringify(body)).toBe(status);
    expect((await add({ connection_intent: undefined })).status).toBe(400);
    expect((await add({ connected_account_id: "x" })).status).toBe(400);
    const elsewhere = (name: string) => `/data-integrations/${name}/${way}`;
    const body = { user_id: ann.id, ...rotated };
    const mismatch = { body: { code: "auth_method_mismatch" } };
    expect(await workos.put(elsewhere("github"), body)).toMatchObject({ status: 422, ...mismatch });
    expect(await workos.post(elsewhere("github"), { ...body, connection_intent: "add" })).toMatchObject({
      status: 400,
      ...mismatch,
    });
    expect((await workos.put(elsewhere("slack"), body)).status).toBe(404);
    if (way === "client-credentials") expect((await add({ config: { region: "eu" } })).status).toBe(400);
    expect((await workos.get(ofUser(slug))).status).toBe(404);
  });

  test.each([
    ["is deactivated", () => workos.put(`/user_management/organization_memberships/${member.id}/deactivate`)],
    ["leaves", () => workos.delete(`/user_management/organization_memberships/${member.id}`)],
    ["is deleted", () => workos.delete(`/user_management/users/${ann.id}`)],
  ])("when the member who connected it %s, the organization's account lacks its credentials", async (_, leave) => {
    await put(shared());
    await leave();
    expect((await workos.get(ofOrganization(slug))).body).toMatchObject({
      state: "needs_reauthorization",
      state_reason: "establishing_member_membership_ended",
      established_by_user_id: null,
      [lastFour]: null,
    });
    const types = (await workos.eventTypes()).filter((type) => type.startsWith("pipes."));
    expect(types.at(-1)).toBe("pipes.connected_account.reauthorization_needed");
    const bob = (await workos.post("/user_management/users", { email: "bob@acme.com" })).body;
    await workos.post("/user_management/organization_memberships", {
      user_id: bob.id,
      organization_id: organization.id,
    });
    expect((await put({ ...shared(), user_id: bob.id })).body).toMatchObject({
      state: "connected",
      state_reason: null,
      established_by_user_id: bob.id,
      [lastFour]: "wxyz",
    });
  });
});

describe("by a person at the third party", () => {
  const verifier = "v".repeat(43);
  const code_challenge = createHash("sha256").update(verifier).digest("base64url");
  const authorize = (body: object = {}) =>
    workos.post("/data-integrations/github/authorize", { user_id: ann.id, ...body });
  const agree = (state: string, body: object = {}): Promise<{ connect_code: string; id: string }> =>
    workos.emulator.as("ann").post(`/_emulator/authorizations/${state}`, body) as never;
  const finish = (connect_code: string, code_verifier = verifier) =>
    workos.post("/data-integrations/finish", { connect_code, code_verifier });
  const invalidCode = { status: 400, body: { code: "invalid_connect_code" } };
  const return_to = "https://app.example/back";
  beforeEach(async () => {
    const redirect_uris = [{ uri: return_to }, { uri: "http://localhost:3000/back" }];
    const application = { application_type: "oauth", name: "Portal", is_first_party: true, redirect_uris };
    await workos.post("/connect/applications", application);
  });

  test("without a challenge, agreeing saves the account", async () => {
    const { status, body } = await authorize(shared());
    expect([status, body]).toEqual([200, { url: expect.stringContaining(body.state), state: expect.any(String) }]);
    expect((await workos.get(ofOrganization("github"))).status).toBe(404);
    await agree(body.state, { account_identifier: "octo", scopes: ["repo"] });
    expect((await workos.get(ofOrganization("github"))).body).toMatchObject({
      account_identifier: "octo",
      scopes: ["repo"],
      state: "connected",
      established_by_user_id: ann.id,
    });
    expect((await workos.emulator.as("ann").request("POST", `/_emulator/authorizations/${body.state}`)).status).toBe(
      404,
    );
    const again = (await authorize({ ...shared(), connection_intent: "add" })).body;
    const second = await agree(again.state);
    expect((await workos.get(`${ofOrganization("github")}?connected_account_id=${second.id}`)).status).toBe(200);
  });

  test("with a challenge, finishing does, once and within 90 seconds", async () => {
    const start = async () => (await authorize({ code_challenge, return_to })).body;
    const first = await start();
    expect(first.completion).toBe("finish_required");
    const { connect_code } = await agree(first.state);
    expect((await workos.get(ofUser("github"))).status).toBe(404);
    const { status, body } = await finish(connect_code);
    expect([status, body]).toMatchObject([200, { connected_account: { user_id: ann.id, state: "connected" } }]);
    expect((await workos.get(ofUser("github"))).body).toEqual(body.connected_account);
    expect(await finish(connect_code)).toMatchObject(invalidCode);

    const late = (await agree((await start()).state)).connect_code;
    workos.emulator.clock.advance(90_000);
    expect(await finish(late)).toMatchObject(invalidCode);
    const mistaken = (await agree((await start()).state)).connect_code;
    expect(await finish(mistaken, "w".repeat(43))).toMatchObject(invalidCode);
    expect(await finish(mistaken)).toMatchObject(invalidCode);
    for (const wrong of ["short", "ä".repeat(43)]) expect((await finish("x", wrong)).status).toBe(400);
  });

  test("people come back to a redirect URI of an application only, on this machine to any port", async () => {
    for (const to of [return_to, "http://localhost:5555/back"])
      expect((await authorize({ code_challenge, return_to: to })).status).toBe(200);
    for (const to of [undefined, `${return_to}?a=b`, "https://app.example/other", "http://localhost:3000/x"])
      expect((await authorize({ code_challenge, return_to: to })).status).toBe(400);
    expect((await authorize({ return_to: "https://anywhere.example" })).status).toBe(200);
  });

  test.each<[object, number]>([
    [{ user_id: "user_x" }, 404],
    [{ connection_owner: "organization" }, 400],
    [{ code_challenge: "short" }, 400],
    [{ code_challenge_method: "S256" }, 400],
    [{ connection_intent: "reauthorize" }, 400],
    [{ connected_account_id: "data_installation_x" }, 400],
    [{ connection_intent: "reauthorize", connected_account_id: "data_installation_x" }, 404],
    [{ config: { region: "eu" } }, 400],
  ])("%j is refused with %s", async (body, status) => {
    expect((await authorize(body)).status).toBe(status);
  });

  test("what was meant may be gone when it is finished", async () => {
    const { state } = (await authorize({ ...shared(), code_challenge, return_to })).body;
    const { connect_code } = await agree(state);
    await workos.delete(`/user_management/organization_memberships/${member.id}`);
    expect((await finish(connect_code)).status).toBe(403);
    const other = (await authorize({ code_challenge, return_to })).body;
    const code = (await agree(other.state)).connect_code;
    await workos.delete("/data-integrations/github");
    expect(await finish(code)).toMatchObject({ status: 400, body: { code: "target_deleted" } });
  });
});
