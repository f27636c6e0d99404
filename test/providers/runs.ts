import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach } from "vitest";
import type { ActingClient, OpenaiEmulator, WorkosEmulator } from "../../emulators/index.ts";
import type { Connection } from "../../providers/contract/vendor.ts";
import { Notes } from "../../providers/host/notes.ts";
import { isObservation, observationProvider } from "../../providers/host/observation.ts";
import { type DynamicProvider, dynamicProvider } from "../../providers/host/provider.ts";
import type { ResourceType } from "../../providers/host/resource-type.ts";
import type { Surroundings } from "../../providers/host/session.ts";

export type Bag = Record<string, unknown>;

/** What the engine has of an object in its state. */
export interface State {
  readonly id: string;
  readonly outs: Bag;
}

/** One run of the engine: its provider knows nothing of earlier ones. */
export interface Run extends DynamicProvider {
  /** What people were told. */
  readonly said: string[];
  /** Declares it: created where there is no state, else changed. */
  up(declared: Bag, state?: State): Promise<State>;
  /** What a refresh leaves in state; `undefined` for an object that is gone. */
  refresh(state: State): Promise<State | undefined>;
  remove(state: State): Promise<void>;
  /** Another resource in the same run: they share what the run knows of the vendor. */
  beside(other: Resource): Run;
}

export interface Resource {
  readonly definition: object;
}

type Emulator = WorkosEmulator | OpenaiEmulator;

/** What differs from vendor to vendor. */
export interface Place<Vendors extends Emulator> {
  start(): Promise<Vendors>;
  open(emulator: Vendors): Connection<unknown>;
  /** By its type token. */
  typeOf(token: string): object | undefined;
}

/** For a test file: the vendor's emulator, as new before each test, and runs of one resource against it. */
export function runsAt<Vendors extends Emulator>({ start, open, typeOf }: Place<Vendors>, resource: Resource) {
  const here: { emulator?: Vendors; folder?: string } = {};
  const emulator = (): Vendors => here.emulator as Vendors;

  beforeAll(async () => {
    here.emulator = await start();
  });
  beforeEach(() => {
    if (here.folder) rmSync(here.folder, { recursive: true });
    here.folder = mkdtempSync(join(tmpdir(), "tenantry-runs-"));
    emulator().reset();
    emulator().lagReads = 0;
  });
  afterAll(async () => {
    await emulator().close();
    if (here.folder) rmSync(here.folder, { recursive: true });
  });

  /**
   * @param adopt ids that this run may take over though nothing proves them ours
   * @param mayVanish the share of what it looks for that may be gone. @default all of it
   */
  const run = (adopt: readonly string[] = [], mayVanish = 1): Run =>
    runOf(resource, open(emulator()), adopt, mayVanish);

  function runOf(
    { definition }: Resource,
    connection: Connection<unknown>,
    adopt: readonly string[],
    mayVanish: number,
  ): Run {
    const said: string[] = [];
    const warn = (line: string) => void said.push(line);
    const surroundings: Surroundings = {
      notes: new Notes({ TENANTRY_STATE_DIR: here.folder }, warn),
      adopt: new Set(adopt),
      sameAccount: new Set(),
      mayVanish,
      now: () => emulator().clock.now().getTime(),
      secrets: connection.run.secrets,
      warn,
      verify: async () => {},
      connect: () => connection,
      typeOf: (token) => typeOf(token) as ResourceType,
    };
    const provider = isObservation(definition)
      ? observationProvider(definition, surroundings)
      : dynamicProvider(definition as ResourceType, surroundings);
    return {
      ...provider,
      said,
      async up(declared, state) {
        const { inputs, failures } = await provider.check(state?.outs ?? {}, declared);
        if (failures.length > 0) throw new Error(JSON.stringify(failures));
        if (!state) return provider.create(inputs);
        const { replaces } = await provider.diff(state.id, state.outs, inputs);
        if (replaces.length > 0) throw new Error(`replaces it because of ${replaces.join(", ")}`);
        return { id: state.id, ...(await provider.update(state.id, state.outs, inputs)) };
      },
      async refresh({ id, outs }) {
        const { id: found, props } = await provider.read(id, outs);
        return found === undefined || props === undefined ? undefined : { id: found, outs: props };
      },
      remove: ({ id, outs }) => provider.delete(id, outs),
      beside: (other) => runOf(other, connection, adopt, mayVanish),
    };
  }

  return {
    emulator,
    run,
    /** A colleague in the dashboard. She is not counted and meets no faults. */
    dana: (): ActingClient => emulator().as("dana@ourcompany.example"),
    /** Runs it, and says which requests that could change something it sent, in order. */
    async writes(act: () => Promise<unknown>): Promise<string[]> {
      const from = emulator().requests.log.length;
      await act();
      return emulator()
        .requests.log.slice(from)
        .filter(({ method, actor }) => method !== "GET" && actor === undefined)
        .map(({ method, route }) => `${method} ${route}`);
    },
    /** How many reads it sent. */
    async reads(act: () => Promise<unknown>): Promise<number> {
      const from = emulator().requests.log.length;
      await act();
      return emulator()
        .requests.log.slice(from)
        .filter(({ method, actor }) => method === "GET" && actor === undefined).length;
    },
  };
}
