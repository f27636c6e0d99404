import { describe, expect, test } from "vitest";
import { openaiServiceAccountNotOwner, subjects } from "../../../policies/index.ts";
import { analyze, type Subject, unknown } from "../analyze.ts";
import { judged as judgedFleet, ruleCases } from "../cases.ts";

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

  const account = (role: string, seen = role): Subject => ({
    ...{ type: subjects.serviceAccount, name: "acme/openai-service-account/ci" },
    ...{ inputs: { name: "ci", role }, outputs: { name: "ci", role: seen } },
  });
  const component = (policies: object): Subject => ({ type: subjects.tenant, name: "acme", inputs: { policies } });
  const told = async (...seen: Subject[]): Promise<string[]> =>
    (await analyze([openaiServiceAccountNotOwner], ...seen)).violations.map((text) => text.replace(/: .*/, ""));

  test("an owner is told once, declared or made so by somebody else", async () => {
    expect(await told(account("owner"))).toEqual(["[mandatory] openai-service-account-not-owner"]);
    expect(await told(account("owner", "member"))).toHaveLength(1);
    expect(await told(account("member", "owner"))).toHaveLength(1);
  });

  test("before it is made, it is judged at the level and with the exemptions that its tenant shows", async () => {
    const exemption = { rule: openaiServiceAccountNotOwner.name, tenant: "acme", expires: "2999-01-01" };
    expect(await told(component({ exemptions: [exemption] }), account("owner", "member"))).toEqual([
      "[advisory] openai-service-account-not-owner",
    ]);
    expect(
      await told(
        component({ levels: { [openaiServiceAccountNotOwner.name]: "disabled" } }),
        account("owner", "member"),
      ),
    ).toEqual([]);
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

const name = "acme/openai-service-account/ci";
const tenant = (role: "member" | "owner") => ({ openai: { project: { serviceAccounts: [{ name: "ci", role }] } } });
const says = [
  "service account ci has role owner, with which its keys can administer the project: set role to member in tenants/acme.yaml, openai.project.serviceAccounts",
];
ruleCases(openaiServiceAccountNotOwner, {
  passes: { "a member": { tenant: tenant("member") } },
  violations: {
    "an owner by its file": { tenant: tenant("owner"), says },
    "one that somebody made an owner": { tenant: tenant("member"), outputs: { [name]: { role: "owner" } }, says },
    "one that nobody has made an owner yet": {
      tenant: tenant("owner"),
      outputs: { [name]: { role: "member" } },
      says,
    },
  },
});

test("an audit counts it once", () => {
  expect(judgedFleet(openaiServiceAccountNotOwner, { tenant: tenant("member") })).toHaveLength(1);
  expect(judgedFleet(openaiServiceAccountNotOwner, { tenant: tenant("owner") })).toHaveLength(1);
});
