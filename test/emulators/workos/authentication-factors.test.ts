import { beforeEach, expect, test } from "vitest";
import { useWorkos } from "./environment.ts";

const workos = useWorkos();
let path: string;
let userId: string;
beforeEach(async () => {
  userId = (await workos.post("/user_management/users", { email: "ann@acme.com" })).body.id;
  path = `/user_management/users/${userId}/auth_factors`;
});

test("a factor's secret is shown when it is enrolled, and never again", async () => {
  const { status, body } = await workos.post(path, {
    type: "totp",
    totp_issuer: "Acme",
    totp_secret: "JBSWY3DPEHPK3PXP",
  });
  expect(status).toBe(201);
  const { authentication_factor: factor, authentication_challenge: challenge } = body;
  expect(factor.totp).toMatchObject({ issuer: "Acme", user: "ann@acme.com", secret: "JBSWY3DPEHPK3PXP" });
  expect(challenge.authentication_factor_id).toBe(factor.id);
  const shown = { ...factor, totp: { issuer: "Acme", user: "ann@acme.com" } };
  expect((await workos.get(`/auth/factors/${factor.id}`)).body).toEqual(shown);
  expect((await workos.get(path)).body.data).toEqual([shown]);
});

test("a person has as many as they enrol, in pages, and each can be taken away", async () => {
  const ids = [];
  for (let n = 0; n < 3; n++) ids.push((await workos.post(path, { type: "totp" })).body.authentication_factor.id);
  const first = (await workos.get(`${path}?limit=2`)).body;
  expect(first.data.map(({ id }: { id: string }) => id)).toEqual([ids[2], ids[1]]);
  expect((await workos.get(`${path}?limit=2&after=${first.list_metadata.after}`)).body.data).toHaveLength(1);
  expect((await workos.delete(`/auth/factors/${ids[0]}`)).status).toBe(204);
  expect((await workos.get(`/auth/factors/${ids[0]}`)).status).toBe(404);
  expect((await workos.get(path)).body.data).toHaveLength(2);
});

test("they go with the person", async () => {
  const { id } = (await workos.post(path, { type: "totp" })).body.authentication_factor;
  await workos.delete(`/user_management/users/${userId}`);
  expect([(await workos.get(`/auth/factors/${id}`)).status, (await workos.get(path)).status]).toEqual([404, 404]);
});

test.each([{}, { type: "sms" }])("%j is refused", async (body) => {
  expect((await workos.post(path, body)).status).toBe(422);
});

test("the SDK enrols and lists, and a seed can have some", async () => {
  const { multiFactorAuth } = workos.sdk;
  const made = await multiFactorAuth.createUserAuthFactor({ userId, type: "totp" });
  const listed = await multiFactorAuth.listUserAuthFactors({ userId });
  expect(listed.data.map(({ id }) => id)).toEqual([made.authenticationFactor.id]);
  const { id } = made.authenticationFactor;
  expect((await multiFactorAuth.getFactor(id)).type).toBe("totp");
  await multiFactorAuth.deleteFactor(id);
  expect((await multiFactorAuth.listUserAuthFactors({ userId })).data).toEqual([]);
  await workos.emulator.seed({ users: [{ email: "bob@acme.com", auth_factors: [{ type: "totp" }] }] });
  const [bob] = (await workos.get("/user_management/users?email=bob@acme.com")).body.data;
  expect((await workos.get(`/user_management/users/${bob.id}/auth_factors`)).body.data).toHaveLength(1);
});
