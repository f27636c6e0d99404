import { beforeEach, describe, expect, test } from "vitest";
import { useWorkos } from "./environment.ts";

const workos = useWorkos();
const dana = () => workos.emulator.as("dana@ourcompany.example");
const flag = async (body: object = {}) =>
  dana().post("/_emulator/feature_flags", { slug: "reports", name: "Reports", enabled: true, ...body });
const slugs = (answer: { body: { data: { slug: string }[] } }) => answer.body.data.map(({ slug }) => slug);
const target = (id: string) => `/feature-flags/reports/targets/${id}`;

describe("flags", () => {
  test("an environment has some from the start, and events tell of none of them", async () => {
    expect(slugs(await workos.get("/feature-flags"))).toEqual(["beta-export", "advanced-analytics"]);
    expect(await workos.eventTypes()).toEqual([]);
    expect((await workos.get("/feature-flags/beta-export")).body).toEqual({
      object: "feature_flag",
      id: expect.stringMatching(/^flag_/),
      slug: "beta-export",
      name: "Beta Export",
      description: null,
      owner: null,
      tags: [],
      enabled: false,
      default_value: false,
      created_at: "2026-03-01T09:00:00.000Z",
      updated_at: "2026-03-01T09:00:00.000Z",
    });
    expect((await workos.get("/feature-flags/nope")).status).toBe(404);
  });

  test("the API can neither make nor delete one; the dashboard does, with events", async () => {
    expect((await workos.post("/feature-flags", { slug: "reports", name: "Reports" })).status).toBe(404);
    expect((await workos.delete("/feature-flags/beta-export")).status).toBe(404);
    await flag({ owner: { email: "dana@ourcompany.example" }, tags: ["beta"] });
    expect((await dana().request("POST", "/_emulator/feature_flags", { slug: "reports", name: "x" })).status).toBe(409);
    await dana().patch("/_emulator/feature_flags/reports", { name: "Big reports", default_value: true });
    expect((await workos.lastEvent()).context.previous_attributes).toEqual({
      data: { name: "Reports", default_value: false },
    });
    await dana().delete("/_emulator/feature_flags/reports");
    expect(await workos.eventTypes()).toEqual(["flag.created", "flag.updated", "flag.deleted"]);
    expect(await workos.lastEvent()).toMatchObject({
      data: { slug: "reports", name: "Big reports", owner: { email: "dana@ourcompany.example" } },
      context: { actor: { source: "dashboard", name: "dana@ourcompany.example" } },
    });
    expect((await workos.get("/feature-flags/reports")).status).toBe(404);
  });

  test("enabling and disabling is done once, with one event each", async () => {
    await flag({ enabled: false });
    for (const verb of ["enable", "enable", "disable", "disable"]) {
      const { status, body } = await workos.put(`/feature-flags/reports/${verb}`);
      expect([status, body.enabled]).toEqual([200, verb === "enable"]);
    }
    expect(await workos.eventTypes()).toEqual(["flag.created", "flag.updated", "flag.updated"]);
    expect(await workos.lastEvent()).toMatchObject({
      data: { slug: "reports", enabled: false },
      context: { actor: { source: "api" }, previous_attributes: { data: { enabled: true } } },
    });
    expect((await workos.put("/feature-flags/nope/enable")).status).toBe(404);
  });

  test("the list goes beyond one page", async () => {
    for (let n = 0; n < 9; n++) await flag({ slug: `flag-${n}` });
    const first = (await workos.get("/feature-flags")).body;
    const second = await workos.get(`/feature-flags?after=${first.list_metadata.after}`);
    expect([first.data.length, slugs(second)]).toEqual([10, ["advanced-analytics"]]);
  });
});

describe("targets", () => {
  let organization: { id: string };
  let user: { id: string };
  beforeEach(async () => {
    organization = await workos.organization();
    user = (await workos.post("/user_management/users", { email: "ann@acme.com" })).body;
    await flag();
  });
  const forOrganization = async () => slugs(await workos.get(`/organizations/${organization.id}/feature-flags`));
  const forUser = async () => slugs(await workos.get(`/user_management/users/${user.id}/feature-flags`));

  test("only events show who they are, and what they were", async () => {
    for (const id of [organization.id, organization.id, user.id])
      expect(await workos.post(target(id))).toMatchObject({ status: 204, body: undefined });
    const ruleEvents = (await workos.get("/events?events=flag.rule_updated&order=asc")).body.data;
    expect(ruleEvents).toHaveLength(2);
    const organizations = [{ id: organization.id, name: "Acme" }];
    expect(ruleEvents[0].context).toMatchObject({
      access_type: "some",
      configured_targets: { organizations, users: [] },
      previous_attributes: {
        context: { access_type: "none", configured_targets: { organizations: [], users: [] } },
      },
    });
    expect(ruleEvents[1].context).toMatchObject({
      configured_targets: { organizations, users: [{ id: user.id, email: "ann@acme.com" }] },
      previous_attributes: { context: { configured_targets: { organizations, users: [] } } },
    });
    expect(ruleEvents[1].context.previous_attributes.context).not.toHaveProperty("access_type");
    expect(await workos.delete(target(organization.id))).toMatchObject({ status: 204, body: undefined });
    await workos.delete(target(organization.id));
    expect((await workos.get("/events?events=flag.rule_updated")).body.data).toHaveLength(3);
  });

  test("a flag is on for its targets and for everybody by default, while it is enabled", async () => {
    expect(await forOrganization()).toEqual([]);
    await workos.post(target(organization.id));
    expect([await forOrganization(), await forUser()]).toEqual([["reports"], []]);
    await workos.put("/feature-flags/reports/disable");
    expect(await forOrganization()).toEqual([]);
    await workos.put("/feature-flags/reports/enable");
    await workos.delete(target(organization.id));
    await dana().patch("/_emulator/feature_flags/reports", { default_value: true });
    expect([await forOrganization(), await forUser()]).toEqual([["reports"], ["reports"]]);
  });

  test("a user has the flags of the organizations whose active member they are", async () => {
    await workos.post(target(organization.id));
    const membership = await workos.post("/user_management/organization_memberships", {
      user_id: user.id,
      organization_id: organization.id,
    });
    expect(await forUser()).toEqual(["reports"]);
    await workos.put(`/user_management/organization_memberships/${membership.body.id}/deactivate`);
    expect(await forUser()).toEqual([]);
    await workos.post(target(user.id));
    expect(await forUser()).toEqual(["reports"]);
  });

  test.each([
    ["/feature-flags/reports/targets/om_1", 400],
    ["/feature-flags/reports/targets/org_1", 404],
    ["/feature-flags/reports/targets/user_1", 404],
  ])("%s is refused with %s", async (path, status) => {
    expect((await workos.post(path)).status).toBe(status);
    expect((await workos.delete(path)).status).toBe(status);
  });

  test("what is deleted is a target no more", async () => {
    await workos.post(target(organization.id));
    await workos.post(target(user.id));
    await workos.delete(`/organizations/${organization.id}`);
    await workos.delete(`/user_management/users/${user.id}`);
    const other = await workos.organization({ name: "Other" });
    await workos.post(target(other.id));
    expect((await workos.lastEvent()).context.configured_targets).toEqual({
      organizations: [{ id: other.id, name: "Other" }],
      users: [],
    });
    expect(await workos.delete(target(organization.id))).toMatchObject({ status: 404 });
  });
});

test("the SDK does all of it", async () => {
  const { featureFlags } = workos.sdk;
  const { id } = await workos.organization();
  const user = (await workos.post("/user_management/users", { email: "ann@acme.com" })).body;
  await flag({ enabled: false });
  expect((await featureFlags.enableFeatureFlag("reports")).enabled).toBe(true);
  await featureFlags.addFlagTarget({ slug: "reports", targetId: id });
  await featureFlags.addFlagTarget({ slug: "reports", targetId: user.id });
  expect((await featureFlags.listOrganizationFeatureFlags({ organizationId: id })).data).toHaveLength(1);
  expect((await featureFlags.listUserFeatureFlags({ userId: user.id })).data).toHaveLength(1);
  await featureFlags.removeFlagTarget({ slug: "reports", targetId: id });
  expect((await featureFlags.listOrganizationFeatureFlags({ organizationId: id })).data).toEqual([]);
  expect((await featureFlags.disableFeatureFlag("reports")).enabled).toBe(false);
  expect((await featureFlags.getFeatureFlag("reports")).slug).toBe("reports");
  expect((await featureFlags.listFeatureFlags()).data).toHaveLength(3);
});
