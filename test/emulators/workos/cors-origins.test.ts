import { expect, test } from "vitest";
import { useWorkos } from "./environment.ts";

const workos = useWorkos();
const path = "/user_management/cors_origins";

test("an origin is made and listed, and cannot be deleted", async () => {
  const { status, body } = await workos.post(path, { origin: "https://acme.com" });
  expect(status).toBe(201);
  expect(body).toEqual({
    object: "cors_origin",
    id: expect.stringMatching(/^cors_origin_/),
    origin: "https://acme.com",
    created_at: "2026-03-01T09:00:00.000Z",
    updated_at: "2026-03-01T09:00:00.000Z",
  });
  expect((await workos.get(path)).body.data).toEqual([body]);
  expect((await workos.delete(`${path}/${body.id}`)).status).toBe(404);
});

test("a second one of the same origin is a conflict", async () => {
  await workos.post(path, { origin: "http://localhost:3000" });
  const { status, body } = await workos.post(path, { origin: "http://localhost:3000" });
  expect([status, body.code]).toEqual([409, "duplicate_cors_origin"]);
});

test.each([{}, { origin: "acme.com" }, { origin: "https://acme.com/" }, { origin: "https://acme.com/app" }])(
  "%j is refused with 422, which names the property",
  async (body) => {
    const answer = await workos.post(path, body);
    expect([answer.status, answer.body.errors[0].property]).toEqual([422, "origin"]);
    expect((await workos.get(path)).body.data).toEqual([]);
  },
);

test("the list goes beyond one page", async () => {
  for (let n = 0; n < 12; n++) await workos.post(path, { origin: `https://${n}.acme.com` });
  const first = (await workos.get(`${path}?order=asc`)).body;
  const second = (await workos.get(`${path}?order=asc&after=${first.list_metadata.after}`)).body;
  expect(second.data.map(({ origin }: { origin: string }) => origin)).toEqual([
    "https://10.acme.com",
    "https://11.acme.com",
  ]);
});
