import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

/** What identifies one creation: which account, which stack, which kind of object, which natural key. */
export interface Intent {
  readonly account: string;
  /** Empty where the natural key alone says whose it is. */
  readonly stack: string;
  readonly token: string;
  readonly key: string;
}

interface Entry {
  /** When the creation was about to be sent. Milliseconds since 1970. */
  readonly at: number;
  /** The id the vendor gave, once it answered. */
  readonly id?: string;
}

/** How far an object's creation time may lie from our intent: the clocks of two machines, and a request that was paced. */
const BEFORE_MS = 5 * 60_000;
const AFTER_MS = 15 * 60_000;

/**
 * Remembers, outside Pulumi's state, that this stack was about to create an organization or a project, or that this
 * machine was to create a key. A run that dies between the vendor's answer and the engine's checkpoint leaves an object
 * that no state knows; the next run finds it by its natural key and needs proof that it is ours before it takes it over,
 * or removes a key whose value nobody has. Entries are a few bytes, one file each, hold no secret, and go when the object
 * does.
 */
export class Proofs {
  readonly #folder: string;
  readonly #warn: (line: string) => void;

  /** @param warn told when a note cannot be kept, for people to read */
  constructor(environment: NodeJS.ProcessEnv, warn: (line: string) => void) {
    this.#folder = join(stateFolder(environment), "intents");
    this.#warn = warn;
  }

  /** Written before the request goes out, so that nothing can be created without it. */
  intend(intent: Intent, now: number): void {
    this.#write(intent, { at: now });
  }

  /** From here on only this very object is proven. */
  made(intent: Intent, id: string, now: number): void {
    this.#write(intent, { at: now, id });
  }

  /** Whether the object is the one that this stack created, or was about to. */
  proves(intent: Intent, object: { id: string; createdAt: Date }): boolean {
    const entry = this.#read(intent);
    if (!entry) return false;
    if (entry.id !== undefined) return entry.id === object.id;
    const age = object.createdAt.getTime() - entry.at;
    return age >= -BEFORE_MS && age <= AFTER_MS;
  }

  /** The id of what was created, once the vendor answered. */
  idOf(intent: Intent): string | undefined {
    return this.#read(intent)?.id;
  }

  /** @param id the object that is gone: the entry of a successor that has its natural key stays */
  forget(intent: Intent, id?: string): void {
    const noted = id === undefined ? undefined : this.idOf(intent);
    if (noted !== undefined && noted !== id) return;
    try {
      rmSync(this.#file(intent), { force: true });
    } catch (error) {
      // It named an object that is gone, or a creation that was refused; neither is a reason to fail what succeeded.
      this.#warn(`cannot remove a note from ${this.#folder} (${(error as Error).message})`);
    }
  }

  #file({ account, stack, token, key }: Intent): string {
    const name = createHash("sha256")
      .update(JSON.stringify([account, stack, token, key]))
      .digest("hex");
    return join(this.#folder, `${name}.json`);
  }

  #read(intent: Intent): Entry | undefined {
    try {
      const entry: unknown = JSON.parse(readFileSync(this.#file(intent), "utf8"));
      return typeof entry === "object" && entry !== null && "at" in entry ? (entry as Entry) : undefined;
    } catch {
      return undefined; // No proof, or one that a dying machine left half-written: both prove nothing.
    }
  }

  #write(intent: Intent, entry: Entry): void {
    try {
      mkdirSync(this.#folder, { recursive: true });
      writeFileSync(this.#file(intent), JSON.stringify(entry));
    } catch (error) {
      // Without the note a run that dies here is not recognised later: its object is then refused, never taken wrongly.
      this.#warn(`cannot note what is being created in ${this.#folder} (${(error as Error).message})`);
    }
  }
}

/** `TENANTRY_STATE_DIR`, else where the platform keeps a program's state. */
export function stateFolder(environment: NodeJS.ProcessEnv): string {
  if (environment.TENANTRY_STATE_DIR) return environment.TENANTRY_STATE_DIR;
  if (process.platform === "win32" && environment.LOCALAPPDATA)
    return join(environment.LOCALAPPDATA, "tenantry", "state");
  if (process.platform === "darwin") return join(homedir(), "Library", "Application Support", "tenantry");
  return join(environment.XDG_STATE_HOME ?? join(homedir(), ".local", "state"), "tenantry");
}
