import { expect, test } from "vitest";
import { useWorkos } from "./environment.ts";

const workos = useWorkos();
const DAY_MS = 24 * 60 * 60 * 1000;

const typesOf = (body: { data: { event: string }[] }) => body.data.map(({ event }) => event);

test("a colleague in the dashboard is told apart from the API key", async () => {
  const { id } = await workos.organization();
  await workos.emulator.as("dana@ourcompany.example").put(`/organizations/${id}`, { name: "Renamed" });
  const [renamed, created] = (await workos.get("/events?order=desc")).body.data;
  expect(created.context).toEqual({ actor: { id: expect.any(String), source: "api", name: expect.any(String) } });
  expect(renamed.context).toEqual({
    actor: { id: expect.stringMatching(/^user_/), source: "dashboard", name: "dana@ourcompany.example" },
    previous_attributes: { name: "Acme" },
  });
});

test("newest first unless asked otherwise; the list has one cursor", async () => {
  for (const name of ["one", "two", "three"]) await workos.organization({ name });
  const names = (body: { data: { data: { name: string } }[] }) => body.data.map(({ data }) => data.name);
  const first = (await workos.get("/events?limit=2")).body;
  expect(names(first)).toEqual(["three", "two"]);
  expect(Object.keys(first.list_metadata)).toEqual(["after"]);
  const second = (await workos.get(`/events?limit=2&after=${first.list_metadata.after}`)).body;
  expect([names(second), second.list_metadata]).toEqual([["one"], { after: null }]);
  const newer = (await workos.get(`/events?order=asc&after=${second.data[0].id}`)).body;
  expect(names(newer)).toEqual(["two", "three"]);
});

test("types, organization and range narrow the list", async () => {
  const one = await workos.organization({ domain_data: [{ domain: "one.com", state: "pending" }] });
  workos.emulator.clock.advance(60_000);
  await workos.organization();
  await workos.post("/authorization/permissions", { slug: "read", name: "Read" });
  const types = async (query: string) => typesOf((await workos.get(`/events?order=asc&${query}`)).body);
  expect(await types("events=permission.created,organization_domain.created")).toEqual([
    "organization_domain.created",
    "permission.created",
  ]);
  expect(await types(`organization_id=${one.id}`)).toEqual(["organization.created", "organization_domain.created"]);
  expect(await types("range_start=2026-03-01T09:00:30Z")).toEqual(["organization.created", "permission.created"]);
  expect(await types("range_end=2026-03-01T09:00:30Z&events=organization.created")).toEqual(["organization.created"]);
});

test.each([
  ["range_start=yesterday", 422],
  ["range_end=2026-02-30T00:00:00Z", 422],
  ["range_end=2026-02-28", 422],
  ["range_start=2026-02-28T00:00:00%2B00:00", 422],
  ["range_start=2026-02-28%20(noon)", 422],
  ["range_start=1772323200", 422],
  ["after=event_unknown", 422],
  ["limit=0", 422],
  ["range_start=2026-01-01T00:00:00Z&after=event_x", 400],
])("%s is refused with %s", async (query, status) => {
  expect((await workos.get(`/events?${query}`)).status).toBe(status);
});

test("events older than 30 days are forgotten", async () => {
  await workos.organization();
  workos.emulator.clock.advance(30 * DAY_MS);
  expect(await workos.eventTypes()).toEqual(["organization.created"]);
  workos.emulator.clock.advance(1);
  expect(await workos.eventTypes()).toEqual([]);
  await workos.organization();
  expect(await workos.eventTypes()).toEqual(["organization.created"]);
});
