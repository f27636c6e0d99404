import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { differences, observedInputs } from "../../../providers/host/differences.ts";

type Fields = Record<string, unknown>;

// Keys that every object has from its prototype are in it: a vendor's map may well have one.
const key = fc.oneof(fc.constantFrom("a", "b", "c", "constructor", "toString", "valueOf"), fc.string({ maxLength: 3 }));
const name = key.filter((text) => text !== "__proto__");
const map = fc.dictionary(name, fc.string({ maxLength: 2 }), { maxKeys: 5, noNullPrototype: true });
const value = fc.oneof(
  fc.string({ maxLength: 2 }),
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
  fc.array(fc.string()),
);
const fields = fc.dictionary(fc.constantFrom("f", "g", "h", "i"), value, { noNullPrototype: true });

/** A resource as declared now, as declared before, and as the vendor has it; `labels` is an additive map. */
const situation = fc.record({
  declared: withLabels(fields),
  observed: withLabels(fields),
  previously: withLabels(fields),
});

function withLabels(of: fc.Arbitrary<Fields>): fc.Arbitrary<Fields> {
  return fc
    .tuple(of, fc.option(map, { nil: undefined }))
    .map(([rest, labels]) => (labels ? { ...rest, labels } : rest));
}

const additive = new Set(["labels"]);

/** What a vendor does with changes: sets fields, merges the additive map, and null removes a key of it. */
function applied(observed: Fields, changes: Fields): Fields {
  const { labels, ...rest } = changes;
  if (labels === undefined) return { ...observed, ...rest };
  const merged = new Map(Object.entries((observed.labels as Fields | undefined) ?? {}));
  for (const [label, to] of Object.entries(labels as Fields)) {
    if (to === null) merged.delete(label);
    else merged.set(label, to);
  }
  return { ...observed, ...rest, labels: Object.fromEntries(merged) };
}

describe("what differs", () => {
  test("once applied, differs no more", () => {
    fc.assert(
      fc.property(situation, ({ declared, observed, previously }) => {
        const after = applied(observed, differences(declared, observed, previously, additive));
        expect(differences(declared, after, previously, additive)).toEqual({});
        expect(differences(declared, after, declared, additive)).toEqual({});
      }),
    );
  });

  test("once applied, the declared fields read as declared", () => {
    fc.assert(
      fc.property(situation, ({ declared, observed, previously }) => {
        const after = applied(observed, differences(declared, observed, previously, additive));
        expect(observedInputs(declared, after, additive)).toEqual(declared);
      }),
    );
  });

  test("reads as it is, but for what nobody would see of it", () => {
    const declared = { name: "door", note: "a\u200e\nb", labels: { plan: "pro" } };
    const observed = { name: "do\u202eor\u001b\n", note: "a\u200e\nb", labels: { plan: "\u2028", theirs: "\u001b" } };
    const read = { name: "do\\u202eor\\u001b\n", note: "a\u200e\nb", labels: { plan: "\\u2028" } };
    expect(observedInputs(declared, observed, additive)).toEqual(read);
  });

  test("is declared: nothing else is touched", () => {
    fc.assert(
      fc.property(situation, ({ declared, observed, previously }) => {
        const changes = differences(declared, observed, previously, additive);
        for (const field of Object.keys(changes)) expect(Object.hasOwn(declared, field)).toBe(true);
        const ours = { ...(previously.labels as Fields), ...(declared.labels as Fields) };
        for (const label of Object.keys((changes.labels as Fields) ?? {}))
          expect(Object.hasOwn(ours, label)).toBe(true);
      }),
    );
  });

  test("of a map of ours holds only the keys that differ, and null for those no longer declared", () => {
    const declared = { labels: { plan: "pro", tier: "1" } };
    const observed = { labels: { plan: "free", tier: "1", old: "x", theirs: "y" } };
    expect(differences(declared, observed, { labels: { old: "x", tier: "1" } }, additive)).toEqual({
      labels: { plan: "pro", old: null },
    });
  });

  test("of any other map is the whole map", () => {
    expect(differences({ labels: { a: "1" } }, { labels: { a: "1", b: "2" } }, {}, new Set())).toEqual({
      labels: { a: "1" },
    });
  });

  test.each<[string, Fields, Fields, Fields]>([
    ["a field that is not declared", { f: undefined }, { f: 1 }, {}],
    ["a field that the vendor does not show, declared as before", { kept: 1 }, { kept: undefined }, {}],
    ["a field that the vendor does not show, declared anew", { f: 1 }, { f: undefined }, { f: 1 }],
    ["a field that the vendor does not show, declared otherwise", { kept: 2 }, {}, { kept: 2 }],
    ["a field that is declared as none and is none", { f: null }, { f: null }, {}],
    ["a field that is declared as none and is there", { f: null }, { f: "x" }, { f: null }],
    ["an empty list that is not empty", { f: [] }, { f: ["x"] }, { f: [] }],
    ["a map whose keys come in another order", { f: { a: 1, b: 2 } }, { f: { b: 2, a: 1 } }, {}],
    ["an additive map that the vendor shows as none", { labels: { a: "1" } }, { labels: null }, { labels: { a: "1" } }],
    ["a removed key that is gone already", { labels: {} }, { labels: { theirs: "y" } }, {}],
  ])("%s", (_what, declared, observed, expected) => {
    expect(differences(declared, observed, { labels: { old: "x" }, kept: 1 }, additive)).toEqual(expected);
  });
});

describe("what the vendor says about what is declared", () => {
  test("never has a field or a key that is not declared, and leaves none out", () => {
    fc.assert(
      fc.property(situation, ({ declared, observed }) => {
        const inputs = observedInputs(declared, observed, additive);
        expect(Object.keys(inputs).sort()).toEqual(Object.keys(declared).sort());
        if (declared.labels && observed.labels)
          for (const label of Object.keys(inputs.labels as Fields))
            expect(Object.hasOwn(declared.labels as Fields, label)).toBe(true);
      }),
    );
  });

  test("is the declaration itself where nothing differs", () => {
    fc.assert(
      fc.property(withLabels(fields), (declared) => {
        expect(observedInputs(declared, declared, additive)).toEqual(declared);
      }),
    );
  });

  test("keeps the declared value of what the vendor does not show", () => {
    expect(observedInputs({ scopes: ["a"], name: "x" }, { name: "y" }, additive)).toEqual({ scopes: ["a"], name: "y" });
  });

  test("shows a declared key that was removed by being without it", () => {
    expect(observedInputs({ labels: { a: "1", b: "2" } }, { labels: { a: "1", c: "3" } }, additive)).toEqual({
      labels: { a: "1" },
    });
  });
});
