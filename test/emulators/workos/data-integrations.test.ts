import { describe, expect, test } from "vitest";
import { useWorkos } from "./environment.ts";

const workos = useWorkos();
const path = "/data-integrations";
const own = { type: "custom", client_id: "Iv1.abc", client_secret: "secret_6789" };
const github = (body: object = {}) => workos.post(path, { provider: "github", credentials: own, ...body });
const custom = {
  name: "Ours",
  authorization_url: "https://ours.example/authorize",
  token_url: "https://ours.example/token",
};

describe("integrations", () => {
  test("of a secret, the last four characters come back", async () => {
    const { status, body } = await github({ description: "Production", scopes: ["repo"] });
    expect(status).toBe(201);
    expect(body).toEqual({
      object: "data_integration",
      id: expect.stringMatching(/^data_integration_/),
      slug: "github",
      integration_type: "github",
      ownership: "user",
      description: "Production",
      enabled: false,
      state: "valid",
      scopes: ["repo"],
      redirect_uri: expect.stringMatching(/^https:\/\/api\.workos\.com\/data-integrations\/github\/dik_\w+\/callback$/),
      auth_methods: ["oauth"],
      credentials: { type: "custom", client_id: "Iv1.abc", redacted_client_secret: "6789" },
      installation: null,
      config: {},
      custom_provider: null,
      created_at: "2026-03-01T09:00:00.000Z",
      updated_at: "2026-03-01T09:00:00.000Z",
    });
    expect((await workos.get(`${path}/github`)).body).toEqual(body);
    expect((await workos.get(path)).body.data).toEqual([body]);
    expect((await github()).status).toBe(409);
    expect(await workos.eventTypes()).toEqual([]);
  });

  test("what is left out of a change stays; null gives the scopes back to the provider", async () => {
    await github({ scopes: ["repo"] });
    const put = async (body: object) => (await workos.put(`${path}/github`, body)).body;
    expect(await put({ enabled: true })).toMatchObject({ enabled: true, scopes: ["repo"] });
    expect(await put({ scopes: null, description: "d" })).toMatchObject({ enabled: true, scopes: null });
    const rotated = { credentials: { type: "custom", client_secret: "secret_0000" } };
    expect((await put(rotated)).credentials).toEqual({
      type: "custom",
      client_id: "Iv1.abc",
      redacted_client_secret: "0000",
    });
    expect((await put({ credentials: { type: "organization" } })).credentials).toEqual({
      type: "organization",
      client_id: null,
      redacted_client_secret: null,
    });
    expect((await workos.put(`${path}/slack`, {})).status).toBe(404);
    expect((await workos.put(`${path}/github`, { custom_provider: { name: "x" } })).status).toBe(400);
  });

  test("a provider of one's own has a definition, with defaults, which can be changed", async () => {
    const { status, body } = await workos.post(path, { provider: "ours", credentials: own, custom_provider: custom });
    expect([status, body.custom_provider]).toEqual([
      201,
      {
        ...custom,
        refresh_token_url: null,
        pkce_enabled: true,
        request_scope_separator: " ",
        scopes_required: false,
        client_secret_required: true,
        additional_authorization_parameters: {},
        token_body_content_type: "application/x-www-form-urlencoded",
        authenticate_via: "request_body",
      },
    ]);
    const changed = await workos.put(`${path}/ours`, { custom_provider: { pkce_enabled: false } });
    expect(changed.body.custom_provider).toEqual({ ...body.custom_provider, pkce_enabled: false });
  });

  test("an API key is installed for a user; its end is shown once", async () => {
    const user = (await workos.post("/user_management/users", { email: "ann@acme.com" })).body;
    const { id } = await workos.organization();
    const api_key = { secret: "sk-1234abcd", user_id: user.id, organization_id: id };
    const { body } = await workos.post(path, { provider: "notion", auth_methods: ["api_key"], api_key });
    expect(body).toMatchObject({
      credentials: null,
      installation: { user_id: user.id, organization_id: id, api_key_last_4: "abcd" },
    });
    expect((await workos.get(`${path}/notion`)).body.installation).toBeNull();
    expect((await github({ api_key })).status).toBe(400);
  });

  test.each([
    [{ provider: "nope" }, 404],
    [{ provider: "Git Hub" }, 422],
    [{ credentials: undefined }, 422],
    [{ credentials: { type: "custom", client_id: "x" } }, 422],
    [{ credentials: { type: "organization", client_id: "x" } }, 422],
    [{ custom_provider: custom }, 422],
    [{ provider: "ours", custom_provider: { name: "Ours" } }, 422],
    [{ config: { account_identifier: "x" } }, 422],
    [{ config: JSON.parse('{"__proto__": "x"}') }, 422],
    [{ auth_methods: [] }, 422],
    [{ auth_methods: ["api_key"], api_key: { secret: "1234", user_id: "user_x" } }, 422],
    [{ auth_methods: ["api_key"], api_key: { secret: "12345", user_id: "user_x" } }, 404],
  ])("%j is refused with %s", async (body, status) => {
    expect((await github(body)).status).toBe(status);
    expect((await workos.get(path)).body.data).toEqual([]);
  });

  test("the list goes beyond one page; a deleted one is gone", async () => {
    for (const provider of ["github", "slack", "notion"]) await github({ provider });
    const first = (await workos.get(`${path}?limit=2`)).body;
    const second = (await workos.get(`${path}?limit=2&after=${first.list_metadata.after}`)).body;
    expect([...first.data, ...second.data].map(({ slug }) => slug)).toEqual(["notion", "slack", "github"]);
    expect(await workos.delete(`${path}/slack`)).toMatchObject({ status: 204, body: undefined });
    expect((await workos.delete(`${path}/slack`)).status).toBe(404);
    expect((await workos.get(`${path}/slack`)).status).toBe(404);
  });

  test("the SDK does all of it", async () => {
    const { pipes } = workos.sdk;
    const created = await pipes.createDataIntegration({
      provider: "github",
      credentials: { type: "custom", clientId: "id", clientSecret: "secret" },
    });
    expect(created.slug).toBe("github");
    expect((await pipes.updateDataIntegration({ slug: "github", enabled: true })).enabled).toBe(true);
    expect((await pipes.getDataIntegration({ slug: "github" })).enabled).toBe(true);
    expect((await pipes.listDataIntegrations()).data).toHaveLength(1);
    await pipes.deleteDataIntegration({ slug: "github" });
    expect((await pipes.listDataIntegrations()).data).toEqual([]);
  });
});

describe("what an organization configures", () => {
  const home = async () => {
    const { id } = await workos.organization();
    return { id, base: `/organizations/${id}/data_integration_configurations` };
  };

  test("without anything set, it is as the integration has it; lists are not paged", async () => {
    const { id, base } = await home();
    const integration = (await github({ enabled: true, scopes: ["repo"] })).body;
    const { body } = await workos.get(base);
    expect(Object.keys(body)).toEqual(["object", "data"]);
    expect(body.data).toEqual([
      {
        object: "data_integration_configuration",
        id: integration.id,
        organization_id: id,
        slug: "github",
        name: "GitHub",
        enabled: true,
        scopes: ["repo"],
        config: {},
        created_at: integration.created_at,
        updated_at: integration.updated_at,
      },
    ]);
  });

  test("what is set stays until it is set again, in this organization only", async () => {
    const { base } = await home();
    const other = await home();
    await github({ scopes: ["repo", "gist"] });
    const put = (body: object) => workos.put(`${base}/github`, body);
    expect(await put({ enabled: true })).toMatchObject({ status: 200, body: { enabled: true } });
    expect((await put({ scopes: ["gist"] })).body).toMatchObject({ enabled: true, scopes: ["gist"] });
    expect((await put({ scopes: null })).body.scopes).toEqual(["repo", "gist"]);
    expect((await workos.get(other.base)).body.data[0].enabled).toBe(false);
    expect((await put({ scopes: ["admin"] })).status).toBe(422);
    await workos.delete(`${path}/github`);
    expect((await workos.get(base)).body.data).toEqual([]);
    await github();
    expect((await workos.get(base)).body.data[0].enabled).toBe(false);
  });

  test("credentials and config are its own only where the integration says so", async () => {
    const { base } = await home();
    await workos.post(path, { provider: "snowflake", credentials: { type: "organization" } });
    const put = (body: object) => workos.put(`${base}/snowflake`, body);
    const none = (await workos.get(base)).body.data[0].credentials;
    expect(none).toMatchObject({ has_credentials: false, client_id: null, client_secret_last_four: null });
    const { body } = await put({
      client_id: "id",
      client_secret: "secret1a2b",
      config: { account_identifier: "acme-prod" },
    });
    expect(body).toMatchObject({
      config: { account_identifier: "acme-prod" },
      credentials: {
        credentials_type: "organization",
        has_credentials: true,
        client_id: "id",
        client_secret_last_four: "1a2b",
      },
    });
    expect((await put({ config: { region: "eu" } })).status).toBe(400);
    await github();
    expect((await workos.put(`${base}/github`, { client_id: "id", client_secret: "s" })).status).toBe(400);
    expect((await workos.put(`${base}/github`, { config: {} })).status).toBe(400);
  });

  test.each([
    [{}, 400],
    [{ enabled: "yes" }, 400],
    [{ client_id: "id" }, 400],
  ])("%j is refused with %s", async (body, status) => {
    const { base } = await home();
    await github();
    expect((await workos.put(`${base}/github`, body)).status).toBe(status);
    expect((await workos.put(`${base}/slack`, { enabled: true })).status).toBe(404);
    expect((await workos.get("/organizations/org_x/data_integration_configurations")).status).toBe(404);
  });
});
