import { isDeepStrictEqual } from "node:util";
import { type Emulators, startEmulators } from "../emulators/index.ts";
import type { Declaration, Reference } from "../fleet/index.ts";
import { Run } from "../providers/contract/run.ts";
import type { Connection } from "../providers/contract/vendor.ts";
import type { DynamicProvider } from "../providers/host/provider.ts";
import { isSecret, withoutMarks } from "../providers/host/secret-mark.ts";
import { UNKNOWN } from "../providers/host/unknown.ts";
import { openai } from "../providers/openai/client.ts";
import { providersOn } from "../providers/runtime.ts";
import { workos } from "../providers/workos/client.ts";
import { resourceNameOf, type Stored } from "./pulumi.ts";

/** What a run of the engine is rehearsed as. */
export type Command = "preview" | "up" | "refresh";

type Counts = Readonly<Record<string, number>>;

/** What a run sends. */
export interface Rehearsed {
  /** Requests by method and route, ids as `{id}`: `GET /organizations/{id}`. */
  readonly workos: Counts;
  readonly openai: Counts;
  /** Names of resources that could not be played: of those, only the list that they are in is counted. */
  readonly guessed: readonly string[];
}

type Bag = Record<string, unknown>;

/** A resource as the rehearsal has it. */
interface Played {
  readonly token: string;
  readonly id: string;
  readonly inputs: Bag;
  readonly outputs: Bag;
}

/** Stands for a value that only a run knows: a secret is sent as any other text. */
const SECRET = "rehearsed-value-0123456789";

const TOKEN = /^pulumi-nodejs:dynamic\/((?:workos|openai|tenantry):\w+)$/;

/**
 * Plays runs with the providers themselves, on vendors in memory that hold what the state has, and counts what they send. Nothing
 * leaves this machine.
 */
export class Rehearsal {
  readonly #emulators: Emulators;
  /** By resource name. */
  readonly #played = new Map<string, Played>();
  /** By id in state, that in the rehearsal. */
  readonly #ids = new Map<string, string>();
  readonly #unplayed: Stored[] = [];
  #act: Act;

  private constructor(emulators: Emulators, act: Act) {
    this.#emulators = emulators;
    this.#act = act;
  }

  /** @param resources the state's */
  static async of(resources: readonly Stored[]): Promise<Rehearsal> {
    const emulators = await startEmulators({ workos: { blank: true, switches: { multipleRoles: true } } });
    const rehearsal = new Rehearsal(emulators, await begin(emulators));
    try {
      await rehearsal.#stage(resources);
      return rehearsal;
    } catch (error) {
      await emulators.close();
      throw error;
    }
  }

  close(): Promise<void> {
    return this.#emulators.close();
  }

  /** `pulumi refresh`. */
  refresh(): Promise<Rehearsed> {
    return this.#counted(async ({ provider, connection }) => {
      const reads = [...this.#played.values()].map(({ token, id, outputs }) =>
        provider(token).read(id, { ...outputs }),
      );
      const lists = this.#unplayed.map((stored) => listed(connection, stored, this.#translated(stored.inputs ?? {})));
      await Promise.allSettled([...reads, ...lists]);
      return this.#unplayed.map(resourceNameOf);
    });
  }

  /** `pulumi preview`, which asks for what differs, and changes nothing. */
  preview(declared: readonly Declaration[]): Promise<Rehearsed> {
    return this.#run(declared, false);
  }

  /** `pulumi up` without a preview before it. The rehearsal is what it leaves from then on. */
  up(declared: readonly Declaration[]): Promise<Rehearsed> {
    return this.#run(declared, true);
  }

  #run(declared: readonly Declaration[], isUp: boolean): Promise<Rehearsed> {
    return this.#counted(async (act) => {
      const guessed: string[] = [];
      const made = new Map<string, Promise<Played | undefined>>();
      for (const one of declared) {
        const { resourceName, after = [], refs = {} } = one;
        const before = [...after, ...Object.values(refs).flatMap((ref) => ("of" in ref ? [ref.of] : []))];
        const outcome = Promise.all(before.map((name) => made.get(name))).then(() => this.#apply(act, one, made, isUp));
        const settled = outcome.catch(() => {
          guessed.push(resourceName);
          return undefined;
        });
        made.set(resourceName, settled);
      }
      await Promise.all(made.values());
      if (!isUp) return guessed;
      const goes = [...this.#played].filter(([name, { token }]) => !made.has(name) && !token.startsWith("tenantry:"));
      const alone = goes.filter(([name]) => !this.#goesAlong.has(name));
      // Children first: what is later in state refers to what is earlier.
      for (const [name, { token, id, outputs }] of alone.toReversed()) {
        const { __guard: _unguarded, ...props } = outputs;
        await act
          .provider(token)
          .delete(id, props)
          .catch(() => guessed.push(name));
      }
      for (const [name] of goes) this.#played.delete(name);
      return guessed;
    });
  }

  /** What goes with something else needs no request of its own. */
  readonly #goesAlong = new Set<string>();

  async #apply(
    { provider }: Act,
    declaration: Declaration,
    made: ReadonlyMap<string, Promise<Played | undefined>>,
    isUp: boolean,
  ): Promise<Played | undefined> {
    const { type, resourceName, inputs, refs = {}, awaits, once = [], epoch, reads } = declaration;
    if (reads !== undefined) throw new Error("another stack's");
    const values: Bag = { ...inputs };
    for (const [field, reference] of Object.entries(refs)) values[field] = await valueBehind(reference, made);
    const before = this.#played.get(resourceName);
    if (awaits !== undefined && (values[awaits] === "" || values[awaits] === undefined)) return before;
    const one = provider(type);
    for (const field of once) if (before?.inputs[field] !== undefined) values[field] = before.inputs[field];
    const hidden = { __provider: "", ...(epoch && { __epoch: epoch }), ...hiddenIn(before?.inputs ?? {}) };
    const { inputs: news, failures } = await one.check(before?.inputs ?? {}, { ...values, ...hidden });
    if (failures.length > 0) throw new Error(failures.map(({ reason }) => reason).join("; "));
    if (before === undefined) {
      if (!isUp) return undefined;
      return this.#keep(resourceName, type, news, await one.create(withoutMarks(news)));
    }
    const { id, outputs } = before;
    const { replaces, changes } = await one.diff(id, { ...outputs }, { ...news });
    const isReplaced = replaces.length > 0 || changes === true;
    if (!isUp) return before;
    if (isReplaced) {
      const successor = this.#keep(resourceName, type, news, await one.create(withoutMarks(news)));
      const { __guard: _unguarded, ...props } = outputs;
      await one.delete(id, props);
      return successor;
    }
    if (isDeepStrictEqual(told(news), told(before.inputs))) return before;
    const { outs } = await one.update(id, { ...outputs }, withoutMarks(news));
    return this.#keep(resourceName, type, news, { id, outs });
  }

  #keep(resourceName: string, token: string, inputs: Bag, { id, outs }: { id: string; outs: Bag }): Played {
    const played = { token, id, inputs: withoutMarks(inputs), outputs: withoutMarks(outs) };
    this.#played.set(resourceName, played);
    return played;
  }

  /** Makes at the vendors in memory what the state has. */
  async #stage(resources: readonly Stored[]): Promise<void> {
    const managed = resources.filter(
      (stored) => tokenOf(stored) !== undefined && stored.id !== undefined && !stored.delete,
    );
    const made = new Map<string, Promise<void>>();
    for (const stored of managed) {
      const before = (stored.dependencies ?? []).map((urn) => made.get(urn));
      const stage = async () => {
        await Promise.all(before);
        await this.#stageOne(stored);
      };
      if (!isOfNoVendor(stored)) made.set(stored.urn, stage());
      if (stored.deletedWith !== undefined) this.#goesAlong.add(resourceNameOf(stored));
    }
    await Promise.all(made.values());
    // What watches lists names all that they are in.
    for (const { urn, type, id = "", inputs = {} } of managed.filter(isOfNoVendor)) {
      const [, token = ""] = TOKEN.exec(type) ?? [];
      const watching = this.#translated(inputs);
      this.#played.set(resourceNameOf({ urn }), { token, id, inputs: watching, outputs: watching });
    }
    // As state has them: what was made later may have come first here.
    const order = new Map(managed.map((stored, index) => [resourceNameOf(stored), index]));
    const played = [...this.#played].sort(([a], [b]) => (order.get(a) ?? 0) - (order.get(b) ?? 0));
    this.#played.clear();
    for (const [name, one] of played) this.#played.set(name, one);
  }

  async #stageOne(stored: Stored): Promise<void> {
    const token = tokenOf(stored) as string;
    const { __account: _another, __id: _read, ...inputs } = this.#translated(stored.inputs ?? {});
    const name = resourceNameOf(stored);
    try {
      const one = this.#act.provider(token);
      const { inputs: news, failures } = await one.check({}, inputs);
      if (failures.length > 0) throw new Error("not as it is declared today");
      const { id, outputs } = this.#keep(name, token, news, await one.create(withoutMarks(news)));
      this.#ids.set(stored.id as string, id);
      for (const [field, value] of Object.entries(stored.outputs ?? {}))
        if (isId(value) && isId(outputs[field])) this.#ids.set(value, outputs[field]);
    } catch {
      this.#unplayed.push(stored);
    }
  }

  /** With the rehearsal's ids, and without secrets. */
  #translated(bag: Readonly<Record<string, unknown>>): Bag {
    const translate = (value: unknown): unknown => {
      if (typeof value === "string") return this.#ids.get(value) ?? value;
      if (Array.isArray(value)) return value.map(translate);
      if (typeof value !== "object" || value === null) return value;
      if (isSecret(value)) return SECRET;
      return Object.fromEntries(Object.entries(value).map(([name, inside]) => [name, translate(inside)]));
    };
    return translate(bag) as Bag;
  }

  async #counted(play: (act: Act) => Promise<readonly string[]>): Promise<Rehearsed> {
    const { workos, openai } = this.#emulators;
    // What a run knows of the vendors it has asked for itself.
    this.#act = await begin(this.#emulators);
    workos.requests.reset();
    openai.requests.reset();
    const guessed = await play(this.#act);
    return { workos: byRoute(workos.requests.counts()), openai: byRoute(openai.requests.counts()), guessed };
  }
}

/** A run: providers on connections that know nothing yet. */
interface Act {
  provider(token: string): DynamicProvider;
  connection(vendor: string): Connection<unknown>;
}

async function begin(emulators: Emulators): Promise<Act> {
  const run = new Run();
  const surroundings = { run, beforeWrite: async () => {} };
  const connections: Record<string, Connection<unknown>> = {
    workos: workos.open({ url: new URL(emulators.workos.url), key: emulators.workos.apiKey }, surroundings),
    openai: openai.open({ url: new URL(emulators.openai.url), key: emulators.openai.adminApiKey }, surroundings),
  };
  const connection = (vendor: string): Connection<unknown> => connections[vendor] as Connection<unknown>;
  return { provider: await providersOn({ run, connect: connection }), connection };
}

/** The list that a resource is in, where it could not be played itself. */
async function listed(connection: Act["connection"], { type }: Stored, inputs: Bag): Promise<unknown> {
  const [, token = ""] = TOKEN.exec(type) ?? [];
  const [vendor = "", name = ""] = token.split(":");
  const resources = await (vendor === "workos"
    ? import("../providers/workos/index.ts")
    : import("../providers/openai/index.ts"));
  const { definition } = (resources as unknown as Record<string, { definition: Listable }>)[name] as {
    definition: Listable;
  };
  return connection(vendor).snapshots.all(definition.collection, definition.scopeOf(inputs));
}
type Listable = Pick<import("../providers/host/resource-type.ts").ResourceType, "collection" | "scopeOf">;

/** It knows what files declare, and is at no vendor. */
const isOfNoVendor = (stored: Stored): boolean => tokenOf(stored)?.startsWith("tenantry:") === true;

const tokenOf = ({ type }: Stored): string | undefined => TOKEN.exec(type)?.[1];

async function valueBehind(
  reference: Reference,
  made: ReadonlyMap<string, Promise<Played | undefined>>,
): Promise<unknown> {
  if (!("of" in reference)) return SECRET;
  const one = await made.get(reference.of);
  if (one === undefined) return UNKNOWN;
  return reference.output === "id" ? one.id : one.outputs[reference.output];
}

/** What is sent, without Pulumi's and our own properties. */
const told = (bag: Bag): Bag =>
  Object.fromEntries(Object.entries(withoutMarks(bag)).filter(([field]) => !field.startsWith("__")));

const hiddenIn = (bag: Bag): Bag => Object.fromEntries(Object.entries(bag).filter(([field]) => field.startsWith("__")));

const isId = (value: unknown): value is string =>
  typeof value === "string" && /^[a-z][a-z_-]*[_-][0-9A-Za-z]{16,}$/.test(value);

/** As requests are paced: whatever an id is called. */
const byRoute = (counts: Counts): Counts => {
  const all: Record<string, number> = {};
  for (const [route, count] of Object.entries(counts)) {
    const plain = route.replaceAll(/\{\w+\}/g, "{id}");
    all[plain] = (all[plain] ?? 0) + count;
  }
  return all;
};
