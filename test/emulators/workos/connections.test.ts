import { beforeEach, describe, expect, test } from "vitest";
import { selfSigned } from "../../../emulators/core/self-signed.ts";
import { useWorkos } from "./environment.ts";

const workos = useWorkos();
const dana = () => workos.emulator.as("dana@ourcompany.example");

let organization: { id: string };
beforeEach(async () => {
  organization = await workos.organization();
});

const connect = (body: object = {}) =>
  dana().post("/_emulator/connections", { organization_id: organization.id, connection_type: "OktaSAML", ...body });
const pairFrom = (seed: string) =>
  selfSigned({ commonName: "acme", seed, notBefore: new Date("2026-01-01Z"), notAfter: new Date("2028-01-01Z") });
const saml = {
  idp_entity_id: "urn:acme",
  idp_sso_url: "https://idp.acme.com/sso",
  idp_signing_certs: [pairFrom("idp").certificate],
};
const oidc = { discovery_endpoint: "https://idp.acme.com/oidc", client_id: "ours", client_secret: "s3cret-0001" };
const create = (body: object) => workos.post("/connections", { organization_id: organization.id, ...body });
const configuration = (id: string) => dana().get(`/_emulator/connections/${id}/configuration`);
const certificates = async (id: string, kind = "saml_idp_signing_certs") =>
  (await workos.get(`/connections/${id}/${kind}`)).body.data.map(({ value }: { value: string }) => value);
const names = async (query: string) =>
  (await workos.get(`/connections?${query}`)).body.data.map(({ name }: { name: string }) => name);

test("a connection is read and deleted", async () => {
  const { id } = await connect({ domains: ["Acme.com"] });
  expect((await workos.get(`/connections/${id}`)).body).toEqual({
    object: "connection",
    id: expect.stringMatching(/^conn_/),
    organization_id: organization.id,
    connection_type: "OktaSAML",
    name: "Acme",
    state: "active",
    status: "linked",
    domains: [{ object: "connection_domain", id: expect.stringMatching(/^conn_domain_/), domain: "acme.com" }],
    created_at: "2026-03-01T09:00:00.000Z",
    updated_at: "2026-03-01T09:00:00.000Z",
  });
  expect(await workos.delete(`/connections/${id}`)).toMatchObject({ status: 204, body: undefined });
  expect((await workos.delete(`/connections/${id}`)).status).toBe(404);
  expect((await workos.get(`/connections/${id}`)).status).toBe(404);
});

test("events tell when it begins to work, stops, and is deleted, in their own words", async () => {
  const { id } = await connect({ state: "requires_type" });
  await dana().patch(`/_emulator/connections/${id}`, { state: "active" });
  await dana().patch(`/_emulator/connections/${id}`, { name: "Okta" });
  await dana().patch(`/_emulator/connections/${id}`, { state: "requires_type" });
  expect((await workos.lastEvent()).data).toMatchObject({ state: "draft", external_key: expect.any(String) });
  await workos.delete(`/connections/${id}`);
  expect((await workos.eventTypes()).slice(1)).toEqual([
    "connection.activated",
    "connection.deactivated",
    "connection.deleted",
  ]);
  const { data, context } = await workos.lastEvent();
  expect([data.id, context.actor.source]).toEqual([id, "api"]);
  expect(data).not.toHaveProperty("status");
});

test("type, organization, domain and text narrow the list", async () => {
  await connect({ name: "Okta", domains: ["acme.com"] });
  await connect({ name: "Google", connection_type: "GoogleOAuth" });
  const other = await workos.organization({ name: "Other" });
  await connect({ name: "Other's Okta", organization_id: other.id });
  expect(await names(`connection_type=OktaSAML&organization_id=${organization.id}`)).toEqual(["Okta"]);
  expect(await names(`organization_id=${other.id}`)).toEqual(["Other's Okta"]);
  expect(await names("domain=ACME.com")).toEqual(["Okta"]);
  expect(await names("search=goo")).toEqual(["Google"]);
  expect((await workos.get("/connections?connection_type=Okta")).status).toBe(422);
  expect(await names("limit=2")).toEqual(["Other's Okta", "Google"]);
});

describe("made by the API", () => {
  test("a SAML connection with manual fields works at once, and shows nothing of them", async () => {
    const { status, body } = await create({ name: "Acme's Okta", connection_type: "OktaSAML", saml_options: saml });
    expect(status).toBe(201);
    expect(body).toEqual({
      object: "connection",
      id: expect.stringMatching(/^conn_/),
      organization_id: organization.id,
      connection_type: "OktaSAML",
      name: "Acme's Okta",
      state: "active",
      status: "linked",
      domains: [],
      created_at: "2026-03-01T09:00:00.000Z",
      updated_at: "2026-03-01T09:00:00.000Z",
    });
    expect((await workos.get(`/connections/${body.id}`)).body).toEqual(body);
    expect(await workos.lastEvent()).toMatchObject({
      event: "connection.activated",
      data: { id: body.id, organization_id: organization.id },
      context: { actor: { source: "api" } },
    });
    expect(await certificates(body.id)).toEqual(saml.idp_signing_certs);
    expect(await configuration(body.id)).toEqual({
      connection_id: body.id,
      external_id: null,
      attribute_maps: { standard_attributes: {}, custom_attributes: {} },
      saml_options: { idp_entity_id: "urn:acme", idp_sso_url: "https://idp.acme.com/sso" },
    });
  });

  test("a metadata URL brings the manual fields and a certificate, the same every time", async () => {
    const idp_metadata_url = "https://idp.acme.com/metadata";
    const { body } = await create({ saml_options: { idp_metadata_url, acs_url: "https://acme.com/acs" } });
    expect(body).toMatchObject({ connection_type: "GenericSAML", name: "Acme" });
    const held = await configuration(body.id);
    expect(held.saml_options).toEqual({
      idp_metadata_url,
      acs_url: "https://acme.com/acs",
      idp_entity_id: idp_metadata_url,
      idp_sso_url: "https://idp.acme.com/sso",
    });
    const again = (await create({ saml_options: { idp_metadata_url } })).body;
    expect(await certificates(again.id)).toEqual(await certificates(body.id));
    expect(await certificates(body.id)).toHaveLength(1);
  });

  test("our keys are made unless the customer brings them", async () => {
    const { body } = await create({ saml_options: saml });
    expect((await workos.get(`/connections/${body.id}/saml_sp_signing_cert`)).body.value).toContain("CERTIFICATE");
    expect(await certificates(body.id, "saml_sp_encryption_certs")).toHaveLength(1);
    const pairs = ["a", "b", "c"].map((seed) => {
      const { privateKey: key, certificate: cert } = pairFrom(seed);
      return { key, cert };
    });
    const own = await create({
      saml_options: { ...saml, sp_signing_key_pair: pairs[0], sp_encryption_key_pairs: pairs.slice(1) },
    });
    expect((await workos.get(`/connections/${own.body.id}/saml_sp_signing_cert`)).body.value).toBe(pairs[0]?.cert);
    expect(await certificates(own.body.id, "saml_sp_encryption_certs")).toEqual([pairs[1]?.cert, pairs[2]?.cert]);
    expect(JSON.stringify(await dana().get("/_emulator/dump"))).not.toContain("PRIVATE KEY");
  });

  test("an OIDC connection keeps its secret, of which a test sees the end", async () => {
    const { status, body } = await create({ oidc_options: { ...oidc, pkce: true, fetch_user_info: false } });
    expect([status, body.connection_type, body.state]).toEqual([201, "GenericOIDC", "active"]);
    const { client_secret, ...shown } = oidc;
    expect((await configuration(body.id)).oidc_options).toEqual({
      ...shown,
      pkce: true,
      fetch_user_info: false,
      client_secret_hint: "0001",
    });
    expect(JSON.stringify(await workos.get(`/connections/${body.id}`))).not.toContain(client_secret);
  });

  test("private_key_jwt takes no secret, but a key pair or makes one", async () => {
    const { client_secret, ...keyless } = { ...oidc, token_authentication_method: "private_key_jwt" };
    const made = (await create({ oidc_options: keyless })).body;
    expect((await configuration(made.id)).oidc_options.jwt_signing_certs).toHaveLength(1);
    const { privateKey: key, certificate: cert } = pairFrom("jwt");
    const own = (await create({ oidc_options: { ...keyless, jwt_signing_key_pair: { key, cert } } })).body;
    expect((await configuration(own.id)).oidc_options).toMatchObject({
      jwt_signing_certs: [cert],
      client_secret_hint: null,
    });
  });

  test("an external id is unique in its organization, and a second creation answers the first", async () => {
    const first = await create({ external_id: "acme-okta", saml_options: saml });
    const before = await workos.eventTypes();
    const second = await create({ external_id: "acme-okta", name: "Other", oidc_options: oidc });
    expect([second.status, second.body]).toEqual([200, first.body]);
    expect(await workos.eventTypes()).toEqual(before);
    expect((await configuration(first.body.id)).external_id).toBe("acme-okta");
    const elsewhere = await workos.organization({ name: "Other" });
    const third = await create({ organization_id: elsewhere.id, external_id: "acme-okta", saml_options: saml });
    expect([third.status, third.body.id === first.body.id]).toEqual([201, false]);
    await workos.delete(`/connections/${first.body.id}`);
    expect((await create({ external_id: "acme-okta", saml_options: saml })).status).toBe(201);
  });

  test("attributes are mapped; custom ones must have been defined", async () => {
    const attribute_maps = {
      standard_attributes: { email: "mail", groups: null },
      custom_attributes: { department: "dept" },
    };
    expect((await create({ saml_options: saml, attribute_maps })).status).toBe(422);
    await dana().post("/_emulator/custom_attributes", { name: "department" });
    await dana().post("/_emulator/custom_attributes", { name: "level" });
    const { id } = (await create({ saml_options: saml, attribute_maps })).body;
    expect((await configuration(id)).attribute_maps).toEqual(attribute_maps);
    await workos.patch(`/connections/${id}`, {
      attribute_maps: {
        standard_attributes: { idp_id: "sub", groups: "memberOf" },
        custom_attributes: { department: null, level: "lvl" },
      },
    });
    expect((await configuration(id)).attribute_maps).toEqual({
      standard_attributes: { email: "mail", groups: "memberOf", idp_id: "sub" },
      custom_attributes: { level: "lvl" },
    });
    expect(
      (await workos.patch(`/connections/${id}`, { attribute_maps: { custom_attributes: { shoe: "s" } } })).status,
    ).toBe(422);
  });

  const { privateKey: key, certificate: cert } = pairFrom("right");
  const wrongKey = { key: pairFrom("wrong").privateKey, cert };
  const { idp_sso_url, idp_signing_certs } = saml;
  const { client_secret, ...secretless } = oidc;
  const metadata = { idp_metadata_url: "https://idp.acme.com/metadata" };
  test.each<[string, object, number, code?: string]>([
    ["no options", {}, 422],
    ["both kinds of options", { saml_options: saml, oidc_options: oidc }, 422],
    ["an unknown organization", { organization_id: "org_x", saml_options: saml }, 404],
    ["an empty external id", { external_id: "", saml_options: saml }, 422],
    ["a type that is neither", { connection_type: "GoogleOAuth", saml_options: saml }, 422],
    ["a type that is unknown", { connection_type: "SAML", saml_options: saml }, 422],
    ["a type of the other kind", { connection_type: "OktaOIDC", saml_options: saml }, 422],
    ["a type of the other kind, too", { connection_type: "OktaSAML", oidc_options: oidc }, 422],
    ["SAML without anything", { saml_options: {} }, 422],
    ["metadata and manual fields", { saml_options: { ...metadata, ...saml } }, 422],
    ["metadata and an entity id", { saml_options: { ...metadata, idp_entity_id: "urn:acme" } }, 422],
    ["metadata and certificates", { saml_options: { ...metadata, idp_signing_certs } }, 422],
    ["no certificates", { saml_options: { idp_sso_url } }, 422],
    ["an empty list of certificates", { saml_options: { idp_sso_url, idp_signing_certs: [] } }, 422],
    ["certificates alone", { saml_options: { idp_signing_certs } }, 422],
    ["a certificate that is none", { saml_options: { ...saml, idp_signing_certs: [cert, "MIIC"] } }, 422],
    ["a certificate that is a key", { saml_options: { ...saml, idp_signing_certs: [key] } }, 422],
    ["an SSO URL that is none", { saml_options: { ...saml, idp_sso_url: "idp.acme.com" } }, 422, "invalid_idp_sso_url"],
    [
      "metadata that cannot be fetched",
      { saml_options: { idp_metadata_url: "https://idp.invalid/metadata" } },
      422,
      "idp_metadata_fetch_failed",
    ],
    ["an ACS URL that is none", { saml_options: { ...saml, acs_url: "javascript:alert(1)" } }, 422],
    ["the key of another certificate", { saml_options: { ...saml, sp_signing_key_pair: wrongKey } }, 422],
    ["a key that is none", { saml_options: { ...saml, sp_encryption_key_pairs: [{ key: cert, cert }] } }, 422],
    ["OIDC without a client", { oidc_options: { discovery_endpoint: oidc.discovery_endpoint } }, 422],
    ["a discovery endpoint that is none", { oidc_options: { ...oidc, discovery_endpoint: "here" } }, 422],
    ["no secret", { oidc_options: secretless }, 422],
    [
      "no secret for basic",
      { oidc_options: { ...secretless, token_authentication_method: "client_secret_basic" } },
      422,
    ],
    ["a secret for a key", { oidc_options: { ...oidc, token_authentication_method: "private_key_jwt" } }, 422],
    ["a key for a secret", { oidc_options: { ...oidc, jwt_signing_key_pair: { key, cert } } }, 422],
    ["an unknown algorithm", { oidc_options: { ...oidc, id_token_signature_algorithm: "none" } }, 422],
  ])("%s: refused, and nothing is made", async (_, body, status, code) => {
    const before = (await workos.get("/connections")).body.data.length;
    const answer = await create(body);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    expect(JSON.stringify(answer.body)).not.toContain("PRIVATE KEY");
    expect((await workos.get("/connections")).body.data).toHaveLength(before);
  });
});

describe("changed by the API", () => {
  test("what is not mentioned stays, null reverts, and only a change moves updated_at", async () => {
    const acs_url = "https://acme.com/acs";
    const { id } = (await create({ external_id: "okta", saml_options: { ...saml, acs_url } })).body;
    const neighbour = (await create({ name: "Neighbour", saml_options: saml })).body;
    const change = (body: object) => workos.patch(`/connections/${id}`, body);
    workos.emulator.clock.advance(60_000);
    expect((await change({ connection_type: "GenericSAML", saml_options: { acs_url } })).body.updated_at).toBe(
      "2026-03-01T09:00:00.000Z",
    );
    const { status, body } = await change({
      name: "Okta",
      saml_options: { acs_url: null, sp_entity_id: "urn:us", idp_sso_url: "https://new.acme.com/sso" },
    });
    expect([status, body.name, body.updated_at]).toEqual([200, "Okta", "2026-03-01T09:01:00.000Z"]);
    expect(await configuration(id)).toMatchObject({
      external_id: "okta",
      saml_options: { acs_url: null, sp_entity_id: "urn:us", idp_entity_id: "urn:acme" },
    });
    expect((await workos.patch(`/connections/${id}`)).status).toBe(200);
    expect((await workos.get(`/connections/${neighbour.id}`)).body).toEqual(neighbour);
    expect((await workos.eventTypes()).slice(-1)).toEqual(["connection.activated"]);
  });

  test("an external id is set, cleared, and never held twice in an organization", async () => {
    const first = (await create({ external_id: "a", saml_options: saml })).body;
    const second = (await create({ saml_options: saml })).body;
    const clash = await workos.patch(`/connections/${second.id}`, { external_id: "a" });
    expect([clash.status, clash.body.code]).toEqual([409, "external_id_already_used"]);
    expect((await workos.patch(`/connections/${first.id}`, { external_id: "a" })).status).toBe(200);
    await workos.patch(`/connections/${first.id}`, { external_id: null });
    expect((await workos.patch(`/connections/${second.id}`, { external_id: "a" })).status).toBe(200);
    expect((await create({ external_id: "a", saml_options: saml })).body.id).toBe(second.id);
  });

  test("metadata replaces the certificates, and has to be given up before manual fields are set", async () => {
    const { id } = (await create({ saml_options: saml })).body;
    const change = (saml_options: object) => workos.patch(`/connections/${id}`, { saml_options });
    expect((await change({ idp_metadata_url: "https://idp.acme.com/metadata" })).status).toBe(200);
    const imported = await certificates(id);
    expect(imported).toHaveLength(1);
    expect(imported).not.toEqual(saml.idp_signing_certs);
    const listed = (await workos.get(`/connections/${id}/saml_idp_signing_certs`)).body;
    await change({ idp_metadata_url: "https://idp.acme.com/metadata" });
    expect((await workos.get(`/connections/${id}/saml_idp_signing_certs`)).body).toEqual(listed);
    expect((await change({ idp_sso_url: "https://new.acme.com" })).status).toBe(422);
    expect((await change({ idp_metadata_url: null, idp_sso_url: "https://new.acme.com" })).status).toBe(200);
    expect((await change({ idp_entity_id: "urn:new" })).status).toBe(200);
    expect(await certificates(id)).toEqual(imported);
  });

  test("a secret is replaced in place, and needed again when a key was used", async () => {
    const { id } = (await create({ oidc_options: oidc })).body;
    const change = (oidc_options: object) => workos.patch(`/connections/${id}`, { oidc_options });
    await change({ client_secret: "s3cret-0002" });
    expect((await configuration(id)).oidc_options.client_secret_hint).toBe("0002");
    expect((await change({ token_authentication_method: "client_secret_basic" })).status).toBe(200);
    expect((await configuration(id)).oidc_options.client_secret_hint).toBe("0002");
    const jwt = { token_authentication_method: "private_key_jwt" };
    expect((await change({ ...jwt, client_secret: "s3cret-0003" })).status).toBe(422);
    expect((await change(jwt)).status).toBe(200);
    const { oidc_options } = await configuration(id);
    expect([oidc_options.client_secret_hint, oidc_options.jwt_signing_certs.length]).toEqual([null, 1]);
    expect((await change({ client_secret: "s3cret-0003" })).status).toBe(422);
    await change({ pkce: true });
    expect((await configuration(id)).oidc_options.jwt_signing_certs).toEqual(oidc_options.jwt_signing_certs);
    const basic = { token_authentication_method: "client_secret_basic" };
    expect((await change(basic)).status).toBe(422);
    expect((await change({ ...basic, client_secret: "s3cret-0004" })).status).toBe(200);
  });

  test("a draft of the Admin Portal's is completed, and begins to work", async () => {
    const { id } = await connect({ state: "draft" });
    await workos.patch(`/connections/${id}`, { saml_options: { idp_sso_url: "https://idp.acme.com" } });
    expect((await workos.get(`/connections/${id}`)).body.state).toBe("draft");
    await workos.patch(`/connections/${id}`, { saml_options: { idp_metadata_url: "https://idp.acme.com/metadata" } });
    expect((await workos.get(`/connections/${id}`)).body.state).toBe("active");
    expect(await workos.lastEvent()).toMatchObject({
      event: "connection.activated",
      context: { actor: { source: "api" } },
    });
    const { id: resting } = await connect({ state: "inactive" });
    await workos.patch(`/connections/${resting}`, {
      saml_options: { idp_metadata_url: "https://idp.acme.com/metadata" },
    });
    expect((await workos.get(`/connections/${resting}`)).body.state).toBe("inactive");
  });

  test.each<[string, object, number, code?: string]>([
    ["another type", { connection_type: "OktaSAML" }, 422, "connection_type_not_updatable"],
    ["options of the other kind", { oidc_options: { pkce: true } }, 422],
    ["both kinds of options", { saml_options: {}, oidc_options: {} }, 422],
    ["no name", { name: null }, 422],
    ["an SSO URL that is none", { saml_options: { idp_sso_url: "" } }, 422, "invalid_idp_sso_url"],
    ["metadata and an entity id", { saml_options: { idp_metadata_url: "https://a.b", idp_entity_id: "urn:b" } }, 422],
  ])("%s: refused, and nothing is changed", async (_, body, status, code) => {
    const { id } = (await create({ saml_options: saml })).body;
    const before = await configuration(id);
    const answer = await workos.patch(`/connections/${id}`, body);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    expect(await configuration(id)).toEqual(before);
    expect((await workos.patch("/connections/conn_x", body)).status).toBe(404);
  });
});

test("the Admin Portal sets up the same things, and an external id only once", async () => {
  const { id } = await connect({ external_id: "okta", saml_options: saml, state: "inactive" });
  expect(await configuration(id)).toMatchObject({ external_id: "okta", saml_options: { idp_entity_id: "urn:acme" } });
  expect(await certificates(id)).toEqual(saml.idp_signing_certs);
  expect((await create({ external_id: "okta", saml_options: saml })).body).toMatchObject({ id, state: "inactive" });
  await expect(connect({ external_id: "okta" })).rejects.toThrow("409");
});

test("they go with their organization", async () => {
  const { id } = await connect();
  await workos.delete(`/organizations/${organization.id}`);
  expect((await workos.get(`/connections/${id}`)).status).toBe(404);
});

test("the SDK lists, gets and deletes", async () => {
  const { sso } = workos.sdk;
  const { id } = await connect();
  expect((await sso.getConnection(id)).state).toBe("active");
  expect((await sso.listConnections({ organizationId: organization.id })).data).toHaveLength(1);
  await sso.deleteConnection(id);
  expect((await sso.listConnections({ organizationId: organization.id })).data).toEqual([]);
});
