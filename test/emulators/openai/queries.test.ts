import { beforeEach, expect, test } from "vitest";
import { PROJECTS, START_SECONDS, useOpenai } from "./organization.ts";

const openai = useOpenai();
const TODAY = START_SECONDS - (START_SECONDS % (24 * 60 * 60));

/** The SDK has brackets, the description names most lists without them, and other clients join or number them. */
const SPELLINGS: Readonly<Record<string, (name: string, values: readonly string[]) => string>> = {
  repeated: (name, values) => values.map((value) => `${name}=${value}`).join("&"),
  "with brackets": (name, values) => values.map((value) => `${name}[]=${value}`).join("&"),
  "with escaped brackets": (name, values) => values.map((value) => `${name}%5B%5D=${value}`).join("&"),
  "with numbers": (name, values) => values.map((value, index) => `${name}[${index}]=${value}`).join("&"),
  "with commas": (name, values) => `${name}=${values.join(",")}`,
  "with escaped commas": (name, values) => `${name}[]=${values.join("%2C")}`,
};

beforeEach(async () => {
  const usage = (model: string) => ({ kind: "embeddings" as const, at: TODAY, dimensions: { model } });
  await openai.emulator.seed({
    users: ["ann", "bob", "cid"].map((name) => ({ email: `${name}@acme.com` })),
    projects: ["One", "Two"].map((name) => ({
      name,
      costs: ["gpt-5, input", "gpt-5, output", "images"].map((line_item) => ({ at: TODAY, line_item, value: 1 })),
      usage: ["m1", "m2", "m3"].map((model) => ({ ...usage(model), amounts: { input_tokens: 1 } })),
    })),
  });
});

const COSTS = `/organization/costs?start_time=${TODAY}`;
const USAGE = `/organization/usage/embeddings?start_time=${TODAY}`;

test.each([
  ["/organization/users?", "emails", ["ann@acme.com", "bob@acme.com"]],
  ["/organization/audit_logs?", "event_types", ["project.created", "invite.sent"]],
  [`${COSTS}&group_by=line_item`, "line_items", ["gpt-5, input", "gpt-5, output"]],
  [COSTS, "group_by", ["project_id", "line_item"]],
  [`${USAGE}&group_by=model`, "models", ["m1", "m2"]],
  [USAGE, "group_by", ["project_id", "model"]],
] as const)("%s takes %s in every spelling", async (path, name, values) => {
  await openai.project();
  await openai.post("/organization/invites", { email: "eve@acme.com", role: "reader" });
  const found = async (query: string) => {
    const { status, body } = await openai.get(`${path}&${query}&limit=31`);
    expect(status).toBe(200);
    return body.data;
  };
  const [first, both] = [
    await found(`${name}=${values[0]}`),
    await found(`${name}[]=${values[0]}&${name}[]=${values[1]}`),
  ];
  expect(both).not.toEqual(first);
  expect(both).not.toEqual(await found(""));
  for (const [spelling, write] of Object.entries(SPELLINGS))
    expect(await found(write(name, values)), spelling).toEqual(both);
});

test.each([
  [PROJECTS, "limit"],
  [PROJECTS, "after"],
  ["/organization/roles", "order"],
  ["/organization/audit_logs", "effective_at[gt]"],
  ["/organization/costs", "start_time"],
])("%s refuses %s given twice", async (path, name) => {
  const { status, body } = await openai.get(`${path}?${name}=1&${name}=1`);
  expect([status, body.error.param]).toEqual([400, name]);
});
