import { beforeEach, expect, test } from "vitest";
import { useWorkos } from "./environment.ts";

const workos = useWorkos();
let user: { id: string };
let path: string;
beforeEach(async () => {
  user = (await workos.post("/user_management/users", { email: "ann@acme.com" })).body;
  path = `/user_management/users/${user.id}/email_change`;
});

const send = (new_email: string) => workos.post(`${path}/send`, { new_email });
const confirm = (code: string) => workos.post(`${path}/confirm`, { code });
const mailed = async () => (await workos.emulator.as("ann").get(`/_emulator/users/${user.id}/email_change`)).code;

test("the address changes when the mailed code is given, and is verified by that", async () => {
  const { status, body } = await send("ann@acme.io");
  expect([status, body.new_email, body.user.email]).toEqual([200, "ann@acme.io", "ann@acme.com"]);
  const confirmed = await confirm(await mailed());
  expect(confirmed.body.user).toMatchObject({ email: "ann@acme.io", email_verified: true });
  expect((await workos.get(`/user_management/users/${user.id}`)).body.email).toBe("ann@acme.io");
  const { event, context } = await workos.lastEvent();
  expect([event, context.previous_attributes.email]).toEqual(["user.updated", "ann@acme.com"]);
  expect((await confirm(await mailed())).body.code).toBe("email_change_code_previously_used");
});

test("a code is wrong, mistyped too often, too old, or was never sent", async () => {
  expect((await confirm("000000")).body.code).toBe("no_pending_email_change");
  await send("ann@acme.io");
  const answers = [];
  for (let n = 0; n < 11; n++) answers.push((await confirm("none")).status);
  expect(answers).toEqual([...Array(10).fill(400), 429]);
  await send("ann@acme.io");
  workos.emulator.clock.advance(11 * 60 * 1000);
  expect((await confirm(await mailed())).body.code).toBe("email_change_code_expired");
});

test.each([
  ["the same address", "ANN@acme.com", 409, "email_change_not_needed"],
  ["somebody else's", "ada@example.com", 409, "email_not_available"],
  ["none", "acme", 422, "invalid_email"],
])("%s is refused", async (_, address, status, code) => {
  const answer = await send(address);
  expect([answer.status, answer.body.code]).toEqual([status, code]);
});

test("an address that was taken meanwhile cannot be had any more", async () => {
  await send("ann@acme.io");
  await workos.post("/user_management/users", { email: "ann@acme.io" });
  expect((await confirm(await mailed())).body.code).toBe("email_not_available");
});
