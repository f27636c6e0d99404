import { describe, expect, test } from "vitest";
import { rule as ruleOf, type Verdict } from "../../policies/index.ts";
import { harm, hostileText } from "../harness/hostile-text.ts";
import { analyze, unknown } from "./analyze.ts";

type Inputs = { size?: string; nested?: { list: string[] } };

const rule = (verdict: (inputs: Inputs) => Verdict, level: "advisory" | "mandatory" = "mandatory") =>
  ruleOf({ name: "rule", description: "A rule.", level, severity: "low", inputs: { "a:b:C": verdict } });
const subject = (inputs: Record<string, unknown>, type = "a:b:C") => ({ type, name: "it", inputs });

describe("a rule", () => {
  test("reports every violation of a verdict, at the rule's level", async () => {
    expect(await analyze([rule(() => ["too big", "too red"], "advisory")], subject({}))).toEqual({
      violations: ["[advisory] rule: too big", "[advisory] rule: too red"],
      notApplicable: [],
    });
  });

  test("lets a verdict without violations pass", async () => {
    expect(await analyze([rule(() => [])], subject({}))).toEqual({ violations: [], notApplicable: [] });
  });

  test("is not applicable to other types, whose inputs it never reads", async () => {
    const never = rule(() => {
      throw new Error("was asked");
    });
    expect(await analyze([never], subject({}, "a:b:D"))).toEqual({
      violations: [],
      notApplicable: ["rule: Policy only applies to resources of type 'a:b:C'"],
    });
  });

  test("is not applicable where the verdict says so", async () => {
    expect(await analyze([rule(() => ({ notApplicable: "no size" }))], subject({}))).toEqual({
      violations: [],
      notApplicable: ["rule: no size"],
    });
  });

  test.each<[string, () => Verdict]>([
    ["a violation", () => [hostileText]],
    ["a reason", () => ({ notApplicable: hostileText })],
    [
      "a fault",
      () => {
        throw new Error(hostileText);
      },
    ],
  ])("says %s in one line of text, whatever the inputs hold", async (_, verdict) => {
    const { violations, notApplicable } = await analyze([rule(verdict)], subject({}));
    const lines = [...violations, ...notApplicable];
    expect(lines).toEqual([expect.stringContaining("x\\u001b[2J")]);
    expect(lines.flatMap(harm)).toEqual([]);
  });

  test.each([
    ["at the top", { size: unknown }, "not known yet: string value at .size can't be known during preview"],
    [
      "deep inside",
      { nested: { list: ["a", unknown] } },
      "not known yet: string value at .nested.list.1 can't be known during preview",
    ],
  ])("is not applicable yet when it reads an unknown input %s", async (_, inputs, reason) => {
    const reads = rule(({ size, nested }) => (size === "big" || nested?.list.includes("big") ? ["too big"] : []));
    expect(await analyze([reads], subject(inputs))).toEqual({ violations: [], notApplicable: [`rule: ${reason}`] });
  });

  test("judges the inputs it reads, whatever else is unknown", async () => {
    const reads = rule(({ size }) => (size === "big" ? ["too big"] : []));
    expect((await analyze([reads], subject({ size: "big", nested: unknown }))).violations).toEqual([
      "[mandatory] rule: too big",
    ]);
  });

  test("stops the run for a verdict that throws, even at an advisory level, and lets other rules judge", async () => {
    const faulty = rule(({ nested }) => (nested as { list: string[] }).list, "advisory");
    const other = ruleOf({
      ...{ name: "other", description: "Another.", level: "mandatory", severity: "low" },
      inputs: { "a:b:C": () => ["too big"] },
    });
    expect((await analyze([faulty, other], subject({}))).violations).toEqual([
      "[mandatory] rule: This rule failed on it and found nothing out: Cannot read properties of undefined (reading 'list'). The fault is in the rule, not in a file.",
      "[mandatory] other: too big",
    ]);
  });

  test.each([undefined, null, 5, "text"])("survives a verdict that throws %o", async (thrown) => {
    const faulty = rule(() => {
      throw thrown;
    });
    expect((await analyze([faulty], subject({}))).violations).toEqual([
      `[mandatory] rule: This rule failed on it and found nothing out: ${thrown}. The fault is in the rule, not in a file.`,
    ]);
  });
});
