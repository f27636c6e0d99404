import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import type { Vendor } from "../contract/vendor.ts";
import { quoted } from "./session.ts";
import { UnansweredError } from "./unanswered-error.ts";

/** A text that is known now. What a resource will have is known later: such a question belongs inside `apply`. */
export const text = z.custom<string>().superRefine((value, context) => {
  if (pulumi.Output.isInstance(value)) context.addIssue("is an output: ask inside its apply, where its value is known");
  else if (typeof value !== "string") context.addIssue("must be a text");
  else if (value.trim() === "") context.addIssue("must not be empty");
});

/** What names one object: exactly one of these properties. */
export type OneOf<Ways extends string> = { [Way in Ways]: { readonly [Name in Way]: string } }[Ways];

/** The schema of `OneOf` these ways. */
export const oneOf = <Way extends string>(...ways: readonly Way[]) =>
  z
    .strictObject(
      Object.fromEntries(ways.map((way) => [way, text.optional()])) as Record<Way, z.ZodOptional<typeof text>>,
    )
    .superRefine(onlyOneOf(...ways));

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

/**
 * Does what a program asks of a vendor.
 * @param called the function that people called; it opens every message
 * @throws UnansweredError for arguments that make no question, and for whatever goes wrong on the way
 */
export async function answering<Given extends z.ZodObject, Answer>(
  called: string,
  given: Given,
  args: unknown,
  answer: (args: z.output<Given>) => Promise<Answer>,
): Promise<Answer> {
  const checked = given.safeParse(args);
  if (!checked.success) throw UnansweredError.ofArguments(called, checked.error);
  try {
    return await answer(checked.data);
  } catch (error) {
    throw UnansweredError.of(called, error);
  }
}

/** So many ids of those that were found are named. */
const NAMED = 10;

/**
 * Questions of a program to one vendor, by reads alone.
 * @param answersFrom what a run is told; in one run the same question is sent once
 */
export function lookupsAt<Api, Answers>(vendor: Vendor<Api>, answersFrom: (reader: Api) => Answers) {
  // Several runs can share one process (Pulumi's Automation API); each has a monitor of its own.
  const runs = new WeakMap<object, Answers>();
  const noRun = {};
  const answersOfThisRun = (): Answers => {
    const run = pulumi.runtime.getMonitor() ?? noRun;
    const answers = runs.get(run) ?? answersFrom(vendor.connect().reader);
    runs.set(run, answers);
    return answers;
  };

  return {
    /** As `answering`, by what this run was told already. */
    ask: <Given extends z.ZodObject, Answer>(
      called: string,
      given: Given,
      args: unknown,
      find: (answers: Answers, args: z.output<Given>) => Promise<Answer>,
    ): Promise<Answer> => answering(called, given, args, (checked) => find(answersOfThisRun(), checked)),

    /**
     * The one there is.
     * @param thing in the singular and the plural
     * @throws Error when there is none, or more than one, with what was asked and the ids that were found
     */
    only<Found extends { readonly id: string }>(
      [thing, things]: readonly [string, string],
      args: object,
      answers: readonly (Found | undefined)[],
    ): Found {
      const found = answers.filter((each) => each !== undefined);
      const [first, ...others] = found;
      const given = Object.entries(args).filter(([, value]) => value !== undefined);
      const asked = given.map(([field, value]) => `${field} ${quoted(value)}`).join(", ");
      const what = asked === "" ? "" : ` with ${asked}`;
      if (!first) throw new Error(`${vendor.title} has no ${thing}${what}`);
      if (others.length === 0) return first;
      const ids = found.slice(0, NAMED).map(({ id }) => id);
      const more = found.length > NAMED ? ", …" : "";
      const count = `${vendor.title} has ${found.length} ${things}`;
      throw new Error(`${count}${what}: ${ids.join(", ")}${more}; say which one is meant`);
    },
  };
}
