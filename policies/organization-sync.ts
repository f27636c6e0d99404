import type { z } from "zod";
import type * as rows from "../providers/workos/sync/rows.ts";
import { momentOf } from "./moment.ts";
import type { Properties, Seen, SeenTenant } from "./places.ts";
import type { Verdict } from "./verdict.ts";

/** What `workos.OrganizationSync` knows of an organization, whoever put it there. */
interface Synced {
  readonly roles: readonly z.output<typeof rows.roleRow>[];
  readonly apiKeys: readonly z.output<typeof rows.apiKeyRow>[];
  readonly connections: readonly z.output<typeof rows.connectionRow>[];
  readonly directories: readonly z.output<typeof rows.directoryRow>[];
}

/**
 * A verdict on what an organization has, whoever put it there: unknown without a sync, or while it has not taken in all that happened.
 * @param list what of it is judged
 */
export const ofOrganization =
  <List extends keyof Synced, Rest extends readonly unknown[]>(
    list: List,
    verdictOn: (rows: Synced[List], declared: SeenTenant, own: readonly Seen[], ...rest: Rest) => Verdict,
  ) =>
  (declared: SeenTenant, own: readonly Seen[], ...rest: Rest): Verdict => {
    const sync = own.find(({ type }) => type === "workos:OrganizationSync")?.outputs;
    const rows = sync?.[list] as Synced[List] | undefined;
    const { blocked, hasMore, checkedAt } = (sync?.feed ?? {}) as Properties;
    if (sync === undefined) return { notApplicable: "there is no OrganizationSync of its organization" };
    if (rows === undefined || momentOf(checkedAt) === undefined)
      return [{ unknown: "its organization was not looked at" }];
    if (blocked || hasMore === true) return [{ unknown: "not all that happened in its organization is taken in" }];
    return verdictOn(rows, declared, own, ...rest);
  };
