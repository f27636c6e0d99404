import { beforeEach, describe, expect, test } from "vitest";
import { useWorkos } from "./environment.ts";

const workos = useWorkos();
const SETTINGS = { max_age_seconds: 3600, access_token_ttl_seconds: 300, refresh_token_ttl_seconds: 900 };

let organization: { id: string };
let user: { id: string };
let member: { id: string };
let blueprint: { id: string };
beforeEach(async () => {
  organization = await workos.organization();
  for (const slug of ["docs:read", "docs:write"]) await workos.post("/authorization/permissions", { slug, name: slug });
  for (const slug of ["admin", "reader"]) await workos.post("/authorization/roles", { slug, name: slug });
  await workos.put("/authorization/roles/reader/permissions", { permissions: ["docs:read"] });
  user = (await workos.post("/user_management/users", { email: "ann@acme.com" })).body;
  member = (
    await workos.post("/user_management/organization_memberships", {
      user_id: user.id,
      organization_id: organization.id,
      role_slug: "reader",
    })
  ).body;
  blueprint = await made("Triage");
});

const made = async (name: string, body: object = {}) =>
  (
    await workos.post("/agents/blueprints", {
      name,
      permissions: ["docs:read", "docs:write"],
      session_settings: SETTINGS,
      ...body,
    })
  ).body;
const change = (body: object) => workos.patch(`/agents/blueprints/${blueprint.id}`, body);
const mint = (body: object, id = blueprint.id) => workos.post(`/agents/blueprints/${id}/tokens`, body);
const autonomous = (id = blueprint.id) => mint({ type: "autonomous", organization_id: organization.id }, id);
const signIn = (): Promise<{ id: string; access_token: string }> =>
  workos.emulator.as("ann").post(`/_emulator/users/${user.id}/sessions`, { organization_id: organization.id }) as never;
const delegated = async (body: object = {}) =>
  mint({ type: "user_delegated", user_access_token: (await signIn()).access_token, ...body });
const refresh = (refresh_token: string) => mint({ type: "refresh", refresh_token });
const validate = (agent_access_token: string, id = blueprint.id) =>
  workos.post(`/agents/blueprints/${id}/tokens/validate`, { agent_access_token });
const ids = async (path: string) => (await workos.get(path)).body.data.map(({ id }: { id: string }) => id);
const refused = (status: number, code: string) => ({ status, body: { code } });

test("an agent that acts as itself has the permissions of its blueprint, an instance, and a session", async () => {
  const { status, body } = await autonomous();
  expect([status, body]).toEqual([
    201,
    {
      access_token: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/),
      token_type: "Bearer",
      expires_in: 300,
      refresh_token: expect.any(String),
      agent_instance_id: expect.stringMatching(/^agent_instance_/),
      new_instance: true,
      agent_instance_session_id: expect.stringMatching(/^agent_instance_session_/),
      permissions: ["docs:read", "docs:write"],
    },
  ]);
  expect((await workos.get(`/agents/instances/${body.agent_instance_id}`)).body).toEqual({
    object: "agent_instance",
    id: body.agent_instance_id,
    agent_blueprint_id: blueprint.id,
    organization_id: organization.id,
    organization_membership_id: null,
    type: "autonomous",
    created_at: "2026-03-01T09:00:00.000Z",
    updated_at: "2026-03-01T09:00:00.000Z",
  });
  expect((await workos.get(`/agents/sessions/${body.agent_instance_session_id}`)).body).toEqual({
    object: "agent_instance_session",
    id: body.agent_instance_session_id,
    agent_instance_id: body.agent_instance_id,
    status: "active",
    expires_at: "2026-03-01T10:00:00.000Z",
    revoked_at: null,
    created_at: "2026-03-01T09:00:00.000Z",
    updated_at: "2026-03-01T09:00:00.000Z",
  });
  expect((await validate(body.access_token)).body).toEqual({
    valid: true,
    agent_instance_id: body.agent_instance_id,
    agent_instance_session_id: body.agent_instance_session_id,
    organization_id: organization.id,
    permissions: ["docs:read", "docs:write"],
    intent: null,
    acting_user_id: null,
    session_expires_at: "2026-03-01T10:00:00.000Z",
  });
  const events = (await workos.get(`/events?organization_id=${organization.id}&limit=2`)).body.data;
  expect(events).toMatchObject([
    {
      event: "agent.instance.session.created",
      data: { id: body.agent_instance_session_id, permission_slugs: ["docs:read", "docs:write"] },
    },
    { event: "agent.instance.created", data: { id: body.agent_instance_id } },
  ]);

  const again = (await autonomous()).body;
  expect(again).toMatchObject({ agent_instance_id: body.agent_instance_id, new_instance: false });
  expect(again.agent_instance_session_id).not.toBe(body.agent_instance_session_id);
  expect((await workos.lastEvent()).event).toBe("agent.instance.session.created");
});

test("on a user's behalf it may do what both may, and says for whom and what for", async () => {
  const { body } = await delegated({ intent: "clean up" });
  expect(body).toMatchObject({ new_instance: true, permissions: ["docs:read"] });
  expect((await validate(body.access_token)).body).toMatchObject({ intent: "clean up", acting_user_id: user.id });
  const payload = JSON.parse(Buffer.from(body.access_token.split(".")[1], "base64url").toString());
  expect(payload).toMatchObject({ intent: { text: "clean up" }, act: { sub: user.id }, org_id: organization.id });
  expect((await workos.get(`/agents/instances/${body.agent_instance_id}`)).body).toMatchObject({
    type: "delegated",
    organization_membership_id: member.id,
  });
  expect((await delegated()).body).toMatchObject({ agent_instance_id: body.agent_instance_id, new_instance: false });
  expect((await autonomous()).body.agent_instance_id).not.toBe(body.agent_instance_id);
});

test("an agent's own token makes another session of its instance, with what it may do by now", async () => {
  const first = (await delegated()).body;
  await workos.put("/authorization/roles/reader/permissions", { permissions: ["docs:write"] });
  const { body } = await mint({ type: "agent_delegated", agent_access_token: first.access_token });
  expect(body).toMatchObject({
    agent_instance_id: first.agent_instance_id,
    new_instance: false,
    permissions: ["docs:write"],
  });
  expect(body.agent_instance_session_id).not.toBe(first.agent_instance_session_id);
  expect((await validate(body.access_token)).body.acting_user_id).toBe(user.id);
  expect((await validate(first.access_token)).body.permissions).toEqual(["docs:read"]);
});

describe("refreshing", () => {
  test("rotates: the former refresh token is used up, the session stays", async () => {
    const first = (await autonomous()).body;
    workos.emulator.clock.advance(200_000);
    const { status, body } = await refresh(first.refresh_token);
    expect(status).toBe(201);
    expect(body).toMatchObject({
      agent_instance_id: first.agent_instance_id,
      agent_instance_session_id: first.agent_instance_session_id,
      new_instance: false,
      expires_in: 300,
    });
    expect([body.access_token, body.refresh_token]).not.toContain(first.access_token);
    expect(await refresh(first.refresh_token)).toMatchObject(refused(400, "invalid_refresh_token"));
    expect((await validate(first.access_token)).status).toBe(200);
    expect((await refresh(body.refresh_token)).status).toBe(201);
    const session = (await workos.get(`/agents/sessions/${first.agent_instance_session_id}`)).body;
    expect(session).toMatchObject({
      expires_at: "2026-03-01T10:00:00.000Z",
      updated_at: "2026-03-01T09:03:20.000Z",
    });
    expect(await ids("/agents/sessions")).toEqual([first.agent_instance_session_id]);
  });

  test("ends with the refresh token's time, and never goes beyond the session's", async () => {
    const { refresh_token } = (await autonomous()).body;
    workos.emulator.clock.advance(900_000);
    expect(await refresh(refresh_token)).toMatchObject(refused(400, "invalid_refresh_token"));

    let token = (await autonomous()).body.refresh_token;
    for (let n = 0; n < 4; n++) {
      workos.emulator.clock.advance(880_000);
      token = (await refresh(token)).body.refresh_token;
    }
    const last = (await refresh(token)).body;
    expect(last.expires_in).toBe(80);
    workos.emulator.clock.advance(80_000);
    expect(await refresh(last.refresh_token)).toMatchObject(refused(400, "session_expired"));
    expect(await validate(last.access_token)).toMatchObject(refused(400, "session_expired"));
  });

  test("a token of another blueprint is none here", async () => {
    const other = await made("Other");
    const { refresh_token, access_token } = (await autonomous(other.id)).body;
    expect(await refresh(refresh_token)).toMatchObject(refused(400, "invalid_refresh_token"));
    expect(await validate(access_token)).toMatchObject(refused(400, "invalid_agent_access_token"));
    expect(await mint({ type: "agent_delegated", agent_access_token: access_token })).toMatchObject(
      refused(400, "invalid_agent_access_token"),
    );
    expect((await validate(access_token, other.id)).status).toBe(200);
  });
});

describe("who may not", () => {
  const unsupported = refused(403, "unsupported_invocation_type");

  test("the kind of instance must be allowed, for what is minted before as well", async () => {
    const [own, theirs] = [(await autonomous()).body, (await delegated()).body];
    await change({ invocable_as: { instance_types: ["delegated"] } });
    expect(await autonomous()).toMatchObject(unsupported);
    expect(await refresh(own.refresh_token)).toMatchObject(unsupported);
    expect(await mint({ type: "agent_delegated", agent_access_token: own.access_token })).toMatchObject(unsupported);
    expect((await refresh(theirs.refresh_token)).status).toBe(201);
    await change({ invocable_as: { instance_types: [] } });
    expect(await delegated()).toMatchObject(unsupported);
  });

  test("the organization must be allowed, if any are named", async () => {
    const { access_token } = (await autonomous()).body;
    const other = await workos.organization();
    await change({ invocable_by: { organization_ids: [other.id] } });
    const elsewhere = refused(403, "organization_not_invocable");
    expect(await autonomous()).toMatchObject(elsewhere);
    expect(await delegated()).toMatchObject(elsewhere);
    expect(await mint({ type: "agent_delegated", agent_access_token: access_token })).toMatchObject(elsewhere);
    expect((await mint({ type: "autonomous", organization_id: other.id })).status).toBe(201);
    expect((await mint({ type: "autonomous", organization_id: "org_x" })).status).toBe(404);
  });

  test("the user must have one of the roles, if any are named, and be an active member", async () => {
    await change({ invocable_by: { role_slugs: ["admin"] } });
    expect(await delegated()).toMatchObject(refused(403, "role_not_invocable"));
    expect((await autonomous()).status).toBe(201);
    await change({ invocable_by: { role_slugs: ["admin", "reader"] } });
    const { access_token } = await signIn();
    expect((await mint({ type: "user_delegated", user_access_token: access_token })).status).toBe(201);
    await workos.put(`/user_management/organization_memberships/${member.id}/deactivate`);
    expect(await mint({ type: "user_delegated", user_access_token: access_token })).toMatchObject(
      refused(403, "user_not_member_of_organization"),
    );
  });

  test("the user's session must go on", async () => {
    const session = await signIn();
    const { body } = await mint({ type: "user_delegated", user_access_token: session.access_token });
    await workos.emulator.as("ann").request("DELETE", `/_emulator/user_sessions/${session.id}`);
    const ended = refused(400, "user_session_ended");
    expect(await mint({ type: "user_delegated", user_access_token: session.access_token })).toMatchObject(ended);
    expect(await validate(body.access_token)).toMatchObject(ended);
    expect(await refresh(body.refresh_token)).toMatchObject(ended);
    expect((await autonomous()).status).toBe(201);
  });

  test.each([
    {},
    { type: "magic" },
    { type: "autonomous" },
    { type: "user_delegated" },
    { type: "agent_delegated" },
    { type: "refresh" },
    { type: "user_delegated", user_access_token: "nobody's" },
    { type: "agent_delegated", agent_access_token: "a.b.c" },
    { type: "refresh", refresh_token: "nobody's" },
  ])("%j is refused with 400, and nothing is made", async (body) => {
    expect((await mint(body)).status).toBe(400);
    expect(await ids("/agents/instances")).toEqual([]);
  });
});

describe("a token that is not valid", () => {
  test("is expired, changed, or no token at all", async () => {
    const { access_token } = (await autonomous()).body;
    const [head, body, signature] = access_token.split(".");
    const forged = Buffer.from(body, "base64url").toString().replace("docs:read", "docs:root");
    for (const token of [
      "",
      "x",
      `${head}.${Buffer.from(forged).toString("base64url")}.${signature}`,
      `${access_token}.x`,
    ])
      expect((await validate(token)).status).toBe(400);
    workos.emulator.clock.advance(300_000);
    expect(await validate(access_token)).toMatchObject(refused(400, "invalid_agent_access_token"));
    expect((await validate(access_token, "agent_blueprint_x")).status).toBe(404);
    expect((await autonomous("agent_blueprint_x")).status).toBe(404);
  });

  test("has a session that was revoked; others go on", async () => {
    const [one, two] = [(await autonomous()).body, (await autonomous()).body];
    const revoke = () => workos.post(`/agents/sessions/${one.agent_instance_session_id}/revoke`);
    workos.emulator.clock.advance(1000);
    const { status, body } = await revoke();
    expect([status, body]).toMatchObject([200, { status: "revoked", revoked_at: "2026-03-01T09:00:01.000Z" }]);
    expect(await workos.lastEvent()).toMatchObject({
      event: "agent.instance.session.revoked",
      data: { id: body.id, organization_id: organization.id, revoked_at: body.revoked_at },
    });
    workos.emulator.clock.advance(1000);
    expect((await revoke()).body).toEqual(body);
    expect(await validate(one.access_token)).toMatchObject(refused(400, "session_revoked"));
    expect(await refresh(one.refresh_token)).toMatchObject(refused(400, "session_revoked"));
    expect((await validate(two.access_token)).status).toBe(200);
    expect((await workos.eventTypes()).filter((type) => type.endsWith("session.revoked"))).toHaveLength(1);

    workos.emulator.clock.advance(3_600_000);
    expect((await revoke()).body.status).toBe("revoked");
    const late = await workos.post(`/agents/sessions/${two.agent_instance_session_id}/revoke`);
    expect(late).toMatchObject({ status: 200, body: { status: "expired", revoked_at: null } });
    expect((await workos.post("/agents/sessions/agent_instance_session_x/revoke")).status).toBe(404);
  });
});

describe("instances and sessions", () => {
  test("are listed by organization, blueprint and instance, beyond a page", async () => {
    const [other, elsewhere] = [await made("Other"), await workos.organization()];
    const a = (await autonomous()).body;
    const b = (await autonomous(other.id)).body;
    const c = (await mint({ type: "autonomous", organization_id: elsewhere.id })).body;
    const [ai, bi, ci] = [a, b, c].map((one) => one.agent_instance_id);
    const [as, bs, cs] = [a, b, c].map((one) => one.agent_instance_session_id);
    expect(await ids("/agents/instances")).toEqual([ci, bi, ai]);
    expect(await ids(`/agents/instances?organization_id=${organization.id}`)).toEqual([bi, ai]);
    expect(await ids(`/agents/instances?agent_blueprint_id=${blueprint.id}`)).toEqual([ci, ai]);
    expect(await ids(`/agents/instances?limit=1&after=${ci}`)).toEqual([bi]);
    expect(await ids(`/agents/sessions?organization_id=${organization.id}`)).toEqual([bs, as]);
    expect(await ids(`/agents/sessions?agent_blueprint_id=${blueprint.id}`)).toEqual([cs, as]);
    expect(await ids(`/agents/sessions?agent_instance_id=${bi}`)).toEqual([bs]);
    expect(await ids(`/agents/sessions?limit=1&after=${cs}`)).toEqual([bs]);
    expect((await workos.get("/agents/sessions?limit=0")).status).toBe(422);
  });

  test("a deleted instance takes its sessions along; the next token makes another", async () => {
    const { body } = await autonomous();
    const other = (await delegated()).body;
    const path = `/agents/instances/${body.agent_instance_id}`;
    expect(await workos.delete(path)).toMatchObject({ status: 204, body: undefined });
    expect(await workos.lastEvent()).toMatchObject({
      event: "agent.instance.deleted",
      data: { id: body.agent_instance_id, type: "autonomous" },
    });
    expect((await workos.delete(path)).status).toBe(404);
    expect((await workos.get(path)).status).toBe(404);
    expect((await workos.get(`/agents/sessions/${body.agent_instance_session_id}`)).status).toBe(404);
    expect((await validate(body.access_token)).status).toBe(400);
    expect((await refresh(body.refresh_token)).status).toBe(400);
    expect((await validate(other.access_token)).status).toBe(200);
    expect((await autonomous()).body.new_instance).toBe(true);
  });

  test("they go with the blueprint, with the member, and with the organization", async () => {
    await autonomous();
    await delegated();
    await workos.delete(`/user_management/users/${user.id}`);
    expect(await ids("/agents/instances")).toHaveLength(1);
    const other = await made("Other");
    await autonomous(other.id);
    await workos.delete(`/agents/blueprints/${blueprint.id}`);
    expect(await ids("/agents/sessions")).toHaveLength(1);
    await workos.delete(`/organizations/${organization.id}`);
    expect(await ids("/agents/instances")).toEqual([]);
    expect(await ids("/agents/sessions")).toEqual([]);
    expect(await ids("/agents/blueprints")).toEqual([other.id]);
  });
});
