import { describe, expect, test } from "vitest";
import { complaints, declared, fleetYaml, resources } from "../sources.ts";

const membership = (email: string) => ({
  organizationMembershipId: { of: `acme/workos-member/${email}`, output: "membershipId" },
});
const organizationId = { of: "acme/workos-organization", output: "id" };

const fleet = `${fleetYaml}environmentRoles: [{ slug: admin, name: Admin }, { slug: ws-editor, name: E, resourceType: workspace }]\n`;
const workspace = "authorizationResources: [{ type: workspace, externalId: ws-1, name: One }]\n";
const withGrants = (grants: string) =>
  `${workspace}roles: [{ slug: org-lead, name: L }]\nmembers: [{ email: a@acme.example, roles: [member], grants: ${grants} }]\n`;

describe("a member", () => {
  test("is declared with roles in order, and after those of them that files declare", () => {
    const text = `\
roles: [{ slug: org-lead, name: Lead }]
members: [{ email: " A@Acme.example", roles: [org-lead, admin, admin, member], status: inactive, breakGlass: true }]
`;
    expect(resources(text, fleet).slice(1)).toEqual([
      {
        type: "workos:Member",
        resourceName: "acme/workos-member/a@acme.example",
        inputs: { email: "a@acme.example", roles: ["admin", "member", "org-lead"], status: "inactive" },
        refs: { organizationId },
        after: ["catalogue/workos-environment-role/admin", "acme/workos-organization-role/org-lead"],
      },
    ]);
  });

  test("is invited as the file says, in the name of the user with that address", () => {
    const text =
      "members: [{ email: a@acme.example, roles: [member], invite: { expiresInDays: 3, onExpired: renew, locale: de, inviter: Al@Ours.example } }]\n";
    expect(resources(text)).toEqual([
      {
        type: "workos:Member",
        resourceName: "acme/workos-member/a@acme.example",
        inputs: {
          email: "a@acme.example",
          roles: ["member"],
          expiresInDays: 3,
          onExpired: "renew",
          locale: "de",
          inviter: "al@ours.example",
        },
        refs: { organizationId },
      },
    ]);
  });

  test("goes with the organization when the tenant leaves, or people managed by a directory would keep it from leaving", () => {
    const [member] = resources("status: offboarding\nmembers: [{ email: a@acme.example, roles: [member] }]\n");
    expect(member?.deletedWith).toBe("acme/workos-organization");
  });

  test("is taken out of a project of OpenAI before that goes: an invitation would outlive it", () => {
    const person = "members: [{ email: a@acme.example, openai: member }]\n";
    const all = resources(`status: offboarding\n${person}openai: { project: {} }\n`);
    const [member, ...others] = all.filter(({ type }) => type === "openai:ProjectMember");
    expect([member?.deletedWith, others]).toEqual([undefined, []]);
    expect(member?.refs).toEqual({ projectId: { of: "acme/openai-project", output: "id" } });
  });

  test("has grants that wait for the membership", () => {
    expect(
      resources(withGrants("[{ role: ws-editor, resource: { type: workspace, externalId: ws-1 } }]"), fleet).slice(-1),
    ).toEqual([
      {
        type: "workos:RoleAssignment",
        resourceName: "acme/workos-role-assignment/a@acme.example/ws-editor/workspace/ws-1",
        inputs: { roleSlug: "ws-editor" },
        refs: {
          ...membership("a@acme.example"),
          resourceId: { of: "acme/workos-authorization-resource/workspace/ws-1", output: "id" },
        },
        awaits: "organizationMembershipId",
        after: ["catalogue/workos-environment-role/ws-editor"],
      },
    ]);
  });
});

describe("a person at OpenAI", () => {
  const text = (person: string, project = "openai: { project: {} }\n") =>
    `${project}members: [{ email: a@acme.example, ${person} }]\n`;

  test("is in the project, beside the organization or alone", () => {
    const inProject = {
      type: "openai:ProjectMember",
      resourceName: "acme/openai-project-member/a@acme.example",
      inputs: { email: "a@acme.example", role: "owner", onExpired: "renew" },
      refs: { projectId: { of: "acme/openai-project", output: "id" } },
    };
    const both = resources(text("roles: [member], openai: owner, invite: { locale: de, onExpired: renew }"));
    expect(both.slice(1)).toEqual([
      {
        type: "workos:Member",
        resourceName: "acme/workos-member/a@acme.example",
        inputs: { email: "a@acme.example", roles: ["member"], onExpired: "renew", locale: "de" },
        refs: { organizationId },
      },
      inProject,
    ]);
    expect(resources(text("openai: owner, invite: { onExpired: renew }")).slice(1)).toEqual([inProject]);
  });

  test("is seen by policies", () => {
    const { members } = declared(text("openai: member")).inputs;
    expect(members).toEqual([
      {
        email: "a@acme.example",
        roles: [],
        openai: "member",
        privileged: false,
        status: "active",
        breakGlass: false,
        grants: [],
      },
    ]);
  });

  test.each([
    ["breakGlass: true", ["members[0]: has neither roles nor openai: write one of them"]],
    ["openai: reader", ['members[0].openai: "reader" is not one of member, owner']],
    ["openai: member, status: inactive", ["members[0].status: is about the organization at WorkOS: it needs roles"]],
    ["openai: member, grants: []", ["members[0].grants: is about the organization at WorkOS: it needs roles"]],
    [
      "openai: member, invite: { locale: de, onExpired: renew }",
      ["members[0].invite.locale: is for invitations of WorkOS: it needs roles"],
    ],
  ])("is refused with %s", (person, messages) => {
    expect(complaints(text(person))).toEqual(messages);
  });

  test("needs the tenant's project, and is in no group of the organization", () => {
    expect(complaints(text("openai: member", ""))).toEqual([
      "members[0].openai: this tenant has no project: write openai: { project: {} }",
    ]);
    expect(complaints(`${text("openai: member")}groups: [{ name: g, members: [a@acme.example] }]\n`)).toEqual([
      "groups[0].members[0]: is no member of this tenant, add it to members, with roles",
    ]);
  });
});

describe("roles of members", () => {
  const member = (
    role: string,
  ) => `roles: [{ slug: org-lead, name: L }, { slug: org-ws, name: W, resourceType: workspace }]
members: [{ email: a@acme.example, roles: [${role}] }]\n`;

  test.each(["member", "admin", "org-lead"])("%s is one", (role) => {
    expect(complaints(member(role), fleet)).toEqual([]);
  });

  test.each([
    ["adimn", 'the environment has no role "adimn", did you mean admin?'],
    ["owner", 'the environment has no role "owner", declare it under environmentRoles of fleet.yaml'],
    ["org-laed", 'this tenant has no role "org-laed", did you mean org-lead?'],
    [
      "ws-editor",
      '"ws-editor" is a role on resources of type workspace, not in the organization: give it by grants, on such a resource',
    ],
    [
      "org-ws",
      '"org-ws" is a role on resources of type workspace, not in the organization: give it by grants, on such a resource',
    ],
  ])("%s is none", (role, message) => {
    expect(complaints(member(role), fleet)).toEqual([`members[0].roles[0]: ${message}`]);
  });

  test("may be any of the environment while the fleet lists none", () => {
    expect(complaints(member("owner"))).toEqual([]);
    expect(complaints(member("owner"), `${fleetYaml}environmentRoles: []\n`)).toEqual([
      'members[0].roles[0]: the environment has no role "owner", declare it under environmentRoles of fleet.yaml',
    ]);
  });
});

describe("grants", () => {
  const at = "members[0].grants[0]";
  const on = (resource: string, role = "ws-editor") => withGrants(`[{ role: ${role}, resource: ${resource} }]`);
  const first = "{ type: workspace, externalId: ws-1 }";

  test.each([
    [
      "{ type: workspace, externalId: ws-2 }",
      `${at}.resource: this tenant has no workspace "ws-2", did you mean ws-1?`,
    ],
    [
      "{ type: project, externalId: p }",
      `${at}.resource: this tenant has no project "p", declare it under authorizationResources`,
    ],
    [
      "{ type: organization, externalId: o }",
      `${at}.resource.type: is the type of the organization itself: name another one, made in the WorkOS dashboard`,
    ],
    ["ws-1", `${at}.resource: expected a map, found text`],
    ["{ type: workspace }", `${at}.resource.externalId: is missing`],
  ])("on %s are refused", (resource, message) => {
    expect(complaints(on(resource), fleet)).toContain(message);
  });

  test.each([
    ["ws-editro", 'the environment has no role "ws-editro", did you mean ws-editor?'],
    ["org-x", 'this tenant has no role "org-x", declare it under roles'],
    ["admin", '"admin" is not a role on resources of type workspace: list it under the member\'s roles'],
    ["org-lead", '"org-lead" is not a role on resources of type workspace: list it under the member\'s roles'],
  ])("of %s are refused", (role, message) => {
    expect(complaints(on(first, role), fleet)).toEqual([`${at}.role: ${message}`]);
  });

  test("are for the type that the role is for", () => {
    const project = "authorizationResources: [{ type: project, externalId: ws-1, name: P }]\n";
    expect(complaints(on("{ type: project, externalId: ws-1 }").replace(workspace, project), fleet)).toEqual([
      `${at}.role: "ws-editor" is not a role on resources of type project: its resourceType is workspace`,
    ]);
  });

  test("are given once", () => {
    const grant = `{ role: ws-editor, resource: ${first} }`;
    expect(complaints(withGrants(`[${grant}, ${grant}]`), fleet)).toEqual([
      'members[0].grants[1]: "ws-editor workspace ws-1" is already in this list',
    ]);
  });
});
