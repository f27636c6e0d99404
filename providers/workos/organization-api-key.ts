import { z } from "zod";
import type { Collection } from "../host/collection.ts";
import { local, secret } from "../host/marks.ts";
import { defineResource } from "../host/resource.ts";
import { ResourceError } from "../host/resource-error.ts";
import { type WorkosClient, workos } from "./client.ts";
import { noneIfGone } from "./none-if-gone.ts";

interface KeyRow {
  id: string;
  owner: { id: string };
  name: string;
  obfuscated_value: string;
  permissions: string[];
  expires_at: string | null;
  last_used_at: string | null;
  created_at: string;
  /** In the answer to its creation only. */
  value?: string;
}

const HOUR_MS = 3_600_000;

/** RFC 3339 in UTC, to the second: whatever the vendor does with fractions is no difference. */
const toSecond = (moment: string): string =>
  `${new Date(Math.floor(Date.parse(moment) / 1000) * 1000).toISOString().slice(0, 19)}Z`;

const inputs = z
  .strictObject({
    organizationId: z.string().min(1),
    /** The natural key within the organization. A new name makes the new key before the old one goes: so it is rotated. */
    name: z.string().trim().min(1),
    /** Slugs of permissions that exist; the whole set, in any order. `[]` for none. */
    permissions: z
      .array(z.string().min(1).max(48))
      .transform((slugs) => [...new Set(slugs)].sort())
      .optional(),
    /** When it ends, e.g. `2027-01-01T00:00:00Z`; null calls a planned end off. A key that has ended stays ended. */
    expiresAt: z.iso
      .datetime({ offset: true, error: "must be a date and time such as 2027-01-01T00:00:00Z" })
      .transform(toSecond)
      .nullish(),
    /** Lifetime in days, counted from its creation. Another number, or a key that does not end, makes a new key. */
    expiresInDays: z.int().min(1).max(3650).optional(),
    /**
     * How many hours it goes on working once it is removed or replaced, so that its users can move to the new one.
     * WorkOS then lists it as expired for good. Without it: it ends, and is deleted, at once.
     */
    overlapHours: local(
      z
        .int()
        .min(1)
        .max(24 * 365)
        .optional(),
    ),
  })
  .refine(({ expiresAt, expiresInDays }) => expiresInDays === undefined || expiresAt === undefined, {
    path: ["expiresInDays"],
    message: "cannot stand beside expiresAt: give one of them",
  });

type Inputs = z.output<typeof inputs>;

const computed = z.object({
  /** The key itself, shown once by WorkOS. Empty for a key that was taken over. */
  value: secret(z.string()),
  /** What people can know it by, e.g. `sk_...3456`. */
  obfuscatedValue: z.string(),
  /** RFC 3339; null when it does not end. */
  expiry: z.string().nullable(),
  /** RFC 3339. */
  createdAt: z.string(),
});

const keysOf = (organizationId: string): string => `/organizations/${encodeURIComponent(organizationId)}/api_keys`;

const path = (id: string): string => `/api_keys/${encodeURIComponent(id)}`;

export const organizationApiKeys: Collection<WorkosClient, KeyRow> = {
  name: "organization API keys",
  within: "workos:Organization",
  list: (client, organizationId) => noneIfGone(client.list<KeyRow>(keysOf(organizationId))),
  id: (row) => row.id,
};

/** When the declaration says it ends; `Infinity` for never. Milliseconds since 1970. */
function plannedEnd({ expiresAt, expiresInDays }: Partial<Inputs>, row: KeyRow): number {
  if (expiresAt) return Date.parse(expiresAt);
  // Null where a refresh found that it does not end.
  return expiresInDays == null ? Infinity : Date.parse(row.created_at) + expiresInDays * 24 * HOUR_MS;
}

/** Whether it ends, or has ended, before the declaration says so: somebody, or our own `overlapHours`, took it out of service. */
const endsEarly = (row: KeyRow, declared: Partial<Inputs>): boolean =>
  row.expires_at !== null && Date.parse(row.expires_at) + HOUR_MS < plannedEnd(declared, row);

const hasEnded = (row: KeyRow): boolean => row.expires_at !== null && Date.parse(row.expires_at) <= Date.now();

/**
 * An API key by which one organization uses the product of the company whose environment this is. Its value is shown
 * once, when it is made, and lives on as a secret output. Source: WorkOS API reference, "API key".
 *
 * ASSUMED: keys of one organization may share a name, so that a replacement under the old name is made before the old
 * key goes. Should WorkOS refuse that, the replacement fails, the old key stays, and a new name is the way out.
 */
export class OrganizationApiKey extends defineResource({
  vendor: workos,
  name: "OrganizationApiKey",
  inputs,
  computed,
  identity: ["organizationId", "name"],
  immutable: ["organizationId", "name", "permissions", "expiresInDays"],
  namesMayRepeat: true,
  importId: ["organizationId", "id"],
  collection: organizationApiKeys,
  shownOnce: {
    createdAt: (row) => new Date(row.created_at),
    isUsed: (row) => row.last_used_at !== null,
    async discard(client, row) {
      await client.delete(path(row.id));
    },
  },
  scope: ({ organizationId }) => organizationId,
  // One that is on its way out, or out already, is no reason not to make the declared one.
  matches: (row, declared) => row.name === declared.name && !hasEnded(row) && !endsEarly(row, declared),
  lapsed: (row, declared) =>
    hasEnded(row) && endsEarly(row, declared) ? `${row.id} was ended at ${row.expires_at}, before its time` : undefined,
  feed: {
    changes: ["api_key.created", "api_key.updated"],
    removals: ["api_key.revoked"],
    concerns: (data, { id }) => data.id === id,
  },

  describe: (row) => ({
    id: row.id,
    inputs: {
      organizationId: row.owner.id,
      name: row.name,
      permissions: [...row.permissions].sort(),
      expiresAt: row.expires_at && toSecond(row.expires_at),
      // A lifetime is not shown, but that there is none is.
      ...(row.expires_at === null ? { expiresInDays: null } : {}),
    },
    computed: {
      ...(row.value === undefined ? {} : { value: row.value }),
      obfuscatedValue: row.obfuscated_value,
      expiry: row.expires_at && toSecond(row.expires_at),
      createdAt: row.created_at,
    },
  }),

  async ensure(client, { organizationId, name, permissions, expiresAt, expiresInDays }) {
    if (expiresAt) mustBeAhead(expiresAt, `${name} cannot be made`);
    return await client.post<KeyRow>(keysOf(organizationId), {
      name,
      permissions,
      expires_at: expiresInDays === undefined ? (expiresAt ?? undefined) : inHours(expiresInDays * 24),
    });
  },

  async sync(client, { expiresAt }, { row }) {
    if (hasEnded(row)) {
      throw refusal(
        `${row.id} ended at ${row.expires_at}, and WorkOS cannot bring it back. Give it a new name to make a new key.`,
      );
    }
    // WorkOS would end it now, under another date than the declared one.
    if (expiresAt) mustBeAhead(expiresAt, `the expiry of ${row.id} cannot be changed`);
    return await client.post<KeyRow>(`${path(row.id)}/expire`, { expires_at: expiresAt });
  },

  async remove(client, { id, inputs: { organizationId, overlapHours } }) {
    if (overlapHours === undefined) {
      await end(client, id);
      await client.delete(path(id));
      return;
    }
    const keys = await client.snapshots.all(organizationApiKeys, organizationId);
    const key = keys.find((row) => row.id === id);
    const moment = inHours(overlapHours);
    // Gone already, or it ends sooner anyway: nobody gets more time than they had.
    if (!key || (key.expires_at !== null && Date.parse(key.expires_at) <= Date.parse(moment))) return;
    await end(client, id, moment);
  },
}) {}

const refusal = (what: string): ResourceError => new ResourceError("workos:OrganizationApiKey", what);

function mustBeAhead(moment: string, otherwise: string): void {
  if (Date.parse(moment) > Date.now()) return;
  throw refusal(`${otherwise}: ${moment} has passed. Declare a later expiresAt, or remove the key.`);
}

const inHours = (hours: number): string => toSecond(new Date(Date.now() + hours * HOUR_MS).toISOString());

/** Times an expiry is sent again after its answer was lost: the same moment twice is the same as once. */
const ATTEMPTS = 3;

/** Ends the key at that moment, or now. That it is gone or has ended already is success. */
async function end(client: WorkosClient, id: string, moment?: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await client.post(`${path(id)}/expire`, moment === undefined ? {} : { expires_at: moment });
      return;
    } catch (error) {
      const name = error instanceof Error ? error.name : "";
      if (name === "NotFoundError" || name === "ConflictError") return;
      if (name !== "OutcomeUnknownError" || attempt === ATTEMPTS) throw error;
    }
  }
}
