/**
 * Tasks that are due at a moment of the emulator's clock: an organization that is being deleted is removed, a domain
 * check gives up. There is no timer: before each request the server runs the tasks that are due.
 */
export class Schedule {
  #tasks: { readonly atMs: number; readonly run: (at: Date) => void }[] = [];

  /** `run` gets the planned moment, which may be long before the request that triggers it. */
  at(moment: Date, run: (at: Date) => void): void {
    const atMs = moment.getTime();
    // Most tasks are added in the order in which they are due, so the search from the end is short.
    let index = this.#tasks.length;
    while (index > 0 && (this.#tasks[index - 1]?.atMs ?? 0) > atMs) index--;
    this.#tasks.splice(index, 0, { atMs, run });
  }

  runDue(now: Date): void {
    const nowMs = now.getTime();
    let due = 0;
    while (due < this.#tasks.length && (this.#tasks[due]?.atMs ?? Number.POSITIVE_INFINITY) <= nowMs) due++;
    if (due === 0) return;
    for (const task of this.#tasks.splice(0, due)) task.run(new Date(task.atMs));
  }

  clear(): void {
    this.#tasks = [];
  }
}
