import pLimit, { type LimitFunction } from "p-limit";
import { fail } from "../contract/errors.ts";
import { bornAt, nameInRun } from "./adopt.ts";
import type { Creation } from "./notes.ts";
import type { Bag } from "./resource-type.ts";
import type { Session } from "./session.ts";

/*
 * An object with a value that the vendor shows once is always made anew. One that answers to its key already may be what a
 * lost answer or a killed run left behind, what a state had that is lost by now, what this run is about to replace, or a
 * colleague's. Nobody here has its value, so it is not taken over. Somebody may have it, used or not, so it is not removed
 * either. It is named, and stays. So state holds a value that works, and nothing but its own declaration ends an object.
 */

/** Whether its value works no longer, by its outputs. */
export function hasEnded({ type, connection }: Session, outputs: Bag): boolean {
  const ends = type.shownOnce?.ends?.(outputs);
  return ends !== undefined && ends.getTime() <= connection.now();
}

/** Refuses what could not be told apart afterwards, and what the vendor lets nobody make beside what is there. */
export function mustBeBeside(
  session: Session,
  neighbours: readonly unknown[],
  inputs: Bag,
  creation: Creation,
  conflicted: boolean,
): void {
  const { type } = session;
  const { run } = session.connection;
  const ids = neighbours.map((row) => type.describe(row, inputs).id);
  const twin = ids.find((id) => run.hasMade(type.token, id)) ?? (run.isMaking(nameInRun(creation)) ? "one" : undefined);
  if (twin !== undefined)
    throw fail(
      `${twin} was made in this very run for another resource: two of them declare ${session.named(inputs)}`,
      `Nothing was changed. Give one of them another ${type.identity.at(-1)}.`,
    );
  if (conflicted)
    throw fail(
      `${ids.join(", ") || "another"} answers to ${session.named(inputs)} already, and the vendor allows no second one`,
      `Nothing was changed. Declare another ${type.identity.at(-1)}; or, if nobody uses what is there, remove it at the vendor.`,
    );
}

/**
 * Tells people what a new one was made beside.
 * @param lost whether an answer to this very creation was lost before
 */
export function nameNeighbours(session: Session, neighbours: readonly unknown[], inputs: Bag, lost: boolean): void {
  const who = neighbours.flatMap((row) => {
    const { id, outputs } = session.type.describe(row, inputs);
    if (hasEnded(session, outputs)) return []; // It is nobody's key any more.
    return [`${id} (created ${bornAt(session, row).toISOString()})`];
  });
  if (who.length === 0) return;
  session.warn(
    inputs,
    `${lost ? "after a lost answer, " : ""}made a new one beside ${who.join(", ")}, which is not taken over. ` +
      "Somebody may use it, so it stays, unless this run replaces it. If nobody does, remove it at the vendor",
  );
}

/**
 * Makes an object that the vendor lists without a name and without its maker, one at a time in its scope: what is new after a
 * lost answer may then be of that creation.
 */
export function makeNameless(
  session: Session,
  creation: Creation,
  make: (before: readonly string[]) => Promise<unknown>,
): Promise<unknown> {
  const { token } = session.type;
  const turn = session.connection.run.memory<LimitFunction>(`turn of ${token} in ${creation.scope}`, () => pLimit(1));
  return turn(async () => make(await present(session, creation)));
}

/**
 * The ids of what is there. Of an earlier creation whose answer never came, it names what is new since and was not made by
 * this machine: one of them may be its, or a colleague's, and nothing tells.
 */
async function present(session: Session, creation: Creation): Promise<string[]> {
  const { type, connection, surroundings } = session;
  const { scope } = creation;
  // The vendor is asked itself: a listing of this run may be older than the creation whose answer was lost.
  const rows = await type.collection.list(connection.reader, scope);
  const ids = rows.map((row) => type.collection.id(row, scope));
  const { made, unanswered, othersWait } = surroundings.notes.around(creation);
  for (const { file, before } of unanswered) {
    const unknown = ids.filter((id) => !before.includes(id) && !made.has(id));
    // What is new may be what another process is just making: whoever comes later can tell.
    if (unknown.length > 0 && othersWait) continue;
    if (unknown.length > 0)
      session.tell(
        `in ${scope}: the answer to a creation was lost, and ${unknown.join(", ")} came to be since. It may be of that ` +
          "creation, then nobody uses it; or somebody else's. If nobody knows it, remove it at the vendor",
      );
    surroundings.notes.settled(file);
  }
  return ids;
}
