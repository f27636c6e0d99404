import { z } from "../../kit.ts";
import { timestamp } from "../fields.ts";

/*
 * What the lists of a sync are made of: by allow-list. No value of a key, no token or link of an invitation, no secret of a
 * connection and nothing that a directory says of people is in any of them.
 */

/** What every row has besides. */
const row = {
  /** When it last changed, by WorkOS's clock; RFC 3339. */
  updatedAt: timestamp,
  /** The event that said so, e.g. `event_01H…`: who did it stands there. Null for what a listing showed. */
  event: z.string().nullable(),
};

export const organizationRow = z.object({
  id: z.string(),
  name: z.string().nullable(),
  /** Our own id of it, at this stack the key of the tenant; null for none. */
  externalId: z.string().nullable(),
  ...row,
});

export const domainRow = z.object({
  id: z.string(),
  domain: z.string(),
  /** `pending` until the DNS record is found, then `verified`; `failed` when it was not found in time. */
  state: z.string().nullable(),
  /** `dns`, or `manual` for one that was attested. Null where WorkOS does not say. */
  verificationStrategy: z.string().nullable(),
  ...row,
});

export const roleRow = z.object({
  slug: z.string(),
  /** Null where only an event told of it, which names neither of the two for a role of the environment. */
  name: z.string().nullable(),
  description: z.string().nullable(),
  /** Sorted slugs. Null where WorkOS does not say. */
  permissions: z.array(z.string()).nullable(),
  /** E.g. `organization`: on what it can be given. */
  resourceTypeSlug: z.string().nullable(),
  ...row,
});

export const permissionRow = z.object({
  slug: z.string(),
  name: z.string().nullable(),
  description: z.string().nullable(),
  /** WorkOS's own, which nobody can change. */
  system: z.boolean().nullable(),
  ...row,
});

export const memberRow = z.object({
  /** Of the membership, `om_…`. */
  id: z.string(),
  userId: z.string().nullable(),
  /** Lower-case. Null until a listing shows it: events of memberships do not name people. */
  email: z.string().nullable(),
  /** `active`, `inactive` (deprovisioned), or `pending`: invited and not there yet. */
  status: z.string(),
  /**
   * Everything the person may do there, sorted: `org:org-auditor` is a role of the organization, `env:member` one of the
   * environment. A slug that both have means the organization's.
   */
  roles: z.array(z.string()),
  /** Whether the customer's directory decides about it: then nobody else can change it. */
  directoryManaged: z.boolean(),
  ...row,
});

export const invitationRow = z.object({
  id: z.string(),
  /** Lower-case. */
  email: z.string(),
  /** `pending`, `accepted`, or `expired`: WorkOS tells of no expiry, so that one follows from the date. */
  state: z.string(),
  /** RFC 3339. */
  expiresAt: z.string().nullable(),
  /** RFC 3339; null for one that nobody accepted. */
  acceptedAt: z.string().nullable(),
  ...row,
});

export const apiKeyRow = z.object({
  id: z.string(),
  name: z.string().nullable(),
  /** Whose it is: `organization`, or `user` for one of a member. Those of members are known by their events alone. */
  owner: z.string(),
  /** Of the user whose it is; null for the organization's. */
  userId: z.string().nullable(),
  /** Sorted slugs. Null where WorkOS does not say. */
  permissions: z.array(z.string()).nullable(),
  /** RFC 3339, as all times here. */
  createdAt: z.string().nullable(),
  /** Null for one that does not end. */
  expiresAt: z.string().nullable(),
  /** Whether its end has come. WorkOS tells of no expiry, so it follows from the date. */
  expired: z.boolean(),
  /** As of `feed.relistedAt`: no event tells of a use. Null when nobody had used it by then. */
  lastUsedAt: z.string().nullable(),
  ...row,
});

/** The latest event about it; null where there was none since the listing. */
const lastEvent = z
  .object({
    /** E.g. `connection.deactivated`. */
    type: z.string(),
    /** RFC 3339. */
    at: timestamp,
  })
  .nullable();

export const connectionRow = z.object({
  id: z.string(),
  name: z.string().nullable(),
  /** E.g. `OktaSAML`. */
  type: z.string().nullable(),
  /** `active` lets people in; also `requires_type`, `draft`, `validating`, `inactive`, `deleting`. As of `feed.relistedAt` where no event told since. */
  state: z.string().nullable(),
  /** When the first certificate of it ends, of which WorkOS warned and that nobody has renewed; null for no such warning. RFC 3339. */
  certificateEndsAt: z.string().nullable(),
  lastEvent,
  /** `good`; `down` when it lets nobody in; `certificate ends` after a warning of that. */
  health: z.enum(["good", "down", "certificate ends"]),
  ...row,
});

export const directoryRow = z.object({
  id: z.string(),
  name: z.string().nullable(),
  /** E.g. `okta scim v2.0`. */
  type: z.string().nullable(),
  /** `linked` is at work; also `validating`, `invalid_credentials`, `unlinked`, `deleting`. As of `feed.relistedAt` where no event told since. */
  state: z.string().nullable(),
  lastEvent,
  /** `down` when it brings nobody. */
  health: z.enum(["good", "down"]),
  ...row,
});

/** What there was, so that what is told again of it does not bring it back. */
export const tombstoneRow = z.object({
  /** E.g. `roles`: the list it was in. */
  list: z.string(),
  /** Its slug where it has one, else its id. */
  key: z.string(),
  /** RFC 3339. */
  deletedAt: timestamp,
  /** The event that told of it; null where a complete listing had it no more. */
  event: z.string().nullable(),
});

/** How far it has read, and when. Nothing here is about the organization: it moves without anything being different. */
export const feedState = z.object({
  /** The event up to which all is taken in; null while there was none. */
  cursor: z.string().nullable(),
  /** When that event was; without one, from when on to ask. RFC 3339, as all times here, by WorkOS's clock. */
  cursorAt: timestamp,
  /** The cursor that this was computed from. */
  base: z.string().nullable(),
  /** Everything before this moment is taken in. */
  readUntil: timestamp,
  /** When it was last looked at. */
  checkedAt: timestamp,
  /** When everything was last listed. */
  listedAt: timestamp,
  /** When that was last done with what changes without an event: uses of keys, states of connections and directories. */
  relistedAt: timestamp,
  /** Why everything was listed then: `there was no cursor`, `the cursor was refused`, … */
  listedBecause: z.string(),
  /** Whether there are more events than one run takes in: the next one goes on. */
  hasMore: z.boolean(),
  /** An event that could not be read; nothing after it is taken in until `skipEvents` names it. Null for none. */
  blocked: z.object({ event: z.string(), type: z.string(), reason: z.string() }).nullable(),
  /** Events that were passed over because `skipEvents` names them. */
  skipped: z.array(z.string()),
});
