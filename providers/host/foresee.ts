import { Failure, VendorError } from "../contract/errors.ts";
import { adoptable, adoptedAs, entriesFor, mustFit, renamedBack, Unproven } from "./adopt.ts";
import { find, standing } from "./find.ts";
import type { Creation } from "./notes.ts";
import type { Bag } from "./resource-type.ts";
import { nameOf, type Session } from "./session.ts";
import { hasUnknown } from "./unknown.ts";

/** What a program says beside the inputs of what stands alone; none of it gets into state. */
export const HINTS = "__hints";

export interface Hints {
  /** How many resources of the program stand alone. Without it each is looked at by itself. */
  readonly among?: number;
  /** Of a tenant, what it was called before: what is gone from the program under that name is of this tenant. */
  readonly formerly?: readonly string[];
  /** What else the same customer is known by, see `alike` of its definition. */
  readonly alike?: Bag;
}

/** What the checks of a run have come to. */
interface Foreseen {
  /** Every resource that stands alone and was checked. */
  readonly checked: Set<string>;
  /** Of those that are to be made: what they will meet. */
  readonly looks: Map<string, () => Promise<void>>;
  /** Ids of what is taken over though its key is another one. */
  readonly chosen: Map<string, string>;
  /** Entries of TENANTRY_ADOPT that said something. */
  readonly used: Set<string>;
}

const foreseenBy = (session: Session): Foreseen =>
  session.connection.run.memory("what creations will meet", () => ({
    checked: new Set(),
    looks: new Map(),
    chosen: new Map(),
    used: new Set(),
  }));

/**
 * Called by each check of a resource that stands alone. Once all of the program are known, it looks what those will meet that
 * are to be made, says what they take over, and answers why everything else is refused, all at once: at preview, where nothing was made yet.
 */
export async function foresee(
  session: Session,
  inputs: Bag,
  hidden: Bag,
  hints: Hints,
  isNew: boolean,
): Promise<string[]> {
  const name = nameOf(session.type, inputs);
  const { checked, looks } = foreseenBy(session);
  checked.add(name);
  if (isNew && !hasUnknown(session.type.keyOf(inputs)))
    looks.set(
      name,
      once(() => look(session, inputs, session.creationOf(inputs, hidden), hints.alike ?? {})),
    );
  if (checked.size < (hints.among ?? 1)) return [];

  const refusals: string[] = [];
  const entries: string[] = [];
  const own = looks.get(name);
  const due = hints.among !== undefined ? [...looks.values()] : own ? [own] : [];
  for (const meet of due) {
    await meet().catch((error) => {
      if (!(error instanceof Failure) || error instanceof VendorError) throw error;
      refusals.push(error.message);
      if (error instanceof Unproven) entries.push(error.entry);
    });
  }
  if (entries.length > 1)
    refusals.push(
      `To take over all of these, less what is not yours: run once with TENANTRY_ADOPT=${entries.join(",")}`,
    );
  // Of a program that says how many there are nothing more can come.
  if (hints.among !== undefined) refusals.push(...unusedOf(session));
  return refusals;
}

/** For whoever makes it, also in a run that checks only some: refuses what was foreseen. */
export const mustBeForeseen = (session: Session, inputs: Bag): Promise<void> | undefined =>
  foreseenBy(session).looks.get(nameOf(session.type, inputs))?.();

/** What was asked for in place of an object with the declared key. */
export async function chosen(session: Session, inputs: Bag): Promise<unknown[]> {
  const id = foreseenBy(session).chosen.get(nameOf(session.type, inputs));
  return id === undefined ? [] : find(session, inputs, id);
}

/** Before an object is made: what answers to its key, and what may be the same under another one. */
async function look(session: Session, inputs: Bag, creation: Creation, alike: Bag): Promise<void> {
  const { type, surroundings } = session;
  const { adopt } = surroundings;
  // For more than the key everything has to be listed, and what has the key is found in that as well.
  const all = type.alike ? await session.connection.snapshots.all(type.collection, creation.scope) : [];
  const rows = standing(session, await find(session, inputs), inputs);
  const row = adoptable(session, rows, inputs, creation, false) ?? likeness(session, inputs, creation, alike, all);
  if (row === undefined) return;
  const { id } = type.describe(row, inputs);
  mustFit(session, row, inputs);
  const { used, chosen } = foreseenBy(session);
  for (const entry of entriesFor(creation, id)) if (adopt.has(entry)) used.add(entry);
  if (rows.length === 0) chosen.set(nameOf(type, inputs), id);
  session.warn(inputs, `takes over ${id}, which exists already`);
}

/** The object that was asked for although its key is another one. Any that may be the same is refused otherwise. */
function likeness(session: Session, inputs: Bag, creation: Creation, alike: Bag, all: readonly unknown[]): unknown {
  const { type, connection, surroundings } = session;
  const { adopt } = surroundings;
  const calledAs = adoptedAs(creation);
  const asNew = `${calledAs}=new`;
  if (adopt.has(asNew)) return void foreseenBy(session).used.add(asNew);
  const others = all.map((row) => ({ row, id: type.collection.id(row, creation.scope) }));
  const asked = others.find(({ id }) => adopt.has(`${calledAs}=${id}`));
  if (asked) return asked.row;
  const likes = others.flatMap(({ row, id }) => {
    const why = type.alike?.(row, inputs, alike);
    // What another declaration stands for is another customer.
    const isDeclared = connection.run.declares(nameOf(type, type.describe(row, inputs).inputs));
    return why === undefined || isDeclared ? [] : [{ row, id, why }];
  });
  const chosen = likes.find(({ id }) => adopt.has(id));
  if (chosen || likes.length === 0) return chosen?.row;
  throw new Unproven(
    `${session.named(inputs)} may exist already: ${likes.map(({ id, why }) => `${id} ${why}`).join(", ")}`,
    `${calledAs}=${likes[0]?.id}`,
    `If it is another one, run once with TENANTRY_ADOPT=${asNew}.${renamedBack(creation)}`,
  );
}

/** An entry that nothing used is a slip: what it was to take over is about to be made a second time. */
function unusedOf(session: Session): string[] {
  const { used } = foreseenBy(session);
  return [...session.surroundings.adopt]
    .filter((entry) => entry.includes("=") && !used.has(entry))
    .map(
      (entry) =>
        `TENANTRY_ADOPT has ${entry}, which nothing used: either nothing that is to be made is called so, or there is no such object. Nothing was changed. Correct it, or leave it out.`,
    );
}

/** What is done at most once, with one outcome for all who ask. */
function once<Result>(work: () => Promise<Result>): () => Promise<Result> {
  let outcome: Promise<Result> | undefined;
  return () => {
    outcome ??= work();
    return outcome;
  };
}
