import { describe, expect, test } from "vitest";
import { complaints, resources } from "../sources.ts";

const people = "members: [{ email: ann@acme.example, roles: [member] }, { email: bo@acme.example, roles: [member] }]\n";
const groups = (text: string) => `${people}roles: [{ slug: org-lead, name: L }]\ngroups: [${text}]\n`;

describe("a group", () => {
  test("comes with its members, each once they are one, and with its roles", () => {
    const all = resources(
      groups(
        "{ name: Night shift, description: null, members: [Bo@Acme.example, ann@acme.example, bo@acme.example], roles: [org-lead, admin] }",
      ),
    );
    const organizationId = { of: "acme/workos-organization", output: "id" };
    const groupId = { of: "acme/workos-group/Night shift", output: "id" };
    expect(all.filter(({ type }) => type.startsWith("workos:Group"))).toEqual([
      {
        type: "workos:Group",
        resourceName: "acme/workos-group/Night shift",
        inputs: { name: "Night shift", description: null },
        refs: { organizationId },
      },
      ...["ann@acme.example", "bo@acme.example"].map((email) => ({
        type: "workos:GroupMembership",
        resourceName: `acme/workos-group-membership/Night shift/${email}`,
        inputs: {},
        refs: {
          organizationId,
          groupId,
          organizationMembershipId: { of: `acme/workos-member/${email}`, output: "membershipId" },
        },
        awaits: "organizationMembershipId",
      })),
      {
        type: "workos:GroupRoleAssignment",
        resourceName: "acme/workos-group-role-assignment/Night shift/admin",
        inputs: { roleSlug: "admin" },
        refs: { groupId },
      },
      {
        type: "workos:GroupRoleAssignment",
        resourceName: "acme/workos-group-role-assignment/Night shift/org-lead",
        inputs: { roleSlug: "org-lead" },
        refs: { groupId },
        after: ["acme/workos-organization-role/org-lead"],
      },
    ]);
  });

  test.each([
    [
      "{ name: G, members: [anm@acme.example] }",
      "groups[0].members[0]: is no member of this tenant, did you mean ann@acme.example?",
    ],
    [
      "{ name: G, members: [x@y.example] }",
      "groups[0].members[0]: is no member of this tenant, add it to members, with roles",
    ],
    ["{ name: G, roles: [org-x] }", 'groups[0].roles[0]: this tenant has no role "org-x", declare it under roles'],
    ["{ name: G }, { name: G }", 'groups[1].name: "G" is already in this list, in line 7'],
    ["{ members: [] }", "groups[0].name: is missing"],
    [`{ name: ${"n".repeat(257)} }`, "groups[0].name: must have at most 256 characters"],
  ])("is refused as %s", (text, message) => {
    expect(complaints(groups(text))).toEqual([message]);
  });
});
