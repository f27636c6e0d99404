/** One change of a collection, which can be undone and redone. */
export interface Change {
  undo(): void;
  redo(): void;
}

/** Something that reports its changes. */
export interface Recorded {
  onChange: ((change: Change) => void) | undefined;
}

/** How many changes can be hidden from reads. Older ones are always visible, so that memory use is bounded. */
const HIDEABLE_CHANGES = 1000;
const REMEMBERED_PATHS = 10_000;

/**
 * The latest changes. To answer a read with an earlier state, the changes since then are undone, the read is handled, and
 * the changes are redone. That is safe because handlers are synchronous: no other request runs in between.
 *
 * A state is identified by the number of changes that had happened by then.
 */
export class History {
  /** Oldest first. */
  #changes: { readonly atMs: number; readonly change: Change }[] = [];
  /** How many changes happened before those. They cannot be undone any more. */
  #settled = 0;
  /** For each path, the states at its last reads, latest last. Only as many as reads lag behind are kept. */
  readonly #readAt = new Map<string, number[]>();

  record(change: Change, at: Date): void {
    this.#changes.push({ atMs: at.getTime(), change });
    if (this.#changes.length > HIDEABLE_CHANGES) this.#settle(HIDEABLE_CHANGES / 10);
  }

  /** The state at a moment. */
  at(moment: Date): number {
    const later = this.#changes.findIndex(({ atMs }) => atMs > moment.getTime());
    return later === -1 ? this.#latest : this.#settled + later;
  }

  /**
   * The state to answer a read of `path` with, if each change stays hidden from so many reads of that path.
   * Each call counts as one read.
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

  /** Makes all changes visible. */
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
    // If the last read of a path is older than all recorded changes, it makes no difference any more.
    for (const [path, states] of this.#readAt) if ((states.at(-1) ?? 0) <= this.#settled) this.#readAt.delete(path);
  }
}
