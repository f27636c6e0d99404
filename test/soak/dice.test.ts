import { expect, test } from "vitest";
import { Dice } from "./dice.ts";
import { disturbance } from "./disturbances.ts";

const throws = (seed: number, stream?: number): number[] => {
  const dice = new Dice(seed, stream);
  return Array.from({ length: 1000 }, () => dice.between(1, 6));
};

test("a seed throws the same again, another one or another stream something else", () => {
  expect(throws(7)).toEqual(throws(7));
  expect(throws(7)).not.toEqual(throws(8));
  expect(throws(7, 1)).not.toEqual(throws(7, 2));
});

test("each side comes up about as often", () => {
  const counts = Map.groupBy(throws(7), (side) => side);
  expect([...counts.keys()].sort()).toEqual([1, 2, 3, 4, 5, 6]);
  for (const { length } of counts.values()) expect(length).toBeGreaterThan(120);
});

test("a weight says how likely something is, and none is never", () => {
  const dice = new Dice(7);
  const items = [
    { name: "often", weight: 9 },
    { name: "rarely", weight: 1 },
    { name: "never", weight: 0 },
  ];
  const counts = Map.groupBy(
    Array.from({ length: 1000 }, () => dice.weighted(items)),
    ({ name }) => name,
  );
  expect(counts.get("often")?.length).toBeGreaterThan(850);
  expect(counts.get("rarely")?.length).toBeGreaterThan(50);
  expect(counts.get("never")).toBeUndefined();
});

test("lives meet calm runs, kills, colleagues and faults of both vendors", () => {
  const dice = new Dice(7);
  const met = Array.from({ length: 200 }, () => disturbance(dice));
  expect(new Set(met.map((one) => one?.kind))).toEqual(new Set([undefined, "kill", "colleague", "faults"]));
  const vendors = met.flatMap((one) => (one?.kind === "faults" ? one.faults.map(({ vendor }) => vendor) : []));
  expect(new Set(vendors)).toEqual(new Set(["workos", "openai"]));
});
