import { describe, expect, test } from "vitest";
import { workosAdminCount as rule } from "../../../policies/index.ts";
import { judged, passes } from "../judged.ts";

const catalogue = "environmentRoles: [{ slug: admin, name: A, privileged: true }, { slug: viewer, name: V }]\n";
const member = (name: string, more = "roles: [admin]") => `{ email: ${name}@acme.example, ${more} }`;
const members = (...people: string[]) => `members: [${people.join(", ")}]\n`;

describe(rule.name, () => {
  test.each([
    ["two with the role", members(member("a"), member("b"), member("c", "roles: [viewer]"))],
    [
      "one with the role, and one by a group",
      `${members(member("a"), member("b", "roles: [viewer]"))}groups: [{ name: G, roles: [admin], members: [a@acme.example, b@acme.example] }]\n`,
    ],
  ])("%s are two", async (_, file) => {
    expect(await judged(rule, file, "admins: { min: 2, max: 2 }", catalogue)).toEqual(passes);
  });

  test("too few are refused: whoever is inactive, or has the role on a group without people, is none", async () => {
    const file = `${members(member("a"), member("b", "roles: [admin], status: inactive"))}groups: [{ name: G, roles: [admin] }]\n`;
    expect((await judged(rule, file, "admins: { min: 2, max: 5 }", catalogue)).violations).toEqual([
      "[mandatory] workos-admin-count: acme declares 1 active member with a privileged role (a@acme.example), and plan starter requires 2 to 5: give more of them such a role in tenants/acme.yaml.",
    ]);
  });

  test("too many are refused", async () => {
    const file = members(member("a"), member("b"));
    expect((await judged(rule, file, "admins: { min: 1, max: 1 }", catalogue)).violations).toEqual([
      "[mandatory] workos-admin-count: acme declares 2 active members with a privileged role (a@acme.example, b@acme.example), and plan starter requires 1: take it from some of them in tenants/acme.yaml.",
    ]);
  });

  test("is not applicable where the plan says no number", async () => {
    expect((await judged(rule, "")).notApplicable).toEqual([
      "workos-admin-count: plan starter requires no number of admins",
    ]);
  });
});
