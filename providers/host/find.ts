import { fail, isNotFound, type VendorError } from "../contract/errors.ts";
import type { Bag } from "./resource-type.ts";
import type { Home, Session } from "./session.ts";

/**
 * Every object that answers to the declaration, whatever it is worth, from a snapshot or by asking for it alone. None of a
 * known id means that it is gone: two looks of different kinds agree in that.
 * @param stored the outputs in state, where they say more than the id about which one it is
 * @param isOneOfFew whether the run looks for few of its kind, so that everything of it is not listed for this one
 */
export async function find(
  session: Session,
  inputs: Bag,
  id?: string,
  stored: Bag = {},
  isOneOfFew = false,
): Promise<unknown[]> {
  const { type, surroundings } = session;
  const { reader, snapshots, run } = session.connection;
  if (type.isNameless && id === undefined) {
    const noted = surroundings.notes.idOf(session.creationOf(inputs, {}));
    return noted === undefined ? [] : find(session, inputs, noted);
  }
  const scope = type.scopeOf(inputs);
  // An organization that was deleted and made anew by somebody else is not ours because it has the same name; nor does the
  // value that is stored with one key belong to another key of its name.
  const isIdAlone = id !== undefined && (type.born !== undefined || type.isNameless);
  const { lookUp, lookAgain = type.observe } = type;
  // Where the vendor lists all there are of it, that is more than one.
  const observe = type.observe ?? (isOneOfFew && scope === "" ? lookAgain : undefined);
  const known = id === undefined ? undefined : { ...inputs, id };
  const isReplaced = (row: unknown) => run.isReplacing(type.token, type.collection.id(row, scope));
  const alone = (ask: (() => Promise<unknown>) | undefined) =>
    ask &&
    (async () => {
      const row = await ask().catch((error) => {
        if (!isNotFound(error)) throw error;
      });
      const isOther = id === undefined && row !== undefined && isReplaced(row);
      return row === undefined || isOther ? undefined : theOneAsked(session, row, inputs, id, isIdAlone);
    });
  const target = {
    id,
    isOneOfFew,
    observe: alone(
      known ? observe && (() => observe(reader, known, stored)) : lookUp && (() => lookUp(reader, inputs)),
    ),
    lookAgain: alone(known && lookAgain && (() => lookAgain(reader, known, stored))),
    isToldRemoved: known && type.shownOnce && (() => isToldRemoved(session, known)),
    matches: isIdAlone ? undefined : (row: unknown) => type.matches(row, inputs) && !isReplaced(row),
  };
  try {
    return await snapshots.find(type.collection, scope, target);
  } catch (error) {
    if (!isNotFound(error) || type.parent === undefined) throw error;
    const home = session.homeOf(inputs);
    if (home) return nothingIn(home, error);
    // Its inputs do not say where its parent is: the object itself is asked for.
    const row = await target.lookAgain?.();
    return row === undefined ? [] : [row];
  }
}

/** Whether the change feed has its removal. That it has not proves nothing. */
async function isToldRemoved({ type, connection }: Session, known: Bag & { id: string }): Promise<boolean> {
  const { removals: events } = type.feed;
  const removals = events.length === 0 ? [] : await connection.recentChanges(events);
  return removals.some(({ data, event }) => type.feed.about(data, known, {}, event) === true);
}

/** @throws Failure for an object that was not asked for: something in between, or a cache, mixed up two answers */
function theOneAsked(session: Session, row: unknown, inputs: Bag, id: string | undefined, isIdAlone: boolean): unknown {
  const { type } = session;
  const answered = type.collection.id(row, type.scopeOf(inputs));
  if (answered && answered !== id && (isIdAlone || !type.matches(row, inputs))) {
    const what = `asked for ${id ?? session.named(inputs)}, ${type.vendor.title} answered with ${answered}`;
    throw fail(what, "Nothing is concluded from that: run again.");
  }
  // By its id alone an object of another parent would be found as well.
  return type.isWithin(row, inputs) ? row : undefined;
}

/**
 * None, where what it lives in is gone: a 404 for a listing does not say that by itself.
 * @throws Failure where the parent is there
 */
export async function nothingIn(home: Home, refusal: VendorError): Promise<never[]> {
  const { session, inputs, id } = home;
  if (!goneHomes(session).has(nameOf(home)) && (await find(session, inputs, id)).length > 0)
    throw fail(refusal, `Yet ${id} is there, so nothing is concluded from that: run again.`);
  goneHomes(session).add(nameOf(home));
  return [];
}

/** What went with it, of something that is gone: all that it lived in, as far as this run knows, or nothing but itself. */
export function rootOf(session: Session, inputs: Bag, id: string): string {
  const home = session.homeOf(inputs);
  const isGone = home !== undefined && goneHomes(session).has(nameOf(home));
  return isGone ? rootOf(home.session, home.inputs, home.id) : nameOf({ session, id });
}

const goneHomes = ({ connection }: Session): Set<string> =>
  connection.run.memory("homes that are gone", () => new Set());

const nameOf = ({ session, id }: Pick<Home, "session" | "id">): string => `${session.type.token} ${id}`;

/** Those that still do what was declared. */
export const standing = (session: Session, rows: readonly unknown[], inputs: Bag): unknown[] =>
  rows.filter((row) => {
    const reason = session.type.lapsed?.(row, inputs, session.connection.now());
    if (reason !== undefined) session.warn(inputs, reason);
    return reason === undefined;
  });

/** The only one of them. */
export function single(session: Session, rows: readonly unknown[], inputs: Bag): unknown {
  const { type } = session;
  if (rows.length <= 1) return rows[0];
  if (type.several) return type.several(rows);
  const ids = rows.map((row) => type.describe(row, inputs).id).join(", ");
  throw fail(
    `${rows.length} objects answer to ${session.named(inputs)}: ${ids}`,
    "Nothing tells which one is meant and nothing was changed: rename or remove the others at the vendor.",
  );
}

/** The one object there is, if there is one that does what was declared. */
export const observe = async (session: Session, inputs: Bag, id?: string, stored?: Bag): Promise<unknown> =>
  single(session, standing(session, await find(session, inputs, id, stored), inputs), inputs);
