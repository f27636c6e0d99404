import { fail } from "../contract/errors.ts";
import type { Bag } from "./resource-type.ts";
import type { Session } from "./session.ts";

/** Every object that answers to the declaration, whatever it is worth, from a snapshot or by asking for it alone. */
export async function find(session: Session, inputs: Bag, id?: string): Promise<unknown[]> {
  const { type, surroundings } = session;
  const { reader, snapshots, run } = session.connection;
  if (type.isNameless && id === undefined) {
    const noted = surroundings.notes.idOf(session.creationOf(inputs, {}));
    return noted === undefined ? [] : find(session, inputs, noted);
  }
  const { observe, lookUp } = type;
  const alone = async (): Promise<unknown> => {
    const row = id === undefined ? await lookUp?.(reader, inputs) : await observe?.(reader, { ...inputs, id });
    // By its id alone an object of another parent would be found as well.
    return row !== undefined && type.isWithin(row, inputs) ? row : undefined;
  };
  const scope = type.scopeOf(inputs);
  // An organization that was deleted and made anew by somebody else is not ours because it has the same name; nor does the
  // value that is stored with one key belong to another key of its name.
  const isIdAlone = id !== undefined && (type.isNoted || type.isNameless);
  return snapshots.find(type.collection, scope, {
    id,
    observe: (id === undefined ? lookUp : observe) && alone,
    matches: isIdAlone
      ? undefined
      : (row) => type.matches(row, inputs) && !run.isReplacing(type.token, type.collection.id(row, scope)),
  });
}

/** Those that still do what was declared. */
export const standing = (session: Session, rows: readonly unknown[], inputs: Bag): unknown[] =>
  rows.filter((row) => {
    const reason = session.type.lapsed?.(row, inputs);
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
export const observe = async (session: Session, inputs: Bag, id?: string): Promise<unknown> =>
  single(session, standing(session, await find(session, inputs, id), inputs), inputs);
