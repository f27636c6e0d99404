import { describe, expect, test } from "vitest";
import { openaiServiceAccountNotOwner } from "../../../policies/index.ts";
import { analyze, unknown } from "../analyze.ts";

const judged = (changes: Record<string, unknown>, name = "acme/openai-service-account/ci") =>
  analyze([openaiServiceAccountNotOwner], {
    type: "pulumi-nodejs:dynamic/openai:ServiceAccount",
    name,
    inputs: { name: "ci", projectId: "proj_1", role: "member", ...changes },
  });

describe(openaiServiceAccountNotOwner.name, () => {
  test("an owner is refused, and told what to set and where", async () => {
    expect((await judged({ role: "owner" })).violations).toEqual([
      "[mandatory] openai-service-account-not-owner: service account ci has role owner, with which its keys can " +
        "administer the project: set role to member in tenants/acme.yaml, openai.project.serviceAccounts",
    ]);
  });

  test("an owner that no file declares is named as the resource it is", async () => {
    expect((await judged({ role: "owner" }, "deployer")).violations[0]).toMatch(/set role to member on deployer$/);
  });

  test.each(["member", "none", null])("role %s passes", async (role) => {
    expect(await judged({ role })).toEqual({ violations: [], notApplicable: [] });
  });

  test("a role that preview doesn't know is judged once it is known", async () => {
    expect(await judged({ role: unknown })).toEqual({
      violations: [],
      notApplicable: [
        "openai-service-account-not-owner: not known yet: string value at .role can't be known during preview",
      ],
    });
  });

  test("a role that was not read is not judged", async () => {
    expect((await judged({ role: undefined })).notApplicable).toEqual([
      "openai-service-account-not-owner: not known yet: its role was not read",
    ]);
  });

  test("a project that preview doesn't know hides no owner", async () => {
    expect((await judged({ role: "owner", projectId: unknown })).violations).toHaveLength(1);
  });

  test("other resources may have owners", async () => {
    const member = {
      type: "pulumi-nodejs:dynamic/openai:ProjectMember",
      name: "acme/workos-member/a",
      inputs: { role: "owner" },
    };
    expect((await analyze([openaiServiceAccountNotOwner], member)).violations).toEqual([]);
  });
});
