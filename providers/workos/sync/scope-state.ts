import { isDeepStrictEqual } from "node:util";
import { z } from "../../kit.ts";
import { ENVIRONMENT, isUnplaced, type Kind, kindsOf, type Seen } from "./kinds.ts";

/*
 * What is known of one scope, an organization or the environment, and how it moves on: a fold over events, repaired by listings.
 * Nothing here knows a vendor's client, an engine or a clock.
 */

export interface ScopeState {
  /** The id of an organization, or `environment`. */
  readonly scope: string;
  readonly cursor: string | null;
  /** When the cursor's event was; without one, from when on to ask. RFC 3339, as all times here, by the vendor's clock. */
  readonly cursorAt: string;
  /** The cursor that this state was computed from. */
  readonly base: string | null;
  /** By list and key. */
  readonly rows: Readonly<Record<string, Row>>;
  readonly blocked: { readonly event: string; readonly type: string; readonly reason: string } | null;
  /** Events that were passed over on request. */
  readonly skipped: readonly string[];
}

export interface Row {
  readonly list: string;
  readonly key: string;
  /** Of a deleted one nothing. */
  readonly fields: Seen["fields"];
  readonly updatedAt: string;
  /** The last one that was applied; null for what a listing showed. */
  readonly lastEventId: string | null;
  readonly deletedAt: string | null;
}

/** As `GET /events` has it. */
export interface FeedEvent {
  /** Ids are texts in the order of time. */
  readonly id: string;
  readonly event: string;
  readonly created_at: string;
  readonly data: unknown;
}

export interface Rules {
  /** How long it is remembered what was deleted. */
  readonly tombstoneDays: number;
  /** Ids of events to pass over. */
  readonly skipEvents: readonly string[];
}

export const DAY_MS = 24 * 60 * 60 * 1000;

export const nothingYet = (scope: string, since: string): ScopeState => ({
  scope,
  cursor: null,
  cursorAt: since,
  base: null,
  rows: {},
  blocked: null,
  skipped: [],
});

const nameOf = ({ list }: Pick<Kind, "list">, key: string): string => `${list} ${key}`;

/**
 * The state after a page of events, in whatever order they come. The cursor is the position of the page's last one, which can lie before
 * what some row knows. One that cannot be read stops the scope just before it.
 * @param now of the vendor, in milliseconds since 1970
 */
export function applyEvents(state: ScopeState, page: readonly FeedEvent[], now: number, rules: Rules): ScopeState {
  const inOrder = page.toSorted((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
  const rows = { ...state.rows };
  const skipped = new Set(state.skipped);
  let last: FeedEvent | undefined = page.at(-1);
  let blocked: ScopeState["blocked"] = null;
  for (const [index, event] of inOrder.entries()) {
    if (rules.skipEvents.includes(event.id)) {
      skipped.add(event.id);
      continue;
    }
    try {
      take(rows, state.scope, event);
    } catch (problem) {
      if (!(problem instanceof z.ZodError)) throw problem;
      blocked = { event: event.id, type: event.event, reason: reasonOf(problem) };
      last = inOrder[index - 1];
      break;
    }
  }
  return {
    ...state,
    ...(last && { cursor: last.id, cursorAt: last.created_at }),
    rows: remembered(rows, state.scope, now - rules.tombstoneDays * DAY_MS),
    blocked,
    // Once it is behind the cursor, nobody needs to know that it was.
    skipped: [...skipped].filter((event) => rules.skipEvents.includes(event)).sort(),
  };
}

/** Enters what one event says, if it is about this scope and news. */
function take(rows: Record<string, Row>, scope: string, { id, event: type, created_at, data }: FeedEvent): void {
  if (scope === ENVIRONMENT && isUnplaced(type, data))
    throw new z.ZodError([
      { code: "custom", path: [], message: "it does not say which organization it is about", input: data },
    ]);
  const kind = kindsOf(scope).find(({ changes, removals }) => changes.includes(type) || removals.includes(type));
  if (!kind || kind.place(data) !== scope) return;
  const isRemoval = kind.removals.includes(type);
  const {
    key,
    updatedAt = created_at,
    fields,
  } = isRemoval ? { key: kind.key(data), fields: {} } : kind.seen(data, { type, at: created_at });
  const name = nameOf(kind, key);
  const before = rows[name];
  if (before && !isNews(before, id, updatedAt)) return;
  const isDead = before !== undefined && before.deletedAt !== null;
  const row = { list: kind.list, key, updatedAt, lastEventId: id };
  if (isRemoval) {
    rows[name] = { ...row, fields: {}, deletedAt: created_at };
    if (key === scope) endAll(rows, { updatedAt, lastEventId: id, deletedAt: created_at });
  } else if (!isDead) {
    rows[name] = { ...row, fields: { ...before?.fields, ...fields }, deletedAt: null };
    supersede(rows, kind, name);
  } else if (kind.revives) {
    rows[name] = { ...row, fields, deletedAt: null };
    supersede(rows, kind, name);
  } else rows[name] = { ...before, lastEventId: id };
}

/** With an organization goes what is in it, whether or not that is told: nothing of it is listed again. */
function endAll(rows: Record<string, Row>, end: Pick<Row, "updatedAt" | "lastEventId" | "deletedAt">): void {
  for (const [name, row] of Object.entries(rows))
    if (row.deletedAt === null) rows[name] = { ...row, ...end, fields: {} };
}

/** By the last event where one is known, else by time: what is as old as the row may say more. */
const isNews = ({ lastEventId, updatedAt }: Row, event: string, changedAt: string): boolean =>
  lastEventId === null ? Date.parse(changedAt) >= Date.parse(updatedAt) : event > lastEventId;

/** Somebody who comes back under another id has left under the old one, whether or not that was told. */
function supersede(rows: Record<string, Row>, { list, only }: Kind, name: string): void {
  const row = rows[name] as Row;
  const value = only && row.fields[only];
  if (!value) return;
  for (const [other, { fields, ...rest }] of Object.entries(rows)) {
    if (other === name || rest.list !== list || rest.deletedAt !== null || fields[only] !== value) continue;
    if (Date.parse(rest.updatedAt) > Date.parse(row.updatedAt)) continue;
    rows[other] = {
      ...rest,
      fields: {},
      lastEventId: row.lastEventId,
      updatedAt: row.updatedAt,
      deletedAt: row.updatedAt,
    };
  }
}

/** Without what was deleted so long ago that no event can bring it back; the organization itself stays deleted. */
const remembered = (rows: Record<string, Row>, scope: string, oldest: number): Record<string, Row> =>
  Object.fromEntries(
    Object.entries(rows).filter(
      ([, { key, deletedAt }]) => deletedAt === null || key === scope || Date.parse(deletedAt) >= oldest,
    ),
  );

/**
 * The state after complete listings of some of its kinds. What changed after they began stays as it is; of all else they say how it is,
 * and that what they do not have is gone.
 * @param listing the vendor's rows, by list
 * @param t0 when the first of them began at the latest; RFC 3339, by the vendor's clock
 * @throws z.ZodError for rows that cannot be read, from which nothing is concluded
 */
export function applySnapshot(
  state: ScopeState,
  listing: Readonly<Record<string, readonly unknown[]>>,
  t0: string,
): ScopeState {
  const rows = { ...state.rows };
  const isLater = ({ updatedAt, deletedAt }: Row) => Date.parse(deletedAt ?? updatedAt) > Date.parse(t0);
  for (const kind of kindsOf(state.scope)) {
    const listed = listing[kind.list];
    if (!listed) continue;
    const there = new Map(listed.map((each) => kind.seen(each)).map((seen) => [nameOf(kind, seen.key), seen]));
    for (const [name, { key, updatedAt = t0, fields }] of there) {
      const before = rows[name];
      // That an event told of its end is surer than a listing that is behind.
      const isEnded = before?.deletedAt && before.lastEventId !== null && !kind.revives;
      if (before && (isLater(before) || isEnded || isAsSeen(before, updatedAt, fields))) continue;
      const known = before?.deletedAt === null ? before.fields : {};
      rows[name] = {
        list: kind.list,
        key,
        fields: { ...known, ...fields },
        updatedAt,
        lastEventId: null,
        deletedAt: null,
      };
    }
    for (const [name, row] of Object.entries(rows)) {
      if (row.list !== kind.list || row.deletedAt !== null || there.has(name) || isLater(row)) continue;
      if (kind.isListed && !kind.isListed(row.fields)) continue;
      rows[name] = { ...row, fields: {}, updatedAt: t0, lastEventId: null, deletedAt: t0 };
    }
  }
  return { ...state, rows };
}

const isAsSeen = (row: Row, updatedAt: string, fields: Seen["fields"]): boolean =>
  row.deletedAt === null &&
  Date.parse(row.updatedAt) === Date.parse(updatedAt) &&
  Object.entries(fields).every(([field, value]) => isDeepStrictEqual(row.fields[field], value));

/** What is wrong and where, and nothing of what is in it. */
const reasonOf = ({ issues }: z.ZodError): string =>
  issues
    .slice(0, 3)
    .map(({ path, message }) => (path.length > 0 ? `${path.join(".")}: ${message}` : message))
    .join("; ");
