import { isDeepStrictEqual } from "node:util";
import type { z } from "zod";
import { canonicalise, type Failure } from "./canonical.ts";
import type { Creations } from "./creations.ts";
import type { Canonical, Change, Connection, Definition, Description, Known } from "./definition.ts";
import { differences, observedInputs } from "./differences.ts";
import { marked } from "./marks.ts";
import { makeNameless, placeOf } from "./nameless.ts";
import type { Newborns } from "./newborns.ts";
import { plainObject } from "./plain-json.ts";
import type { Intent, Proofs } from "./proofs.ts";
import { ResourceError } from "./resource-error.ts";
import { hasUnknown } from "./unknown.ts";

type Bag = Record<string, unknown>;

/** The functions Pulumi's Node dynamic provider host calls. Everything in and out is plain JSON. */
export interface DynamicProvider {
  check(olds: Bag, news: Bag): Promise<{ inputs: Bag; failures: Failure[] }>;
  diff(id: string, olds: Bag, news: Bag): Promise<{ replaces: string[]; deleteBeforeReplace: boolean }>;
  create(inputs: Bag): Promise<{ id: string; outs: Bag }>;
  read(id: string, props: Bag): Promise<{ id?: string; props?: Bag; inputs?: Bag }>;
  update(id: string, olds: Bag, news: Bag): Promise<{ outs: Bag }>;
  delete(id: string, props: Bag): Promise<void>;
}

/** What surrounds one provider; handed in so that tests own it. */
export interface Surroundings {
  readonly proofs: Proofs;
  readonly creations: Creations;
  /** Ids that this run may take over though nothing proves them ours. */
  readonly adopt: ReadonlySet<string>;
  readonly now: () => number;
  /** For people: shown by the engine beside the resource. */
  readonly warn: (line: string) => void;
  /** The guards that this run's program has declared so far. */
  readonly declared: Set<string>;
  /** Proves addresses and credentials of every vendor in use, by one read each. */
  readonly verify: () => Promise<void>;
  /**
   * What this run took over or made, as `<token> <id>`: it must not remove it again under the name it had before. What it
   * made is there as well: an idempotent creation does not tell whether the object existed already.
   */
  readonly takenOver: Set<string>;
  /** What this run made whose value may not be in state yet. */
  readonly newborns: Newborns;
}

/** Pulumi's mark of a secret on the wire. */
const SECRET_SIGNATURE = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270" };

/** The guard of what any run of the program may remove, but `pulumi destroy`, which runs none, may not. */
export const ANY_DECLARATION = "*";

/** Times a write is begun again after its answer was lost. */
const ATTEMPTS = 3;

/**
 * One resource type as Pulumi's dynamic provider: the order in which a declaration's verbs run, and all that Pulumi
 * asks of what they return. Create is: look by natural key, make it if it is not there, change what differs; so a
 * creation that meets its own object (a run that died, a lost answer) converges instead of failing.
 */
export function dynamicProvider<Client, Inputs extends z.ZodObject, Computed extends z.ZodObject, Row>(
  definition: Definition<Client, Inputs, Computed, Row>,
  { proofs, creations, adopt, now, warn, declared: declaredGuards, takenOver, newborns, verify }: Surroundings,
): DynamicProvider {
  type Declared = Canonical<Inputs>;
  const token = `${definition.vendor.name}:${definition.name}`;
  const inputFields = Object.keys(definition.inputs.shape);
  /** Shown once: what the vendor no longer tells is kept as it was stored. */
  const secrets = marked(definition.computed, "secret");
  const secretInputs = marked(definition.inputs, "secret");
  /** Creations are noted on this machine, as proof for later runs; once its id is known, nothing else stands for it. */
  const isNoted = definition.standalone !== undefined || definition.shownOnce !== undefined;
  /** What this run makes anew before the old one goes, under the same natural key: the new one is not found in it. */
  const replaced = new Set<string>();
  const additive = marked(definition.inputs, "additive");
  const local = marked(definition.inputs, "local");

  const connect = (): Connection<Client> => definition.vendor.connect();

  const describe = (row: Row, inputs: Partial<Declared> = {}): Description<Inputs, Computed> => {
    const description = definition.describe(row, inputs);
    // Pulumi takes an empty id for an object that is gone.
    if (!description.id)
      throw new ResourceError(token, "the vendor's answer has no id in it; nothing is concluded from it");
    return description;
  };

  const declaredIn = (bag: Bag): Declared =>
    Object.fromEntries(
      inputFields.filter((field) => bag[field] !== undefined).map((field) => [field, bag[field]]),
    ) as Declared;

  /** Properties that are Pulumi's or ours, not the vendor's; they go back exactly as they came. */
  const hiddenIn = (bag: Bag): Bag =>
    Object.fromEntries(Object.entries(bag).filter(([property]) => property.startsWith("__")));

  const named = (inputs: Declared): string =>
    definition.identity
      .filter((field) => inputs[field] !== undefined)
      .map((field) => `${field} ${JSON.stringify(inputs[field])}`)
      .join(", ") || "the one there is";

  const outputs = (
    declared: Declared,
    description: Description<Inputs, Computed>,
    hidden: Bag,
    stored: Bag = {},
  ): Bag => {
    const computed: Bag = { ...description.computed };
    for (const field of secrets) {
      const value = computed[field] ?? stored[field] ?? "";
      computed[field] = { ...SECRET_SIGNATURE, value };
    }
    return plainObject({ ...computed, ...encrypted(declared), ...hidden });
  };

  /** Inputs with the secret ones marked, as they may leave the provider. */
  const encrypted = (inputs: Bag): Bag =>
    Object.fromEntries(
      Object.entries(inputs).map(([field, value]) => [
        field,
        secretInputs.has(field) && value !== undefined && value !== null ? { ...SECRET_SIGNATURE, value } : value,
      ]),
    );

  /** Refuses, before anything is sent, what the vendor lets nobody do. */
  const mustBeOurs = (inputs: Declared, shown: Bag, what: string): void => {
    const reason = definition.readOnly?.(shown as Partial<z.input<Computed>>);
    if (reason === undefined) return;
    const wayOut =
      what === "removed" ? " To let go of it all the same, take it out of the state with `pulumi state delete`." : "";
    throw new ResourceError(token, `${named(inputs)} cannot be ${what}: ${reason}. Nothing was changed.${wayOut}`);
  };

  const intentOf = (account: string, inputs: Declared, hidden: Bag): Intent => ({
    account,
    stack: definition.standalone ? String(hidden.__stack ?? "") : "",
    token,
    key: JSON.stringify(definition.identity.map((field) => inputs[field])),
  });

  /** Every object that answers to the declaration, whatever it is worth, from a snapshot or by asking for it alone. */
  const find = async (inputs: Declared, id?: string): Promise<Row[]> => {
    const { reader, snapshots, account } = connect();
    const { observe, lookUp } = definition;
    if (definition.shownOnce?.nameless && id === undefined) {
      const known = proofs.idOf(intentOf(account, inputs, {}));
      return known === undefined ? [] : find(inputs, known);
    }
    const byId = observe && id !== undefined ? () => observe(reader, { id, inputs }) : undefined;
    const byKey = lookUp && id === undefined ? () => lookUp(reader, inputs) : undefined;
    return snapshots.find(definition.collection, definition.scope(inputs), {
      id,
      observe: byId ?? byKey,
      // An organization that was deleted and made anew by somebody else is not ours because it has the same name; nor
      // does the value that is stored with one key belong to another key of its name.
      matches:
        isNoted && id !== undefined
          ? undefined
          : (row) => definition.matches(row, inputs) && !replaced.has(definition.collection.id(row)),
    });
  };

  /** Those that still do what was declared. */
  const standing = (rows: Row[], inputs: Declared): Row[] =>
    rows.filter((row) => {
      const reason = definition.lapsed?.(row, inputs);
      if (reason !== undefined) warn(`${token} ${named(inputs)}: ${reason}`);
      return reason === undefined;
    });

  const look = async (inputs: Declared, id?: string): Promise<Row[]> => standing(await find(inputs, id), inputs);

  const single = (rows: Row[], inputs: Declared): Row | undefined => {
    if (rows.length <= 1) return rows[0];
    if (definition.several) return definition.several(rows);
    const ids = rows.map((row) => describe(row).id).join(", ");
    throw new ResourceError(
      token,
      `${rows.length} objects answer to ${named(inputs)}: ${ids}. Nothing tells which one is meant and nothing was changed: rename or remove the others at the vendor.`,
    );
  };

  /** The object to take over instead of creating one, if there is one and it may be taken. */
  const adoptable = (rows: Row[], inputs: Declared, intent: Intent, conflicted: boolean): Row | undefined => {
    if (!definition.standalone || rows.length === 0) return single(rows, inputs);
    const { createdAt } = definition.standalone;
    const described = rows.map((row) => ({ row, id: describe(row).id }));
    const ours = described.filter(
      ({ row, id }) => adopt.has(id) || proofs.proves(intent, { id, createdAt: createdAt(row) }),
    );
    if (ours.length === 1 && ours[0]) return ours[0].row;
    if (ours.length > 1)
      return single(
        ours.map(({ row }) => row),
        inputs,
      );
    const found = described.map(({ row, id }) => `${id} (created ${createdAt(row).toISOString()})`).join(", ");
    throw new ResourceError(
      token,
      `${found} already answers to ${named(inputs)}, and nothing proves that this stack made it${conflicted ? " (the vendor answered our creation with a conflict)" : ""}. ` +
        `Nothing was changed. Either take it over, with everything in it: run once with TENANTRY_ADOPT=${described[0]?.id}. ` +
        `Or leave it alone: declare another ${definition.identity.join(" and ")}.`,
    );
  };

  /** An object is not taken over when no update could make it what is declared. */
  const mustFit = (inputs: Declared, row: Row): void => {
    // By its key alone, as an import sees it: what no update reaches may be hidden from whoever declares it already.
    const key = Object.fromEntries(definition.identity.map((field) => [field, inputs[field]]));
    const { id, inputs: shown } = describe(row, key as Partial<Declared>);
    for (const field of definition.immutable) {
      const [wanted, found] = [inputs[field], shown[field]];
      if (wanted === undefined || found === undefined || isDeepStrictEqual(wanted, found)) continue;
      throw new ResourceError(
        token,
        `${id} already answers to ${named(inputs)}, but its ${field} is ${JSON.stringify(found)}, not ${JSON.stringify(wanted)}, and cannot be changed. ` +
          `Nothing was changed. Declare ${field} as it is, or give the new one another ${definition.identity.join(" or ")}.`,
      );
    }
  };

  /**
   * Changes what differs from the declaration; sends nothing when nothing does.
   * @param previously what was declared, and sent, before
   */
  const settle = async (found: Row, declared: Declared, previously: Bag): Promise<Row> => {
    const { writer, snapshots } = connect();
    const scope = definition.scope(declared);
    let row = found;
    for (let attempt = 1; ; attempt++) {
      const { id, inputs: observed, computed } = describe(row, declared);
      const changes = differences(declared, observed, previously, additive);
      for (const field of [...definition.immutable, ...local]) delete changes[field];
      if (Object.keys(changes).length === 0 || !definition.sync) return row;
      mustBeOurs(declared, computed, "changed");
      try {
        const synced = await definition.sync(writer, changes as Partial<Declared>, { row, inputs: declared });
        snapshots.put(definition.collection, scope, synced);
        return synced;
      } catch (error) {
        snapshots.forget(definition.collection, scope);
        if (!(error instanceof Error && error.name === "OutcomeUnknownError") || attempt === ATTEMPTS) throw error;
        // It may have been applied: look, and send only what still differs.
        row = single(await look(declared, id), declared) ?? row;
      }
    }
  };

  /**
   * Removes an object whose value nobody has, so that it can be made anew. Without a proof that it is ours it may be one
   * that somebody made and did not use yet.
   * @param lost whether an answer to this very creation was lost
   */
  const discardIfOurs = async (
    row: Row,
    id: string,
    intent: Intent,
    inputs: Declared,
    lost: boolean,
  ): Promise<boolean> => {
    const { shownOnce } = definition;
    if (!shownOnce) return false;
    if (newborns.has(id, newbornKey(intent))) {
      throw new ResourceError(
        token,
        `${id} was made in this very run for another resource: two of them declare ${named(inputs)}. Nothing was changed. Give one of them another ${lastOf(definition.identity)}.`,
      );
    }
    const isOurs = lost || proofs.proves(intent, { id, createdAt: shownOnce.createdAt(row) });
    // One in use is somebody's production traffic: it stays, and its owner decides.
    if (!isOurs || shownOnce.isUsed(row)) return false;
    const { writer, snapshots } = connect();
    const scope = definition.scope(inputs);
    await shownOnce.discard(writer, row);
    snapshots.drop(definition.collection, scope, id);
    forgetNotes(intent, scope, id);
    warn(`${token} ${named(inputs)}: replaced ${id}, which this machine made and whose value was never stored`);
    return true;
  };

  const newbornKey = ({ account, key }: Intent): string => `${token} ${account} ${key}`;

  /** What was noted of an object that is gone. */
  const forgetNotes = (intent: Intent, scope: string, id: string): void => {
    if (isNoted) proofs.forget(intent, id);
    if (definition.shownOnce?.nameless)
      creations.forget(placeOf(intent.account, definition.collection.name, scope), id);
  };

  /** Sends the creation. */
  const make = (inputs: Declared, intent: Intent): Promise<Row> => {
    const connection = connect();
    const { collection, shownOnce } = definition;
    const create = () => definition.ensure(connection.writer, inputs);
    if (!shownOnce) return create();
    const tell = (line: string) => warn(`${token} ${line}`);
    const nursery = { connection, collection, scope: definition.scope(inputs), shownOnce, creations, now, warn: tell };
    return newborns.make(
      newbornKey(intent),
      shownOnce.nameless ? () => makeNameless(nursery, create) : create,
      definition.collection.id,
    );
  };

  /** Finds or makes the object. Ends only with an object that exists, or with nothing made. */
  const obtain = async (
    inputs: Declared,
    hidden: Bag,
  ): Promise<{ row: Row; description: Description<Inputs, Computed>; isNew: boolean }> => {
    const { snapshots, account } = connect();
    const scope = definition.scope(inputs);
    const intent = intentOf(account, inputs, hidden);
    let lost = false;
    let conflicted = false;
    for (let attempt = 1; ; attempt++) {
      const found = adoptable(await look(inputs), inputs, intent, conflicted);
      if (found !== undefined) {
        const description = describe(found, inputs);
        const { id } = description;
        if (!(await discardIfOurs(found, id, intent, inputs, lost))) {
          mustFit(inputs, found);
          takenOver.add(`${token} ${id}`);
          if (definition.shownOnce) {
            const values = [...secrets].join(" and ");
            const wayOut = `its ${values} cannot be read again and is empty here; for a new one, declare another ${lastOf(definition.identity)}`;
            warn(`${token} ${named(inputs)}: took over ${id}, which existed already: ${wayOut}`);
          } else if (!lost) warn(`${token} ${named(inputs)}: took over ${id}, which existed already`);
          return { row: found, description, isNew: false };
        }
      }
      if (isNoted) proofs.intend(intent, now());
      let row: Row;
      try {
        row = await make(inputs, intent);
      } catch (error) {
        snapshots.forget(definition.collection, scope);
        const name = error instanceof Error ? error.name : "";
        // Refused, with nothing of ours under way: what is there, now or soon, was made by somebody else.
        if (isNoted && name !== "OutcomeUnknownError" && !lost) proofs.forget(intent);
        // Either it was there already, or it may be there now: look again before anything else is sent.
        if (attempt === ATTEMPTS || (name !== "ConflictError" && name !== "OutcomeUnknownError")) throw error;
        if (name === "ConflictError") conflicted = true;
        else lost = true;
        continue;
      }
      const description = describe(row);
      if (isNoted) proofs.made(intent, description.id, now());
      snapshots.put(definition.collection, scope, row);
      snapshots.born(token, description.id);
      takenOver.add(`${token} ${description.id}`);
      return { row, description, isNew: true };
    }
  };

  const recent = new Map<readonly string[], Promise<readonly Change[]>>();

  /** What the change feed says lately; asked once per run, and only when something drifted. */
  const recentChanges = (events: readonly string[]): Promise<readonly Change[]> => {
    let changes = recent.get(events);
    if (!changes) {
      // Attribution is a courtesy: that the feed is off or out of reach must not fail a refresh.
      changes =
        events.length === 0
          ? Promise.resolve([])
          : connect()
              .recentChanges(events)
              .catch(() => []);
      recent.set(events, changes);
    }
    return changes;
  };

  /** Tells people what refresh found, and who did it where the change feed says so. */
  const reportDrift = async (id: string, inputs: Declared, what: string, events: readonly string[]): Promise<void> => {
    const changes = await recentChanges(events);
    const change = changes.find(({ data }) => definition.feed.concerns(data, { id, inputs }) === true);
    const who = change ? ` by ${change.by}, ${change.event} at ${change.at.toISOString()}` : "";
    warn(`${token} ${named(inputs)}: ${what} outside this stack${who}`);
  };

  const provider: DynamicProvider = {
    async check(olds, news) {
      const { __provider, ...rest } = news;
      connect(); // A preview that would change nothing still says what is missing in the environment.
      declaredGuards.add(ANY_DECLARATION);
      if (typeof rest.__guard === "string") declaredGuards.add(rest.__guard);
      // Something will be written; a wrong key of either vendor is better found before anything is.
      if (Object.keys(olds).length === 0) await verify();
      const hidden = { ...hiddenIn(rest), ...(olds.__stack === undefined ? {} : { __stack: olds.__stack }) };
      const declared = Object.fromEntries(Object.entries(rest).filter(([property]) => !property.startsWith("__")));
      const { inputs, failures } = canonicalise(definition.inputs, declared);
      return { inputs: plainObject({ ...inputs, ...hidden, __provider }), failures };
    },

    async diff(id, olds, news) {
      const replaces: string[] = [];
      for (const field of definition.immutable) {
        const wanted = news[field];
        if (wanted === undefined) continue; // No longer declared: unmanaged, not changed.
        const stored = olds[field];
        if (hasUnknown(wanted)) replaces.push(field);
        else if (stored !== undefined) {
          if (!isDeepStrictEqual(wanted, stored)) replaces.push(field);
        } else {
          // Declared for the first time: if the object has that value already, nothing changes.
          const row = single(await look(declaredIn(olds), id), declaredIn(olds));
          const shown = row === undefined ? undefined : describe(row).inputs[field];
          // What the vendor never shows may be so already: nothing is replaced for lack of information.
          if (shown !== undefined && !isDeepStrictEqual(wanted, shown)) replaces.push(field);
        }
      }
      const differing = inputFields.filter(
        (field) => !local.has(field) && !isDeepStrictEqual(news[field], olds[field]),
      );
      if (differing.length > 0) mustBeOurs(declaredIn(olds), olds, replaces.length > 0 ? "replaced" : "changed");
      const sameIdentity = definition.identity.every((field) => isDeepStrictEqual(news[field], olds[field]));
      const irreplaceable = definition.permanent ? "the vendor cannot delete it" : definition.irreplaceable;
      if (irreplaceable && sameIdentity && replaces.some((field) => !hasUnknown(news[field]))) {
        throw new ResourceError(
          token,
          `${named(declaredIn(olds))} cannot be replaced: ${irreplaceable}, and its ${replaces.join(" and ")} cannot be changed. Nothing was changed. ` +
            `Declare ${replaces.join(" and ")} as before, or give the new one another ${definition.identity.join(" or ")}.`,
        );
      }
      const mustNotMeet = replaces.length > 0 && sameIdentity;
      if (mustNotMeet && definition.namesMayRepeat) replaced.add(id);
      return { replaces, deleteBeforeReplace: mustNotMeet && !definition.namesMayRepeat };
    },

    async create(news) {
      const inputs = declaredIn(news);
      const hidden = hiddenIn(news);
      const { row, description, isNew } = await obtain(inputs, hidden);
      try {
        const settled = describe(await settle(row, inputs, isNew ? inputs : {}));
        return { id: settled.id, outs: outputs(inputs, settled, hidden, { ...description.computed }) };
      } catch (cause) {
        const properties = outputs(inputs, description, hidden);
        throw new ResourceError(token, messageOf(cause), { cause, created: { id: description.id, properties } });
      }
    },

    async read(id, props) {
      const hidden = hiddenIn(props);
      const stored = declaredIn(props);
      const isImport = definition.identity.every((field) => stored[field] === undefined);
      const target = isImport ? importTarget(definition, id) : { id, inputs: stored };
      const found = await find(target.inputs as Declared, target.id);
      const row = single(standing(found, target.inputs as Declared), target.inputs as Declared);
      if (row === undefined) {
        if (!isImport && found.length === 0) await reportDrift(id, stored, "removed", definition.feed.removals);
        return {};
      }
      const description = describe(row, target.inputs as Partial<Declared>);
      const shown = Object.fromEntries(
        Object.entries(description.inputs).filter(([, value]) => !isImport || (value !== null && value !== undefined)),
      );
      const inputs = isImport ? shown : observedInputs(stored, shown, additive);
      const drifted = isImport
        ? []
        : Object.keys(inputs).filter((field) => !isDeepStrictEqual(inputs[field], stored[field]));
      if (drifted.length > 0) {
        await reportDrift(description.id, stored, `${drifted.join(", ")} changed`, definition.feed.changes);
      }
      return {
        id: description.id,
        props: outputs(inputs as Declared, description, hidden, props),
        inputs: plainObject({ ...encrypted(inputs), ...hidden }),
      };
    },

    async update(id, olds, news) {
      const inputs = declaredIn(news);
      const row = single(await look(declaredIn(olds), id), inputs);
      if (row === undefined) {
        throw new ResourceError(
          token,
          `${id} (${named(inputs)}) no longer exists: somebody removed it. Nothing was changed; run \`pulumi up --refresh\` to see that and to make it anew.`,
        );
      }
      const settled = describe(await settle(row, inputs, olds));
      return { outs: outputs(inputs, settled, hiddenIn(news), olds) };
    },

    async delete(id, props) {
      const { writer, snapshots, account } = connect();
      const inputs = declaredIn(props);
      const guard = props.__guard;
      if (typeof guard === "string" && !declaredGuards.has(guard)) {
        throw new ResourceError(
          token,
          guard === ANY_DECLARATION
            ? `${named(inputs)} is shared by tenants that are not offboarding, so \`pulumi destroy\` does not remove it. Nothing was changed.`
            : `${named(inputs)} belongs to tenant ${guard}, which is not offboarding, and this run declares no such tenant. Nothing was changed. ` +
                `To let it go: set status: offboarding in tenants/${guard}.yaml, run \`pulumi up\`, then remove the file or destroy.`,
        );
      }
      if (takenOver.has(`${token} ${id}`)) {
        warn(`${token} ${named(inputs)}: kept ${id}, which goes on under another resource name`);
        return;
      }
      mustBeOurs(inputs, props, "removed");
      await definition.remove(writer, { id, inputs } as Known<Inputs>);
      if (definition.leaves) warn(`${token} ${named(inputs)}: ${definition.leaves(inputs)}`);
      const scope = definition.scope(inputs);
      snapshots.drop(definition.collection, scope, id);
      forgetNotes(intentOf(account, inputs, hiddenIn(props)), scope, id);
    },
  };
  return legible(provider, token);
}

const lastOf = (fields: readonly string[]): string => fields.at(-1) ?? "";

/** The natural key inside an id as `pulumi import` is given it. */
function importTarget<Client, Inputs extends z.ZodObject, Computed extends z.ZodObject, Row>(
  definition: Definition<Client, Inputs, Computed, Row>,
  id: string,
): { id?: string | undefined; inputs: Bag } {
  const fields = definition.importId;
  if (!fields) return { id, inputs: {} };
  const parts = fields.length === 1 ? [id] : id.split("/"); // A single one, a name for one, may hold any character.
  if (parts.length !== fields.length || parts.some((part) => part === "")) {
    throw new ResourceError(
      `${definition.vendor.name}:${definition.name}`,
      `to import it, give ${fields.join("/")} as the id, not ${JSON.stringify(id)}`,
    );
  }
  const { id: own, ...inputs } = Object.fromEntries(fields.map((field, at) => [field, parts[at]]));
  return { id: own, inputs };
}

/** Whatever a verb throws becomes one message without a stack; a mistake of ours keeps its stack in the cause. */
function legible(provider: DynamicProvider, token: string): DynamicProvider {
  return Object.fromEntries(
    Object.entries(provider).map(([verb, run]) => [
      verb,
      async (...given: never[]) => {
        try {
          return await (run as (...given: never[]) => Promise<unknown>)(...given);
        } catch (error) {
          throw error instanceof ResourceError ? error : new ResourceError(token, messageOf(error), { cause: error });
        }
      },
    ]),
  ) as unknown as DynamicProvider;
}

/** An expected failure says what happened; anything else is a bug here, and its first stack line tells where. */
function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const expected = "request" in error || error.name === "ConfigurationError" || error instanceof ResourceError;
  const where = expected ? "" : ` [unexpected, please report: ${error.stack?.split("\n")[1]?.trim() ?? error.name}]`;
  return `${error.message}${where}`;
}
