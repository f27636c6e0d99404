import { at, isNotFound, when, z } from "../../kit.ts";
import type { EntryRow } from "../waitlist-entry.ts";
import { ask, text } from "./question.ts";

interface WaitlistRow {
  id: string;
  created_at: string;
}

export type WaitlistFound = Readonly<ReturnType<typeof waitlist>>;

/** Of a person no more than the address: what they wrote beside it is theirs. */
export type WaitlistEntryFound = Readonly<ReturnType<typeof entry>>;

const some = z.strictObject({
  /** `waitlist_…`. Omitted: the environment's own. */
  waitlistId: text.optional(),
  state: z.enum(["pending", "approved", "denied"]).optional(),
  email: text.optional(),
});
/** Every part that is given must hold. */
export type WaitlistEntriesQuestion = Readonly<z.input<typeof some>>;

/** The waitlists of the environment: none until somebody is on one. */
export const listWaitlists = (): Promise<readonly WaitlistFound[]> =>
  ask("listWaitlists", z.strictObject({}), {}, async (answers) =>
    (await answers.unpaged<WaitlistRow>(at`/user_management/waitlists`)).map(waitlist),
  );

/**
 * Who waits, or was let in or turned away, in the order in which they came.
 * @throws UnansweredError when there is no such waitlist; the environment's own is empty until its first entry
 */
export const listWaitlistEntries = (of: WaitlistEntriesQuestion = {}): Promise<readonly WaitlistEntryFound[]> =>
  ask("listWaitlistEntries", some, of, async (answers, { waitlistId, state, email }) => {
    const path = at`/user_management/waitlists/${waitlistId ?? "default"}/entries`;
    const entries = answers.list<EntryRow>(path, { state, email: email?.trim().toLowerCase() });
    const none = when(isNotFound, () => []);
    return (await (waitlistId === undefined ? entries.catch(none) : entries)).map(entry);
  });

const waitlist = (row: WaitlistRow) => ({ id: row.id, createdAt: row.created_at });

const entry = (row: EntryRow) => ({
  id: row.id,
  email: row.email.toLowerCase(),
  state: row.state,
  /** RFC 3339; null for who was not let in. */
  approvedAt: row.approved_at,
  createdAt: row.created_at,
});
