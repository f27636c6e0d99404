import { expect, test } from "vitest";
import { useWorkos } from "./environment.ts";

const workos = useWorkos();
const path = "/user_management/jwt_template";

test("there is none until it is set; then it is replaced, and keeps the time it was made", async () => {
  expect((await workos.get(path)).status).toBe(404);
  const content = '{"email": "{{user.email}}"}';
  const first = await workos.put(path, { content });
  expect(first).toMatchObject({
    status: 200,
    body: {
      object: "jwt_template",
      content,
      created_at: "2026-03-01T09:00:00.000Z",
      updated_at: "2026-03-01T09:00:00.000Z",
    },
  });
  workos.emulator.clock.advance(1000);
  expect((await workos.put(path, { content })).body).toEqual(first.body);
  await workos.put(path, { content: "{}" });
  expect((await workos.get(path)).body).toEqual({
    ...first.body,
    content: "{}",
    updated_at: "2026-03-01T09:00:01.000Z",
  });
  expect((await workos.delete(path)).status).toBe(404);
});

test.each([{}, { content: null }, { content: {} }])("%j is refused with 422", async (body) => {
  const answer = await workos.put(path, body);
  expect([answer.status, answer.body.code]).toEqual([422, "invalid_request_parameters"]);
  expect((await workos.get(path)).status).toBe(404);
});

test("a fresh environment has none again", async () => {
  await workos.put(path, { content: "{}" });
  workos.emulator.reset();
  expect((await workos.get(path)).status).toBe(404);
});
