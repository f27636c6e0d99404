import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { canonicalise } from "../../../providers/host/canonical.ts";
import { plainObject } from "../../../providers/host/plain-json.ts";
import { hasUnknown, UNKNOWN } from "../../../providers/host/unknown.ts";
import * as openai from "../../../providers/openai/index.ts";
import * as workos from "../../../providers/workos/index.ts";
import { arbitraryInputs } from "../arbitrary-inputs.ts";

type Bag = Record<string, unknown>;

const resources = [...Object.values(workos), ...Object.values(openai)].map(({ definition }) => ({
  name: `${definition.vendor.name}:${definition.name}`,
  schema: definition.inputs as z.ZodObject,
}));

test("there are resources to test", () => {
  expect(resources.length).toBeGreaterThanOrEqual(8);
});

/** What no property of any resource accepts. */
const NONSENSE = { neither: [{ this: "nor that" }] };

describe.each(resources)("the inputs of $name", ({ schema }) => {
  const declared = arbitraryInputs(schema) as fc.Arbitrary<Bag>;
  const property = fc.constantFrom(...Object.keys(schema.shape));

  test("in canonical form are in canonical form, and are plain JSON", () => {
    fc.assert(
      fc.property(declared, (inputs) => {
        const once = canonicalise(schema, inputs);
        expect(once.failures).toEqual([]);
        expect(canonicalise(schema, once.inputs)).toEqual(once);
        expect(plainObject(once.inputs)).toEqual(once.inputs);
      }),
      { numRuns: 60 },
    );
  });

  test("pass where preview cannot know them, the others in the form they have anyway", () => {
    fc.assert(
      fc.property(declared, fc.uniqueArray(property, { minLength: 1 }), fc.boolean(), (inputs, unknowns, nested) => {
        const value = nested ? [UNKNOWN] : UNKNOWN;
        const partly = { ...inputs, ...Object.fromEntries(unknowns.map((name) => [name, value])) };
        const checked = canonicalise(schema, partly);
        const known = { ...canonicalise(schema, inputs).inputs };
        for (const name of unknowns) known[name] = value;
        expect(checked).toEqual({ inputs: known, failures: [] });
      }),
      { numRuns: 40 },
    );
  });

  test("that are wrong are named all at once, whatever is not known", () => {
    fc.assert(
      fc.property(
        declared,
        fc.uniqueArray(property, { minLength: 1 }),
        fc.option(property, { nil: undefined }),
        (inputs, wrong, unknown) => {
          const spoilt: Bag = { ...inputs };
          for (const name of wrong) spoilt[name] = NONSENSE;
          if (unknown) spoilt[unknown] = UNKNOWN;
          const { failures } = canonicalise(schema, spoilt);
          const named = new Set(failures.map((failure) => failure.property));
          expect([...named].sort()).toEqual(wrong.filter((name) => name !== unknown).sort());
          for (const { reason } of failures) expect(reason).not.toBe("");
        },
      ),
      { numRuns: 40 },
    );
  });

  test("with a property that does not exist are refused, whatever is not known", () => {
    const stranger = fc
      .oneof(fc.string({ minLength: 1 }), fc.constantFrom("toString", "constructor", "external_id"))
      .filter((name) => !Object.hasOwn(schema.shape, name) && name !== "__proto__");
    fc.assert(
      fc.property(declared, stranger, fc.option(property, { nil: undefined }), (inputs, name, unknown) => {
        const more: Bag = { ...inputs, [name]: "x", ...(unknown ? { [unknown]: UNKNOWN } : {}) };
        expect(canonicalise(schema, more).failures).toEqual([
          { property: name, reason: "this resource has no such property" },
        ]);
      }),
      { numRuns: 40 },
    );
  });

  test("that are required and missing are named", () => {
    const { failures } = canonicalise(schema, {});
    const required = Object.entries(schema.shape as Record<string, z.ZodType>)
      .filter(([, of]) => !of.safeParse(undefined).success)
      .map(([name]) => name);
    expect(required.length).toBeGreaterThan(0);
    expect(failures.map(({ property: name }) => name)).toEqual(required);
  });
});

describe("a failure", () => {
  const schema = z.strictObject({
    name: z.string().min(1),
    labels: z.record(z.string(), z.string().max(3)).optional(),
    list: z.array(z.string()).optional(),
  });

  test.each([
    [{ name: "x", labels: { plan: "too long" } }, "labels", /^plan: Too big/],
    [{ name: "x", list: ["a", 7] }, "list", /^1: Invalid input: expected string/],
    [{ name: "" }, "name", /^Too small/],
    [{ name: UNKNOWN, labels: { plan: "too long" } }, "labels", /^plan: Too big/],
  ])("of %j stands at its property and says where in it", (declared, property, reason) => {
    const { failures } = canonicalise(schema, declared);
    expect(failures).toEqual([{ property, reason: expect.stringMatching(reason) }]);
  });
});

describe("unknown", () => {
  test.each([
    [UNKNOWN, true],
    [[UNKNOWN], true],
    [{ a: { b: ["x", UNKNOWN] } }, true],
    [`prefix-${UNKNOWN}`, false],
    [{ [UNKNOWN]: "x" }, false],
    [null, false],
    [undefined, false],
    [7, false],
    [[], false],
  ])("%j: %s", (value, expected) => {
    expect(hasUnknown(value)).toBe(expected);
  });
});
