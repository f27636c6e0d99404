import type { Collection, SnapshotStore, Target } from "../contract/collection.ts";
import { fail } from "../contract/errors.ts";
import type { Run } from "../contract/run.ts";

/** So many objects (or scopes) are asked for one by one before everything is listed instead. */
const SINGLES = 3;

/** So many where a run looks for a few only: still fewer than a listing of a thousand has pages. */
const FEW = 10;

interface Shelf<Row> {
  /** Complete listings by scope, rows by vendor id. */
  readonly listings: Map<string, Promise<Map<string, Row>>>;
  /** The listing of all scopes at once, grouped. */
  everywhere: Promise<Map<string, Row[]>> | undefined;
  /** Scopes whose last write may or may not have been applied: only a listing of their own tells. */
  readonly doubtful: Set<string>;
  /** Scopes without a row that were listed a second time, since something was to be in them. */
  readonly listedAgain: Set<string>;
  /** How many objects were asked for one by one, by scope. */
  readonly objectsAsked: Map<string, number>;
  /** By scope and vendor id: objects that are just being asked for, and those that were seen to be gone. */
  readonly looks: Map<string, Map<string, Promise<Row | undefined>>>;
  /** How many scopes were listed one by one. */
  scopesAsked: number;
}

/**
 * Complete listings, one per collection and scope, shared by every reader of this process. Our own writes are entered
 * as they succeed, so a listing is made once however many objects are created from it.
 */
export class Snapshots<Api> implements SnapshotStore<Api> {
  readonly #api: Api;
  readonly #run: Run;
  readonly #shelves = new Map<object, Shelf<unknown>>();

  constructor(api: Api, run: Run) {
    this.#api = api;
    this.#run = run;
  }

  async all<Row>(collection: Collection<Api, Row>, scope: string): Promise<Row[]> {
    return [...(await this.#listing(collection, scope)).values()];
  }

  async find<Row>(collection: Collection<Api, Row>, scope: string, target: Target<Row>): Promise<Row[]> {
    const { listings, objectsAsked, looks } = this.#shelf(collection);
    const asked = objectsAsked.get(scope) ?? 0;
    const singles = target.isOneOfFew ? FEW : SINGLES;
    const isBornHere = this.#isBornHere(collection, scope);
    let look = target.id === undefined ? undefined : looks.get(scope)?.get(target.id);
    if (!look && target.observe && !listings.has(scope) && !isBornHere && asked < singles) {
      objectsAsked.set(scope, asked + 1);
      look = this.#look(collection, scope, target.id, target.observe);
    }
    if (look) {
      const row = await look;
      if (row !== undefined) return [row];
      // Nobody has it in state: nothing can be lost by believing a 404.
      if (target.id === undefined) return [];
    }
    const listing = await this.#listing(collection, scope, singles);
    const found = among(listing, target);
    if (found.length > 0 || target.id === undefined || isBornHere || look) return found;
    if (target.lookAgain) {
      const seen = await this.#look(collection, scope, target.id, target.lookAgain);
      return seen === undefined ? [] : [seen];
    }
    if (listing.size > 0) return [];
    const foundAgain = among(await this.#listedAgain(collection, scope), target);
    if (foundAgain.length > 0 || !target.isToldRemoved || (await target.isToldRemoved())) return foundAgain;
    throw fail(
      `${target.id} is not listed any more, nor is anything beside it, and nothing tells of its removal`,
      "Nothing is concluded from that: run again. If it is gone, take it out of the state with `pulumi state delete`.",
    );
  }

  /** Asks for one object alone. Whoever else wants that one meanwhile, or after it was seen to be gone, shares the answer. */
  #look<Row>(
    collection: Collection<Api, Row>,
    scope: string,
    id: string | undefined,
    ask: () => Promise<Row | undefined>,
  ): Promise<Row | undefined> {
    if (id === undefined) return ask();
    const { looks } = this.#shelf(collection);
    const inScope = looks.get(scope) ?? new Map<string, Promise<Row | undefined>>();
    const look = inScope.get(id) ?? ask();
    looks.set(scope, inScope.set(id, look));
    const forget = () => void (inScope.get(id) === look && inScope.delete(id));
    look.then((row) => row !== undefined && forget(), forget);
    return look;
  }

  /** Where the vendor only lists, an empty list has to be so a second time: one answer is soon wrong. */
  #listedAgain<Row>(collection: Collection<Api, Row>, scope: string): Promise<Map<string, Row>> {
    const { listedAgain } = this.#shelf(collection);
    if (!listedAgain.has(scope)) this.forget(collection, scope);
    listedAgain.add(scope);
    return this.#listing(collection, scope);
  }

  put<Row>(collection: Collection<Api, Row>, scope: string, row: Row): void {
    this.#shelf(collection).looks.get(scope)?.delete(collection.id(row, scope));
    this.#amend(collection, scope, (rows) => rows.set(collection.id(row, scope), row));
  }

  drop<Row>(collection: Collection<Api, Row>, scope: string, id: string): void {
    this.#amend(collection, scope, (rows) => rows.delete(id));
  }

  forget<Row>(collection: Collection<Api, Row>, scope: string): void {
    const shelf = this.#shelf(collection);
    shelf.listings.delete(scope);
    shelf.objectsAsked.delete(scope);
    shelf.looks.delete(scope);
    shelf.doubtful.add(scope);
  }

  /** Whether this run created what the scope lies in, so that nothing is in it but what this run put there. */
  #isBornHere<Row>(collection: Collection<Api, Row>, scope: string): boolean {
    const { within } = collection;
    if (within === undefined || !this.#run.hasMade(within, collection.parentOf(scope))) return false;
    // A write whose answer was lost may have put something there.
    return !this.#shelf(collection).doubtful.has(scope);
  }

  #listing<Row>(collection: Collection<Api, Row>, scope: string, singles = SINGLES): Promise<Map<string, Row>> {
    const { listings } = this.#shelf(collection);
    return listings.get(scope) ?? this.#keep(listings, scope, this.#rows(collection, scope, singles));
  }

  async #rows<Row>(collection: Collection<Api, Row>, scope: string, singles = SINGLES): Promise<Map<string, Row>> {
    const shelf = this.#shelf(collection);
    const { everywhere } = collection;
    let rows: readonly Row[];
    if (this.#isBornHere(collection, scope)) rows = [];
    else if (!everywhere || shelf.doubtful.has(scope) || (!shelf.everywhere && shelf.scopesAsked < singles)) {
      shelf.scopesAsked++;
      rows = await collection.list(this.#api, scope);
    } else {
      shelf.everywhere ??= everywhere.list(this.#api).then((all) => Map.groupBy(all, everywhere.scope));
      const listing = shelf.everywhere;
      listing.catch(() => {
        if (shelf.everywhere === listing) shelf.everywhere = undefined;
      });
      rows = (await listing).get(scope) ?? [];
    }
    return new Map(rows.map((row) => [collection.id(row, scope), row]));
  }

  /** Changes the listing in place, or once it has arrived: it may have been asked for before our write took effect. */
  #amend<Row>(collection: Collection<Api, Row>, scope: string, change: (rows: Map<string, Row>) => void): void {
    const { listings, everywhere, doubtful } = this.#shelf(collection);
    // The scope's part of what is known without asking; a later reader would take it from there and miss our write.
    const isKnown = this.#isBornHere(collection, scope) || (everywhere !== undefined && !doubtful.has(scope));
    const known = listings.get(scope) ?? (isKnown ? this.#rows(collection, scope) : undefined);
    if (!known) return;
    const amended = known.then((rows) => {
      change(rows);
      return rows;
    });
    this.#keep(listings, scope, amended);
  }

  /** Failed listings are not cached; the next reader asks again. */
  #keep<Row>(
    listings: Map<string, Promise<Map<string, Row>>>,
    scope: string,
    listing: Promise<Map<string, Row>>,
  ): Promise<Map<string, Row>> {
    listings.set(scope, listing);
    listing.catch(() => {
      if (listings.get(scope) === listing) listings.delete(scope);
    });
    return listing;
  }

  #shelf<Row>(collection: Collection<Api, Row>): Shelf<Row> {
    let shelf = this.#shelves.get(collection);
    if (!shelf) {
      shelf = {
        listings: new Map(),
        everywhere: undefined,
        doubtful: new Set(),
        listedAgain: new Set(),
        objectsAsked: new Map(),
        looks: new Map(),
        scopesAsked: 0,
      };
      this.#shelves.set(collection, shelf);
    }
    return shelf as Shelf<Row>;
  }
}

function among<Row>(rows: ReadonlyMap<string, Row>, { id, matches }: Target<Row>): Row[] {
  const known = id === undefined ? undefined : rows.get(id);
  if (known) return [known];
  return matches ? [...rows.values()].filter(matches) : [];
}
