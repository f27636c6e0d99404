import { expect, test } from "vitest";
import { tenantBlastRadius as rule } from "../../../policies/index.ts";
import { judgeChanges } from "../../../policies/testing.ts";
import { told } from "../cases.ts";
import { ofResource, ofTenant } from "../steps.ts";

const members = (count: number, op = "update") =>
  Array.from({ length: count }, (_, index) => ofResource("workos:Member", `t${index}/workos-member/a`, op));

test("a change of as many tenants as may be passes, whatever stays and whatever only policies read", () => {
  const steps = [...members(25), ...members(40, "same"), ofTenant("t77", "update", {}, {})];
  expect(told(judgeChanges([rule], steps))).toEqual(["passed"]);
});

test("one of more is told, with some of them", () => {
  expect(told(judgeChanges([rule], [...members(26), ...members(26, "delete")]))).toEqual([
    "violation: this run changes resources of 26 tenants (t0, t1, t10, t11, t12, …), and maxTenants is 25: let it go in several, or set policies.settings.tenant-blast-radius.maxTenants in fleet.yaml for it.",
  ]);
});

test("fleet.yaml says how many may be", () => {
  const policies = { settings: { [rule.name]: { maxTenants: 26 } } };
  expect(told(judgeChanges([rule], members(26), { policies }))).toEqual(["passed"]);
});
