import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { type Emulators, startEmulators } from "../../emulators/index.ts";
import { createFleetFolder, type Ending, type Environment, type FleetFolder } from "../e2e/fleet-folder.ts";
import { actsOf } from "./colleague.ts";
import { declaredThings, edited, FLEET_FILE, newTenant, type Tenant, tenantFile } from "./declared.ts";
import { Dice } from "./dice.ts";
import { type Disturbance, describe, disturbance } from "./disturbances.ts";
import { leaks } from "./leaks.ts";
import { descendantsOf, ended } from "./processes.ts";
import { isKey, isPerson, type Living, living } from "./vendors.ts";

/** A promise that was not kept. */
export interface Finding {
  readonly promise: "lost" | "doubled" | "foreign" | "printed" | "misdirected" | "written while looking" | "stuck";
  readonly what: string;
  /** The step after which it was seen. */
  readonly step: string;
}

export interface Played {
  readonly seed: number;
  /** What was done, in order. */
  readonly steps: readonly string[];
  readonly findings: readonly Finding[];
}

const UP = ["up", "--skip-preview", "--yes"];
const HOUR_MS = 3_600_000;

/**
 * Plays one random life of a fleet: what the seed says is done to it, the vendors and the machine, looked at after each step;
 * then everything is put right, and the declared state has to come about.
 */
export async function play(seed: number): Promise<Played> {
  const life = await Life.begin(seed);
  try {
    await life.play();
    return { seed, steps: life.steps, findings: life.findings };
  } catch (error) {
    // A command that hangs, or a vendor that fails: whatever it is, the steps say how to get there.
    life.find("stuck", (error as Error).message);
    return { seed, steps: life.steps, findings: life.findings };
  } finally {
    await life.close();
  }
}

class Life {
  readonly steps: string[] = [];
  readonly findings: Finding[] = [];
  readonly #seed: number;
  /** Of the present step: what happened before, and when, does not change what it does. */
  #dice: Dice;
  readonly #folder: FleetFolder;
  /** Other accounts of both vendors, whose credentials somebody takes by mistake. */
  readonly #elsewhere: Emulators;
  readonly #tenants = new Map<string, Tenant>();
  /** Tenants that a run was told to let go. */
  readonly #leaving = new Set<string>();
  /** By id: what others made, as it was when they had made it. */
  readonly #foreign = new Map<string, string>();
  /** Ids of ours that a colleague removed, or that a step replaces on purpose. */
  readonly #given = new Set<string>();
  /** Keys that stood in state once: somebody may have been handed them. */
  readonly #handedOut = new Set<string>();
  readonly #secrets = new Set<string>();
  readonly #printed = new Map<string, string>();
  #before: readonly Living[] = [];
  #savedState: string | undefined;
  /** What cannot be expected any more: lapsed invitations; keys whose values only a lost state or machine knew. */
  #clockMoved = false;
  #memoryLost = false;
  #counter = 0;

  private constructor(seed: number, folder: FleetFolder, elsewhere: Emulators) {
    this.#seed = seed;
    this.#dice = new Dice(seed);
    this.#folder = folder;
    this.#elsewhere = elsewhere;
  }

  static async begin(seed: number): Promise<Life> {
    const folder = await createFleetFolder("soak", { "fleet.yaml": FLEET_FILE });
    mkdirSync(join(folder.path, ".tmp"));
    return new Life(seed, folder, await startEmulators());
  }

  async close(): Promise<void> {
    await this.#folder.close();
    await this.#elsewhere.close();
  }

  async play(): Promise<void> {
    const { workos, openai } = this.#folder.emulators;
    this.#secrets.add(workos.apiKey).add(openai.adminApiKey);
    for (const thing of await living(this.#folder.emulators)) this.#foreign.set(thing.id, thing.row);
    this.#put(newTenant("acme", this.#dice));
    if (this.#dice.chance(0.5)) this.#put(newTenant("globex", this.#dice));
    await this.#run(UP);
    const length = this.#dice.between(5, 10);
    // What comes after a broken promise may just follow from it.
    for (let step = 1; step <= length && this.findings.length === 0; step++) {
      this.#dice = new Dice(this.#seed, step);
      await this.#dice.weighted(this.#choices).take();
    }
    if (this.findings.length === 0) await this.#putRight();
    this.#searchLeaks();
  }

  readonly #choices: readonly { readonly weight: number; readonly take: () => Promise<unknown> }[] = [
    { weight: 5, take: () => this.#run([...UP, ...this.#display()], disturbance(this.#dice)) },
    { weight: 3, take: () => this.#run([...UP, "--refresh"], disturbance(this.#dice)) },
    { weight: 2, take: () => this.#run(["refresh", "--skip-preview", "--yes"], disturbance(this.#dice)) },
    { weight: 2, take: () => this.#run(["preview", ...this.#display()], disturbance(this.#dice)) },
    { weight: 1, take: () => this.#run(["preview", "--refresh"], disturbance(this.#dice)) },
    { weight: 1, take: () => this.#run(["destroy", "--skip-preview", "--yes"], disturbance(this.#dice)) },
    { weight: 2, take: () => this.#wrongAccount() },
    { weight: 1, take: () => this.#otherMachine() },
    { weight: 2, take: () => this.#replaceKey() },
    { weight: 2, take: () => this.#rename() },
    { weight: 1, take: () => this.#saveState() },
    { weight: 2, take: () => this.#restoreState() },
    { weight: 1, take: () => this.#moveClock() },
    { weight: 4, take: () => this.#colleague() },
    { weight: 4, take: () => this.#edit() },
    { weight: 1, take: () => this.#letGo() },
  ];

  // --- what is done ---------------------------------------------------------------------------------------------------

  #display(): string[] {
    return this.#dice.oneOf([[], [], ["--debug"], ["--json"], ["--event-log", join(this.#folder.path, "events.json")]]);
  }

  #put(tenant: Tenant): void {
    this.#tenants.set(tenant.slug, tenant);
    this.#folder.write(`tenants/${tenant.slug}.yaml`, tenantFile(tenant));
  }

  async #edit(): Promise<void> {
    const active = [...this.#tenants.values()].filter(({ status }) => status === "active");
    if (active.length === 0 || (active.length < 3 && this.#dice.chance(0.2)))
      this.#put(newTenant(this.#dice.oneOf(["hooli", "initech", "umbrella"]), this.#dice));
    else this.#put(edited(this.#dice.oneOf(active), this.#dice));
    this.#note(`edits the files: ${[...this.#tenants.keys()].join(", ")}`);
    await this.#run(UP, disturbance(this.#dice));
  }

  /** A tenant leaves in two steps. */
  async #letGo(): Promise<void> {
    const tenant = this.#dice.oneOf([...this.#tenants.values()]);
    if (tenant.status === "active") {
      this.#put({ ...tenant, status: "offboarding" });
      this.#note(`offboards ${tenant.slug}`);
    } else if (this.#leaving.has(tenant.slug)) {
      this.#tenants.delete(tenant.slug);
      this.#folder.remove(`tenants/${tenant.slug}.yaml`);
      this.#note(`removes the file of ${tenant.slug}`);
    }
    await this.#run(UP, disturbance(this.#dice));
  }

  async #rename(): Promise<void> {
    const tenant = this.#dice.oneOf([...this.#tenants.values()]);
    const slug = `${tenant.slug}-new`;
    const keepsIdentity = this.#dice.chance(0.5);
    this.#folder.remove(`tenants/${tenant.slug}.yaml`);
    this.#folder.write(`tenants/${slug}.yaml`, tenantFile(tenant, { slug, keepsIdentity }));
    this.#note(`renames the file of ${tenant.slug}, ${keepsIdentity ? "with" : "without"} its external id`);
    await this.#run(this.#dice.chance(0.5) ? UP : ["up", "--yes"]);
    this.#folder.remove(`tenants/${slug}.yaml`);
    this.#put(tenant);
    this.#note("renames it back");
  }

  async #wrongAccount(): Promise<void> {
    const { workos, openai } = this.#elsewhere;
    const theirs = {
      ...(this.#dice.chance(0.8) && { WORKOS_API_KEY: workos.apiKey, WORKOS_BASE_URL: workos.url }),
      ...(this.#dice.chance(0.8) && { OPENAI_ADMIN_KEY: openai.adminApiKey, OPENAI_BASE_URL: openai.url }),
    };
    if (Object.keys(theirs).length === 0) return;
    const args = this.#dice.oneOf([UP, [...UP, "--refresh"], ["refresh", "--skip-preview", "--yes"]]);
    const state = this.#folder.storedState();
    await this.#run(args, undefined, theirs, `with another account's ${Object.keys(theirs).join(", ")}`);
    const written = workos.requests.writes + openai.requests.writes;
    if (written > 0) this.find("misdirected", `${written} writes reached the other account`);
    if (urnsOf(state).some((urn) => !urnsOf(this.#folder.storedState()).includes(urn)))
      this.find("misdirected", "state forgot resources, because another account does not have them");
    for (const emulator of [workos, openai]) emulator.reset();
  }

  async #otherMachine(): Promise<void> {
    this.#memoryLost = true;
    await this.#run(
      UP,
      disturbance(this.#dice),
      { TENANTRY_STATE_DIR: join(this.#folder.path, ".elsewhere") },
      "on another machine",
    );
  }

  async #replaceKey(): Promise<void> {
    const keys = resourcesOf(this.#folder.storedState()).filter(({ type }) => /Key$|ClientSecret$/.test(type));
    if (keys.length === 0) return;
    const { urn, id } = this.#dice.oneOf(keys);
    this.#given.add(id);
    await this.#run([...UP, "--replace", urn]);
  }

  async #saveState(): Promise<void> {
    this.#savedState = this.#folder.storedState();
    this.#note("saves the state");
  }

  async #restoreState(): Promise<void> {
    if (this.#savedState === undefined) return this.#saveState();
    this.#folder.write(".pulumi/stacks/fleet/test.json", this.#savedState);
    this.#memoryLost = true;
    this.#note("restores the saved state");
    await this.#run(this.#dice.chance(0.5) ? UP : [...UP, "--refresh"], disturbance(this.#dice));
  }

  async #moveClock(): Promise<void> {
    const hours = this.#dice.oneOf([2, 9 * 24, 40 * 24]);
    for (const emulator of [this.#folder.emulators.workos, this.#folder.emulators.openai])
      emulator.clock.advance(hours * HOUR_MS);
    this.#clockMoved = true;
    this.#note(`the vendors' clock goes ${hours} h ahead`);
    await this.#run(UP, disturbance(this.#dice));
  }

  // --- the other actor ------------------------------------------------------------------------------------------------

  /** A colleague does something in a dashboard. What she makes is hers, and stays. */
  async #colleague(): Promise<void> {
    const { emulators } = this.#folder;
    const dice = new Dice(this.#seed, -++this.#counter);
    const slug = dice.oneOf([...this.#tenants.keys()]);
    const ours = (await living(emulators)).filter(({ id }) => !this.#foreign.has(id));
    const [title, act] = dice.oneOf(actsOf(emulators, slug, ours, this.#counter, dice));
    try {
      const { made = [], removed = [] } = await act();
      for (const id of removed) this.#given.add(id);
      const rows = new Map((await living(emulators)).map(({ id, row }) => [id, row]));
      for (const id of made) this.#foreign.set(id, rows.get(id) ?? "");
      this.#note(`a colleague ${title} (${slug})`);
    } catch (error) {
      this.#note(`a colleague tried what the vendor refused: ${title} (${(error as Error).message})`);
    }
  }

  // --- runs, and what happens to them -----------------------------------------------------------------------------------

  async #run(args: readonly string[], trouble?: Disturbance, environment: Environment = {}, how = ""): Promise<Ending> {
    this.#note([`pulumi ${args.join(" ")}`, how, describe(trouble)].filter(Boolean).join(", "));
    for (const { slug, status } of this.#tenants.values()) if (status === "offboarding") this.#leaving.add(slug);
    const { workos, openai } = this.#folder.emulators;
    const writesBefore = this.#folder.writes();
    const { child, ending } = this.#folder.start(args, {
      TMPDIR: join(this.#folder.path, ".tmp"),
      TENANTRY_REQUEST_LOG: join(this.#folder.path, "requests.log"),
      ...environment,
    });

    let arrived = 0;
    let target: string | undefined;
    let leftBehind: number[] = [];
    for (const emulator of [workos, openai])
      emulator.onRequest = async ({ index, phase, method, route }) => {
        const name = `${emulator.origin} ${index}`;
        if (phase === "received") {
          if (!trouble || trouble.kind === "faults" || ++arrived !== trouble.at) return;
          target = name;
          if (trouble.kind === "kill" && !trouble.isAnswered)
            emulator.faults.add({ kind: "do-then-drop", method, route });
        } else if (name === target && trouble?.kind === "kill") {
          leftBehind = descendantsOf(child.pid ?? 0);
          child.kill("SIGKILL");
        } else if (name === target) await this.#colleague();
      };
    if (trouble?.kind === "faults")
      for (const { vendor, ...fault } of trouble.faults) this.#folder.emulators[vendor].faults.add(fault);

    const outcome = await ending;
    this.#printed.set(`the output of step ${this.steps.length}`, outcome.output);
    for (const emulator of [workos, openai]) {
      emulator.onRequest = undefined;
      emulator.faults.clear();
    }
    if (child.signalCode === "SIGKILL") {
      for (const pid of await ended(leftBehind)) this.find("stuck", `process ${pid} outlives the killed run`);
      this.#note("pulumi cancel, after the kill");
      await this.#folder.pulumi(["cancel", "--yes"]);
    }
    const isLooking = args[0] === "preview" || args[0] === "refresh";
    if (isLooking && this.#folder.writes() > writesBefore)
      this.find("written while looking", `${this.#folder.writes() - writesBefore} writes`);
    await this.#look({ isCalm: trouble === undefined });
    return outcome;
  }

  // --- what must hold -----------------------------------------------------------------------------------------------------

  #note(step: string): void {
    this.steps.push(step);
  }

  find(promise: Finding["promise"], what: string): void {
    this.findings.push({ promise, what, step: `${this.steps.length}. ${this.steps.at(-1)}` });
  }

  /** What is declared and not on its way out. A file that was renamed or lost declares what it did. */
  #kept(): Set<string> {
    const staying = [...this.#tenants.values()].filter(({ slug }) => !this.#leaving.has(slug));
    return new Set(staying.flatMap(declaredThings));
  }

  async #look({ isCalm }: { isCalm: boolean }): Promise<void> {
    const now = await living(this.#folder.emulators);
    for (const { secret } of now) if (secret) this.#secrets.add(secret);
    const byId = new Map(now.map((one) => [one.id, one]));
    const ours = now.filter(({ id }) => !this.#foreign.has(id));

    for (const [id, row] of this.#foreign) {
      const current = byId.get(id);
      if (current?.row === row) continue;
      const isWithParent = this.#isGoneWithTenant(row);
      if (!isWithParent)
        this.find("foreign", `${current ? "changed" : "deleted"}: ${row}${current ? ` is now ${current.row}` : ""}`);
      this.#foreign.delete(id);
    }

    const kept = this.#kept();
    for (const one of this.#before) {
      if (!kept.has(one.thing) || byId.has(one.id) || this.#given.has(one.id)) continue;
      if (isKey(one) && !this.#handedOut.has(one.id)) continue; // its value was lost: it may be made again
      if (isPerson(one) && (!isCalm || this.#clockMoved || ours.some(({ thing }) => thing === one.thing))) continue;
      this.find("lost", `${one.thing} (${one.id})`);
    }
    for (const [thing, some] of Map.groupBy(ours, ({ thing }) => thing))
      if (some.length > 1 && kept.has(thing) && !some.some(isKey))
        this.find("doubled", `${thing} (${some.map(({ id }) => id).join(", ")})`);
    const customers = ours.filter(
      ({ thing }) => thing.startsWith("organization ") && !thing.startsWith("organization key"),
    );
    for (const [name, some] of Map.groupBy(customers, ({ row }) => JSON.parse(row).name))
      if (some.length > 1) this.find("doubled", `customer ${name} (${some.map(({ id }) => id).join(", ")})`);

    const stored = this.#folder.storedState();
    for (const { id, thing } of ours) if (isKey({ thing }) && stored.includes(id)) this.#handedOut.add(id);
    this.#before = ours;
  }

  /** What a colleague made inside of a tenant goes with it. */
  #isGoneWithTenant(row: string): boolean {
    const within = Object.values(JSON.parse(row || "{}")).filter((value) => typeof value === "string");
    const gone = this.#before.filter(({ thing }) =>
      [...this.#leaving].some((slug) => thing.endsWith(` ${slug}`) || thing.includes(` ${slug}/`)),
    );
    return gone.some(({ id }) => within.includes(id));
  }

  /** Nothing goes wrong any more: the declared state comes about, and stays. */
  async #putRight(): Promise<void> {
    await this.#run(UP);
    let last = await this.#run([...UP, "--refresh"]);
    if (last.code !== 0) last = await this.#run([...UP, "--refresh"]);
    if (last.code !== 0) this.find("stuck", `up fails although nothing goes wrong any more:\n${reason(last.output)}`);
    else {
      const { code, output } = await this.#run(["preview", "--refresh", "--expect-no-changes"]);
      if (code !== 0) this.find("stuck", `there is always something to change:\n${reason(output)}`);
      await this.#compare();
    }
  }

  #searchLeaks(): void {
    const { path } = this.#folder;
    const found = leaks(this.#secrets, this.#printed, path);
    for (const [where, some] of Map.groupBy(found, ({ where }) => where)) {
      const begins = some.map(({ secret }) => `${secret.slice(0, 12)}…`).join(", ");
      this.find("printed", `${some.length} secrets stand in ${where.replace(path, "the fleet's folder")}: ${begins}`);
    }
  }

  async #compare(): Promise<void> {
    const ours = this.#before;
    const kept = this.#kept();
    // What a colleague made under a name that is declared later may have been taken over.
    const there = new Set((await living(this.#folder.emulators)).map(({ thing }) => thing));
    for (const thing of kept) {
      const some = ours.filter((one) => one.thing === thing);
      if (!there.has(thing) && !(this.#clockMoved && thing.startsWith("person ")))
        this.find("lost", `${thing} is declared and not there`);
      if (some.length > 1 && !this.#memoryLost)
        this.find("doubled", `${thing} (${some.map(({ id }) => id).join(", ")})`);
    }
    if (this.#memoryLost) return;
    const staying = [...this.#tenants.keys()].filter((slug) => !this.#leaving.has(slug));
    for (const one of ours)
      if (!kept.has(one.thing) && staying.some((slug) => one.thing.includes(` ${slug}/`)))
        this.find("doubled", `${one.thing} (${one.id}) is there and nobody declares it`);
    const { output } = await this.#folder.pulumi(["stack", "export", "--show-secrets"]);
    for (const { thing, secret } of ours)
      if (secret && kept.has(thing) && !output.includes(secret))
        this.find("lost", `the value of ${thing} is not in state`);
  }
}

interface Stored {
  readonly urn: string;
  readonly id: string;
  readonly type: string;
  readonly custom?: boolean;
}

function resourcesOf(state: string): Stored[] {
  const resources: Stored[] = state ? (JSON.parse(state).checkpoint.latest?.resources ?? []) : [];
  return resources.filter(({ custom, type }) => custom && type.includes("dynamic"));
}

const urnsOf = (state: string): string[] => resourcesOf(state).map(({ urn }) => urn);

/** What a failed command says of why, or its last lines. */
function reason(output: string): string {
  const lines = output.trim().split("\n");
  const errors = lines.filter((line) => /^\s*(error:|[-+~]{1,2} \S+:\S+ )|^ {4}error: /.test(line));
  return (errors.length > 0 ? errors : lines).slice(-12).join("\n");
}
