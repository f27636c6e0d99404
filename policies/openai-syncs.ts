import type { z } from "zod";
import type * as rows from "../providers/openai/sync/rows.ts";
import { daysFrom, momentOf } from "./moment.ts";
import type { Properties, Seen } from "./places.ts";
import type { Verdict } from "./verdict.ts";

/*
 * What OpenAI's syncs know is as old as their last listing, a day as a rule, and no refresh looks sooner. A rule on it that stopped runs
 * would stop them as well once all is put right: so these rules remark.
 */

type Row<Schema extends z.ZodType> = z.output<Schema>;

/** What `openai.ProjectSync` knows of a project, whoever put it there. */
interface SyncedProject {
  readonly project: Row<typeof rows.projectRow> | null;
  readonly users: readonly Row<typeof rows.userRow>[];
  readonly serviceAccounts: readonly Row<typeof rows.accountRow>[];
  readonly apiKeys: readonly Row<typeof rows.projectKeyRow>[];
  readonly spendLimit: Row<typeof rows.spendLimitRow>;
}

/** What `openai.OrganizationSync` knows. */
export interface SyncedOrganization {
  readonly projects: readonly Row<typeof rows.anyProjectRow>[];
  readonly adminKeys: readonly Row<typeof rows.adminKeyRow>[];
  readonly month: string;
}

/** The longest time between two listings, `everyHours` at most, and a day for the run that makes one. */
const LONGEST_DAYS = 8;

/** A verdict on a listing; unknown while there is none, or none that is new enough. */
function onListing<Listing>(
  outputs: Properties,
  what: string,
  now: number,
  verdictOn: (listing: Listing, listedAt: number) => Verdict,
): Verdict {
  const listedAt = momentOf((outputs.feed as Properties | undefined)?.listedAt);
  if (listedAt === undefined) return [{ unknown: `${what} was not listed` }];
  const days = daysFrom(listedAt, now);
  if (days > LONGEST_DAYS) return [{ unknown: `${what} was last listed ${days} days ago: run \`pulumi refresh\`` }];
  return verdictOn(outputs as unknown as Listing, listedAt);
}

/** A verdict on the project of a tenant, archived or not there any more included. */
export function onProject(
  own: readonly Seen[],
  now: number,
  verdictOn: (synced: SyncedProject, listedAt: number) => Verdict,
): Verdict {
  const sync = own.find(({ type }) => type === "openai:ProjectSync");
  if (sync === undefined) return { notApplicable: "there is no ProjectSync of its project" };
  return onListing(sync.outputs, "its project", now, verdictOn);
}

/** A verdict on what a tenant's project has. One that is archived, or not there any more, has nothing that anybody can use. */
export const inProject: typeof onProject = (own, now, verdictOn) =>
  onProject(own, now, (synced, listedAt) =>
    synced.project?.status === "active"
      ? verdictOn(synced, listedAt)
      : { notApplicable: "its project is not active: openai-project-archived says more" },
  );

/** A verdict on the OpenAI organization, by the outputs of its sync. */
export const onOrganization = (
  outputs: Properties,
  now: number,
  verdictOn: (synced: SyncedOrganization, listedAt: number) => Verdict,
): Verdict => onListing(outputs, "the OpenAI organization", now, verdictOn);

/** The outputs of the sync of the OpenAI organization, where the stack has one. */
export const organizationSyncIn = (resources: readonly Seen[]): Properties | undefined =>
  resources.find(({ type }) => type === "openai:OrganizationSync")?.outputs;

export const NO_ORGANIZATION_SYNC = "there is no OrganizationSync of OpenAI";

/** Whether a key works no more. */
export const hasEnded = ({ expiresAt }: { readonly expiresAt: number | null }, now: number): boolean =>
  expiresAt !== null && expiresAt * 1000 <= now;
