/** One change of a collection, as it can be taken back and made again. */
export interface Change {
  undo(): void;
  redo(): void;
}

/** What tells of its changes. */
export interface Recorded {
  onChange: ((change: Change) => void) | undefined;
}

/**
 * The latest changes, so that a read can be answered from what was there a moment ago: whatever is newer is taken back,
 * read, and made again. Works because handlers are synchronous, so that nobody else sees the past.
 */
export class History {
  /** Oldest first. */
  #changes: { readonly atMs: number; readonly change: Change }[] = [];

  /** Forgets what happened before `keepFrom`. */
  record(change: Change, at: Date, keepFrom: Date): void {
    const firstKept = this.#changes.findIndex(({ atMs }) => atMs > keepFrom.getTime());
    if (firstKept !== 0) this.#changes.splice(0, firstKept === -1 ? this.#changes.length : firstKept);
    this.#changes.push({ atMs: at.getTime(), change });
  }

  asOf<T>(moment: Date, read: () => T): T {
    const firstHidden = this.#changes.findIndex(({ atMs }) => atMs > moment.getTime());
    const hidden = firstHidden === -1 ? [] : this.#changes.slice(firstHidden);
    for (const { change } of [...hidden].reverse()) change.undo();
    try {
      return read();
    } finally {
      for (const { change } of hidden) change.redo();
    }
  }

  clear(): void {
    this.#changes = [];
  }
}
