import type { z } from "zod";
import type { Collection, SnapshotStore } from "./collection.ts";

/** A vendor as the host knows it: a name for type tokens, and a way to connect. */
export interface Vendor<Client> {
  /** First half of the type tokens, e.g. `workos`. Never changes: it is in everybody's state. */
  readonly name: string;
  /** Whether the environment has a credential for it. */
  isInUse(): boolean;
  /**
   * Connects with what the environment says, once per process.
   * @throws ConfigurationError naming everything that is missing or wrong
   */
  connect(): Connection<Client>;
}

export interface Connection<Client> {
  /** Cannot send anything but GET. */
  readonly reader: Client;
  readonly writer: Client;
  readonly snapshots: SnapshotStore<Client>;
  /** Tells one account at the vendor from another; holds nothing that must not be stored. */
  readonly account: string;
  /** One read that proves address and credential, once per process. */
  verify(): Promise<void>;
  /**
   * The latest changes of these kinds, newest first, as far as one page of the vendor's change feed goes. Good for
   * saying who did it, no proof of anything: the feed may be off, late or cut.
   */
  recentChanges(events: readonly string[]): Promise<readonly Change[]>;
}

/** An entry of a vendor's change feed. */
export interface Change {
  readonly event: string;
  readonly at: Date;
  /** Who did it, as the vendor says; for people. */
  readonly by: string;
  readonly data: Record<string, unknown>;
}

/** Values of the inputs schema in canonical form. */
export type Canonical<Inputs extends z.ZodObject> = z.output<Inputs>;

/** One vendor object in our words. */
export interface Description<Inputs extends z.ZodObject, Computed extends z.ZodObject> {
  readonly id: string;
  /**
   * Every input the vendor shows, in canonical form: null for a value it shows as unset. Left out: what it never shows
   * (write-only inputs), which then stands as declared and is sent when its declaration changes.
   */
  readonly inputs: { readonly [Field in keyof Canonical<Inputs>]?: Canonical<Inputs>[Field] | null | undefined };
  /** What the vendor adds. A secret that it does not show again is left out: the stored one stands. */
  readonly computed: Partial<z.input<Computed>>;
}

/** What is known of an object that is about to be read, changed or removed. */
export interface Known<Inputs extends z.ZodObject> {
  readonly id: string;
  readonly inputs: Canonical<Inputs>;
}

/** An object with a value that the vendor shows once, in the answer to its creation. */
export interface ShownOnce<Client, Row> {
  createdAt(row: Row): Date;
  /** Whether anybody has used it: then somebody has its value, and it is never removed for want of it. */
  isUsed(row: Row): boolean;
  /** Removes it at once, with nothing of it going on. That it is gone already is success. */
  discard(client: Client, row: Row): Promise<void>;
  /** The vendor lists it without a name, so that nothing but our own note of its id tells which one is meant. */
  readonly nameless?: true;
}

/**
 * A resource: its schemas, where its objects are listed, and four verbs. The host decides when each verb runs; here it
 * says only how.
 */
export interface Definition<
  Client,
  Inputs extends z.ZodObject = z.ZodObject,
  Computed extends z.ZodObject = z.ZodObject,
  Row = unknown,
> {
  readonly vendor: Vendor<Client>;
  /** Second half of the type token, e.g. `Organization`. Never changes. */
  readonly name: string;
  readonly inputs: Inputs;
  readonly computed: Computed;
  /**
   * The natural key. Two objects that agree in it cannot exist side by side, unless `namesMayRepeat`. Empty where the
   * vendor has just one.
   */
  readonly identity: readonly (keyof Canonical<Inputs> & string)[];
  /** The vendor lets two objects have one natural key: a replacement is made before the old one goes. */
  readonly namesMayRepeat?: true;
  /** Fields that no update reaches: a change replaces the object. */
  readonly immutable: readonly (keyof Canonical<Inputs> & string)[];
  /**
   * Set for an object that the vendor has no way to delete. Its inputs must have `onDelete`: without a
   * choice there the engine protects it, so that a preview refuses its removal and its replacement.
   */
  readonly permanent?: true;
  /**
   * Why a replacement under its own natural key is refused at preview: what removing it takes along that a new one would
   * not have, e.g. `removing it disconnects every account`. A permanent object is refused without it.
   */
  readonly irreplaceable?: string;

  /** How `pulumi import` names the object where its id alone cannot find it: `/`-separated inputs, `id` among them. */
  readonly importId?: readonly ((keyof Canonical<Inputs> & string) | "id")[];
  /**
   * Set for an object that has no managed parent. An existing one is then adopted only with proof that this stack made
   * it (or on explicit request), and `createdAt` is part of that proof.
   */
  readonly standalone?: { createdAt(row: Row): Date };
  /**
   * Set for an object whose value cannot be read again. One that creation meets is made anew if this machine made it,
   * or this very creation did, and nobody has its value; every other one is adopted with an empty value.
   */
  readonly shownOnce?: ShownOnce<Client, Row>;

  readonly collection: Collection<Client, Row>;
  /** The scope of the collection that holds this object; "" where the collection has only one. */
  scope(inputs: Canonical<Inputs>): string;
  /** Whether a row is this object by its natural key. */
  matches(row: Row, inputs: Canonical<Inputs>): boolean;
  /**
   * Why the row no longer does what was declared though it is still there, e.g. `its invitation expired`; it then counts
   * as gone and is made anew.
   */
  lapsed?(row: Row, inputs: Canonical<Inputs>): string | undefined;
  /** Why nobody may change or remove it through the API, by what the vendor adds, e.g. `it is a system permission`. */
  readOnly?(shown: Partial<z.input<Computed>>): string | undefined;
  /** Picks one of several rows that match. Without it, several are refused as ambiguous. */
  several?(rows: readonly Row[]): Row | undefined;
  /** The change feed's events about such objects; empty where the feed is silent about them. */
  readonly feed: {
    /** Created, updated and whatever else leaves the object there. */
    readonly changes: readonly string[];
    readonly removals: readonly string[];
    /** Whether an event is about this object; `undefined` where its payload does not tell. */
    concerns(data: Change["data"], known: Known<Inputs>): boolean | undefined;
  };

  /**
   * The only place that reads the vendor's words for this object. `declared` is what is, or was, asked for: with it a
   * vendor that shows a secret's last characters only can be caught with another secret. Empty on import.
   */
  describe(row: Row, declared: Partial<Canonical<Inputs>>): Description<Inputs, Computed>;

  /** Asks for this one object by its id. `undefined` for a 404 and nothing else. Absent where the vendor only lists. */
  observe?(client: Client, known: Known<Inputs>): Promise<Row | undefined>;
  /** Asks for this one object by its natural key, where the vendor can and the key is unique. `undefined` for a 404. */
  lookUp?(client: Client, inputs: Canonical<Inputs>): Promise<Row | undefined>;
  /** Creates it, with all that the vendor never shows. What else creation cannot set is left to `sync`. */
  ensure(client: Client, inputs: Canonical<Inputs>): Promise<Row>;
  /** Changes what differs: `changes` holds only those inputs, none of them `local`. Absent where every input is immutable. */
  sync?(
    client: Client,
    changes: Partial<Canonical<Inputs>>,
    known: { row: Row; inputs: Canonical<Inputs> },
  ): Promise<Row>;
  /** Removes it. That it is gone already is success. */
  remove(client: Client, known: Known<Inputs>): Promise<void>;
  /** What stays at the vendor after `remove`, for people, where the vendor has no way to delete it. */
  leaves?(inputs: Canonical<Inputs>): string;
}
