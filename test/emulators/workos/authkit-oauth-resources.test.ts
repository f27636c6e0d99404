import { expect, test } from "vitest";
import { useWorkos } from "./environment.ts";

const workos = useWorkos();
const path = "/user_management/authkit_oauth_resources";
const uris = async (query = "") =>
  (await workos.get(`${path}${query}`)).body.data.map((one: { uri: string; default: boolean }) => [
    one.uri,
    one.default,
  ]);

test("a resource indicator is made, listed and deleted, its neighbours stay, and no event tells of it", async () => {
  const { status, body } = await workos.post(path, { uri: "https://mcp.acme.com" });
  expect([status, body]).toEqual([
    201,
    {
      object: "authkit_oauth_resource",
      id: expect.stringMatching(/^authkit_oauth_resource_/),
      uri: "https://mcp.acme.com",
      default: false,
      created_at: "2026-03-01T09:00:00.000Z",
      updated_at: "2026-03-01T09:00:00.000Z",
    },
  ]);
  await workos.post(path, { uri: "https://mcp.acme.com/" });
  expect((await workos.post(path, { uri: "https://mcp.acme.com" })).status).toBe(422);
  expect(await uris()).toEqual([
    ["https://mcp.acme.com/", false],
    ["https://mcp.acme.com", false],
  ]);
  expect(await workos.delete(`${path}/${body.id}`)).toMatchObject({ status: 204, body: undefined });
  expect((await workos.delete(`${path}/${body.id}`)).status).toBe(404);
  expect(await uris()).toEqual([["https://mcp.acme.com/", false]]);
  expect((await workos.post(path, { uri: "https://mcp.acme.com" })).status).toBe(201);
  expect(await workos.eventTypes()).toEqual([]);
});

test("a new default takes the place of the former one; the dashboard chooses among those that are there", async () => {
  const first = (await workos.post(path, { uri: "https://a.example", default: true })).body;
  expect(first.default).toBe(true);
  const second = (await workos.post(path, { uri: "https://b.example", default: true })).body;
  await workos.post(path, { uri: "https://c.example", default: false });
  expect(await uris("?order=asc")).toEqual([
    ["https://a.example", false],
    ["https://b.example", true],
    ["https://c.example", false],
  ]);
  const dana = workos.emulator.as("dana");
  await dana.post(`/_emulator/authkit_oauth_resources/${first.id}/default`);
  expect((await uris("?order=asc")).map(([, isDefault]: [string, boolean]) => isDefault)).toEqual([true, false, false]);
  expect((await workos.delete(`${path}/${first.id}`)).status).toBe(204);
  expect((await workos.delete(`${path}/${second.id}`)).status).toBe(204);
  const pattern = (await workos.post(path, { uri: "https://*.acme.com/mcp" })).body;
  const refused = await dana.request("POST", `/_emulator/authkit_oauth_resources/${pattern.id}/default`);
  expect(refused.status).toBe(422);
});

test.each(["https://*.acme.com", "https://*.acme.com/mcp", "https://acme.com/*", "https://acme.com/mcp/*"])(
  "the pattern %s is taken, and is no default",
  async (uri) => {
    expect((await workos.post(path, { uri, default: true })).status).toBe(422);
    expect(await uris()).toEqual([]);
    expect((await workos.post(path, { uri })).status).toBe(201);
  },
);

test.each([
  {},
  { uri: "" },
  { uri: "acme" },
  { uri: "https://acme.com/#part" },
  { uri: `https://acme.com/${"x".repeat(2048)}` },
  { uri: "https://acme.*" },
  { uri: "https://mcp.*.com/x" },
  { uri: "https://acme.com/*/mcp" },
  { uri: "https://*.acme.com/*" },
  { uri: "https://acme.com", default: "yes" },
])("%j is refused with 422", async (body) => {
  expect((await workos.post(path, body)).status).toBe(422);
  expect(await uris()).toEqual([]);
});
