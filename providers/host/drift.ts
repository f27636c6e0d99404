import { excerpt } from "../contract/printable.ts";
import type { Change } from "../contract/vendor.ts";
import type { Bag } from "./resource-type.ts";
import type { Session } from "./session.ts";

/** Tells people what a refresh found, and who did it where the change feed says so. */
export class Drift {
  readonly #session: Session;

  constructor(session: Session) {
    this.#session = session;
  }

  /** @param what e.g. `permissions changed` */
  async report(of: "changes" | "removals", what: string, id: string, inputs: Bag): Promise<void> {
    this.#session.warn(inputs, `${what} outside this stack${await this.who(of, id, inputs)}`);
  }

  /** E.g. ` by dana@ourcompany.example, project.archived at 2026-11-28T18:42:43.000Z`; empty where nothing tells. */
  async who(of: "changes" | "removals", id: string, inputs: Bag): Promise<string> {
    const change = await this.latest(of, id, inputs);
    return change ? ` by ${excerpt(change.by)}, ${excerpt(change.event)} at ${change.at.toISOString()}` : "";
  }

  /** The latest entry of the change feed about an object; `undefined` where nothing tells. */
  async latest(of: "changes" | "removals", id: string, inputs: Bag): Promise<Change | undefined> {
    const { feed } = this.#session.type;
    return (await this.#recent(of)).find(({ data, event }) => feed.about(data, { ...inputs, id }, {}, event) === true);
  }

  /** What the change feed says lately; asked once per run and type, and only when something drifted. */
  #recent(of: "changes" | "removals"): Promise<readonly Change[]> {
    const { type, connection } = this.#session;
    const events = type.feed[of];
    if (events.length === 0) return Promise.resolve([]);
    // Attribution is a courtesy: that the feed is off or out of reach must not fail a refresh.
    return connection.run.memory(`recent ${of} of ${type.token}`, () =>
      connection.recentChanges(events).catch(() => []),
    );
  }
}
