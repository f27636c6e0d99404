import { beforeEach, describe, expect, test } from "vitest";
import { PROJECTS, START_SECONDS, useOpenai } from "./organization.ts";

const openai = useOpenai();
const USERS = "/organization/users";
const INVITES = "/organization/invites";
const WEEK_MS = 7 * 24 * 60 * 60 * 1000;

const users = async () => (await openai.get(USERS)).body.data;
const emails = async () => (await users()).map(({ email }: { email: string }) => email);
const invite = async (body: object = {}) =>
  (await openai.post(INVITES, { email: "ann@acme.example", role: "reader", ...body })).body;
/** What happens to an invite outside of the API. */
const outside = async (id: string, what: "accept" | "expire", body: object = {}) => {
  const path = `${openai.emulator.origin}/_emulator/invites/${id}/${what}`;
  const response = await fetch(path, { method: "POST", body: JSON.stringify(body) });
  return { status: response.status, body: (await response.json()) as { status?: string } };
};

describe("users of the organization", () => {
  test("an owner and some members are there from the start, each in the default project", async () => {
    const [owner, dana] = await users();
    expect(owner).toMatchObject({ object: "organization.user", email: "owner@ourcompany.example", role: "owner" });
    expect(dana).toMatchObject({ role: "reader", is_scim_managed: false, user: { object: "user", enabled: true } });
    const { id } = await openai.defaultProject();
    expect(owner.projects).toEqual({ object: "list", data: [{ id, name: "Default project", role: "owner" }] });
    expect((await openai.get(`${USERS}/${owner.id}`)).body).toEqual(owner);
  });

  test("the list is filtered by address, in both spellings of the parameter, and goes beyond one page", async () => {
    const found = async (query: string) =>
      (await openai.get(`${USERS}?${query}`)).body.data.map(({ email }: { email: string }) => email.split("@")[0]);
    expect(await found("emails=dana@ourcompany.example")).toEqual(["dana"]);
    expect(await found("emails[]=Dana@ourcompany.example&emails[]=sam@ourcompany.example")).toEqual(["dana", "sam"]);
    const first = (await openai.get(`${USERS}?limit=2`)).body;
    const second = (await openai.get(`${USERS}?limit=2&after=${first.last_id}`)).body;
    expect([first.data.length, first.has_more, second.data.length, second.has_more]).toEqual([2, true, 1, false]);
  });

  test("role and profile change; a role by id counts as the role of that name", async () => {
    const [, dana] = await users();
    const update = (body: object) => openai.post(`${USERS}/${dana.id}`, body);
    expect((await update({ role: "owner", technical_level: "expert" })).body).toMatchObject({
      role: "owner",
      technical_level: "expert",
    });
    expect((await update({ role_id: "role-api-organization-reader" })).body.role).toBe("reader");
    expect((await update({ role: "member" })).status).toBe(400);
    expect((await update({ role_id: "role_unknown" })).status).toBe(404);
    expect(await openai.auditTypes()).toEqual(["user.updated", "user.updated"]);
  });

  test("a custom role by id is assigned, beside the basic one", async () => {
    const [, dana] = await users();
    const role = (await openai.post("/organization/roles", { role_name: "auditor", permissions: ["api.all.read"] }))
      .body;
    expect((await openai.post(`${USERS}/${dana.id}`, { role_id: role.id })).body.role).toBe("reader");
    expect((await openai.get(`${USERS}/${dana.id}/roles/${role.id}`)).body.name).toBe("auditor");
  });

  test("who leaves is gone from projects and groups too; the last owner stays", async () => {
    const [owner, dana] = await users();
    const group = (await openai.post("/organization/groups", { name: "Support" })).body;
    await openai.post(`/organization/groups/${group.id}/users`, { user_id: dana.id });
    expect((await openai.delete(`${USERS}/${dana.id}`)).body).toEqual({
      object: "organization.user.deleted",
      id: dana.id,
      deleted: true,
    });
    const { id } = await openai.defaultProject();
    expect((await openai.get(`${PROJECTS}/${id}/users/${dana.id}`)).status).toBe(404);
    expect((await openai.get(`/organization/groups/${group.id}/users`)).body.data).toEqual([]);
    expect((await openai.delete(`${USERS}/${dana.id}`)).status).toBe(404);
    expect((await openai.delete(`${USERS}/${owner.id}`)).status).toBe(400);
    expect((await openai.post(`${USERS}/${owner.id}`, { role: "reader" })).status).toBe(400);
  });
});

describe("invites", () => {
  test("a new one is pending, and without projects leads to the default project", async () => {
    const body = await invite();
    const { id } = await openai.defaultProject();
    expect(body).toEqual({
      object: "organization.invite",
      id: expect.stringMatching(/^invite-\w{24}$/),
      email: "ann@acme.example",
      role: "reader",
      status: "pending",
      created_at: START_SECONDS,
      expires_at: START_SECONDS + WEEK_MS / 1000,
      accepted_at: null,
      projects: [{ id, role: "member" }],
    });
    expect((await openai.get(`${INVITES}/${body.id}`)).body).toEqual(body);
    expect((await invite({ email: "bob@acme.example", projects: [] })).projects).toEqual([]);
  });

  test("once accepted, the person is a member of what the invite said, and the invite cannot be deleted", async () => {
    const project = await openai.project();
    const { id } = await invite({ role: "owner", projects: [{ id: project.id, role: "owner" }] });
    expect((await outside(id, "accept", { name: "Ann" })).body.status).toBe("accepted");
    const ann = (await users()).at(-1);
    expect(ann).toMatchObject({ name: "Ann", email: "ann@acme.example", role: "owner", added_at: START_SECONDS });
    expect((await openai.get(`${PROJECTS}/${project.id}/users`)).body.data).toMatchObject([
      { id: ann.id, role: "owner", email: "ann@acme.example" },
    ]);
    expect((await openai.delete(`${INVITES}/${id}`)).status).toBe(400);
    expect((await outside(id, "accept")).status).toBe(400);
    expect((await openai.auditTypes()).slice(0, 3)).toEqual(["user.added", "invite.accepted", "invite.sent"]);
  });

  test("it expires by the clock or by hand, is then not accepted any more, and can be sent anew", async () => {
    const { id } = await invite();
    openai.emulator.clock.advance(WEEK_MS - 1000);
    expect((await openai.get(`${INVITES}/${id}`)).body.status).toBe("pending");
    openai.emulator.clock.advance(1000);
    expect((await openai.get(`${INVITES}/${id}`)).body.status).toBe("expired");
    expect((await outside(id, "accept")).status).toBe(400);
    const again = await invite();
    expect([again.status, (await outside(again.id, "expire")).body.status]).toEqual(["pending", "expired"]);
    expect(await emails()).not.toContain("ann@acme.example");
  });

  test.each<[string, object]>([
    ["no address", { email: "ann" }],
    ["an unknown role", { role: "member" }],
    ["an unknown project", { projects: [{ id: "proj_unknown", role: "member" }] }],
    ["a member", { email: "Dana@ourcompany.example" }],
  ])("%s is refused with 400, and nobody is invited", async (_, body) => {
    expect((await openai.post(INVITES, { email: "ann@acme.example", role: "reader", ...body })).status).toBe(400);
    expect((await openai.get(INVITES)).body.data).toEqual([]);
  });

  test("nobody is invited twice, unless the first invite was deleted", async () => {
    const { id } = await invite();
    expect((await openai.post(INVITES, { email: "ANN@acme.example", role: "reader" })).status).toBe(400);
    expect((await openai.delete(`${INVITES}/${id}`)).body).toEqual({
      object: "organization.invite.deleted",
      id,
      deleted: true,
    });
    expect((await invite()).status).toBe("pending");
  });

  test("lists go beyond one page", async () => {
    for (const name of ["a", "b", "c"]) await invite({ email: `${name}@acme.example` });
    const first = (await openai.get(`${INVITES}?limit=2`)).body;
    const second = (await openai.get(`${INVITES}?limit=2&after=${first.last_id}`)).body;
    expect([...first.data, ...second.data].map(({ email }) => email[0])).toEqual(["a", "b", "c"]);
  });
});

describe("users of a project", () => {
  let members: string;
  let dana: { id: string };
  beforeEach(async () => {
    members = `${PROJECTS}/${(await openai.project()).id}/users`;
    [, dana] = await users();
  });

  test("a member of the organization joins by id or by address, in one of two roles", async () => {
    const added = await openai.post(members, { user_id: dana.id, role: "member" });
    expect(added.body).toEqual({
      object: "organization.project.user",
      id: dana.id,
      name: "Dana Developer",
      email: "dana@ourcompany.example",
      role: "member",
      added_at: START_SECONDS,
    });
    expect((await openai.get(`${members}/${dana.id}`)).body).toEqual(added.body);
    expect((await openai.post(members, { email: "sam@ourcompany.example", role: "owner" })).body.role).toBe("owner");
    expect((await openai.post(`${members}/${dana.id}`, { role: "owner" })).body.role).toBe("owner");
    expect((await openai.post(`${members}/${dana.id}`, { role: null })).body.role).toBe("owner");
    expect((await openai.post(`${members}/${dana.id}`, { role: "viewer" })).status).toBe(400);
    const first = (await openai.get(`${members}?limit=1`)).body;
    const second = (await openai.get(`${members}?limit=1&after=${first.last_id}`)).body;
    expect([first.data[0].id, first.has_more, second.data.length, second.has_more]).toEqual([dana.id, true, 1, false]);
  });

  test("nobody joins twice, and nobody from outside", async () => {
    await openai.post(members, { user_id: dana.id, role: "member" });
    const again = await openai.post(members, { user_id: dana.id, role: "member" });
    expect([again.status, again.body.error.message]).toEqual([
      400,
      expect.stringContaining("already exists in project"),
    ]);
    expect((await openai.post(members, { email: "ann@acme.example", role: "member" })).status).toBe(400);
    expect((await openai.post(members, { role: "member" })).status).toBe(400);
  });

  test("who is removed is gone; a second time the answer is the switch's", async () => {
    await openai.post(members, { user_id: dana.id, role: "member" });
    expect((await openai.delete(`${members}/${dana.id}`)).body).toEqual({
      object: "organization.project.user.deleted",
      id: dana.id,
      deleted: true,
    });
    const again = await openai.delete(`${members}/${dana.id}`);
    expect([again.status, again.body.error.message]).toEqual([404, expect.stringContaining("is not a member of")]);
    openai.emulator.switches.set({ notAMemberStatus: 400 });
    expect((await openai.delete(`${members}/${dana.id}`)).status).toBe(400);
    expect((await openai.auditTypes()).slice(0, 2)).toEqual(["user.deleted", "user.added"]);
  });

  test("nobody is removed from the default project", async () => {
    const { id } = await openai.defaultProject();
    expect((await openai.delete(`${PROJECTS}/${id}/users/${dana.id}`)).status).toBe(400);
  });

  test("an archived project refuses all of it, its list included", async () => {
    await openai.post(`${members.replace("/users", "")}/archive`);
    expect((await openai.get(members)).body.error.code).toBe("project_archived");
    expect((await openai.post(members, { user_id: dana.id, role: "member" })).body.error.code).toBe("project_archived");
    expect((await openai.delete(`${members}/${dana.id}`)).body.error.code).toBe("project_archived");
  });
});
