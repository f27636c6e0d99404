import fc from "fast-check";
import { expect, test } from "vitest";
import { Collection, UnknownCursorError } from "../../../emulators/core/collection.ts";
import type { Change } from "../../../emulators/core/history.ts";
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

test("of too many a tenth is forgotten at once, and what is old in any case", () => {
  const collection = rows();
  const place = ({ id }: Row) => Number(id);
  for (let n = 0; n < 45; n++) {
    collection.insert({ id: String(n), slug: `s${n}`, owner: "a" });
    collection.forgetOldest(40, (row) => place(row) < 2);
  }
  expect([...collection.all].map(place)).toEqual(Array.from({ length: 39 }, (_, n) => n + 6));
  expect(collection.group("owner", "a").size).toBe(39);
  expect([collection.get("5"), collection.find("slug", "s5"), collection.find("slug", "s6")?.id]).toEqual([
    undefined,
    undefined,
    "6",
  ]);
  expect(collection.page(collection.all, { direction: "asc", limit: 1, cursor: "3" }).records).toMatchObject([
    { id: "6" },
  ]);
});

test("what is forgotten can be taken back and forgotten again, as any change", () => {
  const collection = rows();
  for (let n = 0; n < 6; n++) collection.insert({ id: String(n), slug: `s${n}`, owner: n % 2 === 0 ? "a" : "b" });
  const held = () =>
    [collection.all, collection.group("owner", "a"), collection.group("owner", "b")].map((one) => [...one]);
  const before = held();
  const changes: Change[] = [];
  collection.onChange = (change) => changes.push(change);
  collection.forgetOldest(100, ({ id }) => Number(id) < 4);
  const after = held();
  expect(after.map((records) => records.length)).toEqual([2, 1, 1]);
  for (const change of changes) change.undo();
  expect(held()).toEqual(before);
  expect(collection.find("slug", "s0")?.id).toBe("0");
  for (const change of changes) change.redo();
  expect(held()).toEqual(after);
});

test("a page visits what it shows and one record more, wherever it starts and however many there are", () => {
  const collection = rows();
  for (let n = 0; n < 5000; n++) collection.insert({ id: `id${n}`, slug: undefined, owner: "a" });
  for (const cursor of ["id0", "id2500", "id4800"]) {
    let visited = 0;
    const where = () => ++visited > 0;
    collection.page(collection.all, { direction: "asc", limit: 100, cursor, where });
    expect([cursor, visited]).toEqual([cursor, 101]);
  }
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
