import { isConflict, isOutcomeUnknown } from "../contract/errors.ts";
import { marked } from "../contract/marks.ts";
import { adoptable, bornAt, isOurs, mustFit, nameInRun } from "./adopt.ts";
import { differences } from "./differences.ts";
import { find, observe, standing } from "./find.ts";
import { chosen } from "./foresee.ts";
import type { Creation } from "./notes.ts";
import type { Bag } from "./resource-type.ts";
import type { Session } from "./session.ts";
import { makeNameless, mustBeBeside, nameNeighbours } from "./shown-once.ts";

/** Times a write is begun again after its answer was lost. */
const ATTEMPTS = 3;

interface Ensured {
  readonly row: unknown;
  readonly isNew: boolean;
  /** Made by this stack or taken over on request: it may be removed again. */
  readonly isOurs: boolean;
  /** Of a setting: it was there, and this stack did not make it, whoever asked for it. */
  readonly wasThere: boolean;
}

/**
 * Ensure: finds the object by its natural key, or makes it. So a creation that meets its own object (a run that died, a lost
 * answer) converges instead of failing. Ends only with an object that exists, or with nothing made.
 */
export async function ensure(session: Session, inputs: Bag, hidden: Bag): Promise<Ensured> {
  const { type } = session;
  const { snapshots, run } = session.connection;
  const creation = session.creationOf(inputs, hidden);
  const met = { lost: false, conflicted: false };
  for (let attempt = 1; ; attempt++) {
    const there = await find(session, inputs);
    if (type.shownOnce) mustBeBeside(session, there, inputs, creation, met.conflicted);
    const found = type.shownOnce ? undefined : await toTakeOver(session, there, inputs, creation, met.conflicted);
    if (found !== undefined) {
      mustFit(session, found, inputs);
      const { id } = type.describe(found, inputs);
      const isOwn = met.lost || type.cameAlong?.(found, inputs) === true;
      const object = { id, born: bornAt(session, found) };
      const ours = isOwn || type.setting !== undefined || isOurs(session, creation, object);
      takeOver(session, id, inputs, isOwn || type.isAlwaysThere);
      const wasThere = type.setting !== undefined && !isOwn && !session.surroundings.notes.proves(creation, object);
      return { row: found, isNew: false, isOurs: ours, wasThere };
    }
    try {
      const row = await run.making(nameInRun(creation), () => make(session, inputs, creation, met.lost));
      if (type.shownOnce) nameNeighbours(session, there, inputs, met.lost);
      return { row, isNew: true, isOurs: true, wasThere: false };
    } catch (error) {
      snapshots.forget(type.collection, creation.scope);
      // Either it was there already, or it may be there now: look again before anything else is sent.
      if (attempt === ATTEMPTS || !(isConflict(error) || isOutcomeUnknown(error))) throw error;
      if (isConflict(error)) met.conflicted = true;
      else met.lost = true;
    }
  }
}

/** What answers to the declaration, or was asked for in its place, and may be taken. */
async function toTakeOver(
  session: Session,
  there: readonly unknown[],
  inputs: Bag,
  creation: Creation,
  conflicted: boolean,
): Promise<unknown> {
  const answering = standing(session, there, inputs);
  const rows = answering.length > 0 ? answering : await chosen(session, inputs);
  return adoptable(session, rows, inputs, creation, conflicted);
}

/** @param isOwn whether it is the one that this creation made, or that of what it lives in */
function takeOver(session: Session, id: string, inputs: Bag, isOwn: boolean): void {
  const { type } = session;
  session.connection.run.tookOver(type.token, id);
  if (isOwn) return;
  session.warn(inputs, `took over ${id}, which existed already`);
}

function make(session: Session, inputs: Bag, creation: Creation, lost: boolean): Promise<unknown> {
  const { type } = session;
  const { writer, snapshots, run } = session.connection;
  const send = async (before?: readonly string[]): Promise<unknown> => {
    const { row, id } = await noted(session, inputs, creation, () => type.ensure(writer, inputs), { before, lost });
    snapshots.put(type.collection, creation.scope, row);
    run.made(type.token, id);
    return row;
  };
  return type.isNameless ? makeNameless(session, creation, send) : send();
}

/**
 * Sends a creation, with a note on disk from before it to after its answer.
 * @param before ids of what was there
 * @param lost whether an answer to this very creation was lost before
 */
async function noted(
  session: Session,
  inputs: Bag,
  creation: Creation,
  send: () => Promise<unknown>,
  { before, lost = false }: { readonly before?: readonly string[] | undefined; readonly lost?: boolean } = {},
): Promise<{ readonly row: unknown; readonly id: string }> {
  const { type, surroundings } = session;
  const { notes, now } = surroundings;
  const note = notes.begin(creation, now(), before);
  let row: unknown;
  try {
    row = await send();
  } catch (error) {
    if (isOutcomeUnknown(error)) notes.lost(note, now());
    // Refused, with nothing of ours under way: what is there, now or soon, was made by somebody else.
    else if (!lost || type.isNameless) notes.settled(note);
    throw error;
  }
  // An answer that cannot be read is no refusal: the note stands, for what was made is ours.
  const { id, outputs } = type.describe(row, inputs);
  session.withhold(outputs);
  // Where nothing was made, the note would prove the one that somebody else makes.
  if (type.waits?.(outputs)) notes.settled(note);
  else notes.answered(note, id, now());
  return { row, id };
}

/**
 * Sync: changes what differs from the declaration; sends nothing when nothing does.
 * @param previously what was declared, and sent, before
 */
export async function sync(session: Session, found: unknown, declared: Bag, previously: Bag): Promise<unknown> {
  const { type } = session;
  const { writer, snapshots } = session.connection;
  const scope = type.scopeOf(declared);
  const additive = marked(type.inputs, "additive");
  const passing = marked(type.inputs, "passing");
  const unsent = [...type.immutable, ...marked(type.inputs, "local")];
  let row = found;
  for (let attempt = 1; ; attempt++) {
    const { id, inputs: observed, outputs } = type.describe(row, declared);
    const changes = differences(declared, observed, previously, additive, passing);
    for (const field of unsent) delete changes[field];
    if (type.readOnly?.(outputs) !== undefined)
      for (const field of passing) {
        if (changes[field]) session.leavesAlone(declared, outputs, field);
        delete changes[field];
      }
    if (Object.keys(changes).length === 0 || !type.sync) return row;
    session.mustBeOurs(declared, outputs, "changed");
    try {
      const synced = await type.sync(writer, changes, { ...declared, id, row }, previously);
      snapshots.put(type.collection, scope, synced);
      return synced;
    } catch (error) {
      snapshots.forget(type.collection, scope);
      if (!isOutcomeUnknown(error) || attempt === ATTEMPTS) throw error;
      // It may have been applied: look, and send only what still differs.
      row = (await observe(session, declared, id, outputs)) ?? row;
    }
  }
}

/** Of what waits: if that ends it, this is a creation. */
export async function syncNoted(
  session: Session,
  found: unknown,
  declared: Bag,
  previously: Bag,
  creation: Creation,
): Promise<unknown> {
  const { row } = await noted(session, declared, creation, () => sync(session, found, declared, previously));
  return row;
}
