import { beforeEach, describe, expect, test } from "vitest";
import { useWorkos } from "./environment.ts";

const workos = useWorkos();
const path = "/agents/blueprints";

let organization: { id: string };
beforeEach(async () => {
  organization = await workos.organization();
  for (const slug of ["docs:read", "docs:write"]) await workos.post("/authorization/permissions", { slug, name: slug });
  await workos.post("/authorization/roles", { slug: "admin", name: "Admin" });
  const roles = `/authorization/organizations/${organization.id}/roles`;
  await workos.post(roles, { slug: "org-lead", name: "Lead" });
});

const DEFAULTS = { max_age_seconds: 2_592_000, access_token_ttl_seconds: 300, refresh_token_ttl_seconds: 604_800 };
const names = async (query = "") =>
  (await workos.get(path + query)).body.data.map(({ name }: { name: string }) => name);

test("a blueprint is made with what is not said, read and listed, and told", async () => {
  const { status, body } = await workos.post(path, { name: "Triage" });
  expect([status, body]).toEqual([
    201,
    {
      object: "agent_blueprint",
      id: expect.stringMatching(/^agent_blueprint_/),
      name: "Triage",
      description: null,
      permissions: [],
      invocable_by: { role_slugs: [], organization_ids: [] },
      invocable_as: { instance_types: ["delegated", "autonomous"] },
      session_settings: DEFAULTS,
      created_at: "2026-03-01T09:00:00.000Z",
      updated_at: "2026-03-01T09:00:00.000Z",
    },
  ]);
  expect((await workos.get(`${path}/${body.id}`)).body).toEqual(body);
  expect((await workos.get(`${path}/agent_blueprint_x`)).status).toBe(404);
  expect(await workos.lastEvent()).toMatchObject({ event: "agent.blueprint.created", data: body });
  expect(
    (await workos.get(`/events?organization_id=${organization.id}&events=agent.blueprint.created`)).body.data,
  ).toEqual([]);
  for (const name of ["Sort", "Sweep"]) await workos.post(path, { name });
  const first = (await workos.get(`${path}?limit=2`)).body;
  expect(await names(`?limit=2&after=${first.list_metadata.after}`)).toEqual(["Triage"]);
});

test("everything can be said at once, and counts once", async () => {
  const body = {
    name: "Triage",
    description: "Sorts what comes in",
    permissions: ["docs:read", "docs:write", "docs:read"],
    invocable_by: { role_slugs: ["admin", "org-lead"], organization_ids: [organization.id] },
    invocable_as: { instance_types: ["autonomous"] },
    session_settings: {
      max_age_seconds: 31_536_000,
      access_token_ttl_seconds: 3600,
      refresh_token_ttl_seconds: 5_184_000,
    },
  };
  expect((await workos.post(path, body)).body).toMatchObject({ ...body, permissions: ["docs:read", "docs:write"] });
});

describe("a change", () => {
  test("leaves alone what it does not name, in the groups of members too; a list replaces the former one", async () => {
    const made = (
      await workos.post(path, {
        name: "Triage",
        description: "d",
        permissions: ["docs:read"],
        invocable_by: { role_slugs: ["admin"], organization_ids: [organization.id] },
      })
    ).body;
    const other = (await workos.post(path, { name: "Other" })).body;
    workos.emulator.clock.advance(1000);
    const change = async (body: object) => (await workos.patch(`${path}/${made.id}`, body)).body;
    expect(await change({ invocable_by: { role_slugs: ["org-lead"] } })).toEqual({
      ...made,
      invocable_by: { role_slugs: ["org-lead"], organization_ids: [organization.id] },
      updated_at: "2026-03-01T09:00:01.000Z",
    });
    expect(await workos.lastEvent()).toMatchObject({
      event: "agent.blueprint.updated",
      context: {
        previous_attributes: { invocable_by: { role_slugs: ["admin"], organization_ids: [organization.id] } },
      },
    });
    expect((await change({ session_settings: { access_token_ttl_seconds: 60 } })).session_settings).toEqual({
      ...DEFAULTS,
      access_token_ttl_seconds: 60,
    });
    expect(
      await change({ permissions: ["docs:write"], invocable_as: { instance_types: ["delegated"] } }),
    ).toMatchObject({
      description: "d",
      permissions: ["docs:write"],
      invocable_as: { instance_types: ["delegated"] },
    });
    expect(await change({ description: null, permissions: [], name: "Sort" })).toMatchObject({
      name: "Sort",
      description: null,
      permissions: [],
    });
    expect((await workos.get(`${path}/${other.id}`)).body).toEqual(other);
  });

  test("that changes nothing is not told", async () => {
    const { body } = await workos.post(path, { name: "Triage" });
    workos.emulator.clock.advance(1000);
    for (const change of [{}, { name: "Triage", invocable_by: {}, session_settings: DEFAULTS }])
      expect((await workos.patch(`${path}/${body.id}`, change)).body).toEqual(body);
    expect((await workos.lastEvent()).event).toBe("agent.blueprint.created");
  });
});

test.each<[object, number]>([
  [{ name: " " }, 422],
  [{ permissions: ["docs:none"] }, 422],
  [{ invocable_by: { role_slugs: ["nobody"] } }, 422],
  [{ invocable_by: { organization_ids: ["org_x"] } }, 422],
  [{ invocable_as: { instance_types: ["human"] } }, 422],
  [{ session_settings: { ...DEFAULTS, max_age_seconds: 31_536_001 } }, 422],
  [{ session_settings: { ...DEFAULTS, access_token_ttl_seconds: 3601 } }, 422],
  [{ session_settings: { ...DEFAULTS, refresh_token_ttl_seconds: 5_184_001 } }, 422],
  [{ session_settings: { ...DEFAULTS, refresh_token_ttl_seconds: 0 } }, 422],
  [{ name: "Taken" }, 409],
])("%j is refused with %s, new or as a change", async (body, status) => {
  const own = (await workos.post(path, { name: "Own" })).body;
  await workos.post(path, { name: "Taken" });
  expect((await workos.post(path, { name: "New", ...body })).status).toBe(status);
  expect((await workos.patch(`${path}/${own.id}`, body)).status).toBe(status);
  expect(await names()).toEqual(["Taken", "Own"]);
  expect((await workos.get(`${path}/${own.id}`)).body).toEqual(own);
});

test.each([{}, { name: "A", session_settings: { max_age_seconds: 60 } }])("a new one of %j: 422", async (body) => {
  expect((await workos.post(path, body)).status).toBe(422);
  expect(await names()).toEqual([]);
});

test("a deleted one is gone and frees its name; its neighbour stays", async () => {
  const { id } = (await workos.post(path, { name: "Triage" })).body;
  await workos.post(path, { name: "Sort" });
  expect(await workos.delete(`${path}/${id}`)).toMatchObject({ status: 204, body: undefined });
  expect(await workos.lastEvent()).toMatchObject({ event: "agent.blueprint.deleted", data: { id, name: "Triage" } });
  for (const method of ["GET", "DELETE", "PATCH"])
    expect((await workos.call(method, `${path}/${id}`)).status).toBe(404);
  expect(await names()).toEqual(["Sort"]);
  expect((await workos.post(path, { name: "Triage" })).status).toBe(201);
});

test("what it names and is deleted later stays named", async () => {
  const invocable_by = { role_slugs: ["org-lead"], organization_ids: [organization.id] };
  const { id } = (await workos.post(path, { name: "Triage", permissions: ["docs:read"], invocable_by })).body;
  await workos.delete("/authorization/permissions/docs:read");
  await workos.delete(`/organizations/${organization.id}`);
  expect((await workos.get(`${path}/${id}`)).body).toMatchObject({ permissions: ["docs:read"], invocable_by });
});
