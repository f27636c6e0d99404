import { beforeEach, describe, expect, test } from "vitest";
import { PROJECTS, START_SECONDS, useOpenai } from "./organization.ts";

const openai = useOpenai();
const ORGANIZATION_ROLES = "/organization/roles";

const names = (body: { data: { name: string }[] }) => body.data.map(({ name }) => name);
const dana = async () => (await openai.get("/organization/users")).body.data[1];

describe.each(["organization", "project"] as const)("roles of the %s", (level) => {
  let base: string;
  beforeEach(async () => {
    base = level === "organization" ? ORGANIZATION_ROLES : `/projects/${(await openai.project()).id}/roles`;
  });

  test("predefined ones are there first, and cannot be changed", async () => {
    const { body } = await openai.get(base);
    expect(names(body)).toEqual(level === "organization" ? ["owner", "reader"] : ["owner", "member", "viewer"]);
    const [owner] = body.data;
    expect(owner).toMatchObject({ predefined_role: true, resource_type: `api.${level}` });
    expect((await openai.get(`${base}/${owner.id}`)).body).toEqual(owner);
    expect((await openai.post(`${base}/${owner.id}`, { description: "mine" })).status).toBe(400);
    expect((await openai.delete(`${base}/${owner.id}`)).status).toBe(400);
  });

  test("what is written as role_name is read as name; null clears a description only", async () => {
    const created = await openai.post(base, {
      role_name: "auditor",
      permissions: ["api.all.read", "api.all.read"],
      description: "reads",
    });
    expect(created.body).toEqual({
      object: "role",
      id: expect.stringMatching(/^role_\w{24}$/),
      name: "auditor",
      description: "reads",
      permissions: ["api.all.read"],
      resource_type: `api.${level}`,
      predefined_role: false,
    });
    const path = `${base}/${created.body.id}`;
    const changes = { role_name: null, permissions: null, description: null };
    expect((await openai.post(path, changes)).body).toEqual({ ...created.body, description: null });
    expect((await openai.post(path, { permissions: ["api.model.read"] })).body.permissions).toEqual(["api.model.read"]);
    const [log] = (await openai.get("/organization/audit_logs?event_types[]=role.updated")).body.data;
    expect(log["role.updated"].changes_requested).toMatchObject({
      permissions_added: ["api.model.read"],
      permissions_removed: ["api.all.read"],
    });
  });

  test("a name is there once", async () => {
    const role = { role_name: "auditor", permissions: [] };
    const { id } = (await openai.post(base, role)).body;
    expect((await openai.post(base, role)).body.error.param).toBe("role_name");
    expect((await openai.post(base, { ...role, role_name: "owner" })).status).toBe(400);
    expect((await openai.post(`${base}/${id}`, { role_name: "owner" })).status).toBe(400);
    expect((await openai.post(`${base}/${id}`, { role_name: "auditor" })).status).toBe(200);
  });

  test.each([{}, { role_name: "x" }, { role_name: "", permissions: [] }, { role_name: "x", permissions: "all" }])(
    "%j is refused with 400",
    async (body) => {
      expect((await openai.post(base, body)).status).toBe(400);
    },
  );

  test("a deleted role is gone, and taken from those who had it", async () => {
    const { id } = (await openai.post(base, { role_name: "auditor", permissions: [] })).body;
    const held = `${base.replace("/roles", "")}/users/${(await dana()).id}/roles`;
    await openai.post(held, { role_id: id });
    expect((await openai.delete(`${base}/${id}`)).body).toEqual({ object: "role.deleted", id, deleted: true });
    const { data } = (await openai.get(held)).body;
    expect(data.map((role: { id: string }) => role.id)).not.toContain(id);
    expect((await openai.delete(`${base}/${id}`)).status).toBe(404);
  });

  test("pages name the next one, the predefined ones included", async () => {
    await openai.post(base, { role_name: "auditor", permissions: [] });
    const all = names((await openai.get(base)).body);
    const first = (await openai.get(`${base}?limit=2`)).body;
    const second = (await openai.get(`${base}?limit=2&after=${first.next}`)).body;
    expect([...names(first), ...names(second)]).toEqual(all);
    expect(names((await openai.get(`${base}?order=desc&limit=1`)).body)).toEqual(["auditor"]);
  });
});

test("a role belongs to its project", async () => {
  const [one, other] = [await openai.project(), await openai.project()];
  const { id } = (await openai.post(`/projects/${one.id}/roles`, { role_name: "auditor", permissions: [] })).body;
  expect((await openai.get(`/projects/${other.id}/roles/${id}`)).status).toBe(404);
  expect((await openai.get(`${ORGANIZATION_ROLES}/${id}`)).status).toBe(404);
});

describe.each([
  ["organization", "user"],
  ["organization", "group"],
  ["project", "user"],
  ["project", "group"],
] as const)("roles in the %s of a %s", (level, kind) => {
  let base: string;
  let role: { id: string };
  beforeEach(async () => {
    const principal =
      kind === "user" ? await dana() : (await openai.post("/organization/groups", { name: "Support" })).body;
    const root = level === "organization" ? "/organization" : `/projects/${(await openai.project()).id}`;
    base = `${root}/${kind}s/${principal.id}/roles`;
    role = (await openai.post(`${root}/roles`, { role_name: "auditor", permissions: ["api.all.read"] })).body;
  });

  test("assigned once or twice it is there once, with all that a listing tells, until it is taken away", async () => {
    const assigned = await openai.post(base, { role_id: role.id });
    expect(assigned.body).toMatchObject({
      object: `${kind}.role`,
      [kind]: { object: kind === "user" ? "organization.user" : "group" },
      role,
    });
    await openai.post(base, { role_id: role.id });
    const { body } = await openai.get(base);
    const given = body.data.filter((one: { predefined_role: boolean }) => !one.predefined_role);
    expect(given).toEqual([
      {
        id: role.id,
        name: "auditor",
        permissions: ["api.all.read"],
        resource_type: `api.${level}`,
        predefined_role: false,
        description: null,
        created_at: START_SECONDS,
        updated_at: START_SECONDS,
        created_by: null,
        created_by_user_obj: null,
        metadata: null,
        assignment_sources: [],
      },
    ]);
    expect((await openai.get(`${base}/${role.id}`)).body).toEqual(given[0]);
    expect((await openai.delete(`${base}/${role.id}`)).body).toEqual({ object: `${kind}.role.deleted`, deleted: true });
    expect((await openai.delete(`${base}/${role.id}`)).status).toBe(404);
    const logs = (await openai.get("/organization/audit_logs?limit=2")).body.data;
    expect(logs.map(({ type }: { type: string }) => type)).toEqual([
      "role.assignment.deleted",
      "role.assignment.created",
    ]);
    const [deleted, created] = logs.map((log: { type: string }) => log[log.type as never]);
    expect(deleted).toEqual(created);
    // The audit logs record that a role was assigned, but not which one.
    expect(JSON.stringify(logs)).not.toContain(role.id);
  });

  test("a role of elsewhere, or of nobody, is refused", async () => {
    const elsewhere = level === "organization" ? "role-api-project-member" : "role-api-organization-owner";
    expect((await openai.post(base, { role_id: elsewhere })).status).toBe(404);
    expect((await openai.post(base, {})).status).toBe(400);
    expect((await openai.get(base.replace(/(user-|group_)\w+/, "$1unknown"))).status).toBe(404);
  });
});

test.each(["organization", "project"] as const)("the basic role in the %s is among a user's roles", async (level) => {
  const user = await dana();
  const { id } = await openai.project();
  const [root, basic, other] =
    level === "organization" ? ["/organization", "reader", "owner"] : [`/projects/${id}`, "member", "owner"];
  const base = `${root}/users/${user.id}/roles`;
  const membership = level === "organization" ? `/organization/users/${user.id}` : `${PROJECTS}/${id}/users/${user.id}`;
  if (level === "project") {
    expect((await openai.get(base)).body.data).toEqual([]);
    await openai.post(`${PROJECTS}/${id}/users`, { user_id: user.id, role: "member" });
  }
  const role = (await openai.post(`${root}/roles`, { role_name: "auditor", permissions: [] })).body;
  await openai.post(base, { role_id: role.id });
  expect((await openai.get(base)).body.data).toMatchObject([
    {
      id: `role-api-${level}-${basic}`,
      name: basic,
      description: expect.any(String),
      predefined_role: true,
      resource_type: `api.${level}`,
      assignment_sources: [],
    },
    { name: "auditor", predefined_role: false },
  ]);
  expect((await openai.get(`${base}/role-api-${level}-${basic}`)).body.name).toBe(basic);
  expect((await openai.delete(`${base}/role-api-${level}-${basic}`)).status).toBe(400);
  await openai.post(membership, { role: other });
  expect((await openai.get(base)).body.data.map(({ name }: { name: string }) => name)).toEqual([other, "auditor"]);
});

test("what a user has through a group says so, pages with the rest, and is not taken away there", async () => {
  const user = await dana();
  const group = (await openai.post("/organization/groups", { name: "Support" })).body;
  await openai.post(`/organization/groups/${group.id}/users`, { user_id: user.id });
  await openai.post(`/organization/groups/${group.id}/roles`, { role_id: "role-api-organization-owner" });
  const base = `/organization/users/${user.id}/roles`;
  await openai.post(base, { role_id: "role-api-organization-reader" });
  const first = (await openai.get(`${base}?limit=1`)).body;
  const second = (await openai.get(`${base}?limit=1&after=${first.next}`)).body;
  expect([first.data[0].name, first.data[0].assignment_sources]).toEqual(["reader", []]);
  expect([second.data[0].name, second.data[0].assignment_sources]).toEqual([
    "owner",
    [{ principal_id: group.id, principal_type: "group" }],
  ]);
  expect((await openai.delete(`${base}/role-api-organization-owner`)).status).toBe(400);
});

test("with a project go its roles; an archived one takes no new ones", async () => {
  const { id } = await openai.project();
  const role = (await openai.post(`/projects/${id}/roles`, { role_name: "auditor", permissions: [] })).body;
  await openai.post(`${PROJECTS}/${id}/archive`);
  expect((await openai.get(`/projects/${id}/roles/${role.id}`)).status).toBe(404);
  expect((await openai.post(`/projects/${id}/roles`, { role_name: "b", permissions: [] })).body.error.code).toBe(
    "project_archived",
  );
});

test("where ids of predefined roles are bound to their project, they are given by the short one too", async () => {
  openai.emulator.switches.set({ boundRoleIds: true });
  const { id } = await openai.project();
  const group = (await openai.post("/organization/groups", { name: "Support" })).body;
  const bound = (name: string) => `role-api-project-${name}__api-project__${id}`;
  await openai.post(`${PROJECTS}/${id}/groups`, { group_id: group.id, role: "role-api-project-viewer" });
  const base = `/projects/${id}/groups/${group.id}/roles`;
  await openai.post(base, { role_id: bound("member") });
  const { data } = (await openai.get(base)).body;
  expect(data.map((role: { id: string }) => role.id).sort()).toEqual([bound("member"), bound("viewer")]);
  expect((await openai.delete(`${base}/role-api-project-viewer`)).status).toBe(404);
  expect((await openai.delete(`${base}/${bound("viewer")}`)).status).toBe(200);
  expect((await openai.get("/organization/roles")).body.data[0].id).toBe("role-api-organization-owner");
});
