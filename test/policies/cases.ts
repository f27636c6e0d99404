import { describe, expect, test } from "vitest";
import type { FleetSource } from "../../fleet/index.ts";
import type { Judgement, Rule } from "../../policies/index.ts";
import { judgeFleet, type Seen } from "../../policies/testing.ts";

type Tenant = NonNullable<FleetSource["tenants"]>[number];
type Fleet = NonNullable<FleetSource["fleet"]>;

/** What a case says of the tenant `acme`, of the fleet around it, and of what was seen. */
export type Case = Seen & {
  readonly tenant?: Partial<Tenant>;
  readonly fleet?: Partial<Fleet>;
  /** Of the plan that acme is on. */
  readonly require?: NonNullable<NonNullable<Fleet["plans"]>[string]["require"]>;
  /** Of this rule. */
  readonly settings?: object;
};

export const now = Date.parse("2026-11-22T12:00:00Z");

/** What a rule finds of the case, of each thing that it judges. */
export function judged(
  rule: Rule,
  { tenant, fleet, require, settings, ...seen }: Case,
  more: object = {},
): Judgement[] {
  return judgeFleet(
    [rule],
    {
      fleet: {
        environment: { name: "production", mode: "test", region: "eu" },
        plans: { starter: { ...(require && { require }) } },
        ...fleet,
        policies: { ...(settings && { settings: { [rule.name]: settings } }), ...more },
      } as Fleet,
      tenants: [{ tenant: "acme", name: "Acme", plan: "starter", owner: "al@ours.example", ...tenant } as Tenant],
    },
    { now, ...seen },
  );
}

/** What was found, as `outcome: words`, without the rest of what is not applicable. */
export const told = (found: readonly Judgement[]): string[] =>
  found.flatMap((one) =>
    one.is === "violation" || one.is === "exempt"
      ? one.messages.map((message) => `${one.is}: ${message}`)
      : [`${one.is}${one.is === "passed" ? "" : `: ${one.why}`}`],
  );

const exemption = (rule: Rule) => ({
  exemptions: [
    { rule: rule.name, tenant: "acme", reason: "one more month", owner: "al@ours.example", expires: "2026-12-31" },
  ],
});

/**
 * The cases that each rule has: it passes, is violated, does not apply, can't be judged. Every violation of a tenant's is tried with an
 * exemption as well.
 */
export function ruleCases(
  rule: Rule,
  cases: {
    readonly passes: Readonly<Record<string, Case>>;
    readonly violations: Readonly<Record<string, Case & { readonly says: readonly string[] }>>;
    readonly notApplicable?: Readonly<Record<string, Case & { readonly why: string }>>;
    readonly unknown?: Readonly<Record<string, Case & { readonly why: string }>>;
  },
): void {
  const all = (of: Readonly<Record<string, Case>> = {}) => Object.entries(of);
  describe(rule.name, () => {
    test.each(all(cases.passes))("%s passes", (_, one) => {
      const found = told(judged(rule, one)).filter((text) => !text.startsWith("not applicable"));
      expect(new Set(found)).toEqual(new Set(["passed"]));
    });

    test.each(Object.entries(cases.violations))(
      "%s is a violation, which an exemption excuses",
      (_, { says, ...one }) => {
        const found = judged(rule, one).filter(({ is }) => is === "violation");
        expect(told(found)).toEqual(says.map((message) => `violation: ${message}`));
        if (found.some(({ tenant }) => tenant === undefined)) return;
        const excused = judged(rule, one, exemption(rule)).filter(({ is }) => is === "exempt" || is === "violation");
        expect(told(excused)).toEqual(says.map((message) => `exempt: ${message}`));
      },
    );

    test.each(Object.entries(cases.notApplicable ?? {}))("%s is not applicable", (_, { why, ...one }) => {
      const found = told(judged(rule, one));
      expect(found).toContain(`not applicable: ${why}`);
      expect(found.filter((text) => !text.startsWith("not applicable"))).toEqual([]);
    });

    test.each(Object.entries(cases.unknown ?? {}))("%s is unknown", (_, { why, ...one }) => {
      expect(told(judged(rule, one)).filter((text) => !text.startsWith("not applicable"))).toEqual([`unknown: ${why}`]);
    });
  });
}
