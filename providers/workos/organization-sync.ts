import { defineObservation, z } from "../kit.ts";
import { workos } from "./client.ts";
import { vendorId } from "./fields.ts";
import { look } from "./sync/look.ts";
import * as rows from "./sync/rows.ts";
import { rememberedLongEnough, syncSettings } from "./sync/settings.ts";

/**
 * What an organization has at WorkOS, whoever put it there, as of the last refresh: what others keep in sync tables beside the vendor. It is
 * no object at WorkOS. It is made by listing everything once, and moved on by the events since: a refresh reads the change feed of the
 * environment once, for all of these together. Policies and programs read it; it declares nothing, and nothing is written to WorkOS
 * for it. An `up` leaves it as it is, except that it makes it.
 * @removal nothing at WorkOS: what is known is forgotten
 */
export class OrganizationSync extends defineObservation(workos, "OrganizationSync", {
  inputs: z
    .strictObject({
      organizationId: vendorId,
      ...syncSettings,
    })
    .superRefine(rememberedLongEnough),
  outputs: z.object({
    /** Null once it was deleted. */
    organization: rows.organizationRow.nullable(),
    domains: z.array(rows.domainRow),
    /** Its own ones; those of the environment are in `EnvironmentSync`. */
    roles: z.array(rows.roleRow),
    /** Everybody's place in it, whatever their status. */
    members: z.array(rows.memberRow),
    /** Those that were not taken back. */
    invitations: z.array(rows.invitationRow),
    /** Its own, and those of its members that were made or changed since this sync began; ended ones among them. */
    apiKeys: z.array(rows.apiKeyRow),
    /** How its people sign in. */
    connections: z.array(rows.connectionRow),
    /** Where its people come from. */
    directories: z.array(rows.directoryRow),
    /** What was deleted in the last `tombstoneDays`. */
    tombstones: z.array(rows.tombstoneRow),
    /** How far it has read. It moves without anything being different: a gate for drift leaves it out. */
    feed: rows.feedState,
  }),
  scope: "organizationId",
  isGone: ({ organization }) => organization === null,
  look: (api, { organizationId, ...settings }, before) => look(api, organizationId, settings, before),
}) {}
