import { describe, expect, test } from "vitest";
import { complaints, fleetYaml, resources } from "../../sources.ts";

const fleet = `${fleetYaml}openai: { groups: [{ name: Engineers }, { name: Auditors }] }\n`;
const project = (text: string) => `openai: { project: { ${text} } }\n`;
const projectId = { of: "acme/openai-project", output: "id" };

describe("groups in a project", () => {
  test("have roles there: its own, or those that OpenAI predefines", () => {
    const groups =
      "{ group: Engineers, role: Deployer, additionalRoles: [viewer, Deleter] }, { group: Auditors, role: viewer }";
    const roles =
      "{ name: Deployer, permissions: [b.write, a.read] }, { name: Deleter, description: '', permissions: [] }";
    const all = resources(project(`groups: [${groups}], roles: [${roles}]`), fleet).slice(1);
    const groupId = { of: "catalogue/openai-group/Engineers", output: "id" };
    expect(all).toEqual([
      {
        type: "openai:ProjectRole",
        resourceName: "acme/openai-project-role/Deleter",
        inputs: { name: "Deleter", description: null, permissions: [] },
        refs: { projectId },
      },
      {
        type: "openai:ProjectRole",
        resourceName: "acme/openai-project-role/Deployer",
        inputs: { name: "Deployer", permissions: ["a.read", "b.write"] },
        refs: { projectId },
      },
      {
        type: "openai:ProjectGroup",
        resourceName: "acme/openai-project-group/Auditors",
        inputs: { role: "viewer" },
        refs: { projectId, groupId: { of: "catalogue/openai-group/Auditors", output: "id" } },
      },
      {
        type: "openai:ProjectGroup",
        resourceName: "acme/openai-project-group/Engineers",
        inputs: {},
        refs: { projectId, groupId, role: { of: "acme/openai-project-role/Deployer", output: "id" } },
      },
      {
        type: "openai:ProjectGroupRole",
        resourceName: "acme/openai-project-group-role/Engineers/Deleter",
        inputs: {},
        refs: { projectId, groupId, role: { of: "acme/openai-project-role/Deleter", output: "id" } },
        after: ["acme/openai-project-group/Engineers"],
      },
      {
        type: "openai:ProjectGroupRole",
        resourceName: "acme/openai-project-group-role/Engineers/viewer",
        inputs: { role: "viewer" },
        refs: { projectId, groupId },
        after: ["acme/openai-project-group/Engineers"],
      },
    ]);
  });

  test.each([
    [
      "groups: [{ group: Enginers, role: viewer }]",
      'groups[0].group: there is no group "Enginers", did you mean Engineers?',
    ],
    [
      "groups: [{ group: Sales, role: viewer }]",
      'groups[0].group: there is no group "Sales", declare it under openai.groups of fleet.yaml',
    ],
    ["groups: [{ group: Engineers }]", "groups[0].role: is missing"],
    ["groups: [{ group: Engineers, role: vewer }]", 'groups[0].role: there is no role "vewer", did you mean viewer?'],
    [
      "groups: [{ group: Engineers, role: viewer, additionalRoles: [Deployr] }], roles: [{ name: Deployer, permissions: [] }]",
      'groups[0].additionalRoles[0]: there is no role "Deployr", did you mean Deployer?',
    ],
    [
      "groups: [{ group: Engineers, role: reader }]", // That is one of the organization.
      'groups[0].role: there is no role "reader", declare it under roles of the project',
    ],
    [
      "groups: [{ group: Engineers, role: viewer, additionalRoles: [viewer] }]",
      "groups[0].additionalRoles: has the group's role again",
    ],
    [
      "groups: [{ group: Auditors, role: viewer }, { group: Auditors, role: member }]",
      'groups[1].group: "Auditors" is already in this list, in line 5',
    ],
    [
      "roles: [{ name: member, permissions: [] }]",
      "roles[0].name: is a role that OpenAI predefines, which nobody can change: give yours another name",
    ],
    [
      "roles: [{ name: A, permissions: [] }, { name: A, permissions: [] }]",
      'roles[1].name: "A" is already in this list, in line 5',
    ],
    [
      "roles: [{ name: A, permissions: ['a b'] }]",
      "roles[0].permissions[0]: must be a permission, such as api.model.read",
    ],
  ])("are refused as %s", (text, message) => {
    expect(complaints(project(text), fleet)).toEqual([`openai.project.${message}`]);
  });

  test("may come from the plan, whose mistakes are told for each tenant", () => {
    const withPlan = (group: string) =>
      fleet.replace(
        "starter: {}",
        `starter: { defaults: { openai: { project: { groups: [{ group: ${group}, role: viewer }] } } } }`,
      );
    expect(resources("", withPlan("Auditors")).map(({ resourceName }) => resourceName)).toContain(
      "acme/openai-project-group/Auditors",
    );
    expect(complaints("", withPlan("Auditrs"))).toEqual([expect.stringContaining("did you mean Auditors?")]);
  });

  test("go unmeasured while the fleet's list itself is wrong", () => {
    const wrong = `${fleetYaml}openai: { groups: Engineers }\n`;
    expect(complaints(project("groups: [{ group: Engineers, role: viewer }]"), wrong)).toEqual([
      expect.stringContaining("openai.groups: expected a list"),
    ]);
  });
});
