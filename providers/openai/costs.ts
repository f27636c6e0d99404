import type { OpenAI } from "openai";
import { fail, given, type Paging } from "../kit.ts";

type CostsRow = OpenAI.Admin.Organization.UsageCostsResponse.Data.OrganizationCostsResult;
/** What a day has cost. */
export interface Day {
  start_time: number;
  results: readonly CostsRow[];
}

/** By days, of which a page has 7 unless more are asked for. */
export const days: Paging = {
  query: { bucket_width: "1d", limit: 180 },
  parameter: "page",
  next: ({ has_more, next_page }) => {
    if (typeof has_more !== "boolean") throw new Error("the answer does not say whether it goes on");
    if (!has_more) return undefined;
    if (typeof next_page === "string" && next_page !== "") return next_page;
    throw new Error("the answer says that it goes on, but not where");
  },
};

/** Unix seconds at which a month begins, or one that is so many months later. */
export function startOf(month: string, later = 0): number {
  const [year, number] = month.split("-").map(Number) as [number, number];
  return Date.UTC(year, number - 1 + later) / 1000;
}

/** @throws Failure for an amount that is left out, which is not zero, or is in another currency */
export function usdOf({ amount }: CostsRow): number {
  const { value, currency } = given(amount, "amount of costs") as { value?: number | string; currency?: string };
  const usd = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  if (typeof usd === "number" && Number.isFinite(usd) && currency?.toLowerCase() === "usd") return usd;
  throw fail(
    `OpenAI has costs of ${value ?? "no amount"} in ${currency ?? "no currency"}, and here costs are in US dollars`,
    "Nothing is concluded from it.",
  );
}
