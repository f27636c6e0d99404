/**
 * What will happen by itself once the emulator's clock gets there: an organization that is being deleted disappears, a
 * domain check gives up. Nothing ticks; the server runs what is due before it handles the next request.
 */
export class Schedule {
  #tasks: { readonly atMs: number; readonly run: (at: Date) => void }[] = [];

  /** `run` gets the moment it was planned for, which may lie well before the request that set it off. */
  at(moment: Date, run: (at: Date) => void): void {
    const atMs = moment.getTime();
    // Most tasks are planned in the order they fall due, so the search from the end is short.
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
