import { fail } from "../contract/errors.ts";
import type { PastChange } from "../contract/history.ts";
import type { Api } from "../http/api.ts";
import { at } from "../http/path.ts";
import { changeOf, type EventRow, organizationIn } from "./client.ts";
import { WEBHOOK_EVENTS } from "./webhook-events.ts";

/** Who signs in, reads or asks changes nothing; and what a directory's people do is told of their memberships. */
const CHANGES_NOTHING =
  /^(?:authentication|email_verification|magic_auth|password_reset|session|radar)\.|^dsync\.(?:user|group)\./;

/** Kinds of events about a customer. Source: WorkOS OpenAPI description 0.61, schemas of events. */
export const HISTORY_EVENTS: readonly string[] = [
  ...WEBHOOK_EVENTS.filter((event) => !CHANGES_NOTHING.test(event)),
  ...["dsync.token.created", "dsync.token.revoked", "vault.byok_key.deleted", "vault.byok_key.verification_completed"],
  ...["vault.data.created", "vault.data.deleted", "vault.data.updated", "vault.kek.created", "vault.kek.deleted"],
];

interface EventPage {
  readonly data: readonly EventRow[];
  readonly list_metadata: { readonly after?: string | null };
}

/**
 * Every event of an organization since a moment, newest first, as far back as WorkOS keeps them. The order is asked for and never
 * relied on (github.com/workos/workos-node/issues/1610): pages are read to the end, and put in order here.
 * @throws VendorError; Failure for pages that go round
 */
export async function historyOf(api: Api, organizationId: string, since: Date): Promise<PastChange[]> {
  const asked = { events: HISTORY_EVENTS.join(","), organization_id: organizationId, order: "asc", limit: 100 };
  const rows = new Map<string, EventRow>();
  const sinceMs = since.getTime();
  let after: string | undefined;
  let last = Number.POSITIVE_INFINITY;
  let isDescending = true;
  do {
    // A cursor and a range exclude each other.
    const from = after === undefined ? { range_start: since.toISOString() } : { after };
    const { data, list_metadata } = await api.get<EventPage>(at`/events`, { ...asked, ...from });
    if (!Array.isArray(data) || !list_metadata) throw fail("WorkOS answered with no list of events", "Run again.");
    const fresh = data.filter(({ id }) => !rows.has(id));
    if (data.length > 0 && fresh.length === 0)
      throw fail("WorkOS's list of events goes round and does not end", "Nothing is concluded from it: run again.");
    for (const row of fresh) {
      rows.set(row.id, row);
      isDescending &&= Date.parse(row.created_at) <= last;
      last = Date.parse(row.created_at);
    }
    after = list_metadata.after || undefined;
    // A later page of a list that begins with the newest has no end but this.
  } while (after !== undefined && !(isDescending && last < sinceMs));
  return [...rows.values()]
    .filter((row) => HISTORY_EVENTS.includes(row.event) && [undefined, organizationId].includes(organizationOf(row)))
    .map((row) => ({
      ...changeOf(row),
      by: row.context?.actor?.name ?? row.context?.actor?.id ?? "somebody unnamed",
      fields: Object.keys(row.context?.previous_attributes ?? {}),
      within: organizationId,
    }))
    .filter((change) => change.at.getTime() >= sinceMs)
    .sort(newestFirst);
}

/** Ids are in the order of time, within a millisecond as well. */
const newestFirst = (a: PastChange, b: PastChange): number => b.at.getTime() - a.at.getTime() || (a.id < b.id ? 1 : -1);

/** Whose an event says that it is; `undefined` where it does not say. */
const organizationOf = ({ event, data }: EventRow): string | undefined =>
  event.startsWith("organization.") && typeof data.id === "string" ? data.id : organizationIn(data);
