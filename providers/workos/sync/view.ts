import type { z } from "../../kit.ts";
import { kindsOf } from "./kinds.ts";
import type { feedState, tombstoneRow } from "./rows.ts";
import type { Row, ScopeState } from "./scope-state.ts";

/*
 * Between the state of a scope and the outputs that hold it: there is nothing in state beside what policies read. What follows from the
 * date, and what a reference stands for, is worked out each time.
 */

type Feed = z.output<typeof feedState>;
type Tombstone = z.output<typeof tombstoneRow>;

/** The outputs of a sync, whichever lists its scope has. */
export interface Outputs {
  readonly [list: string]: unknown;
  readonly tombstones: readonly Tombstone[];
  readonly feed: Feed;
}

type Item = Readonly<Record<string, unknown>> & { readonly updatedAt: string; readonly event: string | null };

/** There is one organization, and lists of all else. */
const ALONE = "organization";

/** @param now of the vendor, in milliseconds since 1970 */
export function outputsOf(state: ScopeState, feed: Omit<Feed, keyof Position>, now: number): Outputs {
  const rows = Object.values(state.rows).sort((a, b) => (a.key < b.key ? -1 : 1));
  const own = new Set(rows.filter((row) => row.list === "roles" && isAlive(row)).map(({ key }) => key));
  const itemsOf = (list: string) =>
    rows
      .filter((row) => row.list === list && isAlive(row))
      .map(({ fields, updatedAt, lastEventId: event }) => ({ ...VIEWS[list]?.(fields, now, own), updatedAt, event }));
  const lists = kindsOf(state.scope).map(({ list }) => [
    list,
    list === ALONE ? (itemsOf(list)[0] ?? null) : itemsOf(list),
  ]);
  const { cursor, cursorAt, base, blocked, skipped } = state;
  return {
    ...Object.fromEntries(lists),
    tombstones: rows.flatMap(({ list, key, deletedAt, lastEventId: event }) =>
      deletedAt === null ? [] : [{ list, key, deletedAt, event }],
    ),
    feed: { cursor, cursorAt, base, blocked, skipped: [...skipped], ...feed },
  };
}

type Position = Pick<ScopeState, "cursor" | "cursorAt" | "base" | "blocked" | "skipped">;

const isAlive = ({ deletedAt }: Row): boolean => deletedAt === null;

/** The state that outputs hold. */
export function stateOf(scope: string, outputs: Outputs): ScopeState {
  const { tombstones, feed } = outputs;
  const live = kindsOf(scope).flatMap(({ list }) =>
    [outputs[list] ?? []].flat().map((item): Row => {
      const { updatedAt, event: lastEventId, ...view } = item as Item;
      const fields = fieldsIn(list, view);
      return { list, key: String(view.slug ?? view.id), fields, updatedAt, lastEventId, deletedAt: null };
    }),
  );
  const dead = tombstones.map(({ list, key, deletedAt, event }): Row => {
    return { list, key, fields: {}, updatedAt: deletedAt, lastEventId: event, deletedAt };
  });
  return {
    scope,
    cursor: feed.cursor,
    cursorAt: feed.cursorAt,
    base: feed.base,
    blocked: feed.blocked,
    skipped: feed.skipped,
    rows: Object.fromEntries([...live, ...dead].map((row) => [`${row.list} ${row.key}`, row])),
  };
}

type Fields = Readonly<Record<string, unknown>>;

const isPast = (moment: unknown, now: number): boolean => typeof moment === "string" && Date.parse(moment) <= now;

/** What a list shows of a row: every field that it has, null for what was never told. */
const VIEWS: Readonly<Record<string, (fields: Fields, now: number, ownRoles: ReadonlySet<string>) => Fields>> = {
  organization: (fields) => ({ name: null, externalId: null, ...fields }),
  organizations: (fields) => ({ name: null, externalId: null, ...fields }),
  domains: (fields) => fields,
  roles: (fields) => ({ name: null, description: null, permissions: null, resourceTypeSlug: null, ...fields }),
  permissions: (fields) => ({ name: null, description: null, system: null, ...fields }),
  members: ({ roles = [], ...fields }, _now, own) => ({
    email: null,
    directoryManaged: false,
    ...fields,
    roles: (roles as readonly string[]).map((slug) => (own.has(slug) ? `org:${slug}` : `env:${slug}`)).sort(),
  }),
  invitations: (fields, now) => ({
    ...fields,
    state: fields.state === "pending" && isPast(fields.expiresAt, now) ? "expired" : fields.state,
  }),
  apiKeys: (fields, now) => ({
    name: null,
    permissions: null,
    createdAt: null,
    lastUsedAt: null,
    ...fields,
    expired: isPast(fields.expiresAt, now),
  }),
  connections: (fields) => {
    const shown = { name: null, type: null, state: null, certificateEndsAt: null, lastEvent: null, ...fields };
    const isUp = shown.state === "active";
    return { ...shown, health: isUp ? (shown.certificateEndsAt === null ? "good" : "certificate ends") : "down" };
  },
  directories: (fields) => {
    const shown = { name: null, type: null, state: null, lastEvent: null, ...fields };
    return { ...shown, health: shown.state === "linked" ? "good" : "down" };
  },
};

/** The same backwards: without what is worked out. */
function fieldsIn(list: string, { health: _health, expired: _expired, ...view }: Fields): Fields {
  if (list !== "members") return view;
  const roles = view.roles as readonly string[];
  return { ...view, roles: roles.map((role) => role.slice("org:".length)).sort() };
}
