import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import { workos } from "../client.ts";
import { UnansweredError } from "../unanswered-error.ts";

/** A text that is known now. What a resource will have is known later: such a question belongs inside `apply`. */
export const text = z.custom<string>().superRefine((value, context) => {
  if (pulumi.Output.isInstance(value)) context.addIssue("is an output: ask inside its apply, where its value is known");
  else if (typeof value !== "string") context.addIssue("must be a text");
  else if (value.trim() === "") context.addIssue("must not be empty");
});

/** For an object schema: exactly one of these ways to name the object is used. */
export const onlyOneOf =
  (...ways: readonly string[]) =>
  (args: object, context: z.RefinementCtx): void => {
    const used = waysUsed(args).filter((way) => ways.includes(way));
    if (used.length === 1) return;
    const found = used.length === 0 ? "none was given" : `${used.join(" and ")} were given`;
    context.addIssue(`needs exactly one of ${ways.join(", ")}; ${found}`);
  };

/** For an object schema: an id says it all. */
export const idAlone = (args: object, context: z.RefinementCtx): void => {
  const [first, ...others] = waysUsed(args).sort((a, b) => Number(b === "id") - Number(a === "id"));
  if (first === "id" && others.length > 0) context.addIssue(`id says which one; leave out ${others.join(" and ")}`);
};

const waysUsed = (args: object): string[] =>
  Object.entries(args)
    .filter(([, value]) => value !== undefined)
    .map(([field]) => field);

type Query = Readonly<Record<string, string | undefined>>;

/** Reads at WorkOS, each sent once however often it is asked for in one run. What failed is asked for again. */
export class Answers {
  readonly #answers = new Map<string, Promise<unknown>>();

  /** The object, or `undefined` for a 404. */
  find<Row>(path: string): Promise<Row | undefined> {
    return this.#once(path, () => workos.connect().reader.find<Row>(path));
  }

  /** Every page; members of the query that are undefined are left out. */
  list<Row>(path: string, query: Query = {}): Promise<readonly Row[]> {
    const given = Object.entries(query).filter((entry): entry is [string, string] => entry[1] !== undefined);
    return this.#once(JSON.stringify([path, ...given.sort()]), () =>
      workos.connect().reader.list<Row>(path, Object.fromEntries(given)),
    );
  }

  /** A list that has no pages. */
  unpaged<Row>(path: string): Promise<readonly Row[]> {
    return this.#once(path, () => workos.connect().reader.unpaged<Row>(path));
  }

  #once<Answer>(question: string, send: () => Promise<Answer>): Promise<Answer> {
    const known = this.#answers.get(question);
    if (known) return known as Promise<Answer>;
    const answer = send();
    this.#answers.set(question, answer);
    answer.catch(() => this.#answers.delete(question));
    return answer;
  }
}

/** Several runs can share one process (Pulumi's Automation API); each has a monitor of its own. */
const runs = new WeakMap<object, Answers>();
const noRun = {};

function answersOfThisRun(): Answers {
  const run = pulumi.runtime.getMonitor() ?? noRun;
  const answers = runs.get(run) ?? new Answers();
  runs.set(run, answers);
  return answers;
}

/**
 * Asks WorkOS, by reads alone.
 *
 * @param called the function that people called; it opens every message
 * @throws UnansweredError for arguments that make no question, and for whatever goes wrong on the way
 */
export async function ask<Given extends z.ZodObject, Answer>(
  called: string,
  given: Given,
  args: unknown,
  find: (answers: Answers, args: z.output<Given>) => Promise<Answer>,
): Promise<Answer> {
  const checked = given.safeParse(args);
  if (!checked.success) throw UnansweredError.ofArguments(called, checked.error);
  try {
    return await find(answersOfThisRun(), checked.data);
  } catch (error) {
    throw UnansweredError.of(called, error);
  }
}

/** So many ids of those that were found are named. */
const NAMED = 10;

/**
 * The one there is.
 * @param thing in the singular and the plural
 * @throws UnansweredError when there is none, or more than one, with what was asked and the ids that were found
 */
export function only<Found extends { readonly id: string }>(
  [thing, things]: readonly [string, string],
  args: object,
  found: readonly Found[],
): Found {
  const [first, ...others] = found;
  const given = Object.entries(args).filter(([, value]) => value !== undefined);
  const asked = given.map(([field, value]) => `${field} ${JSON.stringify(value)}`).join(", ");
  const what = asked === "" ? "" : ` with ${asked}`;
  if (!first) throw new Error(`WorkOS has no ${thing}${what}`);
  if (others.length === 0) return first;
  const ids = found.slice(0, NAMED).map(({ id }) => id);
  const more = found.length > NAMED ? ", …" : "";
  throw new Error(`WorkOS has ${found.length} ${things}${what}: ${ids.join(", ")}${more}; say which one is meant`);
}
