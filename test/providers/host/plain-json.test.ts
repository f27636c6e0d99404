import fc from "fast-check";
import struct from "google-protobuf/google/protobuf/struct_pb.js";
import { describe, expect, test } from "vitest";
import { plainJson, plainObject } from "../../../providers/host/plain-json.ts";

/** What the engine gets, and gives back later: the trip through Pulumi's own codec and over the wire. */
const tripped = (value: Record<string, unknown>): unknown =>
  struct.Struct.deserializeBinary(struct.Struct.fromJavaScript(value as never).serializeBinary()).toJavaScript();

/** The first and the last character of each length in UTF-8, and two that JavaScript treats in a way of its own. */
const characters = [
  "\0",
  "\x7f",
  "\x80",
  "\u07ff",
  "\u0800",
  "\ud7ff",
  "\ue000",
  "\uffff",
  "\u{10000}",
  "\u{10ffff}",
  "\u2028",
  "\ufeff",
];
const anyCharacter = fc.constantFrom(...characters);

/** Whatever a vendor's client or a mistake of ours may put into a returned object. */
const anything = fc.anything({
  key: fc.oneof(fc.string(), fc.constantFrom("__proto__", "constructor", "toString", "", "id")),
  values: [
    fc.boolean(),
    fc.integer(),
    fc.double(),
    fc.constantFrom(-0, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.MAX_SAFE_INTEGER),
    fc.string(),
    fc.string({ unit: anyCharacter }),
    fc.constantFrom("\ud800", "a\udfffb"), // Halves of a character: no UTF-8 says them.
    fc.constant(null),
    fc.constant(undefined),
    fc.bigInt(),
    fc.date({ noInvalidDate: false }),
  ],
  withDate: true,
  withBigInt: true,
  withMap: true,
  withSet: true,
  withNullPrototype: true,
  withSparseArray: true,
  withTypedArray: true,
  withObjectString: true,
  maxDepth: 4,
});

const anyObject = fc.dictionary(fc.oneof(fc.string(), fc.constantFrom("__proto__", "constructor")), anything, {
  noNullPrototype: false,
});

describe("whatever is returned survives the trip to the engine and back", () => {
  test("unchanged", () => {
    fc.assert(
      fc.property(anyObject, (value) => {
        const plain = plainObject(value);
        expect(tripped(plain)).toEqual(plain);
      }),
      { numRuns: 200 },
    );
  });

  test("once plain, it stays as it is", () => {
    fc.assert(
      fc.property(anything, (value) => {
        expect(plainJson(plainJson(value))).toEqual(plainJson(value));
      }),
    );
  });

  test("and is the very value where JSON can say it", () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: anyCharacter }), (value) => {
        fc.pre(!JSON.stringify(value).includes("__proto__"));
        expect(plainJson(value)).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  test("however deep", () => {
    let deep: Record<string, unknown> = { bottom: undefined, end: 1n };
    for (let level = 0; level < 90; level++) deep = { deep, list: [undefined] };
    const plain = plainObject(deep);
    expect(tripped(plain)).toEqual(plain);
  });
});

describe("what JSON cannot say", () => {
  test.each([
    ["undefined in an object vanishes", { a: undefined, b: 1 }, { b: 1 }],
    [
      "undefined in a list is null, so that the others keep their places",
      { a: [1, undefined, 3] },
      { a: [1, null, 3] },
    ],
    ["a hole in a list is null", { a: new Array(2) }, { a: [null, null] }],
    ["no number is null", { a: Number.NaN, b: Number.POSITIVE_INFINITY }, { a: null, b: null }],
    ["a negative zero is zero", { a: -0 }, { a: 0 }],
    ["a date is text", { a: new Date(0) }, { a: "1970-01-01T00:00:00.000Z" }],
    ["a date that is none is null", { a: new Date(Number.NaN) }, { a: null }],
    ["a bigint is a number", { a: 7n }, { a: 7 }],
    ["or text where a number would be another", { a: 2n ** 60n }, { a: "1152921504606846976" }],
    ["a function vanishes", { a: () => 1, b: 1 }, { b: 1 }],
    ["a symbol vanishes", { a: Symbol("a"), b: 1 }, { b: 1 }],
    ["half a character is a replacement", { a: "x\ud800" }, { a: "x\ufffd" }],
  ])("%s", (_what, value, expected) => {
    expect(plainObject(value)).toEqual(expected);
  });

  test("a key that Pulumi's codec cannot read back vanishes, and sets no prototype", () => {
    const plain = plainObject(JSON.parse('{"__proto__": {"polluted": 1}, "b": 1}'));
    expect(plain).toEqual({ b: 1 });
    expect((plain as Record<string, unknown>).polluted).toBeUndefined();
  });
});
