import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { at } from "../../../providers/http/path.ts";
import { anyCharacter } from "../../harness/hostile-text.ts";

describe("a path", () => {
  test("is its text, and the template that it was made from", () => {
    expect(at`/organizations`).toEqual({ text: "/organizations", route: "/organizations" });
    expect(at`/organizations/${"org_1"}/roles/${"org-a"}/permissions`).toEqual({
      text: "/organizations/org_1/roles/org-a/permissions",
      route: "/organizations/{id}/roles/{id}/permissions",
    });
  });

  test.each([
    ["a/b", "a%2Fb"],
    ["a b", "a%20b"],
    ["?limit=1", "%3Flimit%3D1"],
    ["#top", "%23top"],
    ["100%", "100%25"],
    ["Zoë@acme.example", "Zo%C3%AB%40acme.example"],
    ["...", "..."],
    [".well-known", ".well-known"],
    ["{id}", "%7Bid%7D"],
    ["$&", "%24%26"],
  ])("has %j in it as %s", (id, segment) => {
    expect(at`/organizations/${id}/groups`).toEqual({
      text: `/organizations/${segment}/groups`,
      route: "/organizations/{id}/groups",
    });
  });

  test("goes on from another one", () => {
    const group = at`/organizations/${"a/b"}/groups/${"c"}`;
    expect(at`${group}/members/${"d"}`).toEqual({
      text: "/organizations/a%2Fb/groups/c/members/d",
      route: "/organizations/{id}/groups/{id}/members/{id}",
    });
  });

  test("is one and the same below any address: no value reaches another path or the query", () => {
    fc.assert(
      fc.property(fc.string({ unit: anyCharacter, minLength: 1 }), (id) => {
        fc.pre(id !== "." && id !== "..");
        const { text, route } = at`/organizations/${id}/roles`;
        const url = new URL(`https://api.example${text}`);
        expect([url.pathname, url.search, url.hash]).toEqual([text, "", ""]);
        expect(text.split("/").map(decodeURIComponent)).toEqual(["", "organizations", id, "roles"]);
        expect(route).toBe("/organizations/{id}/roles");
      }),
    );
  });

  test.each([
    ["", '""'],
    [".", '"."'],
    ["..", '".."'],
    [undefined, "undefined"],
    [null, "null"],
    [7, "7"],
  ])("cannot be made with %j: it would be another path", (id, said) => {
    expect(() => at`/organizations/${id as string}/groups`).toThrow(
      `${said} cannot stand in the path /organizations/{id}/groups`,
    );
  });
});
