import { X509Certificate } from "node:crypto";
import { beforeEach, describe, expect, test } from "vitest";
import { selfSigned } from "../../../emulators/core/self-signed.ts";
import { useWorkos } from "./environment.ts";

const workos = useWorkos();
const dana = () => workos.emulator.as("dana@ourcompany.example");

const pem = (notAfter: string, seed = notAfter) =>
  selfSigned({ commonName: "acme", seed, notBefore: new Date("2026-01-01Z"), notAfter: new Date(notAfter) })
    .certificate;

let organization: { id: string };
let connection: { id: string };
let path: string;
beforeEach(async () => {
  organization = await workos.organization();
  connection = await made("2026-05-01Z");
  path = `/connections/${connection.id}`;
});

const made = async (...ends: string[]) => {
  const saml_options = { idp_sso_url: "https://idp.acme.com/sso", idp_signing_certs: ends.map((end) => pem(end)) };
  return (await workos.post("/connections", { organization_id: organization.id, saml_options })).body;
};
const idp = async (of = path) => (await workos.get(`${of}/saml_idp_signing_certs`)).body.data;
const add = (end: string) => workos.post(`${path}/saml_idp_signing_certs`, { value: pem(end) });
const events = async (type: string) =>
  (await workos.get(`/events?events=connection.saml_certificate_${type}&order=asc&limit=100`)).body.data;

describe("of the identity provider", () => {
  test("they stand beside each other, oldest first, those that expired included", async () => {
    const neighbour = await made("2027-01-01Z");
    workos.emulator.clock.set("2026-06-01T00:00:00Z");
    const { status, body } = await add("2027-05-01Z");
    expect(status).toBe(201);
    expect(body).toEqual({
      object: "saml_idp_signing_certificate",
      id: expect.any(String),
      value: pem("2027-05-01Z"),
      not_before: "2026-01-01T00:00:00.000Z",
      not_after: "2027-05-01T00:00:00.000Z",
      created_at: "2026-06-01T00:00:00.000Z",
    });
    const list = (await workos.get(`${path}/saml_idp_signing_certs`)).body;
    expect(list).toEqual({ object: "list", data: [expect.objectContaining({ value: pem("2026-05-01Z") }), body] });
    expect((await workos.delete(`${path}/saml_idp_signing_certs/${list.data[0].id}`)).status).toBe(204);
    expect(await idp()).toEqual([body]);
    expect(await idp(`/connections/${neighbour.id}`)).toHaveLength(1);
  });

  test("the last one stays, and what is not there is not found", async () => {
    const [{ id }] = await idp();
    expect((await workos.delete(`${path}/saml_idp_signing_certs/${id}`)).status).toBe(400);
    expect(await idp()).toHaveLength(1);
    await add("2027-05-01Z");
    const [other] = await idp(`/connections/${(await made("2027-01-01Z")).id}`);
    for (const wrong of [other.id, "saml_x"])
      expect((await workos.delete(`${path}/saml_idp_signing_certs/${wrong}`)).status).toBe(404);
    expect((await workos.delete(`${path}/saml_idp_signing_certs/${id}`)).status).toBe(204);
    expect((await workos.delete(`${path}/saml_idp_signing_certs/${id}`)).status).toBe(404);
  });

  test.each([undefined, {}, { value: 1 }, { value: "" }, { value: "-----BEGIN CERTIFICATE-----\nMIIC\n" }])(
    "%j is no certificate",
    async (body) => {
      expect((await workos.post(`${path}/saml_idp_signing_certs`, body)).status).toBe(422);
      expect(await idp()).toHaveLength(1);
    },
  );
});

describe("of our side", () => {
  test("keys for encryption are made beside each other, and all of them can go", async () => {
    const encryption = `${path}/saml_sp_encryption_certs`;
    const [first] = (await workos.get(encryption)).body.data;
    const { status, body } = await workos.post(encryption);
    expect([status, body.object]).toEqual([201, "saml_sp_encryption_certificate"]);
    expect(new X509Certificate(body.value).validToDate.toISOString()).toBe(body.not_after);
    expect(body.value).not.toBe(first.value);
    expect((await workos.get(encryption)).body).toEqual({ object: "list", data: [first, body] });
    for (const { id } of [first, body]) expect((await workos.delete(`${encryption}/${id}`)).status).toBe(204);
    expect((await workos.delete(`${encryption}/${first.id}`)).status).toBe(404);
    expect((await workos.get(encryption)).body.data).toEqual([]);
  });

  test("one signs at a time", async () => {
    const signing = `${path}/saml_sp_signing_cert`;
    const held = (await workos.get(signing)).body;
    expect(held.object).toBe("saml_sp_signing_certificate");
    expect((await workos.post(signing)).status).toBe(409);
    expect((await workos.get(signing)).body).toEqual(held);
    expect((await workos.delete(`${signing}/saml_x`)).status).toBe(404);
    expect((await workos.delete(`${signing}/${held.id}`)).status).toBe(204);
    expect((await workos.get(signing)).status).toBe(404);
    const { status, body } = await workos.post(signing);
    expect([status, body.id === held.id, body.value === held.value]).toEqual([201, false, false]);
    expect((await workos.get(signing)).body).toEqual(body);
  });
});

test("only a SAML connection has any", async () => {
  const { id } = await dana().post("/_emulator/connections", {
    organization_id: organization.id,
    connection_type: "GoogleOAuth",
  });
  for (const kind of ["saml_idp_signing_certs", "saml_sp_encryption_certs", "saml_sp_signing_cert"]) {
    expect((await workos.get(`/connections/${id}/${kind}`)).status).toBe(400);
    expect((await workos.post(`/connections/${id}/${kind}`, { value: pem("2027-01-01Z") })).status).toBe(400);
    expect((await workos.delete(`/connections/${id}/${kind}/x`)).status).toBe(404);
    expect((await workos.get(`/connections/conn_x/${kind}`)).status).toBe(404);
    expect((await workos.post(`/connections/conn_x/${kind}`, { value: pem("2027-01-01Z") })).status).toBe(404);
  }
});

test("they go with their connection", async () => {
  const held = async () => (await dana().get("/_emulator/dump")).samlCertificates;
  expect(await held()).toHaveLength(3);
  await workos.delete(path);
  expect(await held()).toEqual([]);
  await made("2027-01-01Z");
  await workos.delete(`/organizations/${organization.id}`);
  expect(await held()).toEqual([]);
});

describe("renewal", () => {
  test("is asked for as the end comes near, until another one lasts longer", async () => {
    workos.emulator.clock.set("2026-04-25T00:00:00Z");
    expect((await events("renewal_required")).map(({ data }: { data: object }) => data)).toEqual([
      {
        connection: { id: connection.id, organization_id: organization.id },
        certificate: {
          certificate_type: "ResponseSigning",
          expiry_date: "2026-05-01T00:00:00.000Z",
          is_expired: false,
        },
        days_until_expiry: 30,
      },
      expect.objectContaining({ days_until_expiry: 7 }),
    ]);
    expect((await events("renewal_required"))[0]).toMatchObject({
      created_at: "2026-04-01T00:00:00.000Z",
      context: { actor: { source: "system" } },
    });
    await add("2027-05-01Z");
    expect(await events("renewed")).toMatchObject([
      {
        data: {
          connection: { id: connection.id },
          certificate: { certificate_type: "ResponseSigning", expiry_date: "2027-05-01T00:00:00.000Z" },
          renewed_at: "2026-04-25T00:00:00.000Z",
        },
        context: { actor: { source: "api" } },
      },
    ]);
    workos.emulator.clock.set("2026-05-02T00:00:00Z");
    expect(await events("renewal_required")).toHaveLength(1);
    workos.emulator.clock.set("2027-05-01T00:00:00Z");
    expect((await events("renewal_required")).at(-1)).toMatchObject({
      data: { certificate: { expiry_date: "2027-05-01T00:00:00.000Z", is_expired: true }, days_until_expiry: 0 },
    });
  });

  test("is not asked for what is gone, and none is told of one that ends sooner", async () => {
    await add("2026-04-01Z");
    expect(await events("renewed")).toEqual([]);
    await workos.delete(path);
    workos.emulator.clock.set("2026-05-02T00:00:00Z");
    expect(await events("renewal_required")).toEqual([]);
  });

  test("in the Admin Portal is the same one as in the API", async () => {
    const { id } = await dana().post("/_emulator/connections", {
      organization_id: organization.id,
      connection_type: "OktaSAML",
      certificates: [{ expiry_date: "2026-03-20T00:00:00Z" }],
    });
    const own = `/connections/${id}`;
    expect(await idp(own)).toMatchObject([{ not_after: "2026-03-20T00:00:00.000Z" }]);
    expect(await events("renewed")).toEqual([]);
    const certify = (body: object) => dana().put(`/_emulator/connections/${id}/certificate`, body);
    expect(await certify({ expiry_date: "2026-04-20T02:00:00+02:00" })).toEqual({
      connection_id: id,
      certificate_type: "ResponseSigning",
      expiry_date: "2026-04-20T00:00:00.000Z",
    });
    expect(await idp(own)).toMatchObject([{ not_after: "2026-04-20T00:00:00.000Z" }]);
    expect(await events("renewed")).toMatchObject([{ context: { actor: { source: "dashboard" } } }]);
    await certify({ certificate_type: "RequestSigning", expiry_date: "2026-04-10T00:00:00Z" });
    await certify({ certificate_type: "ResponseEncryption", expiry_date: "2026-04-05T00:00:00Z" });
    expect(await events("renewed")).toHaveLength(1);
    expect((await workos.get(`${own}/saml_sp_signing_cert`)).body.not_after).toBe("2026-04-10T00:00:00.000Z");
    expect((await workos.get(`${own}/saml_sp_encryption_certs`)).body.data).toHaveLength(1);
    workos.emulator.clock.set("2026-04-20T00:00:00Z");
    const told = await events("renewal_required");
    const ended = told.filter(({ data }: { data: { days_until_expiry: number } }) => data.days_until_expiry === 0);
    expect(
      ended.map((one: { data: { certificate: { certificate_type: string } } }) => one.data.certificate),
    ).toMatchObject([
      { certificate_type: "ResponseEncryption", is_expired: true },
      { certificate_type: "RequestSigning" },
      { certificate_type: "ResponseSigning" },
    ]);
    expect((await workos.get(own)).body).not.toHaveProperty("certificate");
  });
});
