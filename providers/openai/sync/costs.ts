import { type Api, at, given } from "../../kit.ts";
import { type Day, days, startOf, usdOf } from "../costs.ts";

/** What each project has cost in a month, in US dollars; under "" what belongs to none. */
export async function costsByProject(api: Api, month: string): Promise<ReadonlyMap<string, number>> {
  const query = { start_time: startOf(month), end_time: startOf(month, 1), group_by: ["project_id"] };
  const costs = new Map<string, number>();
  for (const { results } of await api.list<Day>(at`/organization/costs`, query, days))
    for (const row of given(results, "results of a day")) {
      const project = row.project_id ?? "";
      costs.set(project, (costs.get(project) ?? 0) + usdOf(row));
    }
  return costs;
}
