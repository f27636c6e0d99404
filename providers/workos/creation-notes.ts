import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { stateFolder } from "../host/proofs.ts";

const noteSchema = z.object({
  /** The ids of what was made under our names, by name. */
  made: z.record(z.string(), z.string()),
  /** The creation that is on its way: what was there just before it, when that was, and which process sends it. */
  begun: z.object({ before: z.array(z.string()), at: z.number(), pid: z.number() }).optional(),
});

type Note = z.output<typeof noteSchema>;

/** A creation whose answer never came. */
export interface Unanswered {
  /** The ids of everything that was there just before it. */
  readonly before: readonly string[];
  /** When it was about to be sent. Milliseconds since 1970. */
  readonly at: number;
}

/**
 * Remembers, outside Pulumi's state, what this machine makes in one parent of things that have no name at the vendor.
 * Without it nobody could tell one whose secret got lost (a run that died, a lost answer) from one that is somebody's.
 * One small file for each parent; it holds ids and names, never a secret. At most one creation per parent is on its way.
 */
export class CreationNotes {
  readonly #folder: string;
  readonly #warn: (line: string) => void;
  readonly #notes = new Map<string, Note>();

  /** @param warn told when a note cannot be kept, for people to read */
  constructor(environment: NodeJS.ProcessEnv, warn: (line: string) => void) {
    this.#folder = join(stateFolder(environment), "creations");
    this.#warn = warn;
  }

  /** The id of what was made under that name. */
  made(parent: string, name: string): string | undefined {
    const { made } = this.#read(parent);
    return Object.hasOwn(made, name) ? made[name] : undefined;
  }

  /** What was begun and never answered; nothing while another process may still be waiting for its answer. */
  unanswered(parent: string): Unanswered | undefined {
    const { begun } = this.#read(parent);
    return begun && (begun.pid === process.pid || !isAlive(begun.pid)) ? begun : undefined;
  }

  /** Written before the request goes out, so that nothing can be made without it. */
  begin(parent: string, before: readonly string[], now: number): void {
    this.#write(parent, { ...this.#read(parent), begun: { before: [...before], at: now, pid: process.pid } });
  }

  answered(parent: string, name: string, id: string): void {
    this.#write(parent, { made: { ...this.#read(parent).made, [name]: id } });
  }

  /** Nothing is on its way any more: it was refused, or what it left is dealt with. */
  settled(parent: string): void {
    this.#write(parent, { made: this.#read(parent).made });
  }

  forget(parent: string, id: string): void {
    const { made, ...rest } = this.#read(parent);
    const kept = Object.entries(made).filter(([, each]) => each !== id);
    if (kept.length < Object.keys(made).length) this.#write(parent, { ...rest, made: Object.fromEntries(kept) });
  }

  #file(parent: string): string {
    return join(this.#folder, `${createHash("sha256").update(parent).digest("hex")}.json`);
  }

  #read(parent: string): Note {
    let note = this.#notes.get(parent);
    if (!note) {
      note = this.#stored(parent);
      this.#notes.set(parent, note);
    }
    return note;
  }

  #stored(parent: string): Note {
    try {
      return noteSchema.parse(JSON.parse(readFileSync(this.#file(parent), "utf8")));
    } catch {
      return { made: {} }; // None, or one that a dying machine left half-written: both prove nothing.
    }
  }

  #write(parent: string, note: Note): void {
    this.#notes.set(parent, note);
    try {
      mkdirSync(this.#folder, { recursive: true });
      writeFileSync(this.#file(parent), JSON.stringify(note));
    } catch (error) {
      // Without the note a run that dies here leaves a secret that nobody knows, and nobody removes.
      this.#warn(`cannot note what is being created in ${this.#folder} (${(error as Error).message})`);
    }
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM"; // There, but somebody else's.
  }
}
