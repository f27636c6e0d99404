import { fail } from "../kit.ts";

/** An amount as OpenAI's limits and alerts have it: in US cents, and of one month. Its costs are in dollars. */
interface MonthlyAmount {
  threshold_amount: number;
  currency: string;
  interval: string;
}

/** What people write in US dollars. Rounded, since a dollar's hundredth has no exact form: 19.99 times 100 is not 1999. */
export const monthly = (usd: number) => ({
  threshold_amount: Math.round(usd * 100),
  currency: "USD" as const,
  interval: "month" as const,
});

/** @throws Failure for an amount in any other unit, which OpenAI's description leaves room for */
export function monthlyUsdOf({ threshold_amount, currency, interval }: MonthlyAmount): number {
  if (currency === "USD" && interval === "month") return threshold_amount / 100;
  throw fail(
    `OpenAI has the amount in ${currency} a ${interval}, and here amounts are in US dollars a month`,
    "Nothing is concluded from it: set it to US dollars a month at OpenAI, or declare it no more.",
  );
}
