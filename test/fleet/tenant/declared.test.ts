import { describe, expect, test } from "vitest";
import { complaints, declared, fleetYaml } from "../sources.ts";

/** What is written down for policies, and makes no resource. */

const DEFAULTS = {
  session: { lifetimeMinutes: 480 },
  passwordPolicy: "standard",
  allowSignups: false,
  allowedEmailDomains: [],
  scim: { required: false, types: [], groupRoles: {} },
};

describe("what is declared", () => {
  test("is shown to policies in full, though the file says nothing", () => {
    expect(declared("").inputs).toMatchObject(DEFAULTS);
  });

  test("is shown as the file has it, in one order, and becomes no resource", () => {
    const { inputs, resources } = declared(
      "session: { lifetimeMinutes: 5 }\npasswordPolicy: strict\nallowSignups: true\n" +
        "allowedEmailDomains: [B.example, a.example, b.example ]\n" +
        "scim: { required: true, types: [workday, gusto], groupRoles: { Staff: member } }\n",
    );
    expect(inputs).toMatchObject({
      session: { lifetimeMinutes: 5 },
      passwordPolicy: "strict",
      allowSignups: true,
      allowedEmailDomains: ["a.example", "b.example"],
      scim: { required: true, types: ["gusto", "workday"], groupRoles: { Staff: "member" } },
    });
    expect(resources.map(({ type }) => type)).toEqual(["workos:Organization"]);
  });

  test("may come from the plan", () => {
    const plan =
      "starter: { defaults: { session: { lifetimeMinutes: 60 }, scim: { types: [s3] }, allowSignups: true } }";
    expect(declared("scim: { required: true }\n", fleetYaml.replace("starter: {}", plan)).inputs).toMatchObject({
      session: { lifetimeMinutes: 60 },
      allowSignups: true,
      scim: { required: true, types: ["s3"] },
    });
  });

  test.each([
    ["session: { lifetimeMinutes: 4 }", "session.lifetimeMinutes: must be at least 5"],
    ["session: { lifetimeMinutes: 43201 }", "session.lifetimeMinutes: must be at most 43200"],
    ["session: { lifetimeMinutes: 8h }", "session.lifetimeMinutes: expected a number, found text"],
    ["session: { lifetime: 8 }", "session.lifetime: unknown field; known are lifetimeMinutes"],
    ["passwordPolicy: strickt", 'passwordPolicy: "strickt" is not known, did you mean strict?'],
    ["allowSignups: yes", "allowSignups: expected true or false, found text: write true"],
    ["allowedEmailDomains: [gmail.com]", "allowedEmailDomains[0]: is a public mail provider: no customer can own it"],
    [
      "allowedEmailDomains: null",
      "allowedEmailDomains: expected a list, found nothing: write [] for none, or remove the line to leave it unmanaged",
    ],
    ["scim: { types: [okta scim] }", 'scim.types[0]: "okta scim" is not known, did you mean okta scim v2.0?'],
    ["scim: { groupRoles: { Staff: Admin } }", expect.stringMatching(/^scim\.groupRoles\.Staff: may hold lower-case/)],
    ["scim: { groupRoles: [admin] }", "scim.groupRoles: expected a map, found a list"],
  ])("is refused as %s", (line, message) => {
    expect(complaints(`${line}\n`)).toContainEqual(message);
  });
});

describe("roles of a directory's groups", () => {
  const fleet = `${fleetYaml}environmentRoles: [{ slug: admin, name: A }, { slug: editor, name: E, resourceType: doc }]\n`;
  const groups = (roles: string) => `roles: [{ slug: org-auditor, name: Auditor }]\nscim: { groupRoles: ${roles} }\n`;

  test("are roles of the tenant, of the environment, or the one that everybody has", () => {
    expect(complaints(groups("{ A: org-auditor, B: admin, C: member }"), fleet)).toEqual([]);
  });

  test("exist, and are for organizations", () => {
    expect(complaints(groups("{ A: org-auditr, B: admn, C: editor }"), fleet)).toEqual([
      'scim.groupRoles.A: this tenant has no role "org-auditr", did you mean org-auditor?',
      'scim.groupRoles.B: the environment has no role "admn", did you mean admin?',
      'scim.groupRoles.C: "editor" is a role on resources of type doc, not in the organization: give it by grants, on such a resource',
    ]);
  });
});
