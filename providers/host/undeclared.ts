import { isDeepStrictEqual } from "node:util";
import { printable } from "../contract/printable.ts";
import type { Change } from "../contract/vendor.ts";
import { messageOf } from "./failures.ts";
import { plainObject } from "./plain-json.ts";
import type { DynamicProvider } from "./provider.ts";
import { ResourceError } from "./resource-error.ts";
import type { Bag } from "./resource-type.ts";
import type { Surroundings } from "./session.ts";
import { momentOf, type Proof, toSecond } from "./silence.ts";
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
  /** Of an exclusive one, in state alone: what a refresh found. */
  readonly undeclared?: Undeclared;
  /**
   * Of an exclusive one, in outputs alone: what files declared before and do no more. It goes by its own resource, with its own overlap
   * and its own proof, or was let go on purpose: so it is none of this one's until it is seen to be gone.
   */
  readonly leaving?: PerTenant<readonly string[]>;
}

/** One object that no file declares, or a list that could not be seen. */
export type FoundUndeclared = { readonly tenant: string; readonly collection: string } & (
  | { readonly unseen: string }
  | { readonly of: string; readonly stray: Stray; readonly change: Change | undefined }
);

const ID = "undeclared";

/** The lists whose names are those of a day: what a program says, and state does not. */
export const BY_DATE = "__byDate";

/** In outputs alone, of a refresh by the change feed. */
const LOOKED = "__looked";

interface Looked {
  /** By vendor, its time when the lists were looked at, those aside that are to be looked at again. */
  readonly at: Readonly<Record<string, string>>;
  /** Where something undeclared was found, or could not be seen, or files say something else since. */
  readonly again: PerTenant<true>;
}

/** As long as this an event may be on its way before a look at one list counts for all. */
const SETTLED_MS = 60 * 60_000;

/**
 * The provider of a resource that is at no vendor: it knows what files declare, so that a refresh can tell what else is there.
 * That is told and left alone. Of an exclusive one it stands in state as well, so that the next preview shows it as a difference
 * and the update removes it, unless a file declares it by then.
 */
export class UndeclaredProvider implements DynamicProvider {
  readonly #straysOf: (token: string) => Strays;
  readonly #surroundings: Pick<Surroundings, "warn" | "verify" | "secrets">;
  /** What a look of this run has told of. */
  readonly #told = new Set<string>();
  /** What no run had told of before this one: nobody has seen it yet. */
  readonly #foundNow = new Set<string>();

  /** @param straysOf by the type token of a resource; the same for the same */
  constructor(straysOf: (token: string) => Strays, surroundings: Pick<Surroundings, "warn" | "verify" | "secrets">) {
    this.#straysOf = straysOf;
    this.#surroundings = surroundings;
  }

  /** On a day that is wrong, the keys refuse what is due then, and nothing may stand in state of what they refuse. */
  async check(_olds: Bag, { [BY_DATE]: byDate, ...news }: Bag) {
    const { kinds } = news as unknown as Inputs;
    const lists = (byDate ?? []) as readonly string[];
    await this.#surroundings
      .verify()
      .then(() => Promise.all(lists.map((list) => this.#straysOf((kinds[list] as Kind)[0]).mustBeOnTime(list))))
      .catch((error) => {
        throw this.#legible(error);
      });
    return { inputs: plainObject(news), failures: [] };
  }

  /** Says what an update is to remove. What else differs is the engine's to say. */
  async diff(_id: string, olds: Bag, news: Bag) {
    const pending = toRemove(olds, news);
    for (const [tenant, collections] of Object.entries(pending)) {
      const all = Object.entries(collections).map(
        ([collection, names]) => [collection, Object.entries(names)] as const,
      );
      if (all.flatMap(([, named]) => named).every(([id]) => this.#told.has(id))) continue;
      const what = all.map(([collection, named]) => `${collection} ${named.map(([, name]) => name).join(", ")}`);
      this.#tell(`tenant ${tenant}: to be removed, since no file has it: ${what.join("; ")}`);
    }
    const isPending = Object.keys(pending).length > 0;
    return { ...(isPending && { changes: true as const }), replaces: [], deleteBeforeReplace: false };
  }

  async create(news: Bag) {
    // What is there from before is told; a refresh is what first holds it against the files.
    if ((news as unknown as Inputs).exclusive) await this.#look(news);
    return { id: ID, outs: plainObject(news) };
  }

  async read(id: string, { undeclared, leaving, [LOOKED]: looked, ...props }: Bag) {
    const { exclusive } = props as unknown as Inputs;
    const before = {
      undeclared: (undeclared ?? {}) as Undeclared,
      leaving: (leaving ?? {}) as PerTenant<readonly string[]>,
    };
    const found = await this.#look(props, before, looked as Looked | undefined);
    const inputs = plainObject({ ...props, ...(exclusive && nonEmpty("undeclared", found.undeclared)) });
    const memory = { ...(exclusive && nonEmpty("leaving", found.leaving)), [LOOKED]: found.looked };
    return { id, props: plainObject({ ...inputs, ...memory }), inputs };
  }

  /**
   * What is there and in no file, for programs; and what of it could not be seen.
   * @param props those in state
   * @param down vendors that are not asked, by name
   */
  async found(
    { undeclared: _seen, leaving = {}, ...props }: Bag,
    down: ReadonlyMap<string, string>,
  ): Promise<FoundUndeclared[]> {
    const lists = Object.entries(watchedIn(props)).flatMap(([tenant, collections]) =>
      Object.entries(collections).map(async ([collection, one]): Promise<FoundUndeclared[]> => {
        if (down.has(one.of.split(":")[0] ?? "")) return [];
        const { found, unseen } = await this.#find(one);
        if (unseen) return [{ tenant, collection, unseen: this.#printed(unseen) }];
        const going = (leaving as PerTenant<readonly string[]>)[tenant]?.[collection] ?? [];
        const others = found.filter(({ name }) => !going.includes(name));
        const strays = this.#straysOf(one.of);
        return Promise.all(
          others.map(async (stray) => ({
            ...{ tenant, collection, of: one.of, stray },
            change: await strays.latestChange(stray, one.within),
          })),
        );
      }),
    );
    return (await Promise.all(lists)).flat();
  }

  async update(_id: string, olds: Bag, news: Bag) {
    const leaving = leavingAfter(olds, news);
    const watched = watchedIn(news, leaving);
    const failed: string[] = [];
    const kept: [tenant: string, Record<string, Record<string, string>>][] = [];
    for (const [tenant, collections] of Object.entries(toRemove(olds, news))) {
      const stay: Record<string, Record<string, string>> = {};
      for (const [collection, names] of Object.entries(collections)) {
        const one = watched[tenant]?.[collection] as Watched;
        const strays = this.#straysOf(one.of);
        const { found, unseen } = await this.#find(one);
        if (unseen) failed.push(`what is undeclared of ${collection} of tenant ${tenant} could not be seen: ${unseen}`);
        // Only what is still there, and was shown by a run before this one.
        const shown = found.filter(({ id, stays }) => Object.hasOwn(names, id) && !stays);
        const left = unseen ? Object.entries(names) : [];
        for (const stray of shown) {
          const said = `${collection} ${stray.name} of tenant ${tenant} could not be removed`;
          const isNew = this.#foundNow.has(stray.id);
          const refusal = isNew
            ? undefined
            : await strays.remove(stray, one.within).catch((error) => {
                failed.push(`${said}: ${messageOf(error)}`);
                return "";
              });
          if (refusal) this.#tell(`${said}, and stays: ${refusal}`);
          if (isNew || refusal !== undefined) left.push([stray.id, stray.name]);
        }
        stay[collection] = Object.fromEntries(left);
      }
      kept.push([tenant, withoutEmpty(stay)]);
    }
    if (failed.length > 0) throw new ResourceError(UNDECLARED, this.#printed(failed.join("; ")));
    const { exclusive } = news as unknown as Inputs;
    const undeclared = withoutEmpty(Object.fromEntries(kept));
    const memory = exclusive && { ...nonEmpty("undeclared", undeclared), ...nonEmpty("leaving", leaving) };
    return { outs: plainObject({ ...news, ...memory, [LOOKED]: lookedAfter(olds, news) }) };
  }

  /** Nothing of it is anywhere but in state. */
  async delete() {}

  /** Looks at all collections, and tells of each tenant what is in no file. */
  async #look(
    inputs: Bag,
    before: Required<Pick<Inputs, "undeclared" | "leaving">> = { undeclared: {}, leaving: {} },
    looked?: Looked,
  ): Promise<typeof before & { readonly looked: Looked | undefined }> {
    const { exclusive } = inputs as unknown as Inputs;
    const leaving: Record<string, Record<string, readonly string[]>> = {};
    const again: Record<string, Record<string, true>> = {};
    const looks: Look[] = [];
    /** What is not to be looked at again, and has had nothing more since, is not listed. */
    const seen = async (tenant: string, collection: string, one: Watched) => {
      const isDue = looked?.again[tenant]?.[collection] || before.leaving[tenant]?.[collection];
      const [vendor = ""] = one.of.split(":");
      const proof = await this.#straysOf(one.of).proof(one, looked?.at[vendor]);
      if (proof) looks.push({ vendor, proof });
      if (proof?.stands && !isDue) return { found: [] };
      const list = await this.#find(one);
      if (list.unseen || list.found.length > 0) again[tenant] = { ...again[tenant], [collection]: true };
      return list;
    };
    const tenants = await Promise.all(
      Object.entries(watchedIn(inputs)).map(async ([tenant, collections]) => {
        const lists = await Promise.all(
          Object.entries(collections).map(async ([collection, one]) => ({
            collection,
            one,
            ...(await seen(tenant, collection, one)),
          })),
        );
        for (const { collection, unseen } of lists)
          if (unseen) this.#tell(`tenant ${tenant}: what else there is of ${collection} could not be seen: ${unseen}`);
        const isGoing = (collection: string, { name }: Stray) =>
          before.leaving[tenant]?.[collection]?.includes(name) === true;
        leaving[tenant] = Object.fromEntries(
          lists.map(({ collection, found, unseen }) => [
            collection,
            unseen
              ? (before.leaving[tenant]?.[collection] ?? [])
              : found.filter((one) => isGoing(collection, one) && !one.stays).map(({ name }) => name),
          ]),
        );
        const some = lists
          .map((list) => ({ ...list, found: list.found.filter((one) => !isGoing(list.collection, one)) }))
          .filter(({ found }) => found.length > 0);
        if (some.length > 0) {
          const named = some.map(async ({ collection, one, found }) => {
            return `${collection} ${await this.#straysOf(one.of).listed(found, one.within)}`;
          });
          const outcome = exclusive
            ? "the next `pulumi up` removes what does not end by itself, unless a file has it by then"
            : "it stays as it is";
          this.#tell(`tenant ${tenant} has in no file: ${(await Promise.all(named)).join("; ")}: ${outcome}`);
        }
        const removable = some.map(({ collection, found }) => [collection, namesById(found)] as const);
        return [tenant, withoutEmpty(Object.fromEntries(removable))] as const;
      }),
    );
    const undeclared = withoutEmpty(Object.fromEntries(tenants));
    const shownBefore = new Set(idsIn(before.undeclared));
    for (const id of idsIn(undeclared)) {
      this.#told.add(id);
      if (!shownBefore.has(id)) this.#foundNow.add(id);
    }
    return { undeclared, leaving: withoutEmptyLists(leaving), looked: lookedNow(looked, looks, again) };
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

/** What was proven of one list. */
interface Look {
  readonly vendor: string;
  readonly proof: Proof;
}

/** What state has of the looks after one: a time moves only where a list was looked at since something came, or may have. */
function lookedNow(before: Looked | undefined, looks: readonly Look[], again: PerTenant<true>): Looked | undefined {
  const at = { ...before?.at };
  for (const [vendor, ofVendor] of Map.groupBy(looks, (look) => look.vendor)) {
    const now = ofVendor.flatMap(({ proof }) => (proof.stands ? [] : (proof.syncedAt ?? [])))[0];
    if (now === undefined) continue;
    const isPart = ofVendor.some(({ proof }) => proof.stands);
    // Of the lists that were not looked at, an event may still be on its way.
    const settled = isPart ? toSecond((momentOf(now) ?? 0) - SETTLED_MS) : now;
    at[vendor] = settled > (at[vendor] ?? "") ? settled : (at[vendor] as string);
  }
  return Object.keys(at).length > 0 ? { at, again } : undefined;
}

/** The same after an update: lists of which files say something else now are to be looked at again. */
function lookedAfter(olds: Bag, news: Bag): Looked | undefined {
  const looked = olds[LOOKED] as Looked | undefined;
  if (!looked || Boolean(olds.exclusive) !== Boolean(news.exclusive)) return undefined;
  const before = watchedIn(olds);
  const tenants = Object.entries(watchedIn(news)).map(([tenant, lists]) => {
    const isDue = ([collection, one]: [string, Watched]) =>
      looked.again[tenant]?.[collection] || !isDeepStrictEqual(one, before[tenant]?.[collection]);
    const due = Object.entries(lists).filter(isDue);
    return [tenant, Object.fromEntries(due.map(([collection]) => [collection, true as const]))];
  });
  return { at: looked.at, again: withoutEmpty(Object.fromEntries(tenants)) };
}

/** Each list of each tenant by what people call it. @param leaving what counts as declared as well */
function watchedIn(inputs: Bag, leaving: PerTenant<readonly string[]> = {}): PerTenant<Watched> {
  const { kinds, tenants } = inputs as unknown as Inputs;
  const listsOf = (tenant: string, places: readonly Place[]) =>
    places.flatMap(({ in: ids, of: owner, has }) =>
      Object.entries(has).map(([list, declared]) => {
        const [of, ...by] = kinds[list] as Kind;
        const within = Object.fromEntries(by.map((field, index) => [field, ids[index] as string]));
        const collection = owner === undefined ? list : `${list} of ${owner}`;
        return [collection, { of, within, declared: [...declared, ...(leaving[tenant]?.[collection] ?? [])] }] as const;
      }),
    );
  return Object.fromEntries(
    Object.entries(tenants).map(([tenant, places]) => [tenant, Object.fromEntries(listsOf(tenant, places))]),
  );
}

/** What files declared before, and what was leaving then, less what they declare now. */
function leavingAfter(olds: Bag, news: Bag): PerTenant<readonly string[]> {
  const { exclusive, leaving = {} } = olds as unknown as Inputs;
  if (!exclusive || !(news as unknown as Inputs).exclusive) return {};
  const now = watchedIn(news);
  const before = watchedIn(olds, leaving);
  const tenants = Object.entries(now).map(([tenant, collections]) => {
    const lists = Object.entries(collections).map(([collection, { declared }]) => {
      const earlier = before[tenant]?.[collection]?.declared ?? [];
      return [collection, earlier.filter((name) => !declared.includes(name))];
    });
    return [tenant, Object.fromEntries(lists)];
  });
  return withoutEmptyLists(Object.fromEntries(tenants));
}

/**
 * Of what a look found, what no file has by now, and is no longer on its way out, where files still say all there may be.
 * @param olds what is in state, outputs included
 */
export function toRemove(olds: Bag, news: Bag): Undeclared {
  const { undeclared = {} } = olds as unknown as Inputs;
  const watched = watchedIn(news, leavingAfter(olds, news));
  const tenants = Object.entries(undeclared).map(([tenant, collections]) => {
    const left = Object.entries(collections).map(([collection, names]) => {
      const declared = watched[tenant]?.[collection]?.declared;
      return [collection, pick(names, (name) => declared !== undefined && !declared.includes(name))];
    });
    return [tenant, withoutEmpty(Object.fromEntries(left))];
  });
  return withoutEmpty(Object.fromEntries(tenants));
}

const idsIn = (undeclared: Undeclared): string[] =>
  Object.values(undeclared).flatMap((lists) => Object.values(lists).flatMap((names) => Object.keys(names)));

const namesById = (strays: readonly Stray[]): Record<string, string> =>
  Object.fromEntries(strays.filter(({ stays }) => !stays).map(({ id, name }) => [id, name]));

const pick = (names: Readonly<Record<string, string>>, isWanted: (name: string) => boolean): Record<string, string> =>
  Object.fromEntries(Object.entries(names).filter(([, name]) => isWanted(name)));

const withoutEmpty = <Value extends object>(map: Record<string, Value>): Record<string, Value> =>
  Object.fromEntries(Object.entries(map).filter(([, value]) => Object.keys(value).length > 0));

const withoutEmptyLists = (lists: PerTenant<readonly string[]>): Record<string, Record<string, readonly string[]>> =>
  withoutEmpty(
    Object.fromEntries(
      Object.entries(lists).map(([tenant, each]) => [
        tenant,
        Object.fromEntries(Object.entries(each).filter(([, names]) => names.length > 0)),
      ]),
    ),
  );

const nonEmpty = (name: string, map: object): object => (Object.keys(map).length > 0 ? { [name]: map } : {});
