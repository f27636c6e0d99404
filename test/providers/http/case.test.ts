import { describe, expect, test } from "vitest";
import { camelCase, snakeCase } from "../../../providers/http/case.ts";

const pairs = [
  ["name", "name"],
  ["externalId", "external_id"],
  ["allowProfilesOutsideOrganization", "allow_profiles_outside_organization"],
] as const;

test.each(pairs)("%s is the vendor's %s", (ours, theirs) => {
  expect(snakeCase({ [ours]: 1 })).toEqual({ [theirs]: 1 });
  expect(camelCase({ [theirs]: 1 })).toEqual({ [ours]: 1 });
});

test("a digit begins a word in the vendor's names only", () => {
  expect(camelCase({ line_2: 1 })).toEqual({ line2: 1 });
});

describe("only the names of the fields are changed:", () => {
  const values = {
    map: { costCenter: "a", cost_center: "b" },
    list: [{ costCenter: "a", cost_center: "b" }],
    text: "costCenter cost_center",
    none: null,
  };

  test("what is in their values is nobody's but the declaration's", () => {
    expect(snakeCase(values)).toEqual(values);
    expect(snakeCase({ theMap: values }).the_map).toBe(values);
  });

  test("or the vendor's", () => {
    expect(camelCase(values)).toEqual(values);
    expect(camelCase({ the_map: values }).theMap).toBe(values);
  });
});

test("the fields have the vendor's names in the types, too", () => {
  const { external_id, no }: { external_id: string; no: boolean } = snakeCase({ externalId: "acme", no: true });
  const { externalId }: { externalId: string } = camelCase({ external_id: "acme" });
  expect([external_id, no, externalId]).toEqual(["acme", true, "acme"]);
});
