import { isDeepStrictEqual } from "node:util";
import { isNotFound } from "../contract/errors.ts";
import { marked } from "../contract/marks.ts";
import { sync } from "./converge.ts";
import { nothingIn, observe } from "./find.ts";
import type { Creation, Kept } from "./notes.ts";
import { plainObject } from "./plain-json.ts";
import type { Bag, Described } from "./resource-type.ts";
import { quoted, type Session } from "./session.ts";
import { SET } from "./wire.ts";

/*
 * What a setting was is kept in state, beside what this stack made it, and its removal puts it back. It does so only if the
 * setting still is what this stack made it, all of it: parts of it may make sense together only. What somebody changed
 * meanwhile is their decision: it stays, and people are told what was before.
 */

/**
 * What state remembers from its creation on; nothing of what is no setting. A note on this machine says the same before anything
 * is written, so that neither a run that dies then nor a state that is lost takes what this stack wrote for what was before it.
 * @param wasThere whether it was there, and not of this stack's making
 */
export function firstSeen(session: Session, creation: Creation, inputs: Bag, seen: Described, wasThere: boolean): Bag {
  if (!session.type.setting) return {};
  const kept = session.surroundings.notes.kept(creation);
  const isAsKept = ([field, value]: [string, unknown]) =>
    [value, kept?.before?.[field]].some((each) => isDeepStrictEqual(each, seen.inputs[field]));
  if (kept && Object.entries(kept.set).every(isAsKept)) return remember(session, creation, inputs, seen, kept.before);
  const isOurs = kept ? kept.before === null : !wasThere || seemsOurs(session, inputs, seen);
  return remember(session, creation, inputs, seen, isOurs ? null : {});
}

/** Whether what is found, and declared, is what a run of ours leaves that died elsewhere: that proves nothing, and is said. */
function seemsOurs(session: Session, inputs: Bag, seen: Described): boolean {
  const ours = session.type.setting?.likelyOurs;
  if (!ours || !isShown(ours, inputs) || !isShown(ours, seen.inputs)) return false;
  session.warn(inputs, `counts ${quoted(ours)}, found as ${seen.id}, as its own: declared no more, it is deleted`);
  return true;
}

/** The same from a change on, which may declare more of it than was declared until now. */
export function seenAgain(session: Session, creation: Creation, inputs: Bag, seen: Described, olds: Bag): Bag {
  if (!session.type.setting) return {};
  const { before, [SET]: set } = olds;
  const nothing = session.type.isAlwaysThere ? {} : null;
  return remember(session, creation, inputs, seen, isBag(before) ? among(bagOf(set), before) : nothing);
}

/** @param before what it was, as far as that is known; null for none */
function remember(session: Session, creation: Creation, inputs: Bag, seen: Described, before: Bag | null): Bag {
  const { notes, now } = session.surroundings;
  const set = decided(session, inputs);
  const was = before && { ...among(set, seen.inputs), ...among(set, before) };
  const kept: Kept = { before: was && plainObject(was), set: plainObject(set) };
  notes.keep(creation, seen.id, kept, now());
  return { before: kept.before, [SET]: kept.set };
}

/** Whether it was there before this stack, so that its removal takes nothing away. */
export const isPutBack = ({ type }: Session, { before }: Bag): boolean =>
  type.setting !== undefined && (type.isAlwaysThere || isBag(before));

/** Puts back what it was, and tells people where that is not what happens. */
export async function putBack(session: Session, inputs: Bag, id: string, stored: Bag): Promise<void> {
  const { type } = session;
  const row = await observe(session, inputs, id);
  if (row === undefined) return; // It went with what it belongs to, or somebody removed it.
  const { inputs: shown } = type.describe(row, inputs);
  const set = bagOf(stored[SET]);
  const was = among(set, bagOf(stored.before));
  const target = type.setting?.neutral ?? was;
  const before = isEmpty(was)
    ? "what it was before this stack is not known"
    : `before this stack it was ${quoted(was)}`;
  if (isEmpty(target) || isShown(target, shown))
    return session.warn(inputs, `stays ${quoted(among(decided(session, inputs), shown))}: ${before}`);
  if (!isShown(set, shown))
    return session.warn(inputs, `stays ${quoted(among(set, shown))}, as somebody else made it: ${before}`);
  await sync(session, row, { ...inputs, ...target }, inputs).catch((error) => {
    const home = session.homeOf(inputs);
    // What an archived project has of it can still be read.
    if (isNotFound(error) && home) return nothingIn(home, error);
    throw error;
  });
  if (!isDeepStrictEqual(was, target))
    session.warn(inputs, `is ${quoted(target)} from now on, as where nobody decides: ${before}`);
}

/** What is declared about it: neither which one it is nor what is ours alone. */
function decided({ type }: Session, inputs: Bag): Bag {
  const local = marked(type.inputs, "local");
  return Object.fromEntries(
    Object.entries(inputs).filter(
      ([field, value]) => value !== undefined && !type.identity.includes(field) && !local.has(field),
    ),
  );
}

/** Of these values those whose fields are among the first ones. */
const among = (fields: Bag, values: Bag): Bag =>
  Object.fromEntries(Object.entries(values).filter(([field, value]) => value !== undefined && field in fields));

const isShown = (values: Bag, shown: Bag): boolean =>
  Object.entries(values).every(([field, value]) => isDeepStrictEqual(value, shown[field]));

const isEmpty = (bag: Bag): boolean => Object.keys(bag).length === 0;

const isBag = (value: unknown): value is Bag => typeof value === "object" && value !== null;

const bagOf = (value: unknown): Bag => (isBag(value) ? value : {});
