import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createTestStack, type TestStack } from "../harness/stack.ts";
import { classOf, tokens } from "./definition.ts";
import type { Bag, Writes } from "./description.ts";
import { resources } from "./found.ts";
import { Life } from "./life.ts";
import { total } from "./stages.ts";

/*
 * Every resource's life, played through the real engine: all of them in one stack and step by step, since an `up` costs
 * seconds however small it is. What goes wrong is noted with its life, which leaves the stack; the others go on.
 */

const lives = resources.map((resource) => new Life(resource));
const living = (): Life[] => lives.filter(({ failure }) => failure === undefined);
let stack: TestStack;
/** What answers showed of what has a time at which it was made. */
const answers = new Map<string, Bag>();
/** Requests that no life has to do with. */
const nobodys: string[] = [];

beforeAll(async () => {
  stack = await createTestStack("lives", async () => {
    for (const { resource, resourceName, inputs } of living())
      if (inputs) new (classOf(resource.token))(resourceName, inputs);
  });
  for (const vendor of [stack.emulators.workos, stack.emulators.openai]) vendor.onExchange = ({ body }) => note(body);
});
afterAll(() => stack?.close());

test("every resource is described in the file of its name", () => {
  expect(tokens.length).toBeGreaterThan(20);
  expect([...new Set(resources.map(({ token }) => token))].sort()).toEqual([...tokens].sort());
});

describe("the rounds, which fail with the engine itself", () => {
  const rounds = Math.max(...lives.map(({ stages }) => stages.length));

  test("their homes are made", async () => {
    for (const life of lives) await life.attempt(() => life.furnish(stack.emulators));
  });

  test.each(Array.from({ length: rounds }, (_, round) => [round + 1] as const))("round %i", async (round) => {
    for (const life of living()) life.begin(life.stages[round - 1]);
    await playRound();
  });

  test("the round before which time passes", async () => {
    for (const vendor of ["workos", "openai"] as const) {
      const waits = living().flatMap(({ resource, later }) => (resource.vendor === vendor ? [later?.passes ?? 0] : []));
      stack.emulators[vendor].clock.advance(Math.max(0, ...waits));
    }
    for (const life of living()) life.begin(life.later);
    await playRound();
  });

  test("all are removed, and removed again", async () => {
    for (const life of living()) life.begin(life.removal);
    const blame = await run("destroy", () => total(living().map(({ writes }) => writes)));
    for (const life of living()) await life.attempt(() => life.mustBeRemoved());
    blame();
    await nothingHappens("destroy");
  });
});

describe("the lives", () => {
  test.each(lives.map((life) => [life.resource.title, life] as const))("%s", (_, life) => {
    if (life.failure) throw life.failure;
    expect(life.played).toBe(life.stages.length + (life.later ? 2 : 1));
  });

  test("nothing was sent that is nobody's", () => expect(nobodys).toEqual([]));
});

/** What somebody does, and the run after it. */
async function playRound(): Promise<void> {
  for (const life of living()) await life.attempt(() => life.prepare());
  const forgotten = living().filter(({ isForgotten }) => isForgotten);
  await forget(forgotten);
  stack.env({
    TENANTRY_ADOPT: living()
      .flatMap(({ asked }) => asked)
      .join(","),
    // In some rounds everything was removed at once.
    TENANTRY_MAY_VANISH: "100%",
  });
  const blame = await run("up", () => total(living().map(({ writes }) => writes)));
  const stored = stack.stored();
  for (const life of living()) await life.attempt(() => life.mustBeAsDeclared(stored, answers));
  blame();
  await nothingHappens("preview");
}

function note(answer: unknown): void {
  if (typeof answer !== "object" || answer === null) return;
  const { id, created_at } = answer as Bag;
  if (typeof id === "string" && created_at !== undefined) answers.set(id, answer as Bag);
  for (const part of Object.values(answer)) note(part);
}

/** What a run sends before anything else: address, key and account have to be the right ones. */
const PROOFS = new Set([
  "GET /authorization/roles",
  "GET /organization/projects",
  "GET /organization/projects/{project_id}",
]);

/** The run after a run finds nothing to do, and sends nothing but its proofs. */
async function nothingHappens(what: "preview" | "destroy"): Promise<void> {
  const blame = await run(what);
  for (const life of living()) await life.attempt(() => life.mustBeSame());
  blame();
}

/**
 * Lets the engine run, again if one failing life kept others from their turn.
 * @param writes what those who live send that changes something. Absent: nothing is sent but proofs, no other read either
 * @returns what holds those responsible who sent anything else
 */
async function run(what: "up" | "preview" | "destroy", writes?: () => Writes): Promise<() => void> {
  await forget(lives.filter(({ failure }) => failure !== undefined));
  const vendors = [stack.emulators.workos, stack.emulators.openai];
  for (const { requests } of vendors) requests.reset();
  const playing = living();
  for (const life of playing) life.operations = [];
  for (let isOver = false; !isOver; ) {
    const { operations, failures, error } = await stack.attempt(what);
    const before = living();
    for (const life of before) {
      life.sees(operations);
      for (const { urn, message } of failures) if (life.isOf(urn)) life.fail(message);
    }
    const failed = before.filter(({ failure }) => failure !== undefined);
    if (error !== undefined && failed.length === 0) throw error;
    await forget(failed);
    isOver = error === undefined || living().every((life) => life.operations.length > 0 || !life.inputs);
  }
  const sent = total(vendors.map(({ requests }) => requests.counts()));
  const expected: Writes = writes?.() ?? {};
  const isCounted = (request: string) => (writes ? !request.startsWith("GET ") : !PROOFS.has(request));
  const surprises = Object.keys(total([sent, expected])).filter(
    (request) => isCounted(request) && (sent[request] ?? 0) !== (expected[request] ?? 0),
  );
  return () => {
    for (const request of surprises) {
      const suspects = playing.filter((life) => life.concerns(request));
      // Who failed in this run may have sent anything.
      if (suspects.some(({ failure }) => failure !== undefined)) continue;
      const said = `${request} was sent ${sent[request] ?? 0} times, not ${expected[request] ?? 0}`;
      for (const life of suspects) life.fail(said);
      if (suspects.length === 0) nobodys.push(said);
    }
  };
}

/** Takes them out of state without telling the engine why. */
async function forget(whom: readonly Life[]): Promise<void> {
  const urns = stack.stored().map(({ urn }) => urn);
  const theirs = urns.filter((urn) => whom.some((life) => life.isOf(urn)));
  if (theirs.length > 0) await stack.forget(theirs);
}
