import { isDeepStrictEqual } from "node:util";
import { printable } from "../contract/printable.ts";
import { messageOf } from "./failures.ts";
import { plainObject } from "./plain-json.ts";
import type { DynamicProvider } from "./provider.ts";
import { ResourceError } from "./resource-error.ts";
import type { Bag } from "./resource-type.ts";
import type { Surroundings } from "./session.ts";

/** What state names it by. It never changes. */
export const AUDIT_EVENT = "tenantry:AuditEvent";

/** What an audit log is told of. */
export interface Report {
  readonly organizationId: string;
  readonly action: string;
  readonly tenant: string;
  readonly fields: readonly string[];
  readonly key: string;
}

interface Inputs {
  readonly organizationId: string;
  readonly action: string;
  readonly tenant: string;
  /** Of each field of the tenant's file, a digest of what it declares. */
  readonly declared: Readonly<Record<string, string>>;
}

/** In outputs: what was told, and in them alone how many events there were. */
interface State extends Inputs {
  readonly events: number;
}

/**
 * The provider of a resource that says in an audit log what was applied: an event when it is made, and one for each update. It
 * comes last in its tenant, so what it tells of is there. No event is read, changed or taken back. One that is refused fails no run:
 * the engine would remove nothing then, and who was taken out of a file would keep what they have. The next run tells it.
 */
export class AuditEventProvider implements DynamicProvider {
  readonly #tell: (report: Report) => Promise<void>;
  readonly #surroundings: Pick<Surroundings, "verify" | "secrets" | "warn">;

  /** @param tell adds the event; to the same key again it adds none */
  constructor(
    tell: (report: Report) => Promise<void>,
    surroundings: Pick<Surroundings, "verify" | "secrets" | "warn">,
  ) {
    this.#tell = tell;
    this.#surroundings = surroundings;
  }

  async check(_olds: Bag, news: Bag) {
    await this.#surroundings.verify().catch((error: unknown) => {
      throw new ResourceError(AUDIT_EVENT, this.#printed(messageOf(error)), { cause: error });
    });
    return { inputs: plainObject(news), failures: [] };
  }

  /** Another organization, or an event of another name, is a new beginning. What is in no event yet is a change. */
  async diff(_id: string, olds: Bag, news: Bag) {
    const replaces = ["organizationId", "action"].filter((field) => !isDeepStrictEqual(olds[field], news[field]));
    const isUntold = !isDeepStrictEqual(olds.declared, news.declared);
    return { ...(isUntold && { changes: true as const }), replaces, deleteBeforeReplace: false };
  }

  async create(news: Bag) {
    const { tenant } = news as unknown as Inputs;
    return { id: `${tenant}-applied`, outs: await this.#report(news, { declared: {}, events: 0 }) };
  }

  async read(id: string, props: Bag) {
    const { events: _ofOutputs, ...inputs } = props;
    return { id, props: plainObject(props), inputs: plainObject(inputs) };
  }

  async update(_id: string, olds: Bag, news: Bag) {
    return { outs: await this.#report(news, olds as unknown as State) };
  }

  /** What happened is not undone. */
  async delete() {}

  async #report(news: Bag, before: Pick<State, "declared" | "events">): Promise<Bag> {
    const { organizationId, action, tenant, declared } = news as unknown as Inputs;
    const all = [...new Set([...Object.keys(before.declared), ...Object.keys(declared)])].sort();
    const fields = all.filter((field) => before.declared[field] !== declared[field]);
    if (fields.length === 0) return plainObject({ ...news, events: before.events });
    const events = before.events + 1;
    // A run that died before its state was written is followed by one that says the same.
    const key = JSON.stringify([events, declared]);
    try {
      await this.#tell({ organizationId, action, tenant, fields, key });
    } catch (error) {
      const what = `${AUDIT_EVENT} tenant ${tenant}: its audit log was not told of ${fields.join(", ")}`;
      this.#surroundings.warn(this.#printed(`${what}: ${messageOf(error)}; the next \`pulumi up\` tells it`));
      return plainObject({ ...news, declared: before.declared, events: before.events });
    }
    return plainObject({ ...news, events });
  }

  #printed(text: string): string {
    return printable(this.#surroundings.secrets.withhold(text));
  }
}
