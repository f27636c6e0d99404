import { describe, expect, test } from "vitest";
import { complaints, fleetYaml, resources } from "../../sources.ts";

const project = (text: string) => `openai: { project: { ${text} } }\n`;
const inProject = { refs: { projectId: { of: "acme/openai-project", output: "id" } } };
/** What is in the project, which itself comes first. */
const within = (text: string, fleet?: string) => resources(project(text), fleet).slice(1);

test("a project may be encrypted with a key of the customer", () => {
  expect(resources(project("externalKeyId: ek_1"))[0]?.inputs).toEqual({ name: "acme", externalKeyId: "ek_1" });
  expect(resources(project("externalKeyId: null"))[0]?.inputs).toEqual({ name: "acme", externalKeyId: null });
});

test("what is in a project goes with it when the tenant leaves", () => {
  const text =
    "dataRetention: none, rateLimits: [{ model: gpt-5, requestsPerMinute: 1 }], spendLimit: { monthlyUsd: 1 }";
  const [, ...all] = resources(`status: offboarding\n${project(text)}`);
  expect(all.map(({ deletedWith }) => deletedWith)).toEqual(Array(4).fill("acme/openai-project"));
});

test("nothing is declared of what no file mentions", () => {
  expect(within("")).toEqual([]);
});

describe("rate limits", () => {
  test("are for single models, each as far as the file says", () => {
    expect(
      within("rateLimits: [{ model: gpt-5-mini, requestsPerDay: 0 }, { model: gpt-5, tokensPerMinute: 1000 }]"),
    ).toEqual([
      {
        type: "openai:ProjectRateLimit",
        resourceName: "acme/openai-project-rate-limit/gpt-5",
        inputs: { model: "gpt-5", tokensPerMinute: 1000 },
        ...inProject,
      },
      {
        type: "openai:ProjectRateLimit",
        resourceName: "acme/openai-project-rate-limit/gpt-5-mini",
        inputs: { model: "gpt-5-mini", requestsPerDay: 0 },
        ...inProject,
      },
    ]);
  });

  test.each([
    ["{ model: gpt-5 }", "[0]: says no limit: write one of requestsPerMinute, tokensPerMinute, "],
    ["{ model: gpt-5, requestsPerMinute: -1 }", "[0].requestsPerMinute: must be a whole number, 0 or more"],
    ["{ model: gpt-5, requestPerMinute: 1 }", "[0].requestPerMinute: unknown field, did you mean requestsPerMinute?"],
    [
      "{ model: gpt-5, requestsPerMinute: 1 }, { model: gpt-5, tokensPerMinute: 1 }",
      '[1].model: "gpt-5" is already in this list, in line 5',
    ],
  ])("are refused as %s", (text, message) => {
    expect(complaints(project(`rateLimits: [${text}]`)).join("\n")).toContain(`openai.project.rateLimits${message}`);
  });
});

describe("spending", () => {
  test("has a limit, and mails before it, one for each amount", () => {
    const alerts = "{ monthlyUsd: 600, recipients: [b@ours.example, A@ours.example], subjectPrefix: '[acme]' }";
    expect(within(`spendLimit: { monthlyUsd: 800.5 }, spendAlerts: [${alerts}]`)).toEqual([
      {
        type: "openai:ProjectSpendLimit",
        resourceName: "acme/openai-project-spend-limit",
        inputs: { monthlyUsd: 800.5 },
        ...inProject,
      },
      {
        type: "openai:ProjectSpendAlert",
        resourceName: "acme/openai-project-spend-alert/600",
        inputs: { monthlyUsd: 600, recipients: ["a@ours.example", "b@ours.example"], subjectPrefix: "[acme]" },
        ...inProject,
      },
    ]);
  });

  test.each([
    ["spendLimit: { monthlyUsd: 0 }", "spendLimit.monthlyUsd: must be 0.01 to 1000000000 US dollars"],
    ["spendLimit: { monthlyUsd: 1.005 }", "spendLimit.monthlyUsd: must be in whole cents, such as 19.99"],
    ["spendAlerts: [{ monthlyUsd: 1, recipients: [] }]", "spendAlerts[0].recipients: must name at least one address"],
    [
      "spendAlerts: [{ monthlyUsd: 1, recipients: [a@b.example] }, { monthlyUsd: 1.0, recipients: [c@b.example] }]",
      'spendAlerts[1].monthlyUsd: "1" is already in this list, in line 5',
    ],
  ])("is refused as %s", (text, message) => {
    expect(complaints(project(text))).toEqual([`openai.project.${message}`]);
  });
});

describe("what a project may use", () => {
  test("is declared as far as the file says", () => {
    const text =
      "modelPermissions: { mode: deny_list, models: [o3, gpt-5] }, hostedTools: { webSearch: false }, " +
      "dataRetention: zero_data_retention, serviceTier: { enabledTiers: [] }";
    expect(within(text).map(({ type, inputs }) => [type, inputs])).toEqual([
      ["openai:ProjectModelPermissions", { mode: "deny_list", modelIds: ["gpt-5", "o3"] }],
      ["openai:ProjectHostedTools", { webSearch: false }],
      ["openai:ProjectDataRetention", { type: "zero_data_retention" }],
      ["openai:ProjectServiceTier", { enabledTiers: [] }],
    ]);
    for (const one of within(text)) expect(one).toMatchObject(inProject);
  });

  test("may come from the plan, of which a tenant changes a part", () => {
    const fleet = fleetYaml.replace(
      "starter: {}",
      "starter: { defaults: { openai: { project: { hostedTools: { mcp: false, webSearch: false } } } } }",
    );
    expect(within("hostedTools: { webSearch: true }", fleet).map(({ inputs }) => inputs)).toEqual([
      { mcp: false, webSearch: true },
    ]);
  });

  test.each([
    ["hostedTools: {}", "hostedTools: names no tool"],
    ["serviceTier: {}", "serviceTier: says nothing: write default, enabledTiers or both"],
    ["modelPermissions: { mode: allow_list }", "modelPermissions.models: is missing"],
    ["dataRetention: zero", 'dataRetention: "zero" is not one of organization_default, none, zero_data_retention'],
  ])("is refused as %s", (text, message) => {
    expect(complaints(project(text))[0]).toContain(`openai.project.${message}`);
  });
});

describe("keys that rotate", () => {
  const keys = (text: string) => `serviceAccounts: [{ name: api, keys: [${text}] }]`;
  const named = (text: string) =>
    within(keys(text))
      .slice(1)
      .map(({ resourceName, inputs, shows, epoch }) => [
        resourceName.split("/").slice(2),
        inputs.name,
        shows?.[0]?.name,
        epoch,
      ]);

  test("carry their epoch in both names, and both are declared during an overlap, of which the current one is shown", () => {
    expect(named("{ name: main, scopes: all, rotation: { epoch: b } }")).toEqual([
      [["api", "main", "b"], "main-b", "api/main", undefined],
    ]);
    // Read on 2026-11-22, the 11th day of the third epoch.
    expect(named("{ name: k, scopes: all, rotation: { every: 150d, from: 2026-01-16, overlap: 14d } }")).toEqual([
      [["api", "k", "2026-11-12"], "k-2026-11-12", "api/k", "current"],
      [["api", "k", "2026-06-15"], "k-2026-06-15", undefined, "previous"],
    ]);
  });

  test.each([
    [
      "{ name: k, scopes: all, rotation: { epoch: a, overlap: 7d } }",
      "keys[0].rotation.overlap: OpenAI ends no key later, so nothing would end the old one after the overlap",
    ],
    [
      "{ name: k, scopes: all, rotation: { epoch: eu } }, { name: k-eu, scopes: all }",
      'keys[1].name: with its epoch it is called "k-eu", and so is the key in line 5',
    ],
  ])("are refused as %s", (text, message) => {
    expect(complaints(project(keys(text)))[0]).toContain(message);
  });

  test("are called alike in two accounts", () => {
    const account = (name: string) => `{ name: ${name}, keys: [{ name: k, scopes: all, rotation: { epoch: a } }] }`;
    expect(complaints(project(`serviceAccounts: [${account("a")}, ${account("b")}]`))).toEqual([]);
  });
});
