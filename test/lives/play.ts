import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Operation, TestStack } from "../harness/stack.ts";
import { createTestStack } from "../harness/stack.ts";
import type { Life, Stage, World } from "./life.ts";

/** A request that changes nothing at the vendor. */
const isRead = (route: string): boolean => route.startsWith("GET ");

/** Plays all lives of a vendor through one stack, stage by stage: an `up` costs seconds however small it is. */
export function play(vendor: string, lives: readonly Life[]): void {
  const nameOf = (life: Life): string => life.of.replace(":", "-");
  const stageCount = Math.max(...lives.map(({ stages }) => stages.length));
  const declared = new Map<Life, unknown>();
  const ids = new Map<string, string>();
  let stack: TestStack;

  const world = (life: Life): World => ({
    emulators: stack.emulators,
    id: () => ids.get(nameOf(life)) ?? "",
    idOf: (resourceName) => ids.get(resourceName) ?? "",
  });

  const urnsOf = async (life: Life): Promise<string[]> => {
    const { deployment } = await stack.stack.exportStack();
    return (deployment.resources as { urn: string }[])
      .map(({ urn }) => urn)
      .filter((urn) => urn.endsWith(`::${nameOf(life)}`));
  };

  const rememberIds = async (): Promise<void> => {
    const { deployment } = await stack.stack.exportStack();
    for (const { urn, id } of deployment.resources as { urn: string; id?: string }[]) {
      if (id) ids.set(urn.split("::").at(-1) ?? "", id);
    }
  };

  const writes = (): Record<string, number> =>
    Object.fromEntries(
      [
        ...Object.entries(stack.emulators.workos.requests.counts()),
        ...Object.entries(stack.emulators.openai.requests.counts()),
      ]
        .filter(([route]) => !isRead(route))
        .sort(),
    );

  const resetRequests = (): void => {
    stack.emulators.workos.requests.reset();
    stack.emulators.openai.requests.reset();
  };

  const totalRequests = (): number => stack.emulators.workos.requests.total + stack.emulators.openai.requests.total;

  describe(`lives of ${vendor}`, () => {
    beforeAll(async () => {
      stack = await createTestStack(`lives-${vendor}`, async () => {
        for (const life of lives) {
          const register = life.declare();
          const inputs = declared.get(life);
          if (inputs !== undefined && inputs !== null) register(nameOf(life), inputs as never);
        }
      });
      // What the resources live in exists before any life begins, so that stages count only requests of their own.
      await stack.up();
      await rememberIds();
      resetRequests();
    });
    afterAll(() => stack?.close());

    for (let number = 0; number < stageCount; number++) {
      const stages = lives.flatMap((life): { life: Life; stage: Stage<never> }[] => {
        const stage = life.stages[number];
        return stage ? [{ life, stage }] : [];
      });
      test(`stage ${number + 1}: ${stages.map(({ life, stage }) => `${life.of} ${stage.title}`).join(", ")}`, async () => {
        for (const { life, stage } of stages) {
          if (stage.inputs !== undefined) declared.set(life, stage.inputs);
          if (stage.forgotten) await stack.forget(await urnsOf(life));
          await stage.meanwhile?.(world(life));
        }
        const forgotten = stages.filter(({ stage }) => stage.forgotten).map(({ life }) => world(life).id());
        stack.env({ TENANTRY_ADOPT: forgotten.join(",") });
        const operations = await stack.up();
        await rememberIds();

        expect(writes()).toEqual(total(stages.map(({ stage }) => stage.writes)));
        for (const { life, stage } of stages) {
          expect(doneTo(operations, nameOf(life)), `${life.of} ${stage.title}`).toEqual(stage.does);
          await stage.holds(world(life));
        }

        resetRequests();
        const again = await stack.preview();
        expect(again.filter(({ op }) => op !== "same")).toEqual([]);
        expect(totalRequests()).toBe(0);
      });
    }

    test("every resource's state is under 2 kB and shows no secret", () => {
      const custom = stack.stored().filter((resource) => resource.custom);
      expect(custom.length).toBeGreaterThanOrEqual(lives.length);
      for (const resource of custom) {
        const stored = JSON.stringify(resource);
        expect(stored.length, resource.urn).toBeLessThan(2000);
        expect(stored).not.toMatch(/sk-|sk_test_|accept_invitation|"token"/);
      }
    });

    test("destroyed, and destroyed again", async () => {
      resetRequests();
      await stack.destroy();
      expect(writes()).toEqual(total(lives.map(({ destroyed }) => destroyed)));
      resetRequests();
      expect((await stack.destroy()).filter(({ op }) => op !== "same")).toEqual([]);
      expect(totalRequests()).toBe(0);
    });
  });
}

/** Request counts of several lives as one. */
function total(counts: readonly Readonly<Record<string, number>>[]): Record<string, number> {
  const sum = new Map<string, number>();
  for (const [route, count] of counts.flatMap(Object.entries<number>)) sum.set(route, (sum.get(route) ?? 0) + count);
  return Object.fromEntries([...sum].filter(([, count]) => count > 0).sort());
}

/** What happened to one resource after the refresh that precedes an update. */
const doneTo = (operations: readonly Operation[], resourceName: string): string[] =>
  operations.filter(({ op, urn }) => op !== "refresh" && urn.endsWith(`::${resourceName}`)).map(({ op }) => op);
