import { beforeEach, expect, test } from "vitest";
import { useWorkos } from "./environment.ts";

const workos = useWorkos();
const dana = () => workos.emulator.as("dana@ourcompany.example");

let organization: { id: string };
beforeEach(async () => {
  organization = await workos.organization();
});

const connect = (body: object = {}) =>
  dana().post("/_emulator/connections", { organization_id: organization.id, connection_type: "OktaSAML", ...body });
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

test("a certificate's renewal is asked for as its end comes near, until it is renewed", async () => {
  const { id } = await connect();
  const certify = (expiry_date: string) => dana().put(`/_emulator/connections/${id}/certificate`, { expiry_date });
  await certify("2026-05-01T00:00:00Z");
  workos.emulator.clock.set("2026-04-30T00:00:00Z");
  const reminders = (await workos.get("/events?events=connection.saml_certificate_renewal_required&order=asc")).body
    .data;
  expect(reminders.map(({ data }: { data: object }) => data)).toMatchObject([
    { connection: { id }, certificate: { is_expired: false }, days_until_expiry: 30 },
    { days_until_expiry: 7 },
    { days_until_expiry: 1 },
  ]);
  expect(reminders[0].created_at).toBe("2026-04-01T00:00:00.000Z");
  await certify("2027-05-01T00:00:00Z");
  expect((await workos.lastEvent()).event).toBe("connection.saml_certificate_renewed");
  workos.emulator.clock.set("2026-05-02T00:00:00Z");
  expect((await workos.lastEvent()).event).toBe("connection.saml_certificate_renewed");
  expect((await workos.get(`/connections/${id}`)).body).not.toHaveProperty("certificate");
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
