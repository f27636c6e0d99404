import type { Emulators } from "../../emulators/index.ts";

/** All that both vendors have, each row as text: `{ "workos apiKeys": […] }`. */
export type Estate = Readonly<Record<string, readonly string[]>>;

/** What tells when something happened, or who used it. */
const HISTORY = new Set(["workos events", "openai audit_logs", "openai costs", "openai usage"]);

/** Fields that are another's as soon as an object is made anew, or changed there and back. */
const OWN = /_at$|Until$|^(?:secret|token|verification_token|verification_prefix|link|versions?|etag)$/;

type Row = { readonly archived_at?: number | null; readonly action?: string; readonly version?: number };

/** A project is archived at best, and schemas of audit logs are only ever followed by newer ones. */
const isThere = ({ archived_at = null }: Row): boolean => archived_at === null;
const isNewest = (row: Row, _at: number, rows: readonly Row[]): boolean =>
  row.version === undefined ||
  !rows.some(({ action, version = 0 }) => action === row.action && version > (row.version ?? 0));

/** What the emulators hold now, in an order and a spelling that say nothing. */
export async function estateOf({ workos, openai }: Emulators): Promise<Estate> {
  const vendors = Object.entries({ workos, openai }).map(async ([vendor, { origin }]) => {
    const dump = (await (await fetch(`${origin}/_emulator/dump`)).json()) as Record<string, Row[]>;
    const named = Object.entries(dump).map(([name, rows]) => [`${vendor} ${name}`, rows] as const);
    return named
      .filter(([name]) => !HISTORY.has(name))
      .map(([name, rows]): [string, string[]] => [
        name,
        rows
          .filter(isThere)
          .filter(isNewest)
          .map((row) => JSON.stringify(plain(row)))
          .sort(),
      ]);
  });
  return Object.fromEntries((await Promise.all(vendors)).flat());
}

/** Both, with ids blanked that only one of them has: those of objects that were made anew. */
export function withoutNewIds(before: Estate, after: Estate): readonly [Estate, Estate] {
  const ids = (estate: Estate) => new Set(JSON.stringify(estate).match(ID));
  const [old, young] = [ids(before), ids(after)];
  const blanked = (estate: Estate): Estate =>
    mapped(estate, (row) => row.replace(ID, (id) => (old.has(id) && young.has(id) ? id : "…")));
  return [blanked(before), blanked(after)];
}

/** The same without the rows in which one of these ids stands. */
export const without = (estate: Estate, ids: readonly string[]): Estate =>
  Object.fromEntries(
    Object.entries(estate).map(([name, rows]) => [name, rows.filter((row) => !ids.some((id) => row.includes(id)))]),
  );

/** An id of either vendor, e.g. `org_01M8KH7JAX03GMZWAAAV20PWCM`, or the value of a key. */
export const ID = /\b[a-z][a-z_-]*[_-][0-9A-Za-z]{16,}/g;

const mapped = (estate: Estate, change: (row: string) => string): Estate =>
  Object.fromEntries(Object.entries(estate).map(([name, rows]) => [name, rows.map(change).sort()]));

function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => plain(item)).sort(byText);
  if (typeof value !== "object" || value === null) return value;
  const fields = Object.entries(value).filter(([name]) => !OWN.test(name));
  return Object.fromEntries(fields.map(([name, field]): [string, unknown] => [name, plain(field)]).sort(byText));
}

const byText = (a: unknown, b: unknown): number => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);
