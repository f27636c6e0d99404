import { Secrets } from "./redaction.ts";

/** How long the program declares an object: until somebody decides otherwise, or until a date that its rotation has. */
export type Standing = "for good" | "by the date";

/**
 * What one run has been told and has done, in memory: one for the process, shared by both vendors. A run is what the
 * engine starts one provider process for. What must outlive it is in the notes on disk (`host/notes.ts`).
 */
export class Run {
  /** Values that were declared, sent or received as secrets: nothing that is printed holds one. */
  readonly secrets = new Secrets();
  readonly #declared = new Set<string>();
  readonly #made = new Set<string>();
  readonly #takenOver = new Set<string>();
  readonly #replaced = new Set<string>();
  readonly #endingAtOnce = new Set<string>();
  readonly #standing = new Map<string, Standing>();
  readonly #tenants = new Map<string, string>();
  readonly #beingMade = new Map<string, number>();
  readonly #memories = new Map<string, unknown>();
  /** When it began, by `performance.now()`: before anything was read. */
  readonly begunAt = performance.now();

  /** The program declares this: a guard, or a resource by its natural key. */
  declare(what: string): void {
    this.#declared.add(what);
  }

  declares(what: string): boolean {
    return this.#declared.has(what);
  }

  /** @param name what tells the object from others before it has an id */
  async making<Made>(name: string, make: () => Promise<Made>): Promise<Made> {
    this.#beingMade.set(name, (this.#beingMade.get(name) ?? 0) + 1);
    try {
      return await make();
    } finally {
      this.#beingMade.set(name, (this.#beingMade.get(name) ?? 1) - 1);
    }
  }

  isMaking(name: string): boolean {
    return Boolean(this.#beingMade.get(name));
  }

  /** The run created the object, so whatever is listed within it starts empty. */
  made(token: string, id: string): void {
    this.#made.add(`${token} ${id}`);
  }

  hasMade(token: string, id: string): boolean {
    return this.#made.has(`${token} ${id}`);
  }

  /** The object stands for a declaration now that had another one in state, or none. */
  tookOver(token: string, id: string): void {
    this.#takenOver.add(`${token} ${id}`);
  }

  /**
   * Whether a declaration of this run stands for the object, so that it must not be removed under the name it had before.
   * What the run made counts as well: a creation that may be repeated does not tell whether the object existed already.
   */
  holds(token: string, id: string): boolean {
    return this.hasMade(token, id) || this.#takenOver.has(`${token} ${id}`);
  }

  /** State has the object, and has it for this tenant. */
  belongs(token: string, id: string, tenant: string): void {
    this.#tenants.set(`${token} ${id}`, tenant);
  }

  tenantOf(token: string, id: string): string | undefined {
    return this.#tenants.get(`${token} ${id}`);
  }

  /** The object gets a successor of the same natural key, before it goes or after, and must not be taken for it. */
  replaces(token: string, id: string): void {
    this.#replaced.add(`${token} ${id}`);
  }

  isReplacing(token: string, id: string): boolean {
    return this.#replaced.has(`${token} ${id}`);
  }

  /** The program declares the object, which is there and is not replaced. */
  stands(token: string, id: string, how: Standing): void {
    this.#standing.set(`${token} ${id}`, how);
  }

  /** `undefined` where nothing says that it is to stay: a run that is for some resources only asks for no others. */
  standingOf(token: string, id: string): Standing | undefined {
    return this.#standing.get(`${token} ${id}`);
  }

  /** What lives in the object and is declared no more ends at once, whatever time it would have had. */
  endsAtOnce(token: string, id: string): void {
    this.#endingAtOnce.add(`${token} ${id}`);
  }

  isEndingAtOnce(token: string, id: string): boolean {
    return this.#endingAtOnce.has(`${token} ${id}`);
  }

  /** What a resource remembers of its own, e.g. its writes to the domains of one organization. Begun at first use. */
  memory<Memory>(of: string, begin: () => Memory): Memory {
    if (!this.#memories.has(of)) this.#memories.set(of, begin());
    return this.#memories.get(of) as Memory;
  }
}
