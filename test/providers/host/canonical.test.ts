import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { canonicalise } from "../../../providers/host/canonical.ts";
import { plainObject } from "../../../providers/host/plain-json.ts";
import { hasUnknown, UNKNOWN } from "../../../providers/host/unknown.ts";
import * as openai from "../../../providers/openai/index.ts";
import * as workos from "../../../providers/workos/index.ts";
import { areEqual } from "../../harness/are-equal.ts";
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

/** What is in canonical form stays as it is, and is plain JSON. */
function areInCanonicalForm(schema: z.ZodObject, inputs: Bag): void {
  const once = canonicalise(schema, inputs);
  areEqual(once.failures, []);
  areEqual(canonicalise(schema, once.inputs), once);
  areEqual(plainObject(once.inputs), once.inputs);
}

/** The others have the form that they have anyway. */
function passWherePreviewCannotKnow(schema: z.ZodObject, inputs: Bag, unknowns: string[], unknown: unknown): void {
  const open = Object.fromEntries(unknowns.map((name) => [name, unknown]));
  const known = canonicalise(schema, inputs).inputs;
  areEqual(canonicalise(schema, { ...inputs, ...open }), { inputs: { ...known, ...open }, failures: [] });
}

/** All at once, whatever is not known. */
function areNamedWhereWrong(schema: z.ZodObject, inputs: Bag, wrong: string[], unknown: string | undefined): void {
  const spoilt: Bag = { ...inputs };
  for (const name of wrong) spoilt[name] = NONSENSE;
  if (unknown) spoilt[unknown] = UNKNOWN;
  const { failures } = canonicalise(schema, spoilt);
  const named = new Set(failures.map((failure) => failure.property));
  areEqual([...named].sort(), wrong.filter((name) => name !== unknown).sort());
  for (const { reason } of failures) expect(reason).not.toBe("");
}

/** A property that does not exist is refused, whatever is not known. */
function areRefusedWithStrangers(schema: z.ZodObject, inputs: Bag, name: string, unknown: string | undefined): void {
  const more: Bag = { ...inputs, [name]: "x", ...(unknown ? { [unknown]: UNKNOWN } : {}) };
  const reason = "this resource has no such property";
  areEqual(canonicalise(schema, more).failures, [{ property: name, reason }]);
}

const stranger = (schema: z.ZodObject) =>
  fc
    .oneof(fc.string({ minLength: 1 }), fc.constantFrom("toString", "constructor", "external_id"))
    .filter((name) => !Object.hasOwn(schema.shape, name) && name !== "__proto__");

describe.each(resources)("the inputs of $name", ({ name, schema }) => {
  const declared = arbitraryInputs(schema) as fc.Arbitrary<Bag>;
  const property = fc.constantFrom(...Object.keys(schema.shape));

  // Making inputs up is what takes time, so each serves every law.
  test("keep these laws, whatever they are", () => {
    const some = fc.uniqueArray(property, { minLength: 1 });
    const maybe = fc.option(property, { nil: undefined });
    fc.assert(
      fc.property(declared, some, fc.boolean(), some, maybe, stranger(schema), (inputs, unknowns, ...given) => {
        const [nested, wrong, unknown, name] = given;
        areInCanonicalForm(schema, inputs);
        passWherePreviewCannotKnow(schema, inputs, unknowns, nested ? [UNKNOWN] : UNKNOWN);
        areNamedWhereWrong(schema, inputs, wrong, unknown);
        areRefusedWithStrangers(schema, inputs, name, unknown);
      }),
      { numRuns: 40 },
    );
  });

  test("that are required and missing are named", () => {
    const { failures } = canonicalise(schema, {});
    const required = Object.entries(schema.shape as Record<string, z.ZodType>)
      .filter(([, of]) => !of.safeParse(undefined).success)
      .map(([name]) => name);
    // What there is one of, and is only looked at, asks for nothing.
    expect(required.length > 0).toBe(!["workos:EnvironmentSync", "openai:OrganizationSync"].includes(name));
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
