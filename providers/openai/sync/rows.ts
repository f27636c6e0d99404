import { z } from "../../kit.ts";
import { unixTime } from "../fields.ts";

/*
 * What the lists of OpenAI's syncs are made of, by allow-list: no value of a key, and of a person no more than the address and what they
 * may do. Times are Unix seconds, as everywhere at OpenAI.
 */

const time = unixTime.nullable();

export const projectRow = z.object({
  id: z.string(),
  name: z.string().nullable(),
  /** `active` or `archived`; null where OpenAI does not say. */
  status: z.string().nullable(),
  createdAt: unixTime,
  archivedAt: time,
});

/** With what only a look at all projects tells. */
export const anyProjectRow = projectRow.extend({
  /** How many keys it has, those of people among them. */
  keys: z.number(),
  /** When any of them was last used: null for never. One that is not used is idle. */
  lastUsedAt: time,
  /** What it has cost in this month, in US dollars with fractions of a cent. OpenAI may still change it. */
  usd: z.number(),
});

export const userRow = z.object({
  /** Of the user. */
  id: z.string(),
  /** Lower-case. Null for who has none. */
  email: z.string().nullable(),
  /** `owner` or `member` in a project, `owner` or `reader` in the organization; null where OpenAI does not say. */
  role: z.string().nullable(),
});

export const memberRow = userRow.extend({
  addedAt: time,
  /** When they last used any key; null for never, and where OpenAI does not say. */
  apiKeyLastUsedAt: time,
});

export const accountRow = z.object({
  id: z.string(),
  name: z.string().nullable(),
  /** `member` or `owner`. */
  role: z.string(),
  createdAt: unixTime,
});

const key = z.object({
  id: z.string(),
  name: z.string().nullable(),
  createdAt: unixTime,
  /** Null for never. */
  lastUsedAt: time,
  /** Null for one that does not end, and where OpenAI does not say. */
  expiresAt: time,
});

export const projectKeyRow = key.extend({
  /** `user` or `service_account`. */
  ownerType: z.string(),
  ownerId: z.string(),
  /** Whether its owner still has access to the project. */
  ownerHasAccess: z.boolean(),
});

export const adminKeyRow = key.extend({
  /** Null where OpenAI does not say. */
  ownerType: z.string().nullable(),
  ownerId: z.string().nullable(),
});

/** Null for no limit. */
export const spendLimitRow = z
  .object({
    monthlyUsd: z.number(),
    /** Whether it is enforced, in OpenAI's word. The word alone is no alarm. */
    enforcement: z.string().nullable(),
  })
  .nullable();

/** When it was last looked at. It moves without anything being different. */
export const feedState = z.object({
  /** When all of it was last listed, by OpenAI's clock. */
  listedAt: unixTime,
});
