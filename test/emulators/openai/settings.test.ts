import { beforeEach, describe, expect, test } from "vitest";
import { PROJECTS, useOpenai } from "./organization.ts";

const openai = useOpenai();
const USD = { currency: "USD", interval: "month" };

let project: string;
beforeEach(async () => {
  project = `${PROJECTS}/${(await openai.project()).id}`;
});

describe("rate limits", () => {
  const limits = () => `${project}/rate_limits`;

  test("every project has those of each model from the start; which ones there are depends on the model", async () => {
    const { data } = (await openai.get(limits())).body;
    expect(data.length).toBeGreaterThan(4);
    for (const limit of data) expect(limit.id).toBe(`rl-${limit.model}`);
    const [image] = data.filter(({ model }: { model: string }) => model === "gpt-image-1");
    expect(image).toHaveProperty("max_images_per_1_minute");
    expect(data[0]).not.toHaveProperty("max_images_per_1_minute");
  });

  test("a change is that project's alone, keeps the others, and is on record without the project", async () => {
    const path = `${limits()}/rl-gpt-5`;
    const changed = (await openai.post(path, { max_requests_per_1_minute: 5 })).body;
    expect(changed).toMatchObject({ id: "rl-gpt-5", max_requests_per_1_minute: 5, max_tokens_per_1_minute: 2_000_000 });
    await openai.post(path, { max_tokens_per_1_minute: 1000 });
    expect((await openai.get(limits())).body.data[0]).toMatchObject({
      max_requests_per_1_minute: 5,
      max_tokens_per_1_minute: 1000,
    });
    const other = `${PROJECTS}/${(await openai.project()).id}/rate_limits`;
    expect((await openai.get(other)).body.data[0].max_requests_per_1_minute).toBe(10_000);
    const [log] = (await openai.get("/organization/audit_logs?event_types[]=rate_limit.updated")).body.data;
    expect(log["rate_limit.updated"]).toEqual({
      id: "rl-gpt-5",
      changes_requested: { max_tokens_per_1_minute: 1000 },
    });
  });

  test.each([
    ["rl-gpt-5", { max_requests_per_1_minute: 10_001 }, 400],
    ["rl-gpt-5", { max_requests_per_1_minute: -1 }, 400],
    ["rl-gpt-5", { max_images_per_1_minute: 1 }, 400],
    ["rl-gpt-99", { max_requests_per_1_minute: 1 }, 404],
    ["gpt-5", { max_requests_per_1_minute: 1 }, 404],
  ])("%s with %j is refused with %i", async (id, body, status) => {
    expect((await openai.post(`${limits()}/${id}`, body)).status).toBe(status);
  });

  test("pages go on with after, and back with before", async () => {
    const all = (await openai.get(limits())).body.data.map(({ id }: { id: string }) => id);
    const second = (await openai.get(`${limits()}?limit=2&after=${all[1]}`)).body;
    expect(second.data.map(({ id }: { id: string }) => id)).toEqual(all.slice(2, 4));
    const first = (await openai.get(`${limits()}?limit=2&before=${second.first_id}`)).body;
    expect(first.data.map(({ id }: { id: string }) => id)).toEqual(all.slice(0, 2));
  });
});

describe.each(["organization", "project"] as const)("spend limit of the %s", (level) => {
  const path = () => (level === "organization" ? "/organization/spend_limit" : `${project}/spend_limit`);

  test("there is none, then one, then another, then none", async () => {
    expect((await openai.get(path())).status).toBe(404);
    const limit = {
      object: `${level}.spend_limit`,
      threshold_amount: 5000,
      ...USD,
      enforcement: { status: "inactive" },
    };
    expect((await openai.post(path(), { threshold_amount: 5000, ...USD })).body).toEqual(limit);
    await openai.post(path(), { threshold_amount: 7000, ...USD });
    expect((await openai.get(path())).body).toEqual({ ...limit, threshold_amount: 7000 });
    expect((await openai.delete(path())).body).toEqual({ object: `${level}.spend_limit.deleted`, deleted: true });
    expect([(await openai.get(path())).status, (await openai.delete(path())).status]).toEqual([404, 404]);
  });

  test.each([
    { threshold_amount: 0, ...USD },
    { threshold_amount: 1.5, ...USD },
    { threshold_amount: 1, ...USD, currency: "EUR" },
    { threshold_amount: 1, currency: "USD" },
  ])("%j is refused with 400", async (body) => {
    expect((await openai.post(path(), body)).status).toBe(400);
  });
});

describe.each(["organization", "project"] as const)("spend alerts of the %s", (level) => {
  const path = () => (level === "organization" ? "/organization/spend_alerts" : `${project}/spend_alerts`);
  const body = (threshold_amount: number) => ({
    threshold_amount,
    ...USD,
    notification_channel: { type: "email", recipients: ["ops@ourcompany.example"] },
  });

  test("they come and go; a change takes the whole body", async () => {
    const { body: created } = await openai.post(path(), body(0));
    expect(created).toEqual({
      id: expect.stringMatching(/^alert_\w{24}$/),
      object: `${level}.spend_alert`,
      ...body(0),
    });
    const one = `${path()}/${created.id}`;
    expect((await openai.post(one, { threshold_amount: 9 })).status).toBe(400);
    expect((await openai.post(one, body(9))).body.threshold_amount).toBe(9);
    expect((await openai.get(one)).body.threshold_amount).toBe(9);
    expect((await openai.delete(one)).body).toEqual({
      id: created.id,
      object: `${level}.spend_alert.deleted`,
      deleted: true,
    });
    expect((await openai.get(one)).status).toBe(404);
  });

  test("pages go both ways, in both orders, and may be empty", async () => {
    for (const threshold of [1, 2, 3]) await openai.post(path(), body(threshold));
    const list = async (query: string) => (await openai.get(`${path()}?${query}`)).body;
    const amounts = (page: { data: { threshold_amount: number }[] }) => page.data.map((one) => one.threshold_amount);
    const first = await list("limit=2&order=desc");
    const second = await list(`limit=2&order=desc&after=${first.last_id}`);
    expect([amounts(first), amounts(second), second.has_more]).toEqual([[3, 2], [1], false]);
    expect(amounts(await list(`order=desc&before=${second.first_id}`))).toEqual([3, 2]);
    expect(await list("limit=0")).toMatchObject({ data: [], first_id: null, last_id: null, has_more: true });
  });

  test.each([
    { ...USD, threshold_amount: -1, notification_channel: { type: "email", recipients: [] } },
    { ...USD, threshold_amount: 1, notification_channel: { type: "pager", recipients: [] } },
    { ...USD, threshold_amount: 1, notification_channel: { type: "email" } },
  ])("%j is refused with 400", async (refused) => {
    expect((await openai.post(path(), refused)).status).toBe(400);
  });
});

test("an alert is found in its own place only", async () => {
  const { id } = (
    await openai.post(`${project}/spend_alerts`, {
      threshold_amount: 1,
      ...USD,
      notification_channel: { type: "email", recipients: [] },
    })
  ).body;
  expect((await openai.get(`/organization/spend_alerts/${id}`)).status).toBe(404);
});

test("model permissions: none, then the whole policy each time, then none", async () => {
  const path = `${project}/model_permissions`;
  expect([(await openai.get(path)).status, (await openai.delete(path)).status]).toEqual([404, 404]);
  const policy = { mode: "allow_list", model_ids: ["gpt-5"] };
  expect((await openai.post(path, policy)).body).toEqual({ object: "project.model_permissions", ...policy });
  await openai.post(path, { mode: "deny_list", model_ids: [] });
  expect((await openai.get(path)).body).toMatchObject({ mode: "deny_list", model_ids: [] });
  expect((await openai.post(path, { mode: "deny_list" })).status).toBe(400);
  expect((await openai.delete(path)).body).toEqual({ object: "project.model_permissions.deleted", deleted: true });
  expect((await openai.get(path)).status).toBe(404);
});

test("hosted tools are enabled until disabled, one by one; null leaves one as it is", async () => {
  const path = `${project}/hosted_tool_permissions`;
  const [on, off] = [{ enabled: true }, { enabled: false }];
  const all = { file_search: on, web_search: on, image_generation: on, mcp: on, code_interpreter: on };
  expect((await openai.get(path)).body).toEqual(all);
  expect((await openai.post(path, { mcp: off })).body).toEqual({ ...all, mcp: off });
  expect((await openai.post(path, { mcp: null, web_search: off })).body).toEqual({ ...all, mcp: off, web_search: off });
  expect((await openai.post(path, { mcp: on })).body).toEqual({ ...all, web_search: off });
  expect((await openai.post(path, { mcp: { enabled: "no" } })).status).toBe(400);
});

test("data retention is written as retention_type and read as type; a project falls back on the organization's", async () => {
  const path = `${project}/data_retention`;
  expect((await openai.get(path)).body).toEqual({ object: "project.data_retention", type: "organization_default" });
  expect((await openai.post(path, { retention_type: "none" })).body.type).toBe("none");
  expect((await openai.get(path)).body.type).toBe("none");
  expect((await openai.post(path, { type: "none" })).status).toBe(400);
  const organization = "/organization/data_retention";
  expect((await openai.get(organization)).body.type).toBe("modified_abuse_monitoring");
  expect((await openai.post(organization, { retention_type: "none" })).status).toBe(400);
  expect((await openai.post(organization, { retention_type: "zero_data_retention" })).body).toEqual({
    object: "organization.data_retention",
    type: "zero_data_retention",
  });
});

test("the service tier is standard; a change is partial and needs something to change", async () => {
  const path = `${project}/service_tier_settings`;
  const settings = { object: "project.service_tier_settings", default: "standard", enabled_tiers: [] };
  expect((await openai.get(path)).body).toEqual(settings);
  expect((await openai.post(path, { enabled_tiers: ["flex"] })).body).toEqual({ ...settings, enabled_tiers: ["flex"] });
  expect((await openai.post(path, { default: "fast" })).body).toEqual({
    ...settings,
    default: "fast",
    enabled_tiers: ["flex"],
  });
  expect((await openai.post(path, { enabled_tiers: "all" })).body.enabled_tiers).toBe("all");
  expect((await openai.post(path, {})).status).toBe(400);
  expect((await openai.post(path, { enabled_tiers: ["slow"] })).status).toBe(400);
});

test("settings leave no record but rate limits, and an archived project takes none", async () => {
  await openai.post(`${project}/data_retention`, { retention_type: "none" });
  await openai.post(`${project}/spend_limit`, { threshold_amount: 1, ...USD });
  expect(await openai.auditTypes()).toEqual(["project.created"]);
  await openai.post(`${project}/archive`);
  for (const [path, body] of [
    ["data_retention", { retention_type: "none" }],
    ["spend_limit", { threshold_amount: 1, ...USD }],
    ["model_permissions", { mode: "deny_list", model_ids: [] }],
    ["hosted_tool_permissions", {}],
    ["service_tier_settings", { default: "fast" }],
    ["rate_limits/rl-gpt-5", { max_requests_per_1_minute: 1 }],
  ] as const)
    expect([path, (await openai.post(`${project}/${path}`, body)).body.error.code]).toEqual([path, "project_archived"]);
  expect((await openai.get(`${project}/spend_limit`)).status).toBe(404);
});
