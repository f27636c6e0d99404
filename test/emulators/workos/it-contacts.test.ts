import { beforeEach, expect, test } from "vitest";
import { useWorkos } from "./environment.ts";

const workos = useWorkos();

let organization: { id: string };
let path: string;
beforeEach(async () => {
  organization = await workos.organization();
  path = `/organizations/${organization.id}/it_contacts`;
});

const add = async (email: string, to = path) => (await workos.post(to, { email })).body;
const emails = async (of = path) => (await workos.get(of)).body.data.map(({ email }: { email: string }) => email);
const invitation = (id: string) => workos.emulator.as("test").get(`/_emulator/it_contacts/${id}/invitation`);
const invite = (id: string, intents: unknown = ["sso"]) => workos.post(`${path}/${id}/invite`, { intents });

test("a contact is added to its organization and deleted, and no event tells", async () => {
  const other = `/organizations/${(await workos.organization({ name: "Other" })).id}/it_contacts`;
  const before = await workos.eventTypes();
  const { status, body } = await workos.post(path, { email: "it@acme.com" });
  expect(status).toBe(201);
  expect(body).toEqual({
    object: "it_contact",
    id: expect.stringMatching(/^it_contact_/),
    email: "it@acme.com",
    created_at: "2026-03-01T09:00:00.000Z",
    updated_at: "2026-03-01T09:00:00.000Z",
  });
  await add("it@acme.com", other);
  expect((await workos.get(path)).body).toEqual({
    object: "list",
    data: [body],
    list_metadata: { before: null, after: null },
  });
  expect((await workos.delete(`${other}/${body.id}`)).status).toBe(404);
  expect((await workos.delete(`${path}/${body.id}`)).status).toBe(204);
  expect((await workos.delete(`${path}/${body.id}`)).status).toBe(404);
  expect([await emails(), await emails(other)]).toEqual([[], ["it@acme.com"]]);
  expect(await workos.eventTypes()).toEqual(before);
});

test("all are listed, more than a page has", async () => {
  const all = Array.from({ length: 12 }, (_, n) => `it${n}@acme.com`);
  for (const email of all) await add(email);
  expect(await emails()).toEqual(all.toReversed());
});

test("an address is in an organization once", async () => {
  await add("it@acme.com");
  expect((await workos.post(path, { email: "IT@acme.com" })).status).toBe(409);
  expect(await emails()).toEqual(["it@acme.com"]);
});

test.each([{}, { email: "it" }, { email: null }])("%j is refused with 422", async (body) => {
  expect((await workos.post(path, body)).status).toBe(422);
  expect(await emails()).toEqual([]);
});

test("one of an organization is invited at a time, for what it may set up", async () => {
  const [ann, bob] = [await add("ann@acme.com"), await add("bob@acme.com")];
  const answer = await invite(ann.id, ["sso", "directory_sync"]);
  expect([answer.status, answer.body]).toEqual([204, undefined]);
  expect(await invitation(ann.id)).toEqual({
    intents: ["sso", "directory_sync"],
    link: expect.stringMatching(/^https:/),
    created_at: "2026-03-01T09:00:00.000Z",
  });
  for (const { id } of [ann, bob]) expect((await invite(id)).status).toBe(409);
  expect((await workos.post(`${path}/${bob.id}/revoke`)).status).toBe(404);
  expect(await workos.post(`${path}/${ann.id}/revoke`)).toMatchObject({ status: 204, body: undefined });
  expect((await invitation(ann.id)).link).toBe(null);
  expect((await workos.post(`${path}/${ann.id}/revoke`)).status).toBe(404);
  expect((await invite(bob.id)).status).toBe(204);
  expect((await workos.get(path)).body.data[0]).toEqual(bob);
});

test("a contact's invitation goes with the contact", async () => {
  const [ann, bob] = [await add("ann@acme.com"), await add("bob@acme.com")];
  await invite(ann.id);
  await workos.delete(`${path}/${ann.id}`);
  expect((await invite(bob.id)).status).toBe(204);
});

test.each([undefined, [], ["everything"], "sso"])("an invitation for %j is refused with 422", async (intents) => {
  const { id } = await add("it@acme.com");
  expect((await workos.post(`${path}/${id}/invite`, { intents })).status).toBe(422);
  expect((await invitation(id)).link).toBe(null);
});

test("nothing is found of another organization, and contacts go with their own", async () => {
  const { id } = await add("it@acme.com");
  const other = (await workos.organization({ name: "Other" })).id;
  for (const of of [other, "org_x"]) {
    expect((await workos.post(`/organizations/${of}/it_contacts/${id}/invite`, { intents: ["sso"] })).status).toBe(404);
    expect((await workos.post(`/organizations/${of}/it_contacts/${id}/revoke`)).status).toBe(404);
    expect((await workos.delete(`/organizations/${of}/it_contacts/${id}`)).status).toBe(404);
  }
  expect((await workos.get("/organizations/org_x/it_contacts")).status).toBe(404);
  expect((await workos.post("/organizations/org_x/it_contacts", { email: "a@b.co" })).status).toBe(404);
  await workos.delete(`/organizations/${organization.id}`);
  await expect(invitation(id)).rejects.toThrow("404");
});
