import { expect, test } from "vitest";
import { useWorkos } from "./environment.ts";

const workos = useWorkos();
const path = "/user_management/redirect_uris";

test("a redirect URI is made, listed and deleted", async () => {
  const { status, body } = await workos.post(path, { uri: "https://acme.com/callback" });
  expect(status).toBe(201);
  expect(body).toEqual({
    object: "redirect_uri",
    id: expect.stringMatching(/^redir_/),
    uri: "https://acme.com/callback",
    default: false,
    created_at: "2026-03-01T09:00:00.000Z",
    updated_at: "2026-03-01T09:00:00.000Z",
  });
  expect((await workos.get(path)).body.data).toEqual([body]);
  expect((await workos.get(`${path}/${body.id}`)).status).toBe(404);
  expect(await workos.delete(`${path}/${body.id}`)).toMatchObject({ status: 204, body: undefined });
  expect((await workos.delete(`${path}/${body.id}`)).status).toBe(404);
});

test("a second one of the same URI is refused with 422 and a message alone", async () => {
  await workos.post(path, { uri: "https://acme.com/callback" });
  const { status, body } = await workos.post(path, { uri: "https://acme.com/callback" });
  expect([status, body]).toEqual([422, { message: "Redirect URI 'https://acme.com/callback' already exists." }]);
});

test.each([{}, { uri: "" }, { uri: "callback" }, { uri: 1 }])("%j is refused with 422", async (body) => {
  expect((await workos.post(path, body)).status).toBe(422);
  expect((await workos.get(path)).body.data).toEqual([]);
});

test.each(["https://*.acme.com/callback", "acme://callback", "http://localhost:3000/callback"])(
  "%s is one",
  async (uri) => {
    expect((await workos.post(path, { uri })).status).toBe(201);
  },
);

test("the default, which the dashboard chooses, cannot be deleted until another one is", async () => {
  const first = (await workos.post(path, { uri: "https://acme.com/1" })).body;
  const second = (await workos.post(path, { uri: "https://acme.com/2" })).body;
  const choose = (id: string) => workos.emulator.as("dana").post(`/_emulator/redirect_uris/${id}/default`);
  expect((await choose(first.id)).default).toBe(true);
  expect(await workos.delete(`${path}/${first.id}`)).toMatchObject({
    status: 409,
    body: { message: "Cannot delete the default redirect URI." },
  });
  await choose(second.id);
  const defaults = (await workos.get(path)).body.data.map((one: { default: boolean }) => one.default);
  expect(defaults).toEqual([true, false]);
  expect((await workos.delete(`${path}/${first.id}`)).status).toBe(204);
});

test("the list goes beyond one page", async () => {
  for (let n = 0; n < 12; n++) await workos.post(path, { uri: `https://acme.com/${n}` });
  const first = (await workos.get(path)).body;
  const second = (await workos.get(`${path}?after=${first.list_metadata.after}`)).body;
  expect([first.data.length, second.data.length, second.list_metadata.after]).toEqual([10, 2, null]);
});
