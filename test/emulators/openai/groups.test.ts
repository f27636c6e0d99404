import { beforeEach, describe, expect, test } from "vitest";
import { PROJECTS, START_SECONDS, useOpenai } from "./organization.ts";

const openai = useOpenai();
const GROUPS = "/organization/groups";

const group = async (name = "Support") => (await openai.post(GROUPS, { name })).body;
const userIds = async (): Promise<string[]> =>
  (await openai.get("/organization/users")).body.data.map(({ id }: { id: string }) => id);
const names = (body: { data: { name: string }[] }) => body.data.map(({ name }) => name);

describe("groups", () => {
  test("a new one has the documented shape; the answer to a change lacks the type, as documented", async () => {
    const body = await group();
    expect(body).toEqual({
      id: expect.stringMatching(/^group_\w{24}$/),
      name: "Support",
      created_at: START_SECONDS,
      is_scim_managed: false,
      group_type: "group",
    });
    const { group_type, ...updated } = body;
    expect((await openai.post(`${GROUPS}/${body.id}`, { name: "Care" })).body).toEqual({ ...updated, name: "Care" });
    expect((await openai.get(`${GROUPS}/${body.id}`)).body).toEqual({ ...body, name: "Care" });
    expect(await openai.auditTypes()).toEqual(["group.updated", "group.created"]);
  });

  test("pages name the next one, in both orders, at any size", async () => {
    for (const name of ["a", "b", "c"]) await group(name);
    const walk = async (query: string) => {
      const seen = [];
      let after = "";
      for (;;) {
        const { body } = await openai.get(`${GROUPS}?${query}${after}`);
        seen.push(...names(body));
        expect(body.has_more).toBe(body.next !== null);
        if (body.next === null) return seen.join("");
        after = `&after=${body.next}`;
      }
    };
    expect([await walk("limit=1"), await walk("limit=2&order=desc"), await walk("limit=3")]).toEqual([
      "abc",
      "cba",
      "abc",
    ]);
    expect((await openai.get(`${GROUPS}?limit=0`)).body).toMatchObject({ data: [], has_more: true });
  });

  test.each(["limit=1001", "order=up", "after=group_unknown"])("%s is refused with 400", async (query) => {
    expect((await openai.get(`${GROUPS}?${query}`)).status).toBe(400);
  });

  test.each([{}, { name: "" }, { name: "x".repeat(256) }])("%j is refused with 400", async (body) => {
    expect((await openai.post(GROUPS, body)).status).toBe(400);
    expect((await openai.get(GROUPS)).body.data).toEqual([]);
  });

  test("with a group go its members, its projects and its roles", async () => {
    const { id } = await group();
    const [, dana = ""] = await userIds();
    const project = await openai.project();
    await openai.post(`${GROUPS}/${id}/users`, { user_id: dana });
    await openai.post(`${PROJECTS}/${project.id}/groups`, { group_id: id, role: "role-api-project-member" });
    expect((await openai.delete(`${GROUPS}/${id}`)).body).toEqual({ object: "group.deleted", id, deleted: true });
    expect((await openai.get(`${PROJECTS}/${project.id}/groups`)).body.data).toEqual([]);
    expect((await openai.get(`/projects/${project.id}/users/${dana}/roles`)).body.data).toEqual([]);
    expect((await openai.get(`${GROUPS}/${id}`)).status).toBe(404);
  });

  test("a group of the identity provider can be read, and not changed", async () => {
    await openai.emulator.seed({
      groups: [{ name: "Directory", is_scim_managed: true, users: ["dana@ourcompany.example"] }],
    });
    const [found] = (await openai.get(GROUPS)).body.data;
    expect(found.is_scim_managed).toBe(true);
    const [, dana] = await userIds();
    expect((await openai.post(`${GROUPS}/${found.id}`, { name: "Mine" })).status).toBe(400);
    expect((await openai.delete(`${GROUPS}/${found.id}`)).status).toBe(400);
    expect((await openai.post(`${GROUPS}/${found.id}/users`, { user_id: dana })).status).toBe(400);
    expect((await openai.delete(`${GROUPS}/${found.id}/users/${dana}`)).status).toBe(400);
  });
});

describe("members", () => {
  let members: string;
  let ids: string[];
  beforeEach(async () => {
    members = `${GROUPS}/${(await group()).id}/users`;
    ids = await userIds();
  });

  test("they are listed latest first, one by one with more, and no log tells of them", async () => {
    const added = await openai.post(members, { user_id: ids[0] });
    expect(added.body).toEqual({ object: "group.user", user_id: ids[0], group_id: expect.stringMatching(/^group_/) });
    await openai.post(members, { user_id: ids[1] });
    const first = (await openai.get(`${members}?limit=1`)).body;
    const second = (await openai.get(`${members}?limit=1&after=${first.next}`)).body;
    expect([first.data[0].id, second.data[0].id, second.next]).toEqual([ids[1], ids[0], null]);
    expect((await openai.get(`${members}/${ids[1]}`)).body).toMatchObject({
      id: ids[1],
      picture: null,
      is_service_account: false,
      user_type: "user",
    });
    expect(await openai.auditTypes()).toEqual(["group.created"]);
  });

  test("nobody is in twice, and nobody unknown; the answer to a removal has no id", async () => {
    await openai.post(members, { user_id: ids[0] });
    expect((await openai.post(members, { user_id: ids[0] })).status).toBe(400);
    expect((await openai.post(members, { user_id: "user-unknown" })).status).toBe(404);
    expect((await openai.delete(`${members}/${ids[0]}`)).body).toEqual({ object: "group.user.deleted", deleted: true });
    expect((await openai.delete(`${members}/${ids[0]}`)).status).toBe(404);
  });
});

describe("groups of a project", () => {
  test("a group is there with a role that no answer shows; it is an assignment of its own", async () => {
    const { id: group_id } = await group();
    const project = await openai.project();
    const base = `${PROJECTS}/${project.id}/groups`;
    const added = await openai.post(base, { group_id, role: "role-api-project-viewer" });
    expect(added.body).toEqual({
      object: "project.group",
      project_id: project.id,
      group_id,
      group_name: "Support",
      group_type: "group",
      created_at: START_SECONDS,
    });
    expect((await openai.get(`${base}/${group_id}`)).body).toEqual(added.body);
    expect((await openai.get(`${base}/${group_id}?group_type=group`)).status).toBe(200);
    expect((await openai.get(`${base}/${group_id}?group_type=tenant_group`)).status).toBe(404);
    const roles = `/projects/${project.id}/groups/${group_id}/roles`;
    expect(names((await openai.get(roles)).body)).toEqual(["viewer"]);
    const again = await openai.post(base, { group_id, role: "role-api-project-viewer" });
    expect([again.status, again.body.error.message]).toEqual([
      400,
      expect.stringContaining("already exists in project"),
    ]);
    expect((await openai.delete(`${base}/${group_id}`)).body).toEqual({
      object: "project.group.deleted",
      deleted: true,
    });
    expect((await openai.get(roles)).body.data).toEqual([]);
    expect((await openai.get(`${base}/${group_id}`)).status).toBe(404);
  });

  test("with the group go its roles in this project, each on record, and in no other", async () => {
    const { id: group_id } = await group();
    const [one, other] = [await openai.project(), await openai.project()];
    for (const { id } of [one, other])
      await openai.post(`${PROJECTS}/${id}/groups`, { group_id, role: "role-api-project-viewer" });
    await openai.post(`/projects/${one.id}/groups/${group_id}/roles`, { role_id: "role-api-project-member" });
    await openai.delete(`${PROJECTS}/${one.id}/groups/${group_id}`);
    const { body } = await openai.get("/organization/audit_logs?event_types[]=role.assignment.deleted");
    const taken = body.data.map((log: Record<string, object>) => log["role.assignment.deleted"]);
    const detail = { principal_id: group_id, principal_type: "group", resource_id: one.id };
    expect(taken).toEqual([expect.objectContaining(detail), expect.objectContaining(detail)]);
    expect(names((await openai.get(`/projects/${other.id}/groups/${group_id}/roles`)).body)).toEqual(["viewer"]);
  });

  test("pages go on after the group's id, with 100 at most", async () => {
    const project = await openai.project();
    const base = `${PROJECTS}/${project.id}/groups`;
    for (const name of ["a", "b"])
      await openai.post(base, { group_id: (await group(name)).id, role: "role-api-project-member" });
    const first = (await openai.get(`${base}?limit=1`)).body;
    const second = (await openai.get(`${base}?limit=1&after=${first.data[0].group_id}`)).body;
    expect([first.data[0].group_name, second.data[0].group_name, second.next]).toEqual(["a", "b", null]);
    expect((await openai.get(`${base}?limit=101`)).status).toBe(400);
  });

  test("an unknown group or a role of elsewhere is refused", async () => {
    const { id: group_id } = await group();
    const base = `${PROJECTS}/${(await openai.project()).id}/groups`;
    expect((await openai.post(base, { group_id: "group_x", role: "role-api-project-member" })).status).toBe(404);
    expect((await openai.post(base, { group_id, role: "role-api-organization-owner" })).status).toBe(400);
    expect((await openai.post(base, { group_id, role: "member" })).status).toBe(400);
  });
});
