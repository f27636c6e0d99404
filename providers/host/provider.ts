import { isDeepStrictEqual } from "node:util";
import type { z } from "zod";
import { ABSENT } from "../contract/collection.ts";
import type { RemovalAlone } from "../contract/definition.ts";
import { fail, isInvalid, isNotFound, type VendorError } from "../contract/errors.ts";
import { marked } from "../contract/marks.ts";
import { visible } from "../contract/printable.ts";
import { isOurs } from "./adopt.ts";
import { type CheckFailure, canonicalise } from "./canonical.ts";
import { ensure, sync, syncNoted } from "./converge.ts";
import { observedInputs } from "./differences.ts";
import { Drift } from "./drift.ts";
import { legible, messageOf } from "./failures.ts";
import { find, observe, rootOf, single, standing } from "./find.ts";
import { foresee, HINTS, type Hints, mustBeForeseen } from "./foresee.ts";
import { plainObject } from "./plain-json.ts";
import { ResourceError } from "./resource-error.ts";
import type { Bag, ResourceType } from "./resource-type.ts";
import { ANY_DECLARATION, nameBy, nameOf, quoted, Session, type Surroundings, tenantIn } from "./session.ts";
import { firstSeen, isPutBack, putBack, seenAgain } from "./setting.ts";
import { hasEnded } from "./shown-once.ts";
import { Silence } from "./silence.ts";
import { hasUnknown } from "./unknown.ts";
import { Vanished } from "./vanished.ts";
import { ID, SET, SYNCED_AT, TAKEN_OVER, Wire } from "./wire.ts";

/** The functions Pulumi's Node dynamic provider host calls. Everything in and out is plain JSON. */
export interface DynamicProvider {
  check(olds: Bag, news: Bag): Promise<{ inputs: Bag; failures: CheckFailure[] }>;
  diff(id: string, olds: Bag, news: Bag): Promise<Difference>;
  create(inputs: Bag): Promise<{ id: string; outs: Bag }>;
  read(id: string, props: Bag): Promise<{ id?: string; props?: Bag; inputs?: Bag }>;
  update(id: string, olds: Bag, news: Bag): Promise<{ outs: Bag }>;
  delete(id: string, props: Bag): Promise<void>;
}

/** Without `changes` the engine finds out by itself whether anything differs. */
interface Difference {
  readonly changes?: true;
  readonly replaces: string[];
  readonly deleteBeforeReplace: boolean;
}

/** One resource type as Pulumi's dynamic provider: the order in which its verbs run. */
export function dynamicProvider(type: ResourceType, surroundings: Surroundings): DynamicProvider {
  const session = new Session(type, surroundings);
  const provider = new Provider(session);
  return told(session, provider);
}

/** The same with secrets taken in before they are sent, and failures that people can read. */
export function told(session: Session, provider: DynamicProvider): DynamicProvider {
  const said =
    <Given extends unknown[], Result>(verb: (...given: Given) => Promise<Result>) =>
    (...given: Given): Promise<Result> => {
      for (const bag of given) if (typeof bag === "object" && bag !== null) session.withhold(bag as Bag);
      return verb.apply(provider, given).catch((error) => {
        throw legible(session, error);
      });
    };
  return {
    check: said(provider.check),
    diff: said(provider.diff),
    create: said(provider.create),
    read: said(provider.read),
    update: said(provider.update),
    delete: said(provider.delete),
  };
}

class Provider implements DynamicProvider {
  readonly #session: Session;
  readonly #type: ResourceType;
  readonly #wire: Wire;
  readonly #drift: Drift;
  readonly #silence: Silence | undefined;

  constructor(session: Session) {
    this.#session = session;
    const { incremental } = session.surroundings;
    this.#silence = incremental && new Silence(session, incremental);
    this.#type = session.type;
    this.#wire = new Wire(session.type);
    this.#drift = new Drift(session);
  }

  /** Brings the declared inputs into canonical form, and takes in what the program declares. */
  async check(olds: Bag, news: Bag) {
    const { __provider, ...rest } = news;
    const { run } = this.#session.connection; // A preview that would change nothing still says what is missing in the environment.
    const isNew = Object.keys(olds).length === 0;
    // A wrong key of either vendor is found before anything is written, and by a preview that finds nothing to do.
    await this.#session.surroundings.verify();
    await this.#session.mustBeOfThisAccount(this.#wire.declared(olds), olds);
    const { [HINTS]: hints = {}, ...hidden } = this.#wire.hidden(rest);
    // Whose it is does not change; what an older version made does not say.
    if (!isNew) hidden.__stack = olds.__stack;
    // State from before accounts were noted gets one with its next refresh.
    if (isNew || olds.__account !== undefined) Object.assign(hidden, await this.#session.accountIn(olds));
    const declared = Object.fromEntries(Object.entries(rest).filter(([property]) => !property.startsWith("__")));
    const { inputs, failures } = canonicalise(this.#type.inputs, declared);
    if (rest.__epoch !== undefined) await this.#session.mustBeOnTime(this.#session.named(inputs));
    run.declare(guardOf(ANY_DECLARATION));
    // What is guarded no more is of a tenant that this run's program declares as offboarding.
    for (const guard of [rest.__guard, rest.__guard === undefined && olds.__guard])
      if (typeof guard === "string") run.declare(guardOf(guard));
    for (const former of (hints as Hints).formerly ?? []) run.declare(guardOf(former));
    run.declare(nameOf(this.#type, inputs));
    const { standsFor, token } = this.#type;
    if (standsFor) run.declare(nameBy(token, Object.fromEntries(standsFor.map((field) => [field, inputs[field]]))));
    if (isNew && failures.length === 0 && this.#type.foretells) {
      const tenant = tenantIn(hidden);
      const whose = tenant === undefined ? "" : ` for tenant ${tenant}`;
      this.#session.warn(inputs, `is to be made${whose}: ${this.#type.foretells(inputs)}`);
    }
    if (this.#type.isStandalone && failures.length === 0) {
      const refusals = await foresee(this.#session, inputs, hidden, hints as Hints, isNew);
      failures.push(...refusals.map((reason) => ({ property: "", reason })));
    }
    const problems = failures.map(({ property, reason }) => {
      // Named as its property, the engine would print the value as well, whatever is in it.
      return { property: "", reason: this.#session.printed(property === "" ? reason : `${property}: ${reason}`) };
    });
    return { inputs: plainObject({ ...inputs, ...hidden, __provider }), failures: problems };
  }

  /** Whether the object has to be replaced, and in which order; what differs is the engine's to say. */
  async diff(id: string, olds: Bag, news: Bag): Promise<Difference> {
    const type = this.#type;
    const stored = this.#wire.declared(olds);
    const replaces = await this.#replaced(id, stored, news);
    if (replaces.length === 0)
      this.#session.connection.run.stands(type.token, id, news.__epoch === undefined ? "for good" : "by the date");
    if (news.__endsAtOnce) this.#session.connection.run.endsAtOnce(type.token, id);
    const passing = marked(type.inputs, "passing");
    if (type.readOnly?.(olds) !== undefined)
      for (const field of passing) if (news[field] && !stored[field]) this.#session.leavesAlone(stored, olds, field);
    if (this.#asksForChange(olds, news, passing))
      this.#session.mustBeOurs(stored, olds, replaces.length > 0 ? "replaced" : "changed");
    // Of what waits in state, a note tells of a run that died after it had ended the waiting; and a preview keeps no state.
    if (!type.isNoted && !olds[TAKEN_OVER] && !this.#waits(olds) && !this.#provenByNotes.has(id))
      this.#session.surroundings.notes.inState(this.#session.creationOf(stored, this.#wire.hidden(olds)), id);
    const isSameIdentity = type.identity.every((field) => isDeepStrictEqual(news[field], olds[field]));
    const reason = type.removal?.permanent ? "the vendor cannot delete it" : type.removal?.irreplaceable;
    const isCertain = replaces.some((field) => !hasUnknown(news[field]));
    if (reason && isSameIdentity && isCertain) {
      throw fail(
        `${this.#session.named(stored)} cannot be replaced: ${reason}, and its ${replaces.join(" and ")} cannot be changed`,
        `Nothing was changed. Declare ${replaces.join(" and ")} as before, or give the new one another ${type.identity.join(" or ")}.`,
      );
    }
    const tenant = tenantIn(news);
    if (type.removal?.instead && tenant !== undefined && isCertain) {
      throw fail(
        `${this.#session.named(stored)} cannot be replaced as long as tenant ${tenant} is not offboarding, and its ${replaces.join(" and ")} cannot be changed`,
        `Nothing was changed. Declare ${replaces.join(" and ")} as before. ${type.removal.instead}`,
      );
    }
    if (hasEnded(this.#session, olds)) {
      if (news.__epoch === "current" && replaces.length === 0) {
        this.#session.connection.run.replaces(type.token, id);
        return { changes: true, replaces: type.identity.slice(-1), deleteBeforeReplace: false };
      }
      this.#reportEnd(id, stored, olds);
    }
    const wouldMeet = replaces.length > 0 && isSameIdentity;
    const isMadeBeside = type.shownOnce !== undefined;
    if (wouldMeet && !isMadeBeside && !this.#isOurs(id, olds)) {
      throw fail(
        `${this.#session.named(stored)} cannot be replaced: ${id} was there before this stack, so it is not removed, and its ${replaces.join(" and ")} cannot be changed`,
        `Nothing was changed. Declare ${replaces.join(" and ")} as before, or make it yours: run \`pulumi up --refresh\` once with TENANTRY_ADOPT=${id}.`,
      );
    }
    if (wouldMeet) this.#session.connection.run.replaces(type.token, id);
    return { replaces, deleteBeforeReplace: wouldMeet && !isMadeBeside };
  }

  /** Whether anything differs that the vendor hears of, other than these fields. */
  #asksForChange(olds: Bag, news: Bag, others: ReadonlySet<string> = new Set()): boolean {
    const local = marked(this.#type.inputs, "local");
    const sent = Object.keys(this.#type.inputs.shape).filter((field) => !local.has(field) && !others.has(field));
    return sent.some((field) => !isDeepStrictEqual(news[field], olds[field]));
  }

  /** Tells people, once in a run. Of an epoch that is over, nobody needs to know. */
  #reportEnd(id: string, inputs: Bag, { __epoch, ...outputs }: Bag): void {
    const told = this.#session.connection.run.memory("ends that were told", () => new Set<string>());
    if (told.has(id) || __epoch === "previous") return;
    told.add(id);
    const remedy =
      __epoch === "current"
        ? "the next `pulumi up` makes a new one"
        : "for a new one, `npx tenantry rotate`, or declare another name";
    this.#session.warn(inputs, `${id} expired at ${this.#type.shownOnce?.ends?.(outputs)?.toISOString()}; ${remedy}`);
  }

  async #replaced(id: string, stored: Bag, news: Bag): Promise<string[]> {
    const replaces: string[] = [];
    for (const field of this.#type.immutable) {
      const wanted = news[field];
      if (wanted === undefined) continue; // No longer declared: unmanaged, not changed.
      if (hasUnknown(wanted)) replaces.push(field);
      else if (stored[field] !== undefined) {
        if (!isDeepStrictEqual(wanted, stored[field])) replaces.push(field);
      } else {
        // Declared for the first time: if the object has that value already, nothing changes.
        const row = await observe(this.#session, stored, id);
        const shown = row === undefined ? undefined : this.#type.describe(row, this.#type.keyOf(stored)).inputs[field];
        // What the vendor never shows may be so already: nothing is replaced for lack of information.
        if (shown !== undefined && !isDeepStrictEqual(wanted, shown)) replaces.push(field);
      }
    }
    return replaces;
  }

  async create(news: Bag) {
    const inputs = this.#wire.declared(news);
    const hidden = this.#wire.hidden(news);
    await mustBeForeseen(this.#session, inputs);
    const { row, isNew, isOurs, wasThere } = await ensure(this.#session, inputs, hidden);
    const made = this.#type.describe(row, inputs);
    const remembered = firstSeen(this.#session, this.#session.creationOf(inputs, hidden), inputs, made, wasThere);
    const stored: Bag = { ...hidden, [SET]: remembered[SET], ...(isOurs ? {} : { [TAKEN_OVER]: true }) };
    try {
      const settled = this.#type.describe(await sync(this.#session, row, inputs, isNew ? inputs : {}), inputs);
      const kept = { ...stored, [TAKEN_OVER]: this.#theirs(settled.outputs, stored[TAKEN_OVER]) };
      return { id: settled.id, outs: this.#wire.outputs(inputs, settled, kept, { ...made.outputs, ...remembered }) };
    } catch (cause) {
      const properties = this.#wire.outputs(this.#standing(inputs, made.inputs, isNew), made, stored, remembered);
      throw new ResourceError(this.#type.token, this.#session.printed(messageOf(cause)), {
        cause,
        created: { id: made.id, properties },
      });
    }
  }

  /**
   * What the vendor has of what is declared. Of what it never shows, a creation has sent all, and nobody has sent anything to
   * an object that was taken over: the next run does.
   */
  #standing(inputs: Bag, shown: Bag, isNew: boolean): Bag {
    const { inputs: schema, identity } = this.#type;
    const local = marked(schema, "local");
    const isKnown = (field: string) =>
      isNew || shown[field] !== undefined || local.has(field) || identity.includes(field);
    const known = Object.fromEntries(Object.entries(inputs).filter(([field]) => isKnown(field)));
    return observedInputs(known, shown, marked(schema, "additive"));
  }

  /** What the vendor has of it now, for refresh, import and `get`; `{}` for gone. */
  async read(id: string, props: Bag) {
    return this.#vanished.during(() => this.#read(id, props));
  }

  /** What this run misses at the vendor. */
  get #vanished(): Vanished {
    const { type, surroundings, connection } = this.#session;
    return connection.run.memory(`vanished at ${type.vendor.name}`, () => new Vanished(surroundings.mayVanish));
  }

  async #read(id: string, props: Bag): Promise<{ id?: string; props?: Bag; inputs?: Bag }> {
    const stored = this.#wire.declared(props);
    await this.#session.mustBeOfThisAccount(stored, props);
    // Of an import, or a `get`, nothing is known but an id. What there is just one of has no natural key to miss.
    const { identity } = this.#type;
    const isReferred = props[ID] !== undefined;
    const isUnknown = (identity.length > 0 ? identity : Object.keys(stored)).every(
      (field) => stored[field] === undefined,
    );
    const isImport = isReferred || isUnknown;
    const known = isReferred ? { id: undefined, inputs: this.#type.keyOf(stored) } : { id, inputs: stored };
    const proof = isImport ? undefined : await this.#silence?.ofObject(id, stored, this.#wire.computed(props), props);
    if (proof?.stands) return this.#asItStands(id, stored, props);
    const target = isUnknown ? importTarget(this.#type, id) : known;
    const isOneOfFew = proof?.stands === false && proof.isTouched;
    const found = await find(this.#session, target.inputs, target.id, this.#wire.computed(props), isOneOfFew);
    const row = single(this.#session, standing(this.#session, found, target.inputs), target.inputs);
    if (row === undefined) {
      // Answered with `{}`, the engine would go on with an object without properties.
      if (isImport) throw fail(`there is no ${id} to read`, "");
      if (found.length > 0) return {}; // There, and of no use: that is for the declaration to say.
      if (this.#waits(props)) return {}; // Nothing was there to be missed: from here on it can be made.
      const root = rootOf(this.#session, stored, id);
      await this.#vanished.missed(`${id} (${this.#session.named(stored)})`, root, props.__account !== undefined);
      await this.#drift.report("removals", "removed", id, stored);
      return {};
    }
    if (!this.#waits(this.#type.describe(row, target.inputs).outputs)) this.#vanished.found();
    const hidden: Bag = { ...this.#wire.hidden(props), ...(await this.#session.accountIn(props)) };
    if (proof?.syncedAt !== undefined) hidden[SYNCED_AT] = proof.syncedAt;
    const described = this.#type.describe(row, target.inputs);
    // A program that reads what it managed before only refers to it from now on.
    if (isImport) this.#session.connection.run.tookOver(this.#type.token, described.id);
    this.#belongs(described.id, props);
    const inputs = isImport
      ? Object.fromEntries(
          Object.entries(described.inputs).filter(([, value]) => value !== null && value !== undefined),
        )
      : observedInputs(
          stored,
          described.inputs,
          marked(this.#type.inputs, "additive"),
          this.#session.surroundings.asItIs ? (value) => value : visible,
        );
    if (!isImport) {
      const drifted = Object.keys(inputs).filter((field) => !isDeepStrictEqual(inputs[field], stored[field]));
      if (drifted.length > 0)
        await this.#drift.report("changes", `${drifted.join(", ")} changed`, described.id, stored);
    }
    if (!isImport && hasEnded(this.#session, described.outputs))
      this.#reportEnd(described.id, stored, { ...hidden, ...described.outputs });
    // What now answers to the key in place of ours, or where ours was not made yet, is somebody else's. An import is a request.
    const isMet = this.#waits(props) && !this.#waits(described.outputs);
    const isOther = described.id !== id || isMet;
    const mark = this.#theirs(described.outputs, isOther || props[TAKEN_OVER]);
    const isTheirs = !isImport && !this.#isOurs(described.id, { ...props, [TAKEN_OVER]: mark });
    if (isMet && isTheirs) this.#session.warn(stored, `took over ${described.id}, which somebody else made`);
    else if (isMet) this.#provenByNotes.add(described.id);
    const { [TAKEN_OVER]: _before, ...rest } = hidden;
    return {
      id: described.id,
      props: this.#wire.outputs(
        inputs,
        described,
        { ...rest, ...(isTheirs && { [TAKEN_OVER]: true }), ...(isReferred && { [ID]: described.id }) },
        props,
      ),
      inputs: this.#wire.inputs(inputs, rest),
    };
  }

  /** The change feed proves that the vendor has it as state has it. */
  async #asItStands(id: string, inputs: Bag, props: Bag): Promise<{ id: string; props: Bag; inputs: Bag }> {
    this.#vanished.found();
    this.#belongs(id, props);
    const outputs = this.#wire.computed(props);
    // Whose it is, and of which account, somebody may say in the environment meanwhile.
    const { [TAKEN_OVER]: mark, ...rest } = this.#wire.hidden(props);
    const isTheirs = Boolean(mark) && !this.#isOurs(id, props);
    const account = await this.#session.accountIn(props);
    const hidden: Bag = { ...rest, ...account, ...(isTheirs && { [TAKEN_OVER]: true }) };
    if (hasEnded(this.#session, outputs)) this.#reportEnd(id, inputs, { ...hidden, ...outputs });
    return {
      id,
      props: this.#wire.outputs(inputs, { outputs }, hidden, props),
      inputs: this.#wire.inputs(inputs, hidden),
    };
  }

  #belongs(id: string, props: Bag): void {
    const tenant = tenantIn(props);
    if (tenant !== undefined) this.#session.connection.run.belongs(this.#type.token, id, tenant);
  }

  async update(id: string, olds: Bag, news: Bag) {
    const type = this.#type;
    const inputs = this.#wire.declared(news);
    await this.#session.mustBeOfThisAccount(inputs, olds);
    const mark = this.#theirs(olds, olds[TAKEN_OVER]);
    // Declared otherwise, it may do no more what it does. No event tells of that, so the next refresh looks.
    const mayLapse = type.lapsed !== undefined && !isDeepStrictEqual(inputs, this.#wire.declared(olds));
    const hidden: Bag = {
      ...this.#wire.hidden(news),
      [TAKEN_OVER]: mark,
      [SET]: olds[SET],
      [SYNCED_AT]: mayLapse ? undefined : olds[SYNCED_AT],
    };
    const isOursAlone = !this.#asksForChange(olds, news);
    const asStored = () => this.#wire.outputs(inputs, { outputs: this.#wire.computed(olds) }, hidden, olds);
    // A tenant leaves, or comes back: its vendors hear nothing of that, so they are not asked for each of its objects either.
    if (isOursAlone && olds.__guard !== news.__guard) return { outs: asStored() };
    // What has come of it meanwhile, and whose it is, is for a refresh to see.
    if (isOursAlone && this.#waits(olds)) return { outs: asStored() };
    const found = await observe(this.#session, this.#wire.declared(olds), id, this.#wire.computed(olds));
    if (found === undefined) {
      // What is gone already is nothing to make for a change that the vendor does not hear of.
      if (isOursAlone) return { outs: asStored() };
      // A run that died between taking an invitation back and sending the next one, or somebody who removed it.
      if (type.isKnownByKey) return { outs: (await this.create(news)).outs };
      throw fail(
        `${id} (${this.#session.named(inputs)}) no longer exists: somebody removed it`,
        "Nothing was changed; run `pulumi up --refresh` to see that and to make it anew.",
      );
    }
    const creation = this.#session.creationOf(inputs, hidden);
    const seen = type.describe(found, inputs);
    const remembered = seenAgain(this.#session, creation, inputs, seen, olds);
    // It waited, and somebody put it there since: a refresh would say the same.
    const isMet = this.#waits(olds) && !this.#waits(seen.outputs);
    const isTheirs = isMet && !this.#isOurs(seen.id, { ...olds, [TAKEN_OVER]: true });
    if (isTheirs) this.#session.warn(inputs, `took over ${seen.id}, which somebody else made`);
    const isWaiting = this.#waits(seen.outputs);
    const row = await (isWaiting ? syncNoted : sync)(this.#session, found, inputs, olds, creation);
    const settled = type.describe(row, inputs);
    const kept = { ...hidden, [SET]: remembered[SET], [TAKEN_OVER]: this.#theirs(settled.outputs, isTheirs || mark) };
    return { outs: this.#wire.outputs(inputs, settled, kept, { ...olds, ...remembered }) };
  }

  async delete(id: string, props: Bag) {
    const { token, collection, removal, remove } = this.#type;
    const { writer, snapshots, run } = this.#session.connection;
    const inputs = this.#wire.declared(props);
    await this.#session.mustBeOfThisAccount(inputs, props);
    this.#mustNotBeGuarded(inputs, props.__guard);
    if (props.__epoch !== undefined) await this.#session.mustBeOnTime(this.#session.named(inputs));
    const outputs = this.#wire.computed(props);
    const creation = this.#session.creationOf(inputs, this.#wire.hidden(props));
    const { notes, now } = this.#session.surroundings;
    if (run.holds(token, id)) {
      // Whoever holds it took it over, and learns from the note that it was ours all the time.
      if (!props[TAKEN_OVER] && !this.#type.setting) notes.answered(notes.begin(creation, now()), id, now());
      return this.#session.warn(inputs, `kept ${id}, which goes on under another resource name`);
    }
    if (removal?.heir !== undefined && run.declares(nameBy(removal.heir, this.#type.keyOf(inputs))))
      return this.#session.warn(inputs, `kept ${id}, for which ${removal.heir} of this program stands now`);
    if (!this.#isOurs(id, props)) {
      notes.forget(creation, id);
      return this.#session.warn(inputs, `let go of ${id}, which was there before this stack: it stays as it is`);
    }
    this.#session.mustBeOurs(inputs, props, "removed");
    if (isPutBack(this.#session, props)) {
      await putBack(this.#session, inputs, id, props);
      return notes.forget(creation, id);
    }
    this.#mustBeChosen(inputs);
    const isAbandoned = removal?.permanent && inputs.onDelete === "abandon";
    const outcome = isAbandoned
      ? undefined
      : await remove?.(writer, { ...inputs, id }, outputs).catch((error) => {
          if (isNotFound(error)) return ABSENT;
          if (removal?.alone && isInvalid(error)) return this.#mustGoAlong(removal.alone, inputs, id, props, error);
          throw error;
        });
    if (outcome === ABSENT) await this.#mustBeGone(inputs, id, outputs);
    // What stays there was made here all the same, should it be declared again.
    if (remove && !removal?.permanent) notes.forget(creation, id);
    if (removal?.leaves) this.#session.warn(inputs, removal.leaves(inputs));
    snapshots.drop(collection, this.#type.scopeOf(inputs), id);
  }

  /** Whether it waits, by outputs in state or at the vendor. */
  #waits(outputs: Bag): boolean {
    return this.#type.waits?.(outputs) === true;
  }

  /** What this run found where state has something that waits, and a note proved ours. */
  get #provenByNotes(): Set<string> {
    return this.#session.connection.run.memory(`${this.#type.token} proven by notes`, () => new Set());
  }

  /** What state says of whose it is: of what waits, nothing is left that could be theirs. */
  #theirs(outputs: Bag, mark: unknown): true | undefined {
    return mark && !this.#waits(outputs) ? true : undefined;
  }

  /** Whether the object in state was made by this stack, or taken over on request. */
  #isOurs(id: string, props: Bag): boolean {
    if (!props[TAKEN_OVER]) return true;
    const creation = this.#session.creationOf(this.#wire.declared(props), this.#wire.hidden(props));
    return isOurs(this.#session, creation, { id, born: new Date(this.#session.surroundings.now()) });
  }

  /** Refuses what belongs to a tenant that this run's program does not declare: its file was lost, or it is no goodbye. */
  #mustNotBeGuarded(inputs: Bag, guard: unknown): void {
    if (typeof guard !== "string" || this.#session.connection.run.declares(guardOf(guard))) return;
    const it = this.#session.named(inputs);
    if (guard === ANY_DECLARATION) {
      const what = `${it} is shared by tenants that are not offboarding, so \`pulumi destroy\` does not remove it`;
      throw fail(what, "Nothing was changed.");
    }
    throw fail(
      `${it} belongs to tenant ${guard}, which is not offboarding, and this run declares no such tenant`,
      `Nothing was changed. To let it go: set status: offboarding in tenants/${guard}.yaml, run \`pulumi up\`, then remove the file or destroy.`,
    );
  }

  /** State forgets what could not be removed for want of it only once it is seen to be gone. */
  async #mustBeGone(inputs: Bag, id: string, stored: Bag): Promise<void> {
    const { collection, vendor } = this.#type;
    const scope = this.#type.scopeOf(inputs);
    this.#session.connection.snapshots.forget(collection, scope);
    const rows = await find(this.#session, inputs, id, stored);
    const isThere = (row: unknown) =>
      collection.id(row, scope) === id && !this.#waits(this.#type.describe(row, inputs).outputs);
    if (!rows.some(isThere)) return;
    // What an archived project has can still be read.
    const home = this.#session.homeOf(inputs);
    if (home && (await find(home.session, home.inputs, home.id)).length === 0) return;
    throw fail(
      `${vendor.title} says that there is no ${id} to remove, and shows it all the same`,
      "Nothing was changed: run again.",
    );
  }

  /** What the vendor does not remove by itself is left to what takes it along, unless that stays. */
  #mustGoAlong(
    { goesWith, wayOut }: RemovalAlone<z.ZodObject>,
    inputs: Bag,
    id: string,
    props: Bag,
    refusal: VendorError,
  ) {
    const { run } = this.#session.connection;
    const [field = "", token = ""] = Object.entries(goesWith).at(-1) ?? [];
    const home = String(inputs[field]);
    // `tenantry rotate` is about the key alone, so that nothing is said of its account; a key that is declared has one.
    const standing = run.standingOf(token, home) ?? (run.declares(nameOf(this.#type, inputs)) ? "for good" : undefined);
    const isOver = hasEnded(this.#session, props);
    const tenant = tenantIn(props);
    if (standing === "for good" && !isOver) throw fail(refusal, wayOut(tenant && `tenants/${tenant}.yaml`));
    const { title } = this.#type.vendor;
    const state = isOver ? "it has expired, and is listed" : "it works";
    const what = `${title} does not remove ${id} by itself: ${state} until ${home} goes`;
    this.#session.warn(inputs, `${what}, and this stack does not keep it any more`);
  }

  /** Refuses to leave behind what the vendor cannot delete unless somebody chose that. */
  #mustBeChosen(inputs: Bag): void {
    const { removal, vendor, inputs: schema } = this.#type;
    if (!removal?.permanent || (inputs.onDelete !== undefined && inputs.onDelete !== null)) return;
    const onDelete = (schema.shape.onDelete as z.ZodOptional<z.ZodEnum>).unwrap();
    const choices = onDelete.options.map((word) => `onDelete: ${JSON.stringify(word)}`).join(" or ");
    throw fail(
      `${this.#session.named(inputs)} cannot be removed: ${vendor.title} has no way to delete it`,
      `Nothing was changed. Declare ${choices}, run \`pulumi up\`, then remove it.`,
    );
  }
}

const guardOf = (name: string): string => `guard ${name}`;

/** The natural key inside an id as `pulumi import` is given it. */
function importTarget({ importId }: ResourceType, id: string): { id?: string | undefined; inputs: Bag } {
  const parts = importId.length === 1 ? [id] : id.split("/"); // A single one, a name for one, may hold any character.
  if (parts.length !== importId.length || parts.some((part) => part === ""))
    throw fail(`to import it, give ${importId.join("/")} as the id, not ${quoted(id)}`, "");
  const { id: own, ...inputs } = Object.fromEntries(importId.map((field, at) => [field, parts[at]]));
  return { id: own, inputs };
}
