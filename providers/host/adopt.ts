import { isDeepStrictEqual } from "node:util";
import { Failure, fail } from "../contract/errors.ts";
import { single } from "./find.ts";
import type { Creation } from "./notes.ts";
import type { Bag } from "./resource-type.ts";
import { quoted, type Session } from "./session.ts";

/**
 * What becomes of an object that a creation meets.
 *
 * |                                    | proven ours, or asked for       | everything else                 |
 * |------------------------------------|---------------------------------|---------------------------------|
 * | can be changed, without a parent   | taken over                      | refused, with the ways out      |
 * | shown once                         | stays, and a new one is made beside it | stays, and a new one is made beside it |
 * | every other                        | taken over, with a warning      | taken over, with a warning      |
 *
 * Whatever no update could make what is declared is refused, and so is whatever is another tenant's. What is neither proven
 * nor asked for is never ours to remove: state remembers that it was taken over, and its removal lets go of it.
 */

/** Whether this machine made the object, or somebody asked for it to be taken over. */
export function isOurs(session: Session, creation: Creation, object: { readonly id: string; readonly born: Date }) {
  const { adopt, notes } = session.surroundings;
  return entriesFor(creation, object.id).some((entry) => adopt.has(entry)) || notes.proves(creation, object);
}

/** Refused for want of a proof, which somebody can give. */
export class Unproven extends Failure {
  /** What TENANTRY_ADOPT would have to say. */
  readonly entry: string;

  constructor(what: string, entry: string, otherwise: string) {
    super(
      `${what}. Nothing was changed. If it is the one that is meant, take it over, with everything in it: run once with TENANTRY_ADOPT=${entry}. ${otherwise}`,
    );
    this.entry = entry;
  }
}

/** What TENANTRY_ADOPT calls a resource: its external id, its name, its slug. */
export const adoptedAs = ({ key }: Creation): string => String(JSON.parse(key)[0] ?? "");

/** How TENANTRY_ADOPT may ask for an object. */
export const entriesFor = (creation: Creation, id: string): readonly string[] => [`${adoptedAs(creation)}=${id}`, id];

/**
 * The object to take over instead of creating one, if there is one and it may be taken.
 * @param conflicted whether the vendor has just answered our creation with a conflict
 */
export function adoptable(
  session: Session,
  rows: readonly unknown[],
  inputs: Bag,
  creation: Creation,
  conflicted: boolean,
): unknown {
  const { type } = session;
  if (!type.isStandalone || rows.length === 0) return single(session, rows, inputs);
  const found = rows.map((row) => ({ row, id: type.describe(row, inputs).id, born: bornAt(session, row) }));
  mustNotBeAnothers(session, found, inputs, creation);
  // What the vendor lets nobody change is everybody's to refer to.
  const isTheVendors = (row: unknown) => type.readOnly?.(type.describe(row, inputs).outputs) !== undefined;
  const ours = found
    .filter((object) => isTheVendors(object.row) || isOurs(session, creation, object))
    .map(({ row }) => row);
  if (ours.length > 0) return single(session, ours, inputs);
  const who = found.map(({ id, born }) => (type.born ? `${id} (created ${born.toISOString()})` : id)).join(", ");
  const answer = conflicted ? " (the vendor answered our creation with a conflict)" : "";
  throw new Unproven(
    `${who} already answers to ${session.named(inputs)}, and nothing proves that this stack made it${answer}`,
    found[0]?.id ?? "",
    `If not, leave it alone: declare ${type.identity.length > 0 ? `another ${type.identity.join(" and ")}` : "none"}.${renamedBack(creation)}`,
  );
}

/**
 * Refuses what belongs to another tenant: its file was renamed. Under the new name nothing that it has is known, so its keys
 * would be made anew, and under the old name all would be deleted.
 */
function mustNotBeAnothers(
  session: Session,
  found: readonly { readonly id: string; readonly born: Date }[],
  inputs: Bag,
  creation: Creation,
): void {
  const { type, connection, surroundings } = session;
  const { tenant } = creation;
  if (tenant === undefined) return;
  for (const object of found) {
    const { id } = object;
    const holder = connection.run.tenantOf(type.token, id);
    if (holder === tenant) continue;
    // Where state does not say whose it is, notes may; who lost the state, and names the tenant otherwise now, can ask for it.
    if (holder === undefined && (surroundings.adopt.has(id) || !surroundings.notes.isAnothers(creation, object)))
      continue;
    const whose = holder === undefined ? "another tenant of this stack" : `tenant ${holder}`;
    throw fail(
      `${id}, which answers to ${session.named(inputs)}, belongs to ${whose}, and tenant ${tenant} declares it: was the tenant's file renamed?`,
      "Nothing was changed. A tenant's key stays for ever, what people see is its name: give the file, and its tenant, " +
        `the key ${holder ?? "that they had"} again.` +
        (holder === undefined ? ` If the stack's state was lost: run once with TENANTRY_ADOPT=${id}.` : ""),
    );
  }
}

/** The way out of a rename that was a mistake, where it may have been one. */
export const renamedBack = ({ tenant }: Creation): string =>
  tenant === undefined ? "" : " If the tenant's file was renamed, give it the name back that it had.";

/** Refuses an object that no update could make what is declared. */
export function mustFit(session: Session, row: unknown, inputs: Bag): void {
  const { type } = session;
  // By its key alone, as an import sees it: what no update reaches may be hidden from whoever declares it already.
  const { id, inputs: shown } = type.describe(row, type.keyOf(inputs));
  for (const field of type.immutable) {
    const [wanted, found] = [inputs[field], shown[field]];
    if (wanted === undefined || found === undefined || isDeepStrictEqual(wanted, found)) continue;
    throw fail(
      `${id} already answers to ${session.named(inputs)}, but its ${field} is ${quoted(found)}, not ${quoted(wanted)}, and cannot be changed`,
      `Nothing was changed. Declare ${field} as it is, or give the new one another ${type.identity.join(" or ")}.`,
    );
  }
}

/** Tells a creation from others of its run before its object has an id. */
export const nameInRun = ({ token, account, key }: Creation): string => `${token} ${account} ${key}`;

/** When it was made: just now at the latest, where the vendor does not say. */
export const bornAt = ({ type, surroundings }: Session, row: unknown): Date =>
  type.born?.(row) ?? new Date(surroundings.now());
