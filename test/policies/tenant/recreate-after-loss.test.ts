import { expect, test } from "vitest";
import { tenantRecreateAfterLoss as rule } from "../../../policies/index.ts";
import { judgeChanges } from "../../../policies/testing.ts";
import { told } from "../cases.ts";
import { ofResource, ofTenant } from "../steps.ts";

const organization = ofResource("workos:Organization", "acme/workos-organization", "create");
const project = ofResource("openai:Project", "acme/openai-project", "create");
const withProject = { openai: { project: {} } };

test.each([
  ["organization", organization, { mfa: {} }],
  ["project", project, withProject],
])("the %s of a tenant that was there before is not made anew", (what, step, before) => {
  expect(told(judgeChanges([rule], [ofTenant("acme", "same", before, withProject), step]))).toContain(
    `violation: ${step.name} would be made anew: tenant acme was there before, and its ${what} is gone.`,
  );
});

test.each([
  ["a new tenant", [ofTenant("acme", "create", undefined, withProject), organization, project]],
  ["a tenant that gets a project", [ofTenant("acme", "update", { mfa: {} }, withProject), project]],
  ["an update of an organization", [ofTenant("acme", "same", {}, {}), { ...organization, op: "update" }]],
  ["the loss of another tenant", [ofTenant("bolt", "same", {}, {}), organization]],
])("%s passes", (_, steps) => {
  expect(told(judgeChanges([rule], steps)).filter((text) => !text.startsWith("not applicable"))).not.toContainEqual(
    expect.stringMatching("^violation"),
  );
});

test("is not applicable to what goes with them", () => {
  const member = ofResource("workos:Member", "acme/workos-member/a", "create");
  expect(told(judgeChanges([rule], [ofTenant("acme", "same", {}, {}), member]))).toEqual([
    "not applicable: it is no organization and no project",
    "not applicable: it is no organization and no project",
  ]);
});
