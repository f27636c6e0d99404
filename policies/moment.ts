const DAY_MS = 86_400_000;

/** Milliseconds of what a vendor says as text, or as Unix seconds; `undefined` for what was not read. */
export function momentOf(value: unknown): number | undefined {
  if (value === "" || (typeof value !== "string" && typeof value !== "number")) return undefined;
  const moment = typeof value === "number" ? value * 1000 : Date.parse(value);
  return Number.isNaN(moment) ? undefined : moment;
}

/** Whole days from one moment to another. */
export const daysFrom = (from: number, to: number): number => Math.floor((to - from) / DAY_MS);
