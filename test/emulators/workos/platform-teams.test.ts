import { expect, test } from "vitest";
import { useWorkos } from "./environment.ts";

const workos = useWorkos();
const team = { admin_email: "ann@acme.com", name: "Acme" };

test("a team is made and read, and cannot have production yet", async () => {
  const { status, body } = await workos.post("/platform/teams", team);
  expect(status).toBe(201);
  expect(body).toEqual({
    object: "team",
    id: expect.stringMatching(/^team_/),
    name: "Acme",
    production_state: "Inactive",
    production_enabled_at: null,
    created_at: "2026-03-01T09:00:00.000Z",
    updated_at: "2026-03-01T09:00:00.000Z",
  });
  expect((await workos.get(`/platform/teams/${body.id}`)).body).toEqual(body);
  expect((await workos.get("/platform/teams/team_x")).status).toBe(404);
  expect((await workos.post("/platform/teams", { ...team, admin_email: "Ann@acme.com" })).status).toBe(409);
  expect((await workos.post("/platform/teams", { ...team, name: "Acme 2" })).status).toBe(201);
  expect(await workos.eventTypes()).toEqual([]);
});

test.each([{}, { name: "Acme" }, { ...team, name: " " }, { ...team, admin_email: "ann" }])(
  "%j is refused with 422",
  async (body) => {
    expect((await workos.post("/platform/teams", body)).status).toBe(422);
  },
);
