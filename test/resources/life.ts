import { expect } from "vitest";
import type { Emulators } from "../../emulators/index.ts";
import type { Operation } from "../harness/stack.ts";
import { bornOf, outputsOf } from "./definition.ts";
import type { Bag, Held, Scene, Writes } from "./description.ts";
import type { Resource } from "./found.ts";
import { actingAt, Home, shown } from "./home.ts";
import { type PlayedStage, stagesOf } from "./stages.ts";

/** A resource as the engine's state has it. */
type Stored = {
  readonly urn: string;
  readonly id?: string;
  readonly delete?: boolean;
  readonly outputs?: Readonly<Bag>;
};

/** What answers showed, by its id, of what has a time at which it was made. */
export type Shown = ReadonlyMap<string, Bag>;

/** One resource's life among others in a stack: where it stands, and the first thing that went wrong. */
export class Life {
  readonly resource: Resource;
  /** One for each round. */
  readonly stages: readonly PlayedStage[];
  /** For the round before which time passes. */
  readonly later: PlayedStage | undefined;
  readonly removal: PlayedStage | undefined;
  readonly resourceName: string;
  /** Declared now; `null` for nothing. */
  inputs: Bag | null = null;
  /** As the engine has it. */
  id = "";
  failure: Error | undefined;
  played = 0;
  /** What the engine did in its last run. */
  operations: readonly string[] = [];
  #emulators: Emulators | undefined;
  /** Where it lives, and where its replacement does. */
  #homes: { readonly home: Home; readonly remains: Held[] }[] = [];
  #at = 0;
  #row: Held | undefined;
  #stage: PlayedStage | undefined;

  constructor(resource: Resource) {
    this.resource = resource;
    const stages = stagesOf(resource);
    this.stages = stages.filter(({ name, passes }) => name !== "removed" && passes === undefined);
    this.later = stages.find(({ passes }) => passes !== undefined);
    this.removal = stages.at(-1);
    this.resourceName = resource.word;
  }

  async furnish(emulators: Emulators): Promise<void> {
    this.#emulators = emulators;
    const moves = this.stages.some(({ name }) => name === "replaced");
    for (const name of moves ? ["life", "next"] : ["life"]) {
      const home = await Home.make(this.resource, emulators, `${this.resource.word}-${name}`);
      // What is to be imported there is there from the start.
      this.#homes.push({ home, remains: name === "next" ? await home.ours() : [] });
    }
  }

  /** Without a stage to play it stays as it is. */
  begin(stage: PlayedStage | undefined): void {
    this.#stage = stage;
    if (stage) this.played++;
  }

  get title(): string {
    return this.#stage?.title ?? "while others go on";
  }

  get isForgotten(): boolean {
    return this.#stage?.forgotten === true;
  }

  /** Ids that its run is asked to take over: what state lost, and what is to be imported where it lives. */
  get asked(): string[] {
    const { fields, name } = this.#here;
    const imported = this.resource.imported?.(fields, name);
    return [...(this.isForgotten ? [this.id] : []), ...(imported === undefined ? [] : [imported])];
  }

  /** The requests that its stage takes. */
  get writes(): Writes {
    return this.#stage?.writes ?? {};
  }

  /** Whether any of its stages has to do with that request, or with what is listed there. */
  concerns(request: string): boolean {
    const paths = stagesOf(this.resource)
      .flatMap(({ writes }) => Object.keys(writes))
      .map((write) => write.split(" ")[1] ?? "");
    const [, path = ""] = request.split(" ");
    return paths.some((own) => own === path || own.startsWith(`${path}/{`));
  }

  /** What goes wrong is this life's. */
  async attempt(act: () => void | Promise<void>): Promise<void> {
    try {
      await act();
    } catch (error) {
      this.fail(error);
    }
  }

  fail(cause: unknown): void {
    if (this.failure) return;
    this.failure = cause instanceof Error ? cause : new Error(String(cause));
    this.failure.message = `${this.title}: ${this.failure.message}`;
  }

  isOf(urn: string): boolean {
    return urn.endsWith(`/${this.resource.token}::${this.resourceName}`);
  }

  /** What somebody does before the run; then it is declared as its stage has it. */
  async prepare(): Promise<void> {
    const stage = this.#stage;
    if (!stage) return;
    await stage.meanwhile?.(this.#scene);
    // A stage that nobody disturbed would prove nothing.
    if (stage.name === "drifted") expect(await this.#ours(this.#at)).not.toEqual([this.#row]);
    if (stage.name === "vanished") expect(await this.#ours(this.#at)).toEqual([]);
    const goes = stage.stays !== undefined || stage.does.some((op) => op === "replace" || op === "delete");
    if (goes) this.#leave(stage.name === "replaced" ? 1 : this.#at);
    const { fields, name } = this.#here;
    const declared = stage.inputs?.(fields, name);
    if (declared !== undefined) this.inputs = declared;
  }

  /** The engine's run, as far as it is about this resource; a run may take several attempts. */
  sees(operations: readonly Operation[]): void {
    const own = operations.filter(({ op, urn }) => op !== "refresh" && this.isOf(urn)).map(({ op }) => op);
    const all = [...this.operations, ...own];
    this.operations = all.some((op) => op !== "same") ? all.filter((op) => op !== "same") : all.slice(0, 1);
  }

  /** @param answers all so far */
  async mustBeAsDeclared(stored: readonly Stored[], answers: Shown): Promise<void> {
    const stage = this.#stage;
    const before = this.id;
    const mine = stored.filter(({ urn }) => this.isOf(urn));
    expect(this.operations).toEqual(stage?.does ?? (this.inputs ? ["same"] : []));
    expect(mine.map((each) => each.delete ?? false)).toEqual(this.inputs ? [false] : []);
    this.id = mine[0]?.id ?? "";
    mustBeFitToStore(mine, this.inputs ?? {});
    const answer = answers.get(this.id);
    if (this.inputs && outputsOf(this.resource.token).includes("createdAt")) {
      expect(mine[0]?.outputs).toMatchObject({ createdAt: answer?.created_at ?? expect.anything() });
    }
    if (this.inputs && answer) mustBeBornThen(this.resource, answer);
    const isKept = stage?.forgotten ? !this.resource.shownOnce : ["update", "same"].includes(this.operations[0] ?? "");
    if (isKept) expect(this.id).toBe(before);

    const rows = await this.#ours(this.#at);
    if (this.inputs) {
      const declared = shown(this.resource, this.id, this.inputs);
      if (!stage) expect(rows).toEqual([this.#row]);
      else if (stage.name === "odd") {
        // Declarations of odd stages leave things out, and are not canonical: what they show is.
        const expected: Held = { ...declared, ...stage.shows };
        expect(rows.map((row) => Object.fromEntries(Object.keys(expected).map((key) => [key, row[key]])))).toEqual([
          expected,
        ]);
      } else expect(rows).toEqual([declared]);
      this.#row = rows[0];
    } else expect(rows).toEqual([]);
    await this.#mustBeEmptyElsewhere();
    await stage?.holds?.(this.#scene);
  }

  mustBeSame(): void {
    expect(this.operations).toEqual(this.inputs ? ["same"] : []);
  }

  async mustBeRemoved(): Promise<void> {
    expect(this.operations).toEqual(this.inputs ? ["delete"] : []);
    if (this.inputs) this.#leave(this.#at);
    this.inputs = null;
    expect(await this.#ours(this.#at)).toEqual([]);
    await this.#mustBeEmptyElsewhere();
    await this.#stage?.holds?.(this.#scene);
  }

  get #here(): Home {
    return this.#homeAt(this.#at).home;
  }

  get #scene(): Scene {
    const { fields: home, name } = this.#here;
    const emulators = this.#emulators as Emulators;
    const act = actingAt(emulators, this.resource);
    return { emulators, act, home, name, id: this.id, inputs: this.inputs ?? {} };
  }

  #homeAt(at: number): { home: Home; remains: Held[] } {
    const home = this.#homes[at];
    if (!home) throw new Error("it has no home yet");
    return home;
  }

  async #mustBeEmptyElsewhere(): Promise<void> {
    for (const at of this.#homes.keys()) if (at !== this.#at) expect(await this.#ours(at)).toEqual([]);
  }

  /** It goes from here, for another home or for good; something of it may stay. */
  #leave(to: number): void {
    const { left } = this.resource;
    const row = this.#row;
    const { remains } = this.#homeAt(this.#at);
    if (row && this.#stage?.stays) remains.push({ ...row, ...this.#stage.stays });
    else if (row && left) remains.push(left(row, this.inputs ?? {}));
    this.#row = undefined;
    if (to !== this.#at) this.#homeAt(to).remains.length = 0; // What was imported there is ours now.
    this.#at = to;
  }

  /** What is in a home, bystanders aside and what stays for ever: both must be as they were. */
  async #ours(at: number): Promise<Held[]> {
    const { home, remains } = this.#homeAt(at);
    const rows = await home.ours();
    const left = remains.filter(({ id }) => id !== this.id || this.inputs === null);
    expect(rows, "what stays of it").toEqual(expect.arrayContaining(left));
    return rows.filter(({ id }) => !left.some((row) => row.id === id));
  }
}

/** By when it was made the provider tells what this stack made from what was there before. */
function mustBeBornThen({ token, dated }: Resource, answer: Bag): void {
  const { created_at: at } = answer;
  const then = new Date(typeof at === "number" ? at * 1000 : String(at));
  expect(bornOf(token, answer), "when it was made").toEqual(dated ? then : undefined);
}

/** State has what is declared as an input and as an output, little else, and nothing that must not be seen. */
function mustBeFitToStore(resources: readonly Stored[], declared: Bag): void {
  for (const resource of resources) {
    const stored = JSON.stringify(resource);
    // Certificates that the vendor makes are as long as they are.
    const own = stored.replace(/-----BEGIN CERTIFICATE-----[^"]*/g, "");
    expect(own.length).toBeLessThan(1400 + 2.5 * JSON.stringify(declared).length);
    expect(stored).not.toMatch(/sk-|sk_test_|accept_invitation|"token"|cAnArY/);
  }
}
