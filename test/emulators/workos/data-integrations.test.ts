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

describe("integrations of organizations", () => {
  const root = `${path}/github/organization`;

  test("stand beside those of users, and are changed and deleted apart", async () => {
    const users = (await github()).body;
    expect((await workos.get(root)).status).toBe(404);
    const { status, body } = await github({ ownership: "organization" });
    expect([status, body]).toMatchObject([201, { slug: "github", ownership: "organization" }]);
    for (const ownership of ["user", "organization"]) expect((await github({ ownership })).status).toBe(409);
    expect((await workos.get(root)).body).toEqual(body);
    expect((await workos.put(root, { enabled: true, scopes: ["repo"] })).body).toMatchObject({
      id: body.id,
      enabled: true,
      scopes: ["repo"],
    });
    expect((await workos.get(`${path}/github`)).body).toEqual(users);
    const listed = async (query: string) =>
      (await workos.get(`${path}${query}`)).body.data.map((one: { ownership: string }) => one.ownership);
    expect(await listed("")).toEqual(["organization", "user"]);
    expect(await listed("?ownership=user")).toEqual(["user"]);
    expect(await listed("?ownership=organization")).toEqual(["organization"]);
    expect((await workos.get(`${path}?ownership=nobody`)).status).toBe(422);
    expect(await workos.delete(root)).toMatchObject({ status: 204, body: undefined });
    for (const method of ["GET", "DELETE"]) expect((await workos.call(method, root)).status).toBe(404);
    expect((await workos.put(root, {})).status).toBe(404);
    expect(await listed("")).toEqual(["user"]);
  });

  test("share the definition of a provider of one's own, until the last is deleted", async () => {
    const ours = (body: object) => workos.post(path, { provider: "ours", credentials: own, ...body });
    expect((await ours({})).status).toBe(404);
    const first = (await ours({ custom_provider: custom })).body;
    expect((await ours({ custom_provider: custom, ownership: "organization" })).status).toBe(409);
    const second = (await ours({ ownership: "organization" })).body;
    expect(second.custom_provider).toEqual(first.custom_provider);
    await workos.put(`${path}/ours/organization`, { custom_provider: { pkce_enabled: false } });
    expect((await workos.get(`${path}/ours`)).body.custom_provider.pkce_enabled).toBe(false);
    await workos.delete(`${path}/ours`);
    expect((await ours({})).body.custom_provider.pkce_enabled).toBe(false);
    for (const one of ["ours", "ours/organization"]) await workos.delete(`${path}/${one}`);
    expect((await ours({})).status).toBe(404);
  });

  test("a key that comes along is the organization's, and rotated by the next one", async () => {
    const user = (await workos.post("/user_management/users", { email: "ann@acme.com" })).body;
    const { id } = await workos.organization();
    const fields = { provider: "notion", auth_methods: ["api_key"], ownership: "organization" };
    const key = { secret: "sk-1234abcd", user_id: user.id };
    expect((await workos.post(path, { ...fields, api_key: key })).status).toBe(400);
    expect((await workos.get(path)).body.data).toEqual([]);
    const { body } = await workos.post(path, { ...fields, api_key: { ...key, organization_id: id } });
    expect(body.installation).toEqual({
      id: expect.stringMatching(/^data_installation_/),
      connection_role: "compatibility",
      account_identifier: null,
      account_display_name: null,
      user_id: null,
      organization_id: id,
      api_key_last_4: "abcd",
    });
    const account = `/organizations/${id}/connected_accounts/notion`;
    expect((await workos.get(account)).body).toMatchObject({ id: body.installation.id, api_key_last_4: "abcd" });
    const next = { api_key: { ...key, organization_id: id, secret: "sk-0000wxyz" } };
    const rotated = await workos.put(`${path}/notion/organization`, next);
    expect(rotated.body.installation).toEqual({ ...body.installation, api_key_last_4: "wxyz" });
    expect((await workos.get(account)).body.api_key_last_4).toBe("wxyz");
    expect((await workos.put(`${path}/notion/organization`, { ...next, credentials: own })).status).toBe(400);
  });

  test("an organization configures a provider once, whichever integrations there are", async () => {
    const { id } = await workos.organization();
    const base = `/organizations/${id}/data_integration_configurations`;
    const organizations = (await github({ ownership: "organization" })).body;
    expect((await workos.put(`${base}/github`, { enabled: true })).body).toMatchObject({ id: organizations.id });
    const users = (await github()).body;
    expect((await workos.get(base)).body.data).toMatchObject([{ id: users.id, enabled: true }]);
    await workos.delete(`${path}/github`);
    expect((await workos.get(base)).body.data).toMatchObject([{ id: organizations.id, enabled: true }]);
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
