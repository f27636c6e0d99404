import { defineObservation, z } from "../kit.ts";
import { workos } from "./client.ts";
import { ENVIRONMENT } from "./sync/kinds.ts";
import { look } from "./sync/look.ts";
import * as rows from "./sync/rows.ts";
import { rememberedLongEnough, syncSettings } from "./sync/settings.ts";

/**
 * What all organizations of the environment share at WorkOS, and which organizations there are, whoever made them, as of the last
 * refresh. As `OrganizationSync` it is no object at WorkOS, and reads the same change feed.
 * @removal nothing at WorkOS: what is known is forgotten
 */
export class EnvironmentSync extends defineObservation(workos, "EnvironmentSync", {
  inputs: z.strictObject(syncSettings).superRefine(rememberedLongEnough),
  outputs: z.object({
    /** Those of the environment, which every organization has. */
    roles: z.array(rows.roleRow),
    permissions: z.array(rows.permissionRow),
    /** All there are, declared or not. */
    organizations: z.array(rows.organizationRow),
    /** What was deleted in the last `tombstoneDays`. */
    tombstones: z.array(rows.tombstoneRow),
    /** How far it has read. It moves without anything being different: a gate for drift leaves it out. */
    feed: rows.feedState,
  }),
  look: (api, settings, before) => look(api, ENVIRONMENT, settings, before),
}) {}
