import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { mayVanishIn, Vanished } from "../../../providers/host/vanished.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** What a run of the engine hears, which looks at so many at once. */
async function run(
  objects: readonly { there: boolean; root?: string; isNoted?: boolean }[],
  { mayVanish = 0.2, atOnce = objects.length } = {},
): Promise<("there" | "gone" | "refused")[]> {
  const vanished = new Vanished(mayVanish);
  const heard: ("there" | "gone" | "refused")[] = [];
  const queue = [...objects.entries()];
  const slot = async (): Promise<void> => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      const [at, { there, root = `root ${at}`, isNoted = true }] = next;
      const look = async () => {
        if (there) vanished.found();
        else await vanished.missed(`object ${at}`, root, isNoted);
      };
      const outcome = (): "there" | "gone" => (there ? "there" : "gone");
      heard[at] = await vanished.during(look).then(outcome, () => "refused" as const);
    }
  };
  const slots = Promise.all(Array.from({ length: atOnce }, slot));
  await vi.runAllTimersAsync();
  await slots;
  return heard;
}

const there = (count: number) => Array.from({ length: count }, () => ({ there: true }));
const gone = (count: number, more: object = {}) => Array.from({ length: count }, () => ({ there: false, ...more }));

describe("what may vanish at once", () => {
  test("is a fifth of what a run looks at, whichever it hears of first", async () => {
    expect(new Set(await run([...gone(10), ...there(40)], { atOnce: 16 }))).toEqual(new Set(["gone", "there"]));
    expect((await run([...gone(11), ...there(40)], { atOnce: 16 })).filter((each) => each === "refused")).toHaveLength(
      11,
    );
  });

  test("is what is declared", async () => {
    expect(await run(gone(20), { mayVanish: 1 })).not.toContain("refused");
    expect(await run([...gone(6), ...there(100)], { mayVanish: 0 })).toContain("refused");
  });

  test("is a few of any stack, however small, as long as something else is there", async () => {
    expect(await run([...gone(5), ...there(1)])).not.toContain("refused");
    expect(await run(gone(2))).toEqual(["refused", "refused"]);
  });

  test("is one object with everything in it, where state says that it is of this account", async () => {
    expect(await run(gone(9, { root: "org_1" }))).not.toContain("refused");
    expect(await run(gone(9, { root: "org_1", isNoted: false }))).not.toContain("gone");
  });

  test("is nothing more once it was too much", async () => {
    const heard = await run([...gone(8), ...there(1), ...gone(8)], { atOnce: 4 });
    expect(heard).not.toContain("gone");
  });
});

test.each(["0%", "35 %", " 100% "])("%j is a share", (said) => {
  expect(mayVanishIn({ TENANTRY_MAY_VANISH: said })).toBe(Number.parseInt(said, 10) / 100);
});

test.each(["", "0.5", "101%", "half", "-1%"])("%j is none, and is refused", (said) => {
  expect(() => mayVanishIn({ TENANTRY_MAY_VANISH: said })).toThrow("Give a share of 0% to 100%");
});
