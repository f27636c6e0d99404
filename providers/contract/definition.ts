import type { z } from "zod";
import type { Change } from "./vendor.ts";

/** Values of the inputs schema in canonical form. */
export type Canonical<Inputs extends z.ZodObject> = z.output<Inputs>;

type Field<Inputs extends z.ZodObject> = keyof Canonical<Inputs> & string;

/** What is known of an object that is about to be read, changed or removed. */
export type Known<Inputs extends z.ZodObject> = Canonical<Inputs> & { readonly id: string };

/**
 * One vendor object in our words, inputs and outputs side by side. Of the inputs every one that the vendor shows, in
 * canonical form, null for a value that it shows as unset. Left out: what it never shows, which then stands as declared
 * and is sent when its declaration changes; and an output that it shows once, of which the stored value stands.
 */
export type Shown<Inputs extends z.ZodObject, Outputs extends z.ZodObject> = {
  readonly [Name in keyof Canonical<Inputs>]?: Canonical<Inputs>[Name] | null | undefined;
} & ShownOutputs<Outputs>;

// Without fields zod's own type would refuse every other one.
type ShownOutputs<Outputs extends z.ZodObject> = keyof Outputs["shape"] extends never
  ? unknown
  : Partial<z.input<Outputs>>;

/**
 * A resource: its schemas, what its objects are known by, how they are listed and shown, and four verbs. The host decides
 * when each verb runs; here it says only how. Each fact stands once; what follows from it is the host's to derive
 * (`host/resource-type.ts`). `list` stands before the other functions, for the type of a row comes from it.
 */
export interface Definition<
  Api,
  Inputs extends z.ZodObject = z.ZodObject,
  Outputs extends z.ZodObject = z.ZodObject,
  Row = unknown,
  Scope extends string = string,
> {
  readonly inputs: Inputs;
  /** What the vendor adds. @default nothing */
  readonly outputs?: Outputs;

  /**
   * The managed objects that it lives in, outermost first: the input that holds the id, and the resource's type token. They
   * are part of its identity, cannot be changed, and are what it is listed by; a list that answers 404 is empty once the
   * nearest of them is gone as well.
   */
  readonly parent?: { readonly [Name in Scope]: string };
  /** The inputs that it is listed by where that is not the parent, e.g. the address of a user. */
  readonly scope?: readonly Scope[];
  /**
   * The natural key within the parent. Two objects that agree in it cannot exist side by side, unless they are
   * `shownOnce`. Empty where there is just one.
   */
  readonly key: readonly Field<Inputs>[];
  /**
   * Fields that no update reaches: a change replaces the object. The parent is among them anyway, and without `sync` every
   * field is that the vendor is sent.
   */
  readonly immutable?: readonly Field<Inputs>[];
  /**
   * What `pulumi import` and `get` name it by, `/`-separated: `key` is the parent and the natural key, else these inputs, `id`
   * among them. @default the parent and the id
   */
  readonly importId?: "key" | readonly (Field<Inputs> | "id")[];
  /** Events of the change feed about it. Without them the feed is silent about such objects. */
  readonly feed?: Feed<Inputs>;

  /** Every page of one scope, in any order. Rejects rather than return a part. */
  list(api: Api, within: Pick<Canonical<Inputs>, Scope & keyof Canonical<Inputs>>): Promise<Row[]>;
  /** Where the vendor can list all scopes at once: cheaper as soon as a few of them are needed. */
  readonly everywhere?: { list(api: Api): Promise<Row[]>; within(row: Row): string };
  /** The id in state. @default the row's `id` */
  id?(row: Row, within: Pick<Canonical<Inputs>, Scope & keyof Canonical<Inputs>>): string;
  /** Whether a row is this object by its natural key. @default it shows the declared natural key */
  matches?(row: Row, inputs: Canonical<Inputs>): boolean;
  /**
   * Why an object with another key may be the same in truth, e.g. `has the same name`; `hints` is what a program knows beside
   * the inputs. Before one is made, such an object is refused unless somebody says which it is.
   */
  alike?(row: Row, inputs: Canonical<Inputs>, hints: Readonly<Record<string, unknown>>): string | undefined;
  /** What tells that two rows with different keys are of one object at the vendor. @default they never are */
  objectId?(row: Row): string | undefined;
  /** Picks one of several rows that match. Without it, several are refused as ambiguous. */
  several?(rows: readonly Row[]): Row | undefined;
  /**
   * The only place that reads the vendor's words for this object, its parent and id aside. `declared` is what is, or was,
   * asked for: with it a vendor that shows a secret's last characters only can be caught with another secret. On import it
   * holds the natural key alone.
   */
  show(row: Row, declared: Partial<Canonical<Inputs>>): Shown<Inputs, Outputs>;
  /**
   * Why the row no longer does what was declared though it is still there, e.g. `its invitation expired`; it then counts
   * as gone and is made anew. `now` is the vendor's, in milliseconds since 1970.
   */
  lapsed?(row: Row, inputs: Canonical<Inputs>, now: number): string | undefined;
  /**
   * Whether nothing of it is at the vendor yet, by its outputs: it waits for somebody else, and nobody made anything for it. Once
   * that has come it has no row any more, and is made; or somebody put it there, and it is theirs.
   */
  waits?(outputs: Partial<z.input<Outputs>>): boolean;
  /** Why nobody may change or remove it through the API, by its outputs, e.g. `it is a system permission`. */
  readOnly?(outputs: Partial<z.input<Outputs>>): string | undefined;

  /**
   * When it was made: part of the proof that it is ours. An object that can be changed and has no parent is taken over only
   * with such a proof, or on request; every other one is taken over with a warning, and let go when it is declared no more.
   */
  born?(row: Row): Date;
  /**
   * Whether it came with the creation of what it lives in, which this stack made: then it is ours as well. Where it is set, such
   * a parent is not taken to begin empty.
   */
  cameAlong?(row: Row, inputs: Canonical<Inputs>): boolean;
  /**
   * Set for an object with a value that the vendor shows once, in the answer to its creation. A creation always makes a new
   * one, beside those that answer to its key already: nobody here has their values, and somebody else may.
   */
  readonly shownOnce?: ShownOnce<Outputs>;
  /**
   * Set for what is not made but decided: its outputs have `before` (`fields.ts`), what it was until this stack first wrote it,
   * and its removal puts that back, unless somebody changed it meanwhile.
   */
  readonly setting?: Setting<Inputs>;
  readonly removal?: Removal<Inputs>;
  /** Of an `heir` with another key than what it stands for: its inputs that are the other's parent and key, in that order. */
  readonly standsFor?: readonly Field<Inputs>[];
  /**
   * Nothing makes or removes it: a declaration is about one that is found, and letting go of it leaves it. So there is no proof
   * to ask for, and it is taken over with a warning though it can be changed and has no parent.
   */
  readonly isFound?: true;
  /** Whether who has it decides what others may do, e.g. an owner. A preview says such a change first. */
  isPrivileged?(inputs: Canonical<Inputs>): boolean;
  /** Numbers of which a smaller one loses what is there by then, e.g. the days that a log is kept. A preview says such a change first. */
  readonly keeps?: readonly Field<Inputs>[];
  /** What somebody has to do once it was made, as a clause, e.g. `the customer sets its DNS record`. */
  readonly thenTodo?: string;
  /** What its creation changes besides, for people: said by a preview, as "… is to be made for tenant acme: if it is the first one, …". */
  foretells?(inputs: Canonical<Inputs>): string;

  /** Asks for this one object by its id. `undefined` for a 404 and nothing else. Absent where the vendor only lists. */
  observe?(api: Api, known: Known<Inputs>): Promise<Row | undefined>;
  /**
   * The same where listing costs less, so that it is asked for only when the listing has it no more: what state holds is
   * given up after two looks of different kinds. `stored` is what state has of its outputs.
   */
  lookAgain?(api: Api, known: Known<Inputs>, stored: Partial<z.input<Outputs>>): Promise<Row | undefined>;
  /** Asks for this one object by its natural key, where the vendor can and the key is unique. `undefined` for a 404. */
  lookUp?(api: Api, inputs: Canonical<Inputs>): Promise<Row | undefined>;
  /** Creates it, with all that the vendor never shows. What else creation cannot set is left to `sync`. */
  ensure(api: Api, inputs: Canonical<Inputs>): Promise<Row>;
  /**
   * Changes what differs: `changes` holds only those inputs, none of them `local`; a `passing` one that is declared no more is
   * null. `previously` is what was declared, and sent, before, with what state has of the outputs: nothing of an object that has
   * just been taken over. Absent where nothing can be changed.
   */
  sync?(
    api: Api,
    changes: Partial<Canonical<Inputs>>,
    known: Known<Inputs> & { readonly row: Row },
    previously: Partial<Canonical<Inputs>> & Partial<z.input<Outputs>>,
  ): Promise<Row>;
  /**
   * Removes it. Where there is nothing to remove any more it answers `ABSENT`, or throws `not found`, and the host looks
   * whether that is so. Absent where nothing is to be sent. `stored` is what state has of its outputs.
   */
  remove?(api: Api, known: Known<Inputs>, stored: Partial<z.input<Outputs>>): Promise<unknown>;
}

/** What the change feed says about objects of a type. */
export interface Feed<Inputs extends z.ZodObject> {
  /** Created, updated and whatever else leaves the object there. */
  readonly changes: readonly string[];
  readonly removals: readonly string[];
  /**
   * Whether an event is about this object; `undefined` where its payload does not tell. `stored` is what is known of its outputs.
   * @default it has the object's id
   */
  about?(
    data: Change["data"],
    known: Known<Inputs>,
    stored: Readonly<Record<string, unknown>>,
    event: string,
  ): boolean | undefined;
  /**
   * Set where nothing that state holds of such an object changes without one of these events, or on a date: then their silence
   * proves that nothing did, and a refresh need not ask for it. What it lives in must be covered as well.
   */
  readonly covers?: Coverage | undefined;
}

/** How far the silence of the change feed can be trusted. */
export interface Coverage {
  /** Events besides, that are about something else and may change this as well. `about` is asked about them, too. @default none */
  readonly also?: readonly string[];
  /** Events by which there may be one more. @default `changes` */
  readonly joins?: readonly string[];
  /** When it changes by itself, by what state has of its outputs: a moment, or Unix seconds. @default when a key ends */
  turns?(stored: Readonly<Record<string, unknown>>): unknown;
  /** What may change in silence all the same, and is seen when events that old are kept no more; for people. */
  readonly except?: string;
}

/**
 * Whether a payload has these values: no if one is another, and `undefined` if one is missing.
 * `says(data, { organization_id: organizationId, slug })`
 */
export function says(data: Change["data"], wanted: Readonly<Record<string, unknown>>): boolean | undefined {
  const fields = Object.entries(wanted);
  if (fields.some(([field, value]) => typeof data[field] === "string" && data[field] !== value)) return false;
  return fields.every(([field, value]) => data[field] === value) ? true : undefined;
}

/** The events that most objects have, e.g. `group.created`, `group.updated` and `group.deleted`. */
export const eventsOf = (object: string): { readonly changes: string[]; readonly removals: string[] } => ({
  changes: [`${object}.created`, `${object}.updated`],
  removals: [`${object}.deleted`],
});

/** What is odd about a value that is shown once. */
export interface ShownOnce<Outputs extends z.ZodObject> {
  /** When it ends, or has ended, by its outputs; `undefined` for never. @default never */
  ends?(outputs: Partial<z.input<Outputs>>): Date | undefined;
  /** `none`: the vendor lists it without a name, so that nothing but our own note of its id tells which one is meant. */
  readonly names?: "none";
}

/** What is odd about a setting. It is always there, and so nobody's: it is taken over without a proof. */
export interface Setting<Inputs extends z.ZodObject> {
  /** There may be none: then `ensure` makes it, and what was made goes again. One that is there is somebody's. */
  readonly optional?: true;
  /**
   * What a run leaves that died before its state was written, and hardly anybody else makes. Where that is declared and found, there
   * was none before, with a line that says so.
   */
  readonly likelyOurs?: Partial<Canonical<Inputs>>;
  /** What it is where nobody decides: to that it goes back, whatever it was before. */
  readonly neutral?: Partial<Canonical<Inputs>>;
}

/** What becomes of an object that the vendor may refuse to remove by itself. */
export interface RemovalAlone<Inputs extends z.ZodObject> {
  /**
   * What takes it along: the input that holds the id, and the type token. A refusal leaves it to that, where that goes in the same
   * run or by the date.
   */
  readonly goesWith: { readonly [Name in Field<Inputs>]?: string };
  /**
   * What to do where that stays, as whole sentences.
   * @param file the one that declares it, e.g. `tenants/acme.yaml`; `undefined` for a program's own
   */
  wayOut(file: string | undefined): string;
}

/** What is odd about removing it. */
export interface Removal<Inputs extends z.ZodObject> {
  /**
   * The vendor has no way to delete it. Its inputs must have `onDelete`: without a choice there the engine protects it, and the
   * host refuses. `abandon` leaves it as it is; any other word is for `remove`.
   */
  readonly permanent?: true;
  /**
   * Why it is not replaced under its own natural key: what removing it takes along that a new one would not have, e.g.
   * `removing it disconnects every account`. A permanent object is not replaced without saying so.
   */
  readonly irreplaceable?: string;
  /** A tenant's is replaced only once that is offboarding: what to do instead, as whole sentences. */
  readonly instead?: string;
  /**
   * The type that stands for the same object once a program declares it under the same parent and key, e.g. `workos:Member`; or
   * under what it `standsFor`.
   */
  readonly heir?: string;
  /** The vendor may refuse to remove it by itself. */
  readonly alone?: RemovalAlone<Inputs>;
  /** What stays at the vendor after it, for people. */
  leaves?(inputs: Canonical<Inputs>): string;
}
