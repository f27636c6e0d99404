import { ownerAndKey } from "../fleet/index.ts";
import { daysFrom, momentOf } from "./moment.ts";
import type { Context, Seen } from "./places.ts";
import type { Found, Verdict } from "./verdict.ts";

/**
 * A verdict on how old keys of a tenant are. Of one that is replaced by dates the latest counts: the one before lives on for a while.
 * @param type e.g. `workos:OrganizationApiKey`
 * @param what e.g. `API key`
 */
export function keyAges(
  own: readonly Seen[],
  type: string,
  what: string,
  { tenant, now, settings: { maxDays } }: Context & { readonly settings: { readonly maxDays: number } },
): Verdict {
  const keys = own.filter((one) => one.type === type);
  if (keys.length === 0) return { notApplicable: `the tenant has no ${what} of ours` };
  const byName = Map.groupBy(keys, ({ name }) =>
    ownerAndKey(name)
      .key.filter((part) => !/^\d{4}-\d\d-\d\d$/.test(part))
      .join("/"),
  );
  return [...byName].flatMap(([name, epochs]): Found[] => {
    const made = epochs.map(({ outputs }) => momentOf(outputs.createdAt));
    if (made.includes(undefined)) return [{ unknown: `when ${what} ${name} was made` }];
    const age = daysFrom(Math.max(...(made as number[])), now);
    if (age <= maxDays) return [];
    return [
      `${what} ${name} of ${tenant} is ${age} days old, and ${maxDays} are the most: replace it, as \`npx tenantry rotate\` does.`,
    ];
  });
}
