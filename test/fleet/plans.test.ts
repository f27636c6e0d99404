import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { merge, planChain, plansOf } from "../../fleet/plans.ts";

describe("merge", () => {
  test("goes into maps and replaces everything else", () => {
    const fleet = {
      mfa: { policy: "OPTIONAL", gracePeriodDays: 7 },
      roles: [{ slug: "org-a" }],
      owner: "a@ours.example",
    };
    const plan = { mfa: { policy: "REQUIRED" }, roles: [{ slug: "org-b" }, { slug: "org-c" }] };
    const tenant = { mfa: { effectiveFrom: "2026-11-01" }, roles: [{ slug: "org-d" }] };
    expect(merge(fleet, plan, tenant)).toEqual({
      mfa: { policy: "REQUIRED", gracePeriodDays: 7, effectiveFrom: "2026-11-01" },
      roles: [{ slug: "org-d" }],
      owner: "a@ours.example",
    });
  });

  test.each([
    ["an absent field keeps the plan's value", {}, { roles: ["a"] }],
    ["[] replaces the plan's list by none", { roles: [] }, { roles: [] }],
    ["null replaces the plan's value, to be cleared", { roles: null }, { roles: null }],
  ])("%s", (_, tenant, expected) => {
    expect(merge({ roles: ["a"] }, tenant)).toEqual(expected);
  });

  test("with nothing changes nothing, on either side", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (map) => {
        expect(merge({}, map)).toEqual(map);
        expect(merge(map, {})).toEqual(map);
        expect(merge(map, undefined, map)).toEqual(map);
      }),
    );
  });

  test("leaves its layers as they were", () => {
    const plan = Object.freeze({ mfa: Object.freeze({ policy: "OPTIONAL" }) });
    expect(merge(plan, { mfa: { policy: "REQUIRED" } })).toEqual({ mfa: { policy: "REQUIRED" } });
  });
});

describe("planChain", () => {
  const plans = plansOf({
    plans: {
      starter: {},
      business: { extends: "starter" },
      enterprise: { extends: "business" },
      lost: { extends: "nowhere" },
      egg: { extends: "hen" },
      hen: { extends: "egg" },
      chick: { extends: "hen" },
      self: { extends: "self" },
      broken: 5,
    },
  });

  test.each([
    ["enterprise", ["starter", "business", "enterprise"]],
    ["starter", ["starter"]],
    ["lost", ["lost"]],
    ["nowhere", []],
    ["broken", ["broken"]],
    ["constructor", []],
  ])("of %s is %j, most basic first", (name, chain) => {
    expect(planChain(plans, name)).toEqual({ chain });
  });

  test.each([
    ["egg", ["egg", "hen"]],
    ["chick", ["hen", "egg"]],
    ["self", ["self"]],
  ])("of %s ends, and shows the circle %j", (name, cycle) => {
    expect(planChain(plans, name).cycle).toEqual(cycle);
  });

  test.each([undefined, null, 5, [], { plans: [] }, { plans: null }])("survives a fleet file that is %j", (fleet) => {
    expect(plansOf(fleet).names).toEqual([]);
  });
});
