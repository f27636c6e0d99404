/** How all objects of one kind in one scope (an organization, a project, or everything) are listed. */
export interface Collection<Api, Row> {
  /** The resource type that it lists, e.g. `workos:Group`. */
  readonly token: string;
  /**
   * The resource whose vendor id is the scope, e.g. `workos:Organization`. A parent that this run created has an empty
   * collection, which then need not be listed. Absent when the collection has no such parent, or is not empty there.
   */
  readonly within?: string | undefined;
  /** That parent's id, where the scope says more than it. */
  parentOf(scope: string): string;
  /** Every page of one scope, in any order. Rejects rather than return a part, or what was not asked for. */
  list(api: Api, scope: string): Promise<Row[]>;
  /** Where the vendor can list all scopes at once: cheaper as soon as a few of them are needed. */
  readonly everywhere?: { list(api: Api): Promise<Row[]>; scope(row: Row): string } | undefined;
  /** The id of the row as the engine has it. */
  id(row: Row, scope: string): string;
}

/** What a removal answers that found nothing to remove: a success once a look at what is there says the same. */
export const ABSENT = "absent";

/** One object that is looked for. */
export interface Target<Row> {
  /** Of an object that there was: that it is gone is believed only when two looks of different kinds agree. */
  readonly id?: string | undefined;
  /** Asks for this one object; `undefined` for a 404. Absent where the vendor only lists. */
  readonly observe?: (() => Promise<Row | undefined>) | undefined;
  /** The same, for a look at what a listing does not have any more. */
  readonly lookAgain?: (() => Promise<Row | undefined>) | undefined;
  /** Whether the vendor tells of its removal, where no other look is possible at what a value that is shown once hangs on. */
  readonly isToldRemoved?: (() => Promise<boolean>) | undefined;
  /** Of a run that looks for a few objects of the collection only: more of them are asked for before everything is listed. */
  readonly isOneOfFew?: boolean | undefined;
  /** Recognises the object in a listing by its natural key. */
  readonly matches?: ((row: Row) => boolean) | undefined;
}

/** What a run knows of collections. Its rows are the vendor's, as of the listing or of our last write. */
export interface SnapshotStore<Api> {
  /**
   * The object by its id, else every object that matches. Nothing found means that it is proven to be gone.
   * @throws VendorError `not found` where the listing itself answers 404: whether its parent is gone is still to be seen
   */
  find<Row>(collection: Collection<Api, Row>, scope: string, target: Target<Row>): Promise<Row[]>;
  /** Every row of the scope. @throws as `find` */
  all<Row>(collection: Collection<Api, Row>, scope: string): Promise<Row[]>;
  put<Row>(collection: Collection<Api, Row>, scope: string, row: Row): void;
  drop<Row>(collection: Collection<Api, Row>, scope: string, id: string): void;
  /** After a write whose outcome is not known: the next reader asks the vendor. */
  forget<Row>(collection: Collection<Api, Row>, scope: string): void;
}
