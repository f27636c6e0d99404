import { printable } from "../contract/printable.ts";
import { messageOf } from "./failures.ts";
import { plainObject } from "./plain-json.ts";
import type { DynamicProvider } from "./provider.ts";
import { ResourceError } from "./resource-error.ts";
import type { Bag } from "./resource-type.ts";
import type { Surroundings } from "./session.ts";
import type { Stray, Strays, Watched } from "./strays.ts";

/** What state names it by. It never changes. */
export const UNDECLARED = "tenantry:Undeclared";

/** By tenant, then by what files call the collection. */
type PerTenant<Value> = Readonly<Record<string, Readonly<Record<string, Value>>>>;

/** What a look found that no file declares: names by id. */
export type Undeclared = PerTenant<Readonly<Record<string, string>>>;

/**
 * Lists of one place. It stands in everybody's state, twice for each tenant, so nothing is said twice in it.
 * `{ in: ["org_1"], has: { roles: ["org-engineer"], apiKeys: [] } }`
 */
export interface Place<Id = string> {
  /** Ids, by the fields that the list's kind names. */
  readonly in: readonly Id[];
  /** What of several such places this is, for people, e.g. the name of a service account. */
  readonly of?: string;
  /** By list, what files declare of it, by `nameAmong`. */
  readonly has: Readonly<Record<string, readonly string[]>>;
}

/** What is in a list: the type token of a resource, and its inputs that say where. */
export type Kind = readonly [of: string, ...by: string[]];

interface Inputs {
  /** By list, e.g. `roles`. */
  readonly kinds: Readonly<Record<string, Kind>>;
  readonly tenants: Readonly<Record<string, readonly Place[]>>;
  /** Whether there may be nothing else; then there is one such resource for each tenant. @default false */
  readonly exclusive?: boolean;
  /** Of an exclusive one, in state alone. */
  readonly undeclared?: Undeclared;
}

const ID = "undeclared";

/**
 * The provider of a resource that is at no vendor: it knows what files declare, so that a refresh can tell what else is there.
 * That is told and left alone. Of an exclusive one it stands in state as well, so that the next preview shows it as a difference
 * and the update removes it, unless a file declares it by then.
 */
export class UndeclaredProvider implements DynamicProvider {
  readonly #straysOf: (token: string) => Strays;
  readonly #surroundings: Pick<Surroundings, "warn" | "verify" | "secrets">;
  /** What a refresh of this run has told of already. */
  readonly #told = new Set<string>();

  /** @param straysOf by the type token of a resource; the same for the same */
  constructor(straysOf: (token: string) => Strays, surroundings: Pick<Surroundings, "warn" | "verify" | "secrets">) {
    this.#straysOf = straysOf;
    this.#surroundings = surroundings;
  }

  async check(_olds: Bag, news: Bag) {
    await this.#surroundings.verify().catch((error) => {
      throw this.#legible(error);
    });
    return { inputs: plainObject(news), failures: [] };
  }

  /** Says what an update is to remove. What differs is the engine's to say. */
  async diff(_id: string, olds: Bag, news: Bag) {
    for (const [tenant, collections] of Object.entries(toRemove(olds, news))) {
      const all = Object.entries(collections).map(
        ([collection, names]) => [collection, Object.entries(names)] as const,
      );
      if (all.flatMap(([, named]) => named).every(([id]) => this.#told.has(id))) continue;
      const what = all.map(([collection, named]) => `${collection} ${named.map(([, name]) => name).join(", ")}`);
      this.#tell(`tenant ${tenant}: to be removed, since no file has it: ${what.join("; ")}`);
    }
    return { replaces: [], deleteBeforeReplace: false };
  }

  async create(news: Bag) {
    const { exclusive } = news as unknown as Inputs;
    // What is there from before is shown before it is removed.
    return { id: ID, outs: plainObject({ ...news, ...(exclusive && (await this.#look(news))) }) };
  }

  async read(id: string, { undeclared: _before, ...props }: Bag) {
    const found = await this.#look(props);
    const now = plainObject({ ...props, ...((props as unknown as Inputs).exclusive && found) });
    return { id, props: now, inputs: now };
  }

  async update(_id: string, olds: Bag, news: Bag) {
    const watched = watchedIn(news);
    const failed: string[] = [];
    for (const [tenant, collections] of Object.entries(toRemove(olds, news))) {
      for (const [collection, names] of Object.entries(collections)) {
        const one = watched[tenant]?.[collection] as Watched;
        const strays = this.#straysOf(one.of);
        // Only what is still there, and was shown.
        const shown = (await strays.find(one)).filter(({ id, stays }) => Object.hasOwn(names, id) && !stays);
        for (const stray of shown) {
          await strays.remove(stray, one.within).catch((error) => {
            failed.push(`${collection} ${stray.name} of tenant ${tenant} could not be removed: ${messageOf(error)}`);
          });
        }
      }
    }
    if (failed.length > 0) throw new ResourceError(UNDECLARED, this.#printed(failed.join("; ")));
    return { outs: plainObject(news) };
  }

  /** Nothing of it is anywhere but in state. */
  async delete() {}

  /** Looks at all collections, and tells of each tenant what is in no file. */
  async #look(inputs: Bag): Promise<{ undeclared?: Undeclared }> {
    const { exclusive } = inputs as unknown as Inputs;
    const tenants = await Promise.all(
      Object.entries(watchedIn(inputs)).map(async ([tenant, collections]) => {
        const lists = await Promise.all(
          Object.entries(collections).map(async ([collection, one]) => ({
            collection,
            one,
            ...(await this.#find(one)),
          })),
        );
        for (const { collection, unseen } of lists)
          if (unseen) this.#tell(`tenant ${tenant}: what else there is of ${collection} could not be seen: ${unseen}`);
        const some = lists.filter(({ found }) => found.length > 0);
        if (some.length > 0) {
          const named = some.map(async ({ collection, one, found }) => {
            return `${collection} ${await this.#straysOf(one.of).listed(found, one.within)}`;
          });
          const outcome = exclusive
            ? "`pulumi up` removes what does not end by itself, unless a file has it by then"
            : "it stays as it is";
          this.#tell(`tenant ${tenant} has in no file: ${(await Promise.all(named)).join("; ")}: ${outcome}`);
        }
        const removable = some.map(({ collection, found }) => [collection, namesById(found)] as const);
        return [tenant, withoutEmpty(Object.fromEntries(removable))] as const;
      }),
    );
    const undeclared = withoutEmpty(Object.fromEntries(tenants));
    for (const each of Object.values(undeclared).flatMap((lists) => Object.values(lists)))
      for (const id of Object.keys(each)) this.#told.add(id);
    return Object.keys(undeclared).length > 0 ? { undeclared } : {};
  }

  #find = (one: Watched): Promise<{ readonly found: readonly Stray[]; readonly unseen?: string }> =>
    this.#straysOf(one.of)
      .find(one)
      .then(
        (found) => ({ found }),
        (error) => ({ found: [], unseen: messageOf(error) }),
      );

  #tell(line: string): void {
    this.#surroundings.warn(this.#printed(`${UNDECLARED} ${line}`));
  }

  #printed(text: string): string {
    return printable(this.#surroundings.secrets.withhold(text));
  }

  #legible(error: unknown): ResourceError {
    return new ResourceError(UNDECLARED, this.#printed(messageOf(error)), { cause: error });
  }
}

/** Each list of each tenant by what people call it. */
function watchedIn(inputs: Bag): PerTenant<Watched> {
  const { kinds, tenants } = inputs as unknown as Inputs;
  const listsOf = (places: readonly Place[]) =>
    places.flatMap(({ in: ids, of: owner, has }) =>
      Object.entries(has).map(([list, declared]) => {
        const [of, ...by] = kinds[list] as Kind;
        const within = Object.fromEntries(by.map((field, index) => [field, ids[index] as string]));
        return [owner === undefined ? list : `${list} of ${owner}`, { of, within, declared }] as const;
      }),
    );
  return Object.fromEntries(
    Object.entries(tenants).map(([tenant, places]) => [tenant, Object.fromEntries(listsOf(places))]),
  );
}

/** Of what a look found, what no file has by now, and what files still say all about. */
export function toRemove(olds: Bag, news: Bag): Undeclared {
  const { undeclared = {} } = olds as unknown as Inputs;
  const watched = watchedIn(news);
  const tenants = Object.entries(undeclared).map(([tenant, collections]) => {
    const left = Object.entries(collections).map(([collection, names]) => {
      const declared = watched[tenant]?.[collection]?.declared;
      return [collection, pick(names, (name) => declared !== undefined && !declared.includes(name))];
    });
    return [tenant, withoutEmpty(Object.fromEntries(left))];
  });
  return withoutEmpty(Object.fromEntries(tenants));
}

const namesById = (strays: readonly Stray[]): Record<string, string> =>
  Object.fromEntries(strays.filter(({ stays }) => !stays).map(({ id, name }) => [id, name]));

const pick = (names: Readonly<Record<string, string>>, isWanted: (name: string) => boolean): Record<string, string> =>
  Object.fromEntries(Object.entries(names).filter(([, name]) => isWanted(name)));

const withoutEmpty = <Value extends object>(map: Record<string, Value>): Record<string, Value> =>
  Object.fromEntries(Object.entries(map).filter(([, value]) => Object.keys(value).length > 0));
