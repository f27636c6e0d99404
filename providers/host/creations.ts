import { createHash, randomUUID } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import pLimit from "p-limit";
import { z } from "zod";
import { stateFolder } from "./proofs.ts";

/** A creation that was sent, or was about to be. */
const begunSchema = z.object({
  /** The ids of everything that was there just before it. */
  before: z.array(z.string()),
  /** When it was about to be sent. Milliseconds since 1970. */
  at: z.number(),
  /** When its answer was given up. Absent as long as somebody waits for it, and where the waiting process died. */
  until: z.number().optional(),
  pid: z.number(),
});

const noteSchema = z.union([z.object({ begun: begunSchema }), z.object({ made: z.string() })]);

type Note = z.output<typeof noteSchema>;

/** A creation whose answer never came. */
export interface Unanswered extends Pick<z.output<typeof begunSchema>, "before" | "at" | "until"> {
  readonly note: string;
}

/** What this machine noted about one place. */
export interface Noted {
  /** The ids of what it made there. */
  readonly made: ReadonlySet<string>;
  readonly unanswered: readonly Unanswered[];
  /** Whether another process that is alive waits for an answer, so that something new may be its. */
  readonly othersWait: boolean;
}

/**
 * Remembers, outside Pulumi's state, what this machine makes of things that have no name at the vendor. Without it
 * nobody could tell one whose secret got lost (a run that died, a lost answer) from one that is somebody's. One small
 * file for each creation, so that processes side by side do not overwrite each other's; it holds ids, never a secret.
 */
export class Creations {
  readonly #folder: string;
  readonly #warn: (line: string) => void;
  /** This process's own, which it knows even where nothing can be written. */
  readonly #own = new Map<string, Note>();
  readonly #turns = new Map<string, ReturnType<typeof pLimit>>();

  /** @param warn told when a note cannot be kept, for people to read */
  constructor(environment: NodeJS.ProcessEnv, warn: (line: string) => void) {
    this.#folder = join(stateFolder(environment), "creations");
    this.#warn = warn;
  }

  /** One after another within the process: what is new after a lost answer is then of that creation. */
  inTurn<Result>(place: string, make: () => Promise<Result>): Promise<Result> {
    const turn = this.#turns.get(place) ?? pLimit(1);
    this.#turns.set(place, turn);
    return turn(make);
  }

  in(place: string): Noted {
    const notes = [...this.#notes(place)];
    const begun = notes.flatMap(([note, said]) => ("begun" in said ? [{ note, ...said.begun }] : []));
    // The number of this very process on the note of another one: that one is dead.
    const waits = ({ note, pid, until }: (typeof begun)[number]): boolean =>
      this.#own.has(note) ? until === undefined : pid !== process.pid && isAlive(pid);
    return {
      made: new Set(notes.flatMap(([, said]) => ("made" in said ? [said.made] : []))),
      unanswered: begun.filter((each) => !waits(each)),
      othersWait: begun.some((each) => !this.#own.has(each.note) && waits(each)),
    };
  }

  /** Written before the request goes out, so that nothing can be made without it. Answers the note. */
  begin(place: string, before: readonly string[], now: number): string {
    const note = join(this.#folderOf(place), `${randomUUID()}.json`);
    this.#write(note, { begun: { before: [...before], at: now, pid: process.pid } });
    return note;
  }

  answered(note: string, id: string): void {
    this.#write(note, { made: id });
  }

  /** Nobody waits for the answer any more. */
  lost(note: string, now: number): void {
    const said = this.#own.get(note);
    if (said && "begun" in said) this.#write(note, { begun: { ...said.begun, until: now } });
  }

  /** It was refused, or what it left is dealt with. */
  settled(note: string): void {
    this.#own.delete(note);
    try {
      rmSync(note, { force: true });
    } catch (error) {
      this.#warn(`cannot remove a note from ${this.#folder} (${(error as Error).message})`);
    }
  }

  /** The object is gone. */
  forget(place: string, id: string): void {
    for (const [note, said] of this.#notes(place)) if ("made" in said && said.made === id) this.settled(note);
  }

  #folderOf(place: string): string {
    return join(this.#folder, createHash("sha256").update(place).digest("hex"));
  }

  #notes(place: string): Map<string, Note> {
    const folder = this.#folderOf(place);
    const notes = new Map([...this.#own].filter(([note]) => dirname(note) === folder));
    for (const name of namesIn(folder)) {
      const note = join(folder, name);
      const said = this.#own.get(note) ?? stored(note);
      if (said) notes.set(note, said);
    }
    return notes;
  }

  #write(note: string, said: Note): void {
    this.#own.set(note, said);
    try {
      mkdirSync(dirname(note), { recursive: true });
      // In one piece: half of it would make another process take what was made here for nobody's.
      writeFileSync(`${note}.part`, JSON.stringify(said));
      renameSync(`${note}.part`, note);
    } catch (error) {
      // Without the note a run that dies here leaves a secret that nobody knows, and nobody removes.
      this.#warn(`cannot note what is being created in ${this.#folder} (${(error as Error).message})`);
    }
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).filter((name) => name.endsWith(".json"));
  } catch {
    return []; // Nothing was made there yet.
  }
}

function stored(note: string): Note | undefined {
  try {
    return noteSchema.parse(JSON.parse(readFileSync(note, "utf8")));
  } catch {
    return undefined; // Gone by now, or broken: it proves nothing.
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
