import { describe, expect, test } from "vitest";
import { useWorkos } from "./environment.ts";

const workos = useWorkos();
const APPLICATIONS = "/connect/applications";

const firstParty = { application_type: "oauth", name: "Portal", is_first_party: true };

describe("applications", () => {
  test("each kind has the documented shape, and is found by either of its ids", async () => {
    const { id: organization_id } = await workos.organization();
    const made = async (body: object) => {
      const { status, body: application } = await workos.post(APPLICATIONS, body);
      expect(status).toBe(201);
      expect((await workos.get(`${APPLICATIONS}/${application.id}`)).body).toEqual(application);
      expect((await workos.get(`${APPLICATIONS}/${application.client_id}`)).body).toEqual(application);
      const { id, client_id, created_at, updated_at, ...rest } = application;
      expect([id, client_id]).toEqual([expect.stringMatching(/^conn_app_/), expect.stringMatching(/^client_/)]);
      return rest;
    };
    const shared = { object: "connect_application", description: null, scopes: [] };
    expect(
      await made({ ...firstParty, redirect_uris: [{ uri: "https://a.example/in" }, { uri: "https://b.example/in" }] }),
    ).toEqual({
      ...shared,
      name: "Portal",
      application_type: "oauth",
      is_first_party: true,
      uses_pkce: false,
      cors_origins: [],
      redirect_uris: [
        { uri: "https://a.example/in", default: true },
        { uri: "https://b.example/in", default: false },
      ],
    });
    expect(
      await made({
        ...firstParty,
        is_first_party: false,
        organization_id,
        uses_pkce: true,
        cors_origins: ["https://a.example"],
      }),
    ).toEqual({
      ...shared,
      name: "Portal",
      application_type: "oauth",
      is_first_party: false,
      was_dynamically_registered: false,
      organization_id,
      uses_pkce: true,
      cors_origins: ["https://a.example"],
      redirect_uris: [],
    });
    expect(await made({ application_type: "m2m", name: "Sync", scopes: ["read"], organization_id })).toEqual({
      ...shared,
      name: "Sync",
      scopes: ["read"],
      application_type: "m2m",
      organization_id,
    });
  });

  test.each<[string, object, number]>([
    ["no type", { name: "Portal" }, 422],
    ["no word on the party", { application_type: "oauth", name: "Portal" }, 422],
    ["a third party without organization", { ...firstParty, is_first_party: false }, 422],
    ["a machine without organization", { application_type: "m2m", name: "Sync" }, 422],
    ["an unknown organization", { application_type: "m2m", name: "Sync", organization_id: "org_unknown" }, 404],
    ["an origin that is none", { ...firstParty, cors_origins: ["https://a.example/"] }, 422],
    ["a URI that is none", { ...firstParty, redirect_uris: [{ uri: "nowhere" }] }, 422],
    [
      "two defaults",
      {
        ...firstParty,
        redirect_uris: [
          { uri: "a:b", default: true },
          { uri: "a:c", default: true },
        ],
      },
      422,
    ],
  ])("%s is refused, and nothing is made", async (_, body, status) => {
    expect((await workos.post(APPLICATIONS, body)).status).toBe(status);
    expect((await workos.get(APPLICATIONS)).body.data).toEqual([]);
  });

  test("an update leaves out what it does not name, and null empties", async () => {
    const made = {
      ...firstParty,
      description: "The portal",
      scopes: ["read"],
      redirect_uris: [{ uri: "https://a.example" }],
      cors_origins: ["https://a.example"],
    };
    const { id } = (await workos.post(APPLICATIONS, made)).body;
    const put = async (body: object) => (await workos.put(`${APPLICATIONS}/${id}`, body)).body;
    expect(await put({ name: "Door" })).toMatchObject({ name: "Door", description: "The portal", scopes: ["read"] });
    expect((await put({ scopes: ["read", "write"] })).cors_origins).toEqual(["https://a.example"]);
    expect((await put({ cors_origins: ["https://b.example"] })).cors_origins).toEqual(["https://b.example"]);
    const cleared = { description: null, scopes: null, redirect_uris: null, cors_origins: null };
    expect(await put(cleared)).toMatchObject({
      name: "Door",
      description: null,
      scopes: [],
      redirect_uris: [],
      cors_origins: [],
    });
  });

  test("a machine has neither redirect URIs nor origins", async () => {
    const { id: organization_id } = await workos.organization();
    const { id } = (await workos.post(APPLICATIONS, { application_type: "m2m", name: "Sync", organization_id })).body;
    for (const body of [{ redirect_uris: [] }, { cors_origins: [] }])
      expect((await workos.put(`${APPLICATIONS}/${id}`, body)).status).toBe(422);
  });

  test("lists are filtered by organization, hide those that registered themselves, and go beyond a page", async () => {
    const { id: organization_id } = await workos.organization();
    for (let n = 0; n < 3; n++)
      await workos.post(APPLICATIONS, { application_type: "m2m", name: `Sync ${n}`, organization_id });
    await workos.post(APPLICATIONS, firstParty);
    const names = async (query: string) =>
      (await workos.get(`${APPLICATIONS}?${query}`)).body.data.map(({ name }: { name: string }) => name);
    expect(await names(`organization_id=${organization_id}`)).toEqual(["Sync 2", "Sync 1", "Sync 0"]);
    expect(await names("registration_types=dynamic")).toEqual([]);
    const { body } = await workos.get(`${APPLICATIONS}?limit=2&registration_types=dynamic,authenticated`);
    expect(await names(`limit=2&after=${body.list_metadata.after}`)).toEqual(["Sync 1", "Sync 0"]);
    expect((await workos.get(`${APPLICATIONS}?registration_types=any`)).status).toBe(422);
  });

  test("an organization's applications go with it", async () => {
    const { id: organization_id } = await workos.organization();
    const { id } = (await workos.post(APPLICATIONS, { application_type: "m2m", name: "Sync", organization_id })).body;
    const secret = (await workos.post(`${APPLICATIONS}/${id}/client_secrets`, {})).body;
    await workos.delete(`/organizations/${organization_id}`);
    expect((await workos.get(`${APPLICATIONS}/${id}`)).status).toBe(404);
    expect((await workos.delete(`/connect/client_secrets/${secret.id}`)).status).toBe(404);
  });
});

test("a client secret is shown once; the list of them is a bare array", async () => {
  const { id } = (await workos.post(APPLICATIONS, firstParty)).body;
  const created = await workos.post(`${APPLICATIONS}/${id}/client_secrets`, {});
  expect(created.status).toBe(201);
  const { secret, ...shown } = created.body;
  expect(secret.endsWith(shown.secret_hint)).toBe(true);
  expect((await workos.get(`${APPLICATIONS}/${id}/client_secrets`)).body).toEqual([shown]);
  expect(await workos.delete(`/connect/client_secrets/${shown.id}`)).toMatchObject({ status: 204, body: undefined });
  expect((await workos.get(`${APPLICATIONS}/${id}/client_secrets`)).body).toEqual([]);
  expect((await workos.get(`${APPLICATIONS}/conn_app_unknown/client_secrets`)).status).toBe(404);
});

test("the SDK creates, gets, updates, lists and deletes applications and their secrets", async () => {
  const { connect } = workos.sdk;
  const { id: organizationId } = await workos.organization();
  const oauth = await connect.createApplication({ applicationType: "oauth", name: "Portal", isFirstParty: true });
  const m2m = await connect.createApplication({ applicationType: "m2m", name: "Sync", organizationId });
  expect(await connect.getApplication({ id: m2m.id })).toEqual(m2m);
  expect((await connect.updateApplication({ id: oauth.id, name: "Door" })).name).toBe("Door");
  expect((await connect.listApplications({ organizationId })).data.map(({ id }) => id)).toEqual([m2m.id]);
  const { id, secret } = await connect.createApplicationClientSecret({ id: m2m.id });
  expect(secret).toMatch(/^\w{48}$/);
  expect(await connect.listApplicationClientSecrets({ id: m2m.id })).toHaveLength(1);
  await connect.deleteClientSecret({ id });
  await connect.deleteApplication({ id: m2m.id });
  await expect(connect.getApplication({ id: m2m.id })).rejects.toMatchObject({ status: 404 });
});
