import { type Endpoint, get } from "../../core/api.ts";
import { bucketPage } from "../buckets.ts";
import { choice, texts } from "../paging.ts";
import type { Cost } from "../records.ts";
import type { OpenaiStore } from "../store.ts";

const DAY = 24 * 60 * 60;
/** The SDK (7.57) knows the user and the source as well. */
const DIMENSIONS = ["project_id", "line_item", "api_key_id"];
const SDK_DIMENSIONS = [...DIMENSIONS, "user_id", "api_source"];

export function costEndpoints(store: OpenaiStore): Endpoint[] {
  return [
    get("/organization/costs", ({ query, now }) => {
      choice(query, "bucket_width", ["1d"]);
      const [projects, keys, items] = ["project_ids", "api_key_ids", "line_items"].map((name) => texts(query, name));
      const records = [...store.costs.all]
        .filter(
          (cost) =>
            (projects?.includes(cost.project_id) ?? true) &&
            (keys?.includes(cost.api_key_id ?? "") ?? true) &&
            (items?.includes(cost.line_item) ?? true),
        )
        .map((cost) => ({ at: cost.at, cost, dimensions: { ...dimensionsOf(cost), api_source: "unlabeled" } }));
      const asked = texts(query, "group_by") ?? [];
      const body = bucketPage(query, now, {
        records,
        widthSeconds: DAY,
        limit: { byDefault: 7, maximum: 180 },
        dimensions: SDK_DIMENSIONS,
        render: (group, dimensions) => {
          const costs = group.map(({ cost }) => cost);
          // A quantity means something for a single line of the bill only.
          const single = dimensions.line_item === null ? undefined : costs;
          const shown = Object.entries(dimensions).filter(
            ([name]) => DIMENSIONS.includes(name) || asked.includes(name),
          );
          return {
            object: "organization.costs.result",
            amount: { value: sum(costs.map(({ value }) => value)), currency: "usd" },
            ...Object.fromEntries(shown),
            quantity: single ? sum(single.map(({ quantity }) => quantity ?? 0)) : null,
            quantity_unit: single?.[0]?.quantity_unit ?? null,
          };
        },
      });
      return { status: 200, body };
    }),
  ];
}

const dimensionsOf = ({ project_id, line_item, api_key_id, user_id }: Cost) => ({
  project_id,
  line_item,
  api_key_id,
  user_id,
});

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
