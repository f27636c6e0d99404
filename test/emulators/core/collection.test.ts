import fc from "fast-check";
import { expect, test } from "vitest";
import { Collection, UnknownCursorError } from "../../../emulators/core/collection.ts";
import { UlidSource } from "../../../emulators/core/ids.ts";

interface Row {
  readonly id: string;
  readonly slug: string | undefined;
  readonly owner: string;
}

const rows = () =>
  new Collection<Row, "slug", "owner">({
    unique: { slug: ({ slug }) => slug },
    groups: { owner: ({ owner }) => owner },
  });

const step = fc.oneof(
  fc.record({ kind: fc.constant("insert" as const), n: fc.nat(15), owner: fc.constantFrom("a", "b") }),
  fc.record({ kind: fc.constant("move" as const), n: fc.nat(15), owner: fc.constantFrom("a", "b") }),
  fc.record({ kind: fc.constant("delete" as const), n: fc.nat(15), owner: fc.constant("") }),
);

test("whatever is done to it, it holds what a plain list would, in order of creation, however it is asked", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), fc.integer({ min: 1, max: 5 }), (steps, limit) => {
      const collection = rows();
      let model: Row[] = [];
      for (const { kind, n, owner } of steps) {
        const id = `id${n}`;
        const held = model.find((row) => row.id === id);
        if (kind === "insert" && !held)
          model.push(collection.insert({ id, slug: n % 3 === 0 ? undefined : `s${n}`, owner }));
        if (kind === "move" && held)
          model = model.map((row) => (row === held ? collection.replace({ ...held, owner }) : row));
        if (kind === "delete") {
          collection.delete(id);
          model = model.filter((row) => row.id !== id);
        }
      }
      expect([...collection.all]).toEqual(model);
      expect(collection.size).toBe(model.length);
      for (const owner of ["a", "b"])
        expect([...collection.group("owner", owner)]).toEqual(model.filter((row) => row.owner === owner));
      for (const row of model) {
        expect(collection.get(row.id)).toBe(row);
        if (row.slug !== undefined) expect(collection.find("slug", row.slug)).toBe(row);
      }
      for (const direction of ["asc", "desc"] as const) {
        const walked: Row[] = [];
        let page = collection.page(collection.all, { direction, limit });
        walked.push(...page.records);
        while (page.more) {
          page = collection.page(collection.all, { direction, limit, cursor: walked.at(-1)?.id });
          walked.push(...page.records);
        }
        expect(walked).toEqual(direction === "asc" ? model : model.toReversed());
      }
    }),
  );
});

test("a cursor that was deleted keeps its place; one that never was is an error", () => {
  const collection = rows();
  for (const id of ["one", "two", "three"]) collection.insert({ id, slug: id, owner: "a" });
  collection.delete("two");
  expect(collection.page(collection.all, { direction: "asc", limit: 5, cursor: "two" }).records).toMatchObject([
    { id: "three" },
  ]);
  expect(() => collection.page(collection.all, { direction: "asc", limit: 5, cursor: "four" })).toThrow(
    UnknownCursorError,
  );
});

test("an id or a unique key cannot be held twice", () => {
  const collection = rows();
  collection.insert({ id: "one", slug: "s", owner: "a" });
  expect(() => collection.insert({ id: "one", slug: "t", owner: "a" })).toThrow("one is there already");
  expect(() => collection.insert({ id: "two", slug: "s", owner: "a" })).toThrow("slug s is taken");
  expect(collection.size).toBe(1);
});

test("ULIDs sort in the order in which they were made, whatever the clock does", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(3), { minLength: 2 }), (ticks) => {
      const source = new UlidSource();
      const made = ticks.map((tick) => source.next(new Date(1_700_000_000_000 + tick)));
      expect(made).toEqual([...made].sort());
      expect(new Set(made).size).toBe(made.length);
      for (const ulid of made) expect(ulid).toMatch(/^[0-9A-HJKMNP-TV-Z]{26}$/);
    }),
  );
});
