import type { Collection } from "./collection.ts";
import type { Creations } from "./creations.ts";
import type { Connection, ShownOnce } from "./definition.ts";

/** Where an object is to be made that the vendor gives no name. */
export interface Nursery<Client, Row> {
  readonly connection: Connection<Client>;
  readonly collection: Collection<Client, Row>;
  readonly scope: string;
  readonly shownOnce: ShownOnce<Client, Row>;
  readonly creations: Creations;
  readonly now: () => number;
  readonly warn: (line: string) => void;
}

/** How far the vendor's clock may be from ours. */
const SKEW_MS = 5_000;

/** How long after its beginning a creation can have taken effect whose process died. */
const DEATH_MS = 60_000;

/** What the notes of one nursery are kept under. */
export const placeOf = (account: string, collection: string, scope: string): string =>
  JSON.stringify([account, collection, scope]);

/**
 * Makes an object that the vendor lists without a name and without its maker, one at a time in its scope. First it
 * removes what an earlier creation left there whose answer never came: nobody has its secret.
 */
export function makeNameless<Client, Row>(nursery: Nursery<Client, Row>, create: () => Promise<Row>): Promise<Row> {
  const { connection, collection, scope, creations, now } = nursery;
  const place = placeOf(connection.account, collection.name, scope);
  return creations.inTurn(place, async () => {
    const present = await withoutOrphans(nursery, place);
    const note = creations.begin(place, present, now());
    try {
      const row = await create();
      creations.answered(note, collection.id(row));
      return row;
    } catch (error) {
      if (error instanceof Error && error.name === "OutcomeUnknownError") creations.lost(note, now());
      else creations.settled(note);
      throw error;
    }
  });
}

/**
 * Answers the ids of what is there then. An orphan is the only object that is new since the creation, that nobody on
 * this machine made and nobody used, and that came to be while its answer was waited for. Every other is left alone.
 */
async function withoutOrphans<Client, Row>(
  { connection: { reader, writer }, collection, scope, shownOnce, creations, warn }: Nursery<Client, Row>,
  place: string,
): Promise<string[]> {
  let rows = await collection.list(reader, scope);
  const { made, unanswered, othersWait } = creations.in(place);
  for (const { note, before, at, until } of unanswered) {
    const unknown = rows.filter((row) => {
      const id = collection.id(row);
      return !before.includes(id) && !made.has(id) && !shownOnce.isUsed(row);
    });
    const [orphan] = unknown;
    // What is new may be what another process is just making: whoever comes later can tell.
    if (orphan !== undefined && othersWait) continue;
    if (orphan !== undefined) {
      const bornAt = shownOnce.createdAt(orphan).getTime();
      const last = until === undefined ? at + DEATH_MS : until + SKEW_MS;
      if (unknown.length === 1 && bornAt >= at - SKEW_MS && bornAt <= last) {
        await shownOnce.discard(writer, orphan);
        rows = rows.filter((row) => row !== orphan);
        warn(`removed ${collection.id(orphan)} of ${scope}: the answer to its creation was lost, so nobody has it`);
      } else {
        const ids = unknown.map((row) => collection.id(row)).join(", ");
        warn(
          `a creation in ${scope} was cut off, and ${ids} came to be since. Nothing tells whether one of them is its; if nobody knows it, remove it at the vendor`,
        );
      }
    }
    creations.settled(note);
  }
  return rows.map((row) => collection.id(row));
}
