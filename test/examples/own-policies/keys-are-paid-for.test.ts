import { expect, test } from "vitest";
import type { Rule } from "../../../policies/index.ts";
import { judgeFleet } from "../../../policies/testing.ts";

// The engine runs a pack's files as they are, so the example is JavaScript.
const example = new URL("../../../examples/own-policies/keys-are-paid-for.js", import.meta.url);
const { oursKeysArePaidFor }: { oursKeysArePaidFor: Rule } = await import(example.href);

const fleet = {
  environment: { name: "production", mode: "test", region: "eu" },
  plans: { starter: {}, team: {} },
} as const;
const found = (plan: string, ...keys: string[]) =>
  judgeFleet([oursKeysArePaidFor], {
    fleet,
    tenants: [
      { tenant: "acme", name: "Acme", owner: "al@ours.example", plan, apiKeys: keys.map((name) => ({ name })) },
    ],
  });

test("a tenant without keys passes", () => {
  expect(found("starter")).toMatchObject([{ is: "passed", tenant: "acme" }]);
});

test("a key on a plan that nobody pays for is a violation", () => {
  expect(found("starter", "sync")).toMatchObject([
    {
      ...{ is: "violation", level: "mandatory", tenant: "acme" },
      messages: ["acme has API key sync on plan starter: take it out of tenants/acme.yaml."],
    },
  ]);
});

test("is not applicable where somebody pays", () => {
  expect(found("team", "sync")).toMatchObject([{ is: "not applicable", why: "plan team is paid for" }]);
});
