import { describe, expect, test } from "vitest";
import { declareFleet } from "../../../fleet/index.ts";
import { composeFleet } from "../../../fleet/load.ts";
import { catalogueOf, complaints, fleetProblems, fleetYaml, folder, resources } from "../sources.ts";

const openai = (text: string) => `openai: { ${text} }\n`;
const refused = (text: string) =>
  fleetProblems(fleetYaml + text).map((line) => line.replace(/^(\d+):\d+: /, (_, line) => `${line}: `));

describe("groups and roles of OpenAI's organization", () => {
  test("are declared with their people, and what those may do", () => {
    const groups =
      "{ name: Staff, members: [B@ours.example, a@ours.example, b@ours.example], roles: [reader, Billing] }";
    const roles = "{ name: Billing, description: Looks at bills, permissions: [b.read, a.read] }";
    const groupId = { of: "catalogue/openai-group/Staff", output: "id" };
    expect(catalogueOf(openai(`groups: [${groups}], roles: [${roles}]`))).toEqual([
      {
        type: "openai:OrganizationRole",
        resourceName: "catalogue/openai-organization-role/Billing",
        inputs: { name: "Billing", description: "Looks at bills", permissions: ["a.read", "b.read"] },
      },
      { type: "openai:Group", resourceName: "catalogue/openai-group/Staff", inputs: { name: "Staff" } },
      {
        type: "openai:GroupMember",
        resourceName: "catalogue/openai-group-member/Staff/a@ours.example",
        inputs: { email: "a@ours.example" },
        refs: { groupId },
      },
      {
        type: "openai:GroupMember",
        resourceName: "catalogue/openai-group-member/Staff/b@ours.example",
        inputs: { email: "b@ours.example" },
        refs: { groupId },
      },
      {
        type: "openai:GroupRole",
        resourceName: "catalogue/openai-group-role/Staff/Billing",
        inputs: {},
        refs: { groupId, role: { of: "catalogue/openai-organization-role/Billing", output: "id" } },
      },
      {
        type: "openai:GroupRole",
        resourceName: "catalogue/openai-group-role/Staff/reader",
        inputs: { role: "reader" },
        refs: { groupId },
      },
    ]);
  });

  test("one that an identity provider manages is only read, and can be given roles", () => {
    expect(catalogueOf(openai("groups: [{ name: Staff, scim: true, roles: [reader] }]"))).toEqual([
      {
        type: "openai:Group",
        resourceName: "catalogue/openai-group/Staff",
        inputs: { name: "Staff" },
        reads: { name: "Staff" },
      },
      {
        type: "openai:GroupRole",
        resourceName: "catalogue/openai-group-role/Staff/reader",
        inputs: { role: "reader" },
        refs: { groupId: { of: "catalogue/openai-group/Staff", output: "id" } },
      },
    ]);
  });

  test.each([
    [
      "groups: [{ name: A, scim: true, members: [] }]",
      "8: openai.groups[0].members: are for the organization's identity provider to decide, which manages this group",
    ],
    ["groups: [{ name: A }, { name: ' A' }]", '8: openai.groups[1].name: " A" is already in this list, in line 8'],
    ["groups: [{ name: A, members: [nobody] }]", "8: openai.groups[0].members[0]: must be an e-mail address"],
    [
      "groups: [{ name: A, roles: [redaer] }]",
      '8: openai.groups[0].roles[0]: there is no role "redaer", did you mean reader?',
    ],
    [
      "groups: [{ name: A, roles: [Accounting] }]",
      '8: openai.groups[0].roles[0]: there is no role "Accounting", declare it under openai.roles',
    ],
    [
      "roles: [{ name: owner, permissions: [] }]",
      "8: openai.roles[0].name: is a role that OpenAI predefines, which nobody can change: give yours another name",
    ],
    ["roles: [{ name: A }]", "8: openai.roles[0].permissions: is missing"],
    [
      "roles: [{ name: A, permissions: [] }, { name: A, permissions: [] }]",
      '8: openai.roles[1].name: "A" is already in this list, in line 8',
    ],
  ])("are refused as %s", (text, message) => {
    expect(refused(openai(text))).toEqual([message]);
  });

  test("a role may be given by its id, which no file knows more of", () => {
    expect(refused(openai("groups: [{ name: A, roles: [role_abc, role-billing] }]"))).toEqual([]);
  });
});

describe("what all of OpenAI's projects may spend, and what OpenAI keeps", () => {
  test("is declared once for the organization", () => {
    const alerts =
      "{ monthlyUsd: 900, recipients: [B@ours.example, a@ours.example] }, { monthlyUsd: 1000, recipients: [a@ours.example], subjectPrefix: null }";
    const text = `spendLimit: { monthlyUsd: 1200.5 }, spendAlerts: [${alerts}], dataRetention: zero_data_retention`;
    expect(catalogueOf(openai(text))).toEqual([
      {
        type: "openai:OrganizationSpendLimit",
        resourceName: "catalogue/openai-organization-spend-limit",
        inputs: { monthlyUsd: 1200.5 },
      },
      {
        type: "openai:OrganizationSpendAlert",
        resourceName: "catalogue/openai-organization-spend-alert/1000",
        inputs: { monthlyUsd: 1000, recipients: ["a@ours.example"], subjectPrefix: null },
      },
      {
        type: "openai:OrganizationSpendAlert",
        resourceName: "catalogue/openai-organization-spend-alert/900",
        inputs: { monthlyUsd: 900, recipients: ["a@ours.example", "b@ours.example"] },
      },
      {
        type: "openai:OrganizationDataRetention",
        resourceName: "catalogue/openai-organization-data-retention",
        inputs: { type: "zero_data_retention" },
      },
    ]);
  });

  test.each([
    ["spendLimit: { monthlyUsd: 0 }", "8: openai.spendLimit.monthlyUsd: must be 0.01 to 1000000000 US dollars"],
    ["spendLimit: { monthlyUSD: 5 }", "8: openai.spendLimit.monthlyUSD: unknown field, did you mean monthlyUsd?"],
    [
      "spendAlerts: [{ monthlyUsd: 1, recipients: [] }]",
      "8: openai.spendAlerts[0].recipients: must name at least one address",
    ],
    [
      "spendAlerts: [{ monthlyUsd: 1, recipients: [a@b.example] }, { monthlyUsd: 1.0, recipients: [c@b.example] }]",
      '8: openai.spendAlerts[1].monthlyUsd: "1" is already in this list, in line 8',
    ],
    // Of a project alone: an organization has nobody to leave it to.
    [
      "dataRetention: organization_default",
      '8: openai.dataRetention: "organization_default" is not one of zero_data_retention',
    ],
    ["dataRetention: none", '8: openai.dataRetention: "none" is not one of zero_data_retention'],
  ])("is refused as %s", (text, message) => {
    expect(refused(openai(text)).join("\n")).toContain(message);
  });

  test("is for the stack that owns the catalogue to say", () => {
    const text = "spendLimit: { monthlyUsd: 1 }, spendAlerts: [], dataRetention: zero_data_retention";
    const places = refused(`catalogue: shared\n${openai(text)}`).map((line) => line.split(": ")[1]);
    expect(places).toEqual(["openai.spendLimit", "openai.spendAlerts", "openai.dataRetention"]);
  });
});

describe("keys in other clouds", () => {
  const aws = "aws: { externalId: org-1, kmsArn: arn:k, roleArn: arn:r }";
  const azure = "azure: { tenantId: t, vaultUri: https://v.example, keyName: k }";

  test("are declared as the file has them, and projects name them", () => {
    const text = `externalKeys: [{ name: Ours, ${aws} }, { name: In, purpose: psp_decryption, ${azure.replace(" }", ", keyVersion: '7' }")} }]`;
    expect(catalogueOf(openai(text))).toEqual([
      {
        type: "openai:ExternalKey",
        resourceName: "catalogue/openai-external-key/In",
        inputs: {
          name: "In",
          purpose: "psp_decryption",
          azure: { tenantId: "t", vaultUri: "https://v.example", keyName: "k", keyVersion: "7" },
        },
      },
      {
        type: "openai:ExternalKey",
        resourceName: "catalogue/openai-external-key/Ours",
        inputs: { name: "Ours", aws: { externalId: "org-1", kmsArn: "arn:k", roleArn: "arn:r" } },
      },
    ]);
    const [project] = resources("openai: { project: { externalKey: Ours } }\n", fleetYaml + openai(text));
    expect(project).toEqual({
      type: "openai:Project",
      resourceName: "acme/openai-project",
      inputs: { name: "acme" },
      refs: { externalKeyId: { of: "catalogue/openai-external-key/Ours", output: "id" } },
      after: ["acme/workos-organization"],
      protect: true,
    });
  });

  test.each([
    ["{ name: A }", "[0].name: a key is in one of aws, gcp, azure, oci"],
    [`{ name: A, ${aws}, ${azure} }`, "[0].azure: a key is in one of aws, gcp, azure, oci"],
    [`{ name: A, purpose: psp_decryption, ${azure} }`, "[0].azure.keyVersion: is needed for psp_decryption"],
    [`{ name: A, purpose: backup, ${azure} }`, '[0].purpose: "backup" is not one of ekm, psp_decryption'],
    [`{ name: A, ${azure.replace("keyName", "keyname")} }`, "[0].azure.keyname: unknown field, did you mean keyName?"],
    [`{ name: A, ${aws} }, { name: A, ${azure} }`, '[1].name: "A" is already in this list, in line 8'],
  ])("are refused as %s", (text, message) => {
    expect(refused(openai(`externalKeys: [${text}]`)).join("\n")).toContain(`openai.externalKeys${message}`);
  });

  test.each([
    ["externalKey: Our", 'externalKey: there is no external key "Our", did you mean Ours?'],
    ["externalKey: Backup", 'externalKey: there is no external key "Backup", declare it under openai.externalKeys'],
    ["externalKey: Ours, externalKeyId: null", "externalKey: stands beside externalKeyId: a project has one key"],
  ])("are refused in a project as %s", (text, message) => {
    const fleet = fleetYaml + openai(`externalKeys: [{ name: Ours, ${aws} }]`);
    expect(complaints(`openai: { project: { ${text} } }\n`, fleet)).toEqual([
      expect.stringContaining(`openai.project.${message}`),
    ]);
  });

  test("are for the stack that owns the catalogue to declare", () => {
    expect(refused(`catalogue: shared\n${openai("externalKeys: []")}`)).toEqual([
      expect.stringContaining("openai.externalKeys: belongs to the fleet that owns the catalogue"),
    ]);
  });
});

describe("a stack that shares the catalogue", () => {
  const shared = (text: string) => `catalogue: shared\n${openai(text)}`;

  test("names groups for its tenants, and reads them by that name", () => {
    const fleet = fleetYaml + shared("groups: [{ name: Staff }]");
    const { catalogue } = declareFleet(composeFleet(folder({}, fleet)));
    expect(catalogue.resources.filter(({ type }) => type.startsWith("openai:"))).toEqual([
      {
        type: "openai:Group",
        resourceName: "catalogue/openai-group/Staff",
        inputs: { name: "Staff" },
        reads: { name: "Staff" },
      },
    ]);
    const project = "openai: { project: { groups: [{ group: Staff, role: viewer }] } }\n";
    expect(resources(project, fleet).at(-1)).toMatchObject({
      type: "openai:ProjectGroup",
      refs: { groupId: { of: "catalogue/openai-group/Staff", output: "id" } },
    });
  });

  test("says nothing of them that would change anything", () => {
    const why = "belongs to the fleet that owns the catalogue";
    const all = refused(
      shared("groups: [{ name: A, members: [a@b.example], roles: [reader] }], roles: [{ name: B, permissions: [] }]"),
    );
    expect(all).toEqual([
      expect.stringContaining(`9: openai.groups[0].members: ${why}`),
      expect.stringContaining(`9: openai.groups[0].roles: ${why}`),
      expect.stringContaining(`9: openai.roles: ${why}`),
    ]);
  });
});
