import { daysFrom } from "./moment.ts";
import type { Found } from "./verdict.ts";

/** Settings of a rule on keys that nobody uses. */
export const unusedKeySettings = {
  days: { type: "integer", minimum: 1, default: 90, description: "How many days it may be unused." },
  graceDays: {
    type: "integer",
    minimum: 0,
    default: 14,
    description: "How many days one may be that nobody has used yet.",
  },
} as const;

/** Milliseconds since 1970. Of a key that was used, when it was made is of no interest. */
type Moments = { readonly now: number } & (
  | { readonly made: number; readonly used: undefined }
  | { readonly made?: number | undefined; readonly used: number }
);

/**
 * What is to be said of a key that nobody uses.
 * @param key e.g. `key main of acme`
 */
export function unusedKey(
  key: string,
  { made, used, now }: Moments,
  { days, graceDays }: { readonly days: number; readonly graceDays: number },
): Found[] {
  if (used !== undefined) {
    const since = daysFrom(used, now);
    return since > days ? [`${key} was last used ${since} days ago, and ${days} are the most: take it out.`] : [];
  }
  const since = daysFrom(made, now);
  return since > graceDays
    ? [`${key} was made ${since} days ago and nobody has used it, and ${graceDays} are the most: take it out.`]
    : [];
}
