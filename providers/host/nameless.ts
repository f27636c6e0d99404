import pLimit, { type LimitFunction } from "p-limit";
import { bornAt, discard } from "./adopt.ts";
import type { Creation } from "./notes.ts";
import type { Bag } from "./resource-type.ts";
import type { Session } from "./session.ts";

/** How far the vendor's clock may be from ours. */
const SKEW_MS = 5_000;

/** How long after its beginning a creation can have taken effect whose process died. */
const DEATH_MS = 60_000;

/**
 * Makes an object that the vendor lists without a name and without its maker, one at a time in its scope: what is new after a
 * lost answer is then of that creation. First it removes what an earlier creation left there whose answer never came:
 * nobody has its secret.
 */
export function makeNameless(
  session: Session,
  inputs: Bag,
  creation: Creation,
  make: (before: readonly string[]) => Promise<unknown>,
): Promise<unknown> {
  const { token } = session.type;
  const turn = session.connection.run.memory<LimitFunction>(`turn of ${token} in ${creation.scope}`, () => pLimit(1));
  return turn(async () => make(await withoutOrphans(session, inputs, creation)));
}

/**
 * Answers the ids of what is there then. An orphan is the only object that is new since the creation, that nobody on
 * this machine made and nobody used, and that came to be while its answer was waited for. Every other is left alone.
 */
async function withoutOrphans(session: Session, inputs: Bag, creation: Creation): Promise<string[]> {
  const { type, surroundings } = session;
  const { collection, shownOnce } = type;
  const { scope } = creation;
  const idOf = (row: unknown): string => collection.id(row, scope);
  // The vendor is asked itself: a listing of this run may be older than the creation whose answer was lost.
  let rows = await collection.list(session.connection.reader, scope);
  const { made, unanswered, othersWait } = surroundings.notes.around(creation);
  for (const { file, before, at, until } of unanswered) {
    const unknown = rows.filter((row) => {
      const id = idOf(row);
      return !before.includes(id) && !made.has(id) && !shownOnce?.isUsed(row);
    });
    const [orphan] = unknown;
    // What is new may be what another process is just making: whoever comes later can tell.
    if (orphan !== undefined && othersWait) continue;
    if (orphan !== undefined) {
      const born = bornAt(session, orphan).getTime();
      const last = until === undefined ? at + DEATH_MS : until + SKEW_MS;
      if (unknown.length === 1 && born >= at - SKEW_MS && born <= last) {
        await discard(session, orphan, inputs);
        rows = rows.filter((row) => row !== orphan);
        session.tell(`removed ${idOf(orphan)} of ${scope}: the answer to its creation was lost, so nobody has it`);
      } else {
        const ids = unknown.map(idOf).join(", ");
        session.tell(
          `a creation in ${scope} was cut off, and ${ids} came to be since. Nothing tells whether one of them is its; if nobody knows it, remove it at the vendor`,
        );
      }
    }
    surroundings.notes.settled(file);
  }
  return rows.map(idOf);
}
