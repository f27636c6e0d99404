import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { catalogue, nameOf, tenantOf } from "../../fleet/resource-names.ts";
import type { ResourceType } from "../../fleet/resource-types.ts";
import * as openai from "../../providers/openai/index.ts";
import * as workos from "../../providers/workos/index.ts";
import { anyLabel } from "./any-fleet.ts";
import { tenantProblems, tenantYaml } from "./sources.ts";

const types = [
  ...Object.keys(workos).map((name) => `workos:${name}`),
  ...Object.keys(openai).map((name) => `openai:${name}`),
] as ResourceType[];
const anyName = () =>
  fc.tuple(
    fc.constantFrom("acme", "acme-2", catalogue),
    fc.constantFrom(...types),
    fc.array(anyLabel, { maxLength: 3 }),
  );

describe("resource names", () => {
  test.each([
    [nameOf("acme", "workos:Organization"), "acme/workos-organization"],
    [nameOf("acme", "workos:OrganizationRole", "org-auditor"), "acme/workos-organization-role/org-auditor"],
    [nameOf("acme", "openai:ServiceAccountKey", "api", "main"), "acme/openai-service-account-key/api/main"],
    [nameOf(catalogue, "workos:Permission", "invoices:read"), "catalogue/workos-permission/invoices:read"],
    [nameOf("acme", "workos:SSOConnection" as ResourceType), "acme/workos-sso-connection"],
  ])("are made of owner, type and natural key: %s", (name, expected) => {
    expect(name).toBe(expected);
  });

  test("keep the parts of a key apart that hold a slash", () => {
    expect(nameOf("acme", "workos:Group", "a/b", "c")).toBe("acme/workos-group/a%2Fb/c");
    expect(nameOf("acme", "workos:Group", "a", "b/c")).toBe("acme/workos-group/a/b%2Fc");
    expect(nameOf("acme", "workos:Group", "a%2Fb", "c")).toBe("acme/workos-group/a%252Fb/c");
  });

  test("differ where owner, type or key differ", () => {
    fc.assert(
      fc.property(anyName(), anyName(), ([owner, type, key], [owner2, type2, key2]) => {
        const alike = nameOf(owner, type, ...key) === nameOf(owner2, type2, ...key2);
        expect(alike).toBe(JSON.stringify([owner, type, key]) === JSON.stringify([owner2, type2, key2]));
      }),
    );
  });

  test("give back their key", () => {
    fc.assert(
      fc.property(anyName(), ([owner, type, key]) => {
        const [first, , ...rest] = nameOf(owner, type, ...key)
          .split("/")
          .map(decodeURIComponent);
        expect([first, ...rest]).toEqual([owner, ...key]);
      }),
    );
  });

  test("of different types differ", () => {
    expect(types.length).toBeGreaterThan(25);
    expect(new Set(types.map((type) => nameOf("acme", type))).size).toBe(types.length);
  });

  test("belong to the file of their tenant, whatever its type and key", () => {
    fc.assert(
      fc.property(anyName(), ([owner, type, key]) => {
        expect(tenantOf(nameOf(owner, type, ...key))).toBe(owner === catalogue ? undefined : owner);
      }),
    );
  });

  test.each(["ci", "acme/other/ci", "acme", "", "acme/", "acme/workos", "acme/openai-"])(
    "of no tenant's file: %j",
    (name) => {
      expect(tenantOf(name)).toBeUndefined();
    },
  );
});

test("no tenant is called as the catalogue is, whose names its resources would take", () => {
  expect(tenantProblems(tenantYaml("catalogue"))).toContain(
    '2:9: tenant: "catalogue" is reserved: resources that all tenants share are called so',
  );
});
