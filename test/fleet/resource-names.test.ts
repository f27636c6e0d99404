import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { resourceNames, tenantOf } from "../../fleet/resource-names.ts";
import { anyLabel } from "./any-fleet.ts";

describe("resource names", () => {
  test("keep parts apart that hold a slash", () => {
    expect(resourceNames.key("acme", "a/b", "c")).toBe("acme/key/a%2Fb/c");
    expect(resourceNames.key("acme", "a", "b/c")).toBe("acme/key/a/b%2Fc");
    expect(resourceNames.key("acme", "a%2Fb", "c")).toBe("acme/key/a%252Fb/c");
  });

  test("tell their parts, so that different things never share one", () => {
    fc.assert(
      fc.property(anyLabel, anyLabel, (account, key) => {
        const parts = resourceNames.key("acme", account, key).split("/").map(decodeURIComponent);
        expect(parts).toEqual(["acme", "key", account, key]);
      }),
    );
  });

  test.each([
    [resourceNames.serviceAccount("acme", "ci"), "acme"],
    [resourceNames.organization("acme"), "acme"],
    [resourceNames.key("acme", "a/b", "c"), "acme"],
    [resourceNames.permission("billing"), undefined],
    ["ci", undefined],
    ["acme/other/ci", undefined],
    ["", undefined],
  ])("%s belongs to the file of tenant %s", (name, tenant) => {
    expect(tenantOf(name)).toBe(tenant);
  });
});
