import { at, given, z } from "../../kit.ts";
import { type Day, days, startOf, usdOf } from "../costs.ts";
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

/**
 * What projects cost in each month, in this order. A month in which a project cost nothing is left out. OpenAI may still change
 * what it says of the last days. ASSUMED: an end in the future is allowed, and days to come cost nothing.
 */
export const getCosts = (of: CostsQuestion): Promise<readonly CostsFound[]> =>
  ask("getCosts", some, of, async (answers, { from, to = from, projectId }) => {
    const query = {
      start_time: startOf(from),
      end_time: startOf(to, 1),
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
