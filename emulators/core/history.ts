/** One change of a collection, as it can be taken back and made again. */
export interface Change {
  undo(): void;
  redo(): void;
}

/** What tells of its changes. */
export interface Recorded {
  onChange: ((change: Change) => void) | undefined;
}

/** Changes that can be hidden from reads, however long nobody reads. What is older has become visible to everybody. */
const HIDEABLE_CHANGES = 1000;
const REMEMBERED_PATHS = 10_000;

/**
 * The latest changes, so that a read can be answered from what was there before them: they are taken back, read, and made
 * again. Works because handlers are synchronous, so that nobody else sees the past.
 *
 * A state is named by how many changes had happened by then.
 */
export class History {
  /** Oldest first. */
  #changes: { readonly atMs: number; readonly change: Change }[] = [];
  /** Changes that happened before those, and cannot be taken back any more. */
  #settled = 0;
  /** For each path, the states that there were when it was read, latest last, as many as reads lag behind. */
  readonly #readAt = new Map<string, number[]>();

  record(change: Change, at: Date): void {
    this.#changes.push({ atMs: at.getTime(), change });
    if (this.#changes.length > HIDEABLE_CHANGES) this.#settle(HIDEABLE_CHANGES / 10);
  }

  /** The state that there was at a moment. */
  at(moment: Date): number {
    const later = this.#changes.findIndex(({ atMs }) => atMs > moment.getTime());
    return later === -1 ? this.#latest : this.#settled + later;
  }

  /**
   * The state that a read of `path` is shown when each change stays hidden from so many reads of that path.
   * Asking counts as reading.
   */
  behind(path: string, reads: number): number {
    const earlier = this.#readAt.get(path) ?? [];
    const shown = earlier.length < reads ? this.#settled : Math.max(this.#settled, earlier[0] ?? 0);
    if (this.#changes.length > 0) this.#readAt.set(path, [...earlier, this.#latest].slice(-reads));
    if (this.#readAt.size > REMEMBERED_PATHS) this.#settle(this.#changes.length);
    return shown;
  }

  asOf<T>(state: number, read: () => T): T {
    const hidden = this.#changes.slice(state - this.#settled);
    for (const { change } of hidden.toReversed()) change.undo();
    try {
      return read();
    } finally {
      for (const { change } of hidden) change.redo();
    }
  }

  /** Everything that happened becomes visible. */
  clear(): void {
    this.#changes = [];
    this.#settled = 0;
    this.#readAt.clear();
  }

  get #latest(): number {
    return this.#settled + this.#changes.length;
  }

  #settle(changes: number): void {
    this.#changes.splice(0, changes);
    this.#settled += changes;
    // A path that was last read before all that can be hidden is like one that was never read.
    for (const [path, states] of this.#readAt) if ((states.at(-1) ?? 0) <= this.#settled) this.#readAt.delete(path);
  }
}
