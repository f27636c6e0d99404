import { expect, test } from "vitest";
import { useWorkos } from "./environment.ts";

const workos = useWorkos();
const path = "/agents/registrations";
const register = (body: object): Promise<{ id: string }> =>
  workos.emulator.as("agent").post("/_emulator/agent_registrations", body) as never;

test("an agent registers by itself, and is read", async () => {
  const { id: organization_id } = await workos.organization();
  const user = (await workos.post("/user_management/users", { email: "ann@acme.com" })).body;
  const { id } = await register({ organization_id, user_id: user.id, kind: "identity_assertion", status: "verified" });
  const times = { created_at: "2026-03-01T09:00:00.000Z", updated_at: "2026-03-01T09:00:00.000Z" };
  expect((await workos.get(`${path}/${id}`)).body).toEqual({
    id: expect.stringMatching(/^agent_registration_/),
    agent_identity: { id: expect.stringMatching(/^agent_identity_/), userland_user_id: user.id, ...times },
    organization_id,
    status: "verified",
    revoked_at: null,
    kind: "identity_assertion",
    claim: null,
    ...times,
  });
  expect(await workos.lastEvent()).toMatchObject({
    event: "agent.registration.created",
    data: { id, method: "id_jag", agent_identity: { object: "agent_identity", userland_user_id: user.id } },
  });
  expect((await workos.get(`${path}/agent_registration_x`)).status).toBe(404);
});

test("it is revoked for good, told once, and its neighbour stays", async () => {
  const { id: organization_id } = await workos.organization();
  const [{ id }, other] = [await register({ organization_id }), await register({ organization_id })];
  workos.emulator.clock.advance(1000);
  const { status, body } = await workos.post(`${path}/${id}/revoke`);
  expect([status, body]).toMatchObject([200, { id, status: "revoked", revoked_at: "2026-03-01T09:00:01.000Z" }]);
  workos.emulator.clock.advance(1000);
  expect((await workos.post(`${path}/${id}/revoke`)).body).toEqual(body);
  expect((await workos.eventTypes()).filter((type) => type === "agent.registration.revoked")).toHaveLength(1);
  expect((await workos.lastEvent()).data).toEqual({ agent_registration_id: id });
  expect((await workos.get(`${path}/${other.id}`)).body).toMatchObject({ status: "unverified", revoked_at: null });
  expect((await workos.post(`${path}/agent_registration_x/revoke`)).status).toBe(404);
  await workos.delete(`/organizations/${organization_id}`);
  expect((await workos.get(`${path}/${id}`)).status).toBe(404);
});
