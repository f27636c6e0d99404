import { excerpt } from "../contract/printable.ts";
import type { Change } from "../contract/vendor.ts";
import type { Bag } from "./resource-type.ts";
import type { Session } from "./session.ts";

/** Tells people what a refresh found, and who did it where the change feed says so. */
export class Drift {
  readonly #session: Session;
  /** What the change feed says lately; asked once per run, and only when something drifted. */
  readonly #recent = new Map<"changes" | "removals", Promise<readonly Change[]>>();

  constructor(session: Session) {
    this.#session = session;
  }

  /** @param what e.g. `permissions changed` */
  async report(of: "changes" | "removals", what: string, id: string, inputs: Bag): Promise<void> {
    this.#session.warn(inputs, `${what} outside this stack${await this.who(of, id, inputs)}`);
  }

  /** E.g. ` by dana@ourcompany.example, project.archived at 2026-11-28T18:42:43.000Z`; empty where nothing tells. */
  async who(of: "changes" | "removals", id: string, inputs: Bag): Promise<string> {
    const { feed } = this.#session.type;
    const changes = await this.#recentChanges(of);
    const change = changes.find(({ data }) => feed.about(data, { ...inputs, id }) === true);
    return change ? ` by ${excerpt(change.by)}, ${excerpt(change.event)} at ${change.at.toISOString()}` : "";
  }

  #recentChanges(of: "changes" | "removals"): Promise<readonly Change[]> {
    const events = this.#session.type.feed[of];
    if (events.length === 0) return Promise.resolve([]);
    let changes = this.#recent.get(of);
    if (!changes) {
      // Attribution is a courtesy: that the feed is off or out of reach must not fail a refresh.
      changes = this.#session.connection.recentChanges(events).catch(() => []);
      this.#recent.set(of, changes);
    }
    return changes;
  }
}
