import fc from "fast-check";
import { expect, test } from "vitest";
import { routeMatcher } from "../../../providers/http/routes.ts";

const templates = [
  "/organizations",
  "/organizations/{id}",
  "/organizations/external_id/{external_id}",
  "/organizations/{id}/roles/{slug}",
  "/organizations/{id}/roles/{slug}/permissions",
];
const routeOf = routeMatcher(templates);

test.each([
  ["/organizations", "/organizations"],
  ["/organizations/org_1", "/organizations/{id}"],
  ["/organizations/external_id", "/organizations/{id}"],
  ["/organizations/external_id/acme", "/organizations/external_id/{external_id}"],
  ["/organizations/org_1/roles/org-a", "/organizations/{id}/roles/{slug}"],
  ["/organizations/org_1/roles/org-a/permissions", "/organizations/{id}/roles/{slug}/permissions"],
  ["/organizations/a%2Fb", "/organizations/{id}"],
])("%s is %s", (path, template) => {
  expect(routeOf(path)).toBe(template);
});

test("a path that nobody declared stands for itself", () => {
  expect(routeOf("/organizations/org_1/groups")).toBe("/organizations/org_1/groups");
  expect(routeOf("")).toBe("");
});

test("a path made from a template is that template again, unless a more literal one has its form", () => {
  const segment = fc
    .stringMatching(/^[A-Za-z0-9_%-]{1,12}$/)
    .filter((text) => !["external_id", "roles"].includes(text));
  fc.assert(
    fc.property(fc.constantFrom(...templates), fc.array(segment, { minLength: 2, maxLength: 2 }), (template, ids) => {
      let used = 0;
      expect(routeOf(template.replace(/\{[^}]+\}/g, () => ids[used++] as string))).toBe(template);
    }),
  );
});
