import { createHash, randomUUID } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { z } from "zod";

/** What identifies one creation. */
export interface Creation {
  readonly account: string;
  /** Empty where the natural key alone says whose it is. */
  readonly stack: string;
  readonly token: string;
  /** The scope of the collection that it is made in. */
  readonly scope: string;
  /** The natural key. */
  readonly key: string;
  /** The vendor gives it no name, so that two creations of one key are two notes. */
  readonly isNameless: boolean;
  /** The tenant that it is made for, where it is one's. */
  readonly tenant?: string;
}

const values = z.record(z.string(), z.json());

/** A note: that a creation is about to be sent, and later what came of it. */
const noteSchema = z.object({
  /** When it was about to be sent, or answered. Milliseconds since 1970. */
  at: z.number(),
  /** The process that waits for the answer. */
  pid: z.number(),
  /** The id that the vendor gave, once it answered. */
  id: z.string().optional(),
  /** A hash of the tenant that it was made for. */
  tenant: z.string().optional(),
  /** When the answer was given up. Absent as long as somebody waits for it, and where the waiting process died. */
  until: z.number().optional(),
  /** The ids of everything that was in the scope just before it; of nameless objects only. */
  before: z.array(z.string()).optional(),
  /** Of a setting. */
  setting: z.object({ before: values.nullable(), set: values }).optional(),
});
type Note = z.output<typeof noteSchema>;

/** What a setting was before this stack first wrote it, null for none; and what it was made. */
export type Kept = NonNullable<Note["setting"]>;

/** A creation whose answer never came. */
export interface Unanswered {
  readonly file: string;
  readonly before: readonly string[];
}

/** What this machine noted about one scope. */
export interface Noted {
  /** The ids of what it made there. */
  readonly made: ReadonlySet<string>;
  readonly unanswered: readonly Unanswered[];
  /** Whether another process that is alive waits for an answer, so that something new may be its. */
  readonly othersWait: boolean;
}

/** An object as the vendor lists it. */
interface Made {
  readonly id: string;
  readonly born: Date;
}

/** How far an object's creation time may lie from our note: the clocks of two machines, and a request that was paced. */
const BEFORE_MS = 5 * 60_000;
const AFTER_MS = 15 * 60_000;

/**
 * Remembers on disk, outside Pulumi's state, what this machine was about to make and has made. A run that dies between the
 * vendor's answer and the engine's checkpoint leaves an object that no state knows; the next run finds it and needs proof that
 * it is ours before it takes it over.
 *
 * A folder for each scope of an account, a file for each natural key (or, of nameless objects, for each creation), each
 * written in one piece and read only as a whole, by this user alone. A note holds ids, times and settings, never a secret. It
 * goes when its object does; that of an object which anybody may find in its parent goes as soon as a state has it.
 */
export class Notes {
  readonly #root: string;
  readonly #warn: (line: string) => void;
  /** This process's own, which it knows even where nothing can be written. */
  readonly #own = new Map<string, Note>();

  /** @param warn told when a note cannot be kept, for people to read */
  constructor(environment: NodeJS.ProcessEnv, warn: (line: string) => void) {
    this.#root = join(stateFolder(environment), "creations");
    this.#warn = warn;
  }

  /** Written before the request goes out, so that nothing can be made without it. Answers the note's file. */
  begin(creation: Creation, now: number, before?: readonly string[]): string {
    const suffix = creation.isNameless ? `.${randomUUID()}` : "";
    const file = join(this.#folder(creation), `${nameOf(creation)}${suffix}.json`);
    const tenant = creation.tenant && hash(creation.tenant);
    this.#write(file, { at: now, pid: process.pid, ...(tenant && { tenant }), ...(before && { before: [...before] }) });
    return file;
  }

  /** Of a setting, before it is written: a state that is lost by then, or never had it, is no loss. */
  keep(creation: Creation, id: string, setting: Kept, now: number): void {
    const tenant = creation.tenant && hash(creation.tenant);
    const file = join(this.#folder(creation), `${nameOf(creation)}.json`);
    this.#write(file, { at: now, pid: process.pid, id, setting, ...(tenant && { tenant }) });
  }

  kept(creation: Creation): Kept | undefined {
    return this.#of(creation)[0]?.[1].setting;
  }

  /** From here on only this very object is proven. */
  answered(file: string, id: string, now: number): void {
    const tenant = this.#own.get(file)?.tenant;
    this.#write(file, { at: now, pid: process.pid, id, ...(tenant && { tenant }) });
  }

  /** Nobody waits for the answer any more. */
  lost(file: string, now: number): void {
    const note = this.#own.get(file);
    if (note) this.#write(file, { ...note, until: now });
  }

  /** It was refused, or what it left is dealt with. */
  settled(file: string): void {
    this.#own.delete(file);
    try {
      rmSync(file, { force: true });
    } catch (error) {
      // It named an object that is gone, or a creation that was refused; neither is a reason to fail what succeeded.
      this.#warn(`cannot remove a note from ${this.#root} (${(error as Error).message})`);
    }
  }

  /** Whether the object is the one that this stack created, or was about to, and not for another tenant. */
  proves(creation: Creation, object: Made): boolean {
    return this.#about(creation, object).some((note) => !isForAnother(creation, note));
  }

  /** Whether this stack created the object, or was about to, for another tenant. */
  isAnothers(creation: Creation, object: Made): boolean {
    return this.#about(creation, object).some((note) => isForAnother(creation, note));
  }

  #about(creation: Creation, { id, born }: Made): Note[] {
    return this.#of(creation)
      .map(([, note]) => note)
      .filter((note) => {
        if (note.id !== undefined) return note.id === id;
        const age = born.getTime() - note.at;
        return age >= -BEFORE_MS && age <= AFTER_MS;
      });
  }

  /** The id of what was created last under this key, once the vendor answered. */
  idOf(creation: Creation): string | undefined {
    return this.#of(creation)
      .filter(([, { id }]) => id !== undefined)
      .sort(([, a], [, b]) => b.at - a.at)[0]?.[1].id;
  }

  /** The object is in a state by now, which proves the same. The note of a creation that is under way stays. */
  inState(creation: Creation, id: string): void {
    for (const [file, note] of this.#of(creation)) if (note.id === id) this.settled(file);
  }

  /** The object is gone. The note of a successor that has its natural key stays. */
  forget(creation: Creation, id: string): void {
    for (const [file, note] of this.#of(creation))
      if (note.id === id || (note.id === undefined && !creation.isNameless)) this.settled(file);
  }

  /** What is noted in the scope of a nameless creation. */
  around(creation: Creation): Noted {
    const folder = this.#folder(creation);
    const files = new Set([...namesIn(folder).map((name) => join(folder, name)), ...this.#own.keys()]);
    const notes = [...files].filter((file) => dirname(file) === folder).flatMap((file) => this.#entry(file));
    const waiting = notes.filter(([, { id }]) => id === undefined);
    // The number of this very process on the note of another one: that one is dead.
    const waits = ([file, { pid, until }]: [string, Note]): boolean =>
      this.#own.has(file) ? until === undefined : pid !== process.pid && isAlive(pid);
    return {
      made: new Set(notes.flatMap(([, { id }]) => (id === undefined ? [] : [id]))),
      unanswered: waiting.filter((entry) => !waits(entry)).map(([file, { before = [] }]) => ({ file, before })),
      othersWait: waiting.some((entry) => !this.#own.has(entry[0]) && waits(entry)),
    };
  }

  #folder({ account, token, scope }: Creation): string {
    return join(this.#root, hash(account, token, scope));
  }

  /** The notes of one natural key. */
  #of(creation: Creation): [file: string, note: Note][] {
    const folder = this.#folder(creation);
    const name = nameOf(creation);
    if (!creation.isNameless) return this.#entry(join(folder, `${name}.json`));
    const own = [...this.#own.keys()].filter((file) => file.startsWith(join(folder, name)));
    const stored = namesIn(folder).filter((file) => file.startsWith(name));
    return [...new Set([...own, ...stored.map((file) => join(folder, file))])].flatMap((file) => this.#entry(file));
  }

  /** None for a note that is gone by now, or broken: it proves nothing. */
  #entry(file: string): [file: string, note: Note][] {
    const own = this.#own.get(file);
    if (own) return [[file, own]];
    try {
      return [[file, noteSchema.parse(JSON.parse(readFileSync(file, "utf8")))]];
    } catch {
      return [];
    }
  }

  #write(file: string, note: Note): void {
    this.#own.set(file, note);
    try {
      mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
      // In one piece: half of it would make another process take what was made here for nobody's.
      const part = `${file}.${process.pid}.part`;
      writeFileSync(part, JSON.stringify(note), { mode: 0o600 });
      renameSync(part, file);
    } catch (error) {
      // A run that dies now leaves an object that the next one refuses, or a key that nobody knows and nobody removes.
      this.#warn(`cannot note what is being created in ${this.#root} (${(error as Error).message})`);
    }
  }
}

const isForAnother = ({ tenant }: Creation, note: Note): boolean =>
  tenant !== undefined && note.tenant !== undefined && hash(tenant) !== note.tenant;

const hash = (...parts: readonly string[]): string => createHash("sha256").update(JSON.stringify(parts)).digest("hex");

const nameOf = ({ stack, key }: Creation): string => hash(stack, key);

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).filter((name) => name.endsWith(".json"));
  } catch {
    return []; // Nothing was made there yet.
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

/** `TENANTRY_STATE_DIR`, else where the platform keeps a program's state. */
function stateFolder(environment: NodeJS.ProcessEnv): string {
  if (environment.TENANTRY_STATE_DIR) return environment.TENANTRY_STATE_DIR;
  if (process.platform === "win32" && environment.LOCALAPPDATA)
    return join(environment.LOCALAPPDATA, "tenantry", "state");
  if (process.platform === "darwin") return join(homedir(), "Library", "Application Support", "tenantry");
  return join(environment.XDG_STATE_HOME ?? join(homedir(), ".local", "state"), "tenantry");
}
