/**
 * What state points to: `(await import("tenantry/runtime")).provider("workos:Organization")`. The name, the argument and
 * the tokens are in everybody's state and never change; tokens are only added.
 */
import { devNull } from "node:os";
import { join } from "node:path";
import { Failure } from "./contract/errors.ts";
import { printable } from "./contract/printable.ts";
import { Run } from "./contract/run.ts";
import type { Connection, ConnectionSurroundings } from "./contract/vendor.ts";
import { AUDIT_EVENT, AuditEventProvider, type Report } from "./host/audit-event.ts";
import { watchEngine } from "./host/engine-watch.ts";
import { messageOf } from "./host/failures.ts";
import { incrementalIn } from "./host/incremental.ts";
import { type Drifted, inspect } from "./host/inspect.ts";
import { Notes } from "./host/notes.ts";
import { isObservation, observationProvider } from "./host/observation.ts";
import { type DynamicProvider, dynamicProvider } from "./host/provider.ts";
import type { ResourceType } from "./host/resource-type.ts";
import type { Surroundings } from "./host/session.ts";
import { Strays } from "./host/strays.ts";
import { type FoundUndeclared, UNDECLARED, UndeclaredProvider } from "./host/undeclared.ts";
import { mayVanishIn } from "./host/vanished.ts";
import type { Api } from "./http/api.ts";
import { openai } from "./openai/client.ts";
import { addAuditLogEvent } from "./workos/audit-log-event.ts";
import { workos } from "./workos/client.ts";

const vendors: Record<string, () => Promise<object>> = {
  workos: () => import("./workos/index.ts"),
  openai: () => import("./openai/index.ts"),
};

/** Begun by the first provider of the process: a program that only imports this module is no provider. */
let run: ConnectionSurroundings | undefined;

/** Why vendors in use can't be worked with, by their names; empty if all can. */
async function refusalsOf(surroundings: ConnectionSurroundings): Promise<ReadonlyMap<string, unknown>> {
  const refusals = new Map<string, unknown>();
  const used = [workos, openai].filter((vendor) => vendor.isInUse());
  const verified = await Promise.allSettled(used.map(async (vendor) => vendor.connect(surroundings).verify()));
  for (const [index, { name }] of used.entries()) {
    const one = verified[index];
    if (one?.status === "rejected") refusals.set(name, one.reason);
  }
  return refusals;
}

/** Both vendors, once per run: nothing is created at one while the key of the other is wrong. Two wrong ones are told at once. */
async function verify(surroundings: ConnectionSurroundings): Promise<void> {
  const wrong = [...(await refusalsOf(surroundings)).values()];
  const refusals = wrong.filter((reason) => reason instanceof Failure);
  if (refusals.length > 1) throw new Failure(refusals.map(({ message }) => message).join("; and "));
  if (wrong.length > 0) throw wrong[0];
}

const idsIn = (list = ""): ReadonlySet<string> => new Set(list.split(",").map((id) => id.trim()));

/** @throws Error for a token this version does not know */
export async function provider(token: string): Promise<DynamicProvider> {
  // One for the process: what one resource's check or create saw, another's delete relies on.
  run ??= { run: new Run(), beforeWrite: watchEngine(process.argv) };
  if (token === UNDECLARED) return undeclared(run);
  if (token === AUDIT_EVENT) return auditEvent(run);
  const types = await typesOf(token.split(":")[0] ?? "");
  const type = known(token, types);
  return providerOf(type, around(type, types, run));
}

const providerOf = (type: ResourceType, surroundings: Surroundings): DynamicProvider =>
  isObservation(type) ? observationProvider(type, surroundings) : dynamicProvider(type, surroundings);

/** A resource of ours as state has it. */
export interface Managed {
  /** E.g. `workos:Organization`. */
  readonly token: string;
  readonly id: string;
  /** Secrets in the clear. */
  readonly outputs: Readonly<Record<string, unknown>>;
}

/** What differs between state and the vendors. */
export interface Inspector {
  /** Vendors at which nothing can be seen, by the first half of their type tokens, and why: nothing of theirs is looked at. */
  readonly down: ReadonlyMap<string, string>;
  /** @returns `undefined` where nothing differs @throws Error that says why the object could not be seen */
  look(managed: Managed): Promise<Drifted | undefined>;
  /** What no file declares, at vendors that are not down. @param managed a `tenantry:Undeclared` */
  undeclared(managed: Managed): Promise<FoundUndeclared[]>;
  /** By a vendor's clock; this machine's may be wrong. Milliseconds since 1970. */
  now(): number;
  /** A value as people may see it: without any secret that was taken in. */
  withhold(text: string): string;
}

/** Looks at what is there, for a program of its own, which writes nothing: its connections refuse to. */
export async function inspector(): Promise<Inspector> {
  const refuse = async () => {
    throw new Error("bug: a look at what is there wanted to write");
  };
  const alone: ConnectionSurroundings = { run: new Run(), beforeWrite: refuse };
  const refusals = await refusalsOf(alone);
  const down = new Map([...refusals].map(([vendor, reason]) => [vendor, printable(messageOf(reason))]));
  const lists = undeclared(alone);
  return {
    down,
    async look({ token, id, outputs }) {
      // Thousands of one type are looked at.
      const [type, surroundings] = await alone.run.memory(`surroundings of ${token}`, async () => {
        const types = await typesOf(token.split(":")[0] ?? "");
        const type = known(token, types);
        // However much is gone, that is what is asked for: nothing follows from it.
        return [type, { ...around(type, types, alone), mayVanish: 1 }] as const;
      });
      if (isObservation(type)) return undefined; // What it has seen is all of it.
      return inspect(type, surroundings, id, { ...outputs });
    },
    undeclared: async ({ outputs }) => (await lists).found({ ...outputs }, down),
    now: () =>
      [workos, openai]
        .find((vendor) => vendor.isInUse() && !down.has(vendor.name))
        ?.connect(alone)
        .now() ?? Date.now(),
    withhold: (text) => alone.run.secrets.withhold(text),
  };
}

/** What providers of a run of its own need. */
export interface OwnRun {
  readonly run: Run;
  connect(vendor: string): Connection<unknown>;
}

/**
 * The providers of a run that shares nothing with this process's: on other connections, without notes on disk, and without a line for
 * anybody. A forecast plays such runs on vendors in memory.
 */
export async function providersOn({ run, connect }: OwnRun): Promise<(token: string) => DynamicProvider> {
  const [workosTypes, openaiTypes] = await Promise.all([typesOf("workos"), typesOf("openai")]);
  const types: Types = new Map([...workosTypes, ...openaiTypes]);
  const nowhere = { TENANTRY_STATE_DIR: join(devNull, "nowhere") };
  const shared = {
    notes: new Notes(nowhere, () => {}),
    adopt: new Set<string>(),
    mayVanish: 1,
    sameAccount: new Set<string>(),
    now: () => Date.now(),
    secrets: run.secrets,
    warn: () => {},
    verify: async () => void (await Promise.all(["workos", "openai"].map((vendor) => connect(vendor).verify()))),
  };
  const aroundOf = (type: ResourceType): Surroundings => ({
    ...shared,
    connect: () => connect(type.vendor.name),
    typeOf: (token) => types.get(token),
  });
  const straysOf = (token: string): Strays =>
    run.memory(`strays of ${token}`, () => new Strays(known(token, types), aroundOf(known(token, types))));
  const tell = (report: Report) => addAuditLogEvent(connect("workos").writer as Api, report);
  const providers = new Map<string, DynamicProvider>([
    [UNDECLARED, new UndeclaredProvider(straysOf, shared)],
    [AUDIT_EVENT, new AuditEventProvider(tell, shared)],
  ]);
  return (token) => {
    const provider = providers.get(token) ?? providerOf(known(token, types), aroundOf(known(token, types)));
    providers.set(token, provider);
    return provider;
  };
}

/** Its lists are those of both vendors. */
async function undeclared(surroundings: ConnectionSurroundings): Promise<UndeclaredProvider> {
  const [workosTypes, openaiTypes] = await Promise.all([typesOf("workos"), typesOf("openai")]);
  const straysOf = (token: string): Strays =>
    surroundings.run.memory(`strays of ${token}`, () => {
      const types = workosTypes.has(token) ? workosTypes : openaiTypes;
      const type = known(token, types);
      return new Strays(type, around(type, types, surroundings));
    });
  return new UndeclaredProvider(straysOf, {
    warn,
    verify: () => verify(surroundings),
    secrets: surroundings.run.secrets,
  });
}

function auditEvent(surroundings: ConnectionSurroundings): DynamicProvider {
  return new AuditEventProvider((report) => addAuditLogEvent(workos.connect(surroundings).writer, report), {
    warn,
    verify: () => verify(surroundings),
    secrets: surroundings.run.secrets,
  });
}

/** By token. */
type Types = ReadonlyMap<string, ResourceType>;

/** The resource types of one vendor. */
async function typesOf(vendor: string): Promise<Types> {
  const resources = ((await vendors[vendor]?.()) ?? {}) as Record<string, { definition?: ResourceType } | undefined>;
  const types = Object.values(resources).flatMap((resource) => resource?.definition ?? []);
  return new Map(types.map((type) => [type.token, type]));
}

function known(token: string, types: Types): ResourceType {
  const type = types.get(token);
  if (type) return type;
  const what = `this version of tenantry has no resource ${JSON.stringify(token)}`;
  throw new Error(printable(`${what}; was the state written by a newer one?`));
}

const warn = (line: string) => console.error(line);

function around(type: ResourceType, types: Types, surroundings: ConnectionSurroundings): Surroundings {
  return {
    incremental: incrementalIn(
      process.env,
      [...types.values()].filter((one) => !isObservation(one)),
    ),
    notes: new Notes(process.env, warn),
    adopt: idsIn(process.env.TENANTRY_ADOPT),
    mayVanish: mayVanishIn(process.env),
    sameAccount: idsIn(process.env.TENANTRY_SAME_ACCOUNT),
    now: () => Date.now(),
    secrets: surroundings.run.secrets,
    warn,
    verify: () => verify(surroundings),
    connect: () => type.vendor.connect(surroundings),
    typeOf: (token) => types.get(token),
  };
}
