import type { SerializedCreatedApiKey } from "@workos-inc/node";
import { ABSENT, type Api, advise, at, defineResource, fail, isConflict, local, secret, when, z } from "../kit.ts";
import { workos } from "./client.ts";
import {
  apiKeyDays,
  apiKeyName,
  asSet,
  moment,
  overlapHours,
  permissions,
  timestamp,
  toSecond,
  vendorId,
} from "./fields.ts";

/** The value is in the answer to its creation only; the SDK's type has no expiry yet. */
type KeyRow = Omit<SerializedCreatedApiKey, "value"> & { expires_at: string | null; value?: string };

const HOUR_MS = 3_600_000;

const inputs = z
  .strictObject({
    organizationId: vendorId,
    /** The natural key within the organization. A new name makes the new key before the old one goes: so it is rotated. */
    name: apiKeyName,
    permissions: permissions.optional(),
    /** When it ends, e.g. `2027-01-01T00:00:00Z`; null calls a planned end off. A key that has ended stays ended. */
    expiresAt: moment.nullish(),
    /** Lifetime in days, counted from its creation. Another number, or a key that does not end, makes a new key. */
    expiresInDays: apiKeyDays.optional(),
    /**
     * How many hours it goes on working once it is removed or replaced, so that its users can move to the new one.
     * WorkOS then lists it as expired for good. Without it, or while a suspension ends keys: it ends, and is deleted, at once.
     */
    overlapHours: local(overlapHours.optional()),
  })
  .refine(({ expiresAt, expiresInDays }) => expiresInDays === undefined || expiresAt === undefined, {
    path: ["expiresInDays"],
    message: "cannot stand beside expiresAt: give one of them",
  });

/**
 * An API key by which one organization uses the product of the company whose environment this is. Its value is shown
 * once, when it is made, and lives on as a secret output. Source: WorkOS API reference, "API key".
 *
 * ASSUMED: keys of one organization may share a name, so that a replacement under the old name is made before the old
 * key goes. Should WorkOS refuse that, the replacement fails, the old key stays, and a new name is the way out.
 * @removal ends the key, then deletes it; with `overlapHours` it ends that much later and WorkOS lists it as expired
 *   for good
 */
export class OrganizationApiKey extends defineResource(workos, "OrganizationApiKey", {
  inputs,
  outputs: z.object({
    /** The key itself, shown once by WorkOS. Empty for a key that was imported. */
    value: secret(z.string()),
    /** What people can know it by, e.g. `sk_...3456`. */
    obfuscatedValue: z.string(),
    /** RFC 3339; null when it does not end. */
    expiry: z.string().nullable(),
    createdAt: timestamp,
  }),
  parent: { organizationId: "workos:Organization" },
  key: ["name"],
  immutable: ["name", "permissions", "expiresInDays"],
  feed: { changes: ["api_key.created", "api_key.updated"], removals: ["api_key.revoked"], covers: {} },
  list: (api, { organizationId }) => api.list<KeyRow>(at`/organizations/${organizationId}/api_keys`),
  lapsed: (row, declared, now) =>
    hasEnded(row, now) && endsEarly(row, declared)
      ? `${row.id} was ended at ${row.expires_at}, before its time`
      : undefined,
  show: (row) => ({
    name: row.name,
    permissions: asSet(row.permissions),
    expiresAt: row.expires_at && toSecond(row.expires_at),
    // A lifetime is not shown, but that there is none is.
    ...(row.expires_at === null && { expiresInDays: null }),
    ...(row.value !== undefined && { value: row.value }),
    obfuscatedValue: row.obfuscated_value,
    expiry: row.expires_at && toSecond(row.expires_at),
    createdAt: row.created_at,
  }),
  born: (row) => new Date(row.created_at),
  shownOnce: { ends: ({ expiry }) => (expiry ? new Date(expiry) : undefined) },
  ensure: async (api, { organizationId, name, permissions, expiresAt, expiresInDays }) => {
    if (expiresAt) mustBeAhead(expiresAt, api.now(), `${name} cannot be made`);
    const expires_at = expiresInDays === undefined ? (expiresAt ?? undefined) : inHours(expiresInDays * 24, api.now());
    return api.post(at`/organizations/${organizationId}/api_keys`, { name, permissions, expires_at });
  },
  sync: async (api, { expiresAt }, { id, row }) => {
    const wayOut = "WorkOS cannot bring it back. Give it a new name to make a new key.";
    if (hasEnded(row, api.now())) throw fail(`${id} ended at ${row.expires_at}`, wayOut);
    // WorkOS would end it now, under another date than the declared one.
    if (expiresAt) mustBeAhead(expiresAt, api.now(), `the expiry of ${id} cannot be changed`);
    const changed = api.post<KeyRow>(at`/api_keys/${id}/expire`, { expires_at: expiresAt });
    // A conflict: it ended after it was listed, or in this very second.
    return changed.catch(advise(isConflict, wayOut));
  },
  async remove(api, { id, organizationId, overlapHours }) {
    if (overlapHours === undefined || api.run.isEndingAtOnce("workos:Organization", organizationId)) {
      await end(api, id);
      return api.delete(at`/api_keys/${id}`);
    }
    const keys = await api.snapshots.all(OrganizationApiKey.definition.collection, organizationId);
    const key = keys.find((row) => row.id === id);
    const moment = inHours(overlapHours, api.now());
    if (!key) return ABSENT;
    // It ends sooner anyway: nobody gets more time than they had.
    if (key.expires_at !== null && Date.parse(key.expires_at) <= Date.parse(moment)) return;
    return end(api, id, moment);
  },
}) {}

/** When the declaration says it ends; `Infinity` for never. Milliseconds since 1970. */
function plannedEnd({ expiresAt, expiresInDays }: Partial<z.output<typeof inputs>>, row: KeyRow): number {
  if (expiresAt) return Date.parse(expiresAt);
  // Null where a refresh found that it does not end.
  return expiresInDays == null ? Infinity : Date.parse(row.created_at) + expiresInDays * 24 * HOUR_MS;
}

/** Whether it ends, or has ended, before the declaration says so: somebody, or our own `overlapHours`, took it out of service. */
const endsEarly = (row: KeyRow, declared: Partial<z.output<typeof inputs>>): boolean =>
  row.expires_at !== null && Date.parse(row.expires_at) + HOUR_MS < plannedEnd(declared, row);

const hasEnded = (row: KeyRow, now: number): boolean => row.expires_at !== null && Date.parse(row.expires_at) <= now;

const inHours = (hours: number, now: number): string => toSecond(new Date(now + hours * HOUR_MS).toISOString());

function mustBeAhead(moment: string, now: number, otherwise: string): void {
  if (Date.parse(moment) <= now)
    throw fail(`${otherwise}: ${moment} has passed`, "Declare a later expiresAt, or remove the key.");
}

/** Ends the key at that moment, or now: the same moment twice is the same as once. */
const end = (api: Api, id: string, moment?: string): Promise<unknown> =>
  api.repost(at`/api_keys/${id}/expire`, { expires_at: moment }).catch(when(isConflict, () => undefined));
