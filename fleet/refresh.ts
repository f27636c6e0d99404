import { z } from "zod";
import { syncSettings as openaiSettings } from "../providers/openai/sync/settings.ts";
import { rememberedLongEnough, syncSettings } from "../providers/workos/sync/settings.ts";
import { type Declaration, declaration, idOf } from "./declaration.ts";
import { catalogue, nameOf } from "./resource-names.ts";
import { oneOf } from "./words.ts";

/** What a refresh looks at besides what files declare. */
export const refresh = z
  .strictObject({
    /** What is kept in the stack of all that there is, declared or not: docs/syncs.md says what each holds. None unless listed. */
    syncs: z
      .array(
        oneOf(["workos.OrganizationSync", "workos.EnvironmentSync", "openai.ProjectSync", "openai.OrganizationSync"]),
      )
      .exactOptional(),
    /** How old a position in WorkOS's events may be, in days, 1 to 90; from an older one everything is listed anew. @default 30 */
    eventWindowDays: syncSettings.eventWindowDays.unwrap().exactOptional(),
    /** How long syncs remember what was deleted, in days; at least `eventWindowDays`. @default 90 */
    tombstoneDays: syncSettings.tombstoneDays.unwrap().exactOptional(),
    /** How many pages of 100 events one refresh reads, 1 to 1000, for all syncs together; the next one goes on. @default 100 */
    maxPages: syncSettings.maxPages.unwrap().exactOptional(),
    /** Ids of events to pass over, which a sync could not read. */
    skipEvents: z.array(z.string().min(1)).exactOptional(),
    /** How often syncs of OpenAI list everything, in hours, 0 to 168; 0 at every refresh. @default 24 */
    openaiEveryHours: openaiSettings.everyHours.unwrap().exactOptional(),
  })
  .superRefine(rememberedLongEnough);

export type Refresh = z.output<typeof refresh>;

/** The syncs that a tenant has. */
export function syncsOf(
  { syncs = [], openaiEveryHours: everyHours, ...ofWorkos }: Refresh,
  tenant: string,
  hasProject: boolean,
): Declaration[] {
  const declared: Declaration[] = [];
  if (syncs.includes("workos.OrganizationSync")) {
    const refs = { organizationId: idOf(nameOf(tenant, "workos:Organization")) };
    declared.push(declaration("workos:OrganizationSync", [tenant], ofWorkos, { refs }));
  }
  if (hasProject && syncs.includes("openai.ProjectSync")) {
    const refs = { projectId: idOf(nameOf(tenant, "openai:Project")) };
    declared.push(declaration("openai:ProjectSync", [tenant], only({ everyHours }), { refs }));
  }
  return declared;
}

/** Those that the stack has once. */
export function syncsOfAll({ syncs = [], openaiEveryHours: everyHours, ...ofWorkos }: Refresh): Declaration[] {
  const declared: Declaration[] = [];
  if (syncs.includes("workos.EnvironmentSync"))
    declared.push(declaration("workos:EnvironmentSync", [catalogue], ofWorkos));
  if (syncs.includes("openai.OrganizationSync"))
    declared.push(declaration("openai:OrganizationSync", [catalogue], only({ everyHours })));
  return declared;
}

const only = ({ everyHours }: { readonly everyHours: number | undefined }) =>
  everyHours === undefined ? {} : { everyHours };
