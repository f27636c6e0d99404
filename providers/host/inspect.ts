import { isDeepStrictEqual } from "node:util";
import { marked } from "../contract/marks.ts";
import { excerpt, visible } from "../contract/printable.ts";
import type { Change } from "../contract/vendor.ts";
import { Drift } from "./drift.ts";
import { find } from "./find.ts";
import { dynamicProvider } from "./provider.ts";
import type { Bag, ResourceType } from "./resource-type.ts";
import { withoutMarks } from "./secret-mark.ts";
import { Session, type Surroundings } from "./session.ts";
import { hasEnded } from "./shown-once.ts";
import { Wire } from "./wire.ts";

/**
 * How an object is not as state has it. `deactivated` is still there, or can be brought back; `expired` let a time pass, as an
 * invitation does that nobody accepted; `overdue` is a key that has ended by its own date.
 */
export type DriftKind = "changed" | "deleted" | "archived" | "deactivated" | "expired" | "overdue";

export interface Drifted {
  readonly kind: DriftKind;
  /** What differs; nothing of an object that is gone, and no value of a secret. */
  readonly fields: readonly FieldDrift[];
  /** What is worth saying beside it, for people. */
  readonly reason?: string;
  /** The id of the managed object that it lives in. */
  readonly home?: string;
  /** Who did it; `undefined` where nothing tells. */
  readonly change: Change | undefined;
}

export interface FieldDrift {
  readonly field: string;
  /** In state, and at the vendor; null for none. Both left out for a secret. */
  readonly from?: unknown;
  readonly to?: unknown;
}

/**
 * Holds one object in state against its vendor as a refresh does, by the same reading, and says what differs as data. It writes
 * nothing.
 * @param outputs those in state, with secrets in the clear
 * @returns `undefined` where nothing differs
 * @throws ResourceError for what could not be seen
 */
export async function inspect(
  type: ResourceType,
  surroundings: Surroundings,
  id: string,
  outputs: Bag,
): Promise<Drifted | undefined> {
  // What a read tells people is told here as data.
  const session = new Session(type, { ...surroundings, warn: () => {}, asItIs: true });
  const seen = await dynamicProvider(type, session.surroundings).read(id, outputs);
  const wire = new Wire(type);
  const inputs = wire.declared(outputs);
  const drift = new Drift(session);
  if (seen.id === undefined)
    return type.waits?.(wire.computed(outputs)) ? undefined : gone(session, drift, id, outputs);
  const props = withoutMarks(seen.props ?? {});
  const fields = [
    ...differing(type, outputs, props),
    ...(seen.id === id ? [] : [{ field: "id", from: id, to: seen.id }]),
  ];
  if (hasEnded(session, props) && outputs.__epoch !== "previous")
    return {
      kind: "overdue",
      fields,
      reason: `ended ${type.shownOnce?.ends?.(props)?.toISOString()}`,
      change: undefined,
    };
  if (Object.keys(type.outputs.shape).some((field) => props[field] === "expired"))
    return { kind: "expired", fields, change: undefined };
  if (fields.length === 0) return undefined;
  const isOff = fields.some(({ field, to }) => INACTIVE.has(to) || (field === "enabled" && to === false));
  const kind = isOff ? "deactivated" : "changed";
  return { kind, fields, change: await drift.latest("changes", seen.id, inputs) };
}

/** The vendors' words for what is there and does not work. */
const INACTIVE: ReadonlySet<unknown> = new Set(["inactive", "deactivated", "disabled"]);

async function gone(session: Session, drift: Drift, id: string, outputs: Bag): Promise<Drifted> {
  const { type, connection } = session;
  const wire = new Wire(type);
  const inputs = wire.declared(outputs);
  const [row] = await find(session, inputs, id, wire.computed(outputs)).catch(() => []);
  const lapse = row === undefined ? undefined : type.lapsed?.(row, inputs, connection.now());
  const home = session.homeOf(inputs)?.id;
  const change = await drift.latest("removals", id, inputs);
  // There, and of no use any more: a key was ended by somebody, an invitation by time.
  if (lapse !== undefined)
    return {
      kind: type.shownOnce ? "deactivated" : "expired",
      fields: [],
      reason: session.printed(excerpt(lapse)),
      change: type.shownOnce && (await drift.latest("changes", id, inputs)),
    };
  return { kind: kindOf(change?.event ?? type.feed.removals[0]), fields: [], ...(home && { home }), change };
}

/** What the vendor calls the end of such an object, e.g. `project.archived`. */
function kindOf(event = ""): DriftKind {
  const verb = event.slice(event.lastIndexOf(".") + 1);
  return verb === "archived" || verb === "deactivated" ? verb : "deleted";
}

function differing({ inputs, outputs }: ResourceType, before: Bag, now: Bag): FieldDrift[] {
  const secret = new Set([...marked(inputs, "secret"), ...marked(outputs, "secret")]);
  const fields = [...new Set([...Object.keys(inputs.shape), ...Object.keys(outputs.shape)])];
  return fields
    .filter((field) => !isSame(before[field] ?? null, now[field] ?? null))
    .map((field) => (secret.has(field) ? { field } : { field, from: before[field] ?? null, to: now[field] ?? null }));
}

/** State has a value as the vendor has it, or as a refresh made it visible. */
const isSame = (before: unknown, now: unknown): boolean =>
  isDeepStrictEqual(before, now) || isDeepStrictEqual(before, visible(now));
