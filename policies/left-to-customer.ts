import { daysFrom, momentOf } from "./moment.ts";
import { ofOrganization } from "./organization-sync.ts";
import type { Context, Seen, SeenTenant } from "./places.ts";
import type { Verdict } from "./verdict.ts";

/** Settings of a rule on what customers set up themselves. */
export const graceSettings = {
  graceDays: {
    type: "integer",
    minimum: 0,
    default: 30,
    description: "How many days the customer of a new organization has to set it up.",
  },
} as const;

/**
 * A verdict on what a file requires and a customer sets up: one of them works, or the organization is new.
 * @param state of one that works, e.g. `active`
 * @param isRequired whether the file requires it
 * @param words what is not so, and what to have the customer do: `no directory is linked`, `link it`
 */
export const leftToCustomer = (
  list: "connections" | "directories",
  state: string,
  isRequired: (declared: SeenTenant) => boolean | undefined,
  [missing, todo]: readonly [missing: string, todo: string],
) =>
  ofOrganization(
    list,
    (
      rows: readonly { readonly name: string | null; readonly state: string | null }[],
      declared: SeenTenant,
      own: readonly Seen[],
      { tenant, now, settings: { graceDays } }: Context<typeof graceSettings>,
    ): Verdict => {
      if (!isRequired(declared)) return { notApplicable: "the file requires none" };
      if (rows.some((row) => row.state === state)) return [];
      const since = momentOf(own.find(({ type }) => type === "workos:Organization")?.outputs.createdAt);
      if (since === undefined) return [{ unknown: "since when its organization is there" }];
      if (daysFrom(since, now) <= graceDays)
        return { notApplicable: `its organization is at most ${graceDays} days old` };
      const seen = rows.map((row) => `${row.name ?? "one"} is ${row.state ?? "unknown"}`).join(", ") || "there is none";
      return [
        `${missing} of ${tenant}, which its file requires: ${seen}; have the customer ${todo}, or look at it in the WorkOS dashboard.`,
      ];
    },
  );
