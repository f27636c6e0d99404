/** How all objects of one kind in one scope (an organization, a project, or everything) are listed. */
export interface Collection<Api, Row> {
  /** The resource type that it lists, e.g. `workos:Group`. */
  readonly token: string;
  /**
   * The resource whose vendor id is the scope, e.g. `workos:Organization`. A parent that this run created has an empty
   * collection, which then need not be listed. Absent when the collection has no such parent.
   */
  readonly within?: string | undefined;
  /** That parent's id, where the scope says more than it. */
  parentOf(scope: string): string;
  /** Every page of one scope, in any order. Rejects rather than return a part. */
  list(api: Api, scope: string): Promise<Row[]>;
  /** Where the vendor can list all scopes at once: cheaper as soon as a few of them are needed. */
  readonly everywhere?: { list(api: Api): Promise<Row[]>; scope(row: Row): string } | undefined;
  /** The id of the row as the engine has it. */
  id(row: Row, scope: string): string;
}

/** One object that is looked for. */
export interface Target<Row> {
  readonly id?: string | undefined;
  /** Asks for this one object; `undefined` for a 404. Absent where the vendor only lists. */
  readonly observe?: (() => Promise<Row | undefined>) | undefined;
  /** Recognises the object in a listing by its natural key. */
  readonly matches?: ((row: Row) => boolean) | undefined;
}

/** What a run knows of collections. Its rows are the vendor's, as of the listing or of our last write. */
export interface SnapshotStore<Api> {
  /** The object by its id, else every object that matches. Nothing found means that it is proven to be gone. */
  find<Row>(collection: Collection<Api, Row>, scope: string, target: Target<Row>): Promise<Row[]>;
  /** Every row of the scope. */
  all<Row>(collection: Collection<Api, Row>, scope: string): Promise<Row[]>;
  put<Row>(collection: Collection<Api, Row>, scope: string, row: Row): void;
  drop<Row>(collection: Collection<Api, Row>, scope: string, id: string): void;
  /** After a write whose outcome is not known: the next reader asks the vendor. */
  forget<Row>(collection: Collection<Api, Row>, scope: string): void;
}
