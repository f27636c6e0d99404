import type { OpenAI } from "openai";
import { at, fail, given, type Paging, z } from "../../kit.ts";
import { ask, text } from "./question.ts";

/** What a project cost in one month. */
export interface CostsFound {
  /** `YYYY-MM`, in UTC. */
  readonly month: string;
  /** Null for costs of no project. */
  readonly projectId: string | null;
  /** US dollars, with fractions of a cent: round what you show, not what you add. Limits and alerts are in whole cents. */
  readonly usd: number;
}

type CostsRow = OpenAI.Admin.Organization.UsageCostsResponse.Data.OrganizationCostsResult;
interface Day {
  start_time: number;
  results: readonly CostsRow[];
}

const month = text.refine((value) => /^\d{4}-(0[1-9]|1[0-2])$/.test(value), "must be a month, such as 2026-03");
const some = z
  .strictObject({
    /** The first month, e.g. `2026-01`. */
    from: month,
    /** The last month. Omitted: the first one alone. */
    to: month.optional(),
    /** Omitted: every project, archived ones among them. */
    projectId: text.optional(),
  })
  .refine(({ from, to = from }) => from <= to, "from must not be after to");
export type CostsQuestion = Readonly<z.input<typeof some>>;

/** By days, of which a page has 7 unless more are asked for. */
const days: Paging = {
  query: { bucket_width: "1d", limit: 180 },
  parameter: "page",
  next: ({ has_more, next_page }) => {
    if (typeof has_more !== "boolean") throw new Error("the answer does not say whether it goes on");
    if (!has_more) return undefined;
    if (typeof next_page === "string" && next_page !== "") return next_page;
    throw new Error("the answer says that it goes on, but not where");
  },
};

/**
 * What projects cost in each month, in this order. A month in which a project cost nothing is left out. OpenAI may still change
 * what it says of the last days. ASSUMED: an end in the future is allowed, and days to come cost nothing.
 */
export const getCosts = (of: CostsQuestion): Promise<readonly CostsFound[]> =>
  ask("getCosts", some, of, async (answers, { from, to = from, projectId }) => {
    const query = {
      start_time: start(from),
      end_time: start(to, 1),
      group_by: ["project_id"],
      project_ids: projectId === undefined ? undefined : [projectId],
    };
    const costs = (await answers.list<Day>(at`/organization/costs`, query, days)).flatMap(({ start_time, results }) => {
      const month = new Date(given(start_time, "start_time of a day") * 1000).toISOString().slice(0, 7);
      return given(results, "results of a day").map((row) => ({
        month,
        projectId: given(row.project_id, `project_id of costs in ${month}`),
        usd: usdOf(row),
      }));
    });
    return [...Map.groupBy(costs, ({ month, projectId }) => `${month} ${projectId ?? ""}`).entries()]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .flatMap(([, [first, ...others]]) =>
        first ? [{ ...first, usd: others.reduce((sum, { usd }) => sum + usd, first.usd) }] : [],
      );
  });

/** Unix seconds at which a month begins, or one that is so many months later. */
function start(month: string, later = 0): number {
  const [year, number] = month.split("-").map(Number) as [number, number];
  return Date.UTC(year, number - 1 + later) / 1000;
}

/** @throws Failure for an amount that is left out, which is not zero, or is in another currency */
function usdOf({ amount }: CostsRow): number {
  const { value, currency } = given(amount, "amount of costs") as { value?: number | string; currency?: string };
  const usd = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  if (typeof usd === "number" && Number.isFinite(usd) && currency?.toLowerCase() === "usd") return usd;
  throw fail(
    `OpenAI has costs of ${value ?? "no amount"} in ${currency ?? "no currency"}, and here costs are in US dollars`,
    "Nothing is concluded from it.",
  );
}
