import { expect, test } from "vitest";
import { useWorkos } from "./environment.ts";

const workos = useWorkos();

const create = (body: object = {}) =>
  workos.post("/passwordless/sessions", { email: "ann@acme.com", type: "MagicLink", ...body });

test("a session has a link of its own and an end, and is sent until then", async () => {
  const { status, body } = await create({ redirect_uri: "https://acme.com/callback", state: "s", expires_in: 3600 });
  expect(status).toBe(201);
  expect(body).toEqual({
    object: "passwordless_session",
    id: expect.stringMatching(/^passwordless_session_/),
    email: "ann@acme.com",
    expires_at: "2026-03-01T10:00:00.000Z",
    link: expect.stringMatching(/^https:/),
  });
  const short = (await create({ expires_in: null })).body;
  expect([short.expires_at, short.link === body.link]).toEqual(["2026-03-01T09:15:00.000Z", false]);
  workos.emulator.clock.set("2026-03-01T09:15:00Z");
  expect(await workos.post(`/passwordless/sessions/${body.id}/send`)).toMatchObject({ status: 200, body: undefined });
  expect((await workos.post(`/passwordless/sessions/${short.id}/send`)).status).toBe(404);
  expect((await workos.post("/passwordless/sessions/unknown/send")).status).toBe(404);
  const { passwordlessSessions } = await workos.emulator.as("test").get("/_emulator/dump");
  expect(passwordlessSessions.map(({ sent }: { sent: number }) => sent)).toEqual([1, 0]);
  expect(await workos.eventTypes()).toEqual([]);
});

test.each([{ email: "ann" }, { type: "Password" }, { expires_in: 899 }, { expires_in: 86401 }, { expires_in: 900.5 }])(
  "%j is refused with 422",
  async (body) => {
    expect((await create(body)).status).toBe(422);
  },
);
