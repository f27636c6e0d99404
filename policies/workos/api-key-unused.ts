import { daysFrom, momentOf } from "../moment.ts";
import { ofOrganization } from "../organization-sync.ts";
import type { Context } from "../places.ts";
import { rule } from "../rule.ts";
import type { Found } from "../verdict.ts";

export const workosApiKeyUnused = rule({
  name: "workos-api-key-unused",
  description: "An API key that nobody has used for long does not stay.",
  level: "advisory",
  severity: "low",
  controls: { soc2: ["CC6.3"], iso27001: ["5.18"] },
  remedy: "Ask the customer whether a program still needs it, and take it out.",
  settings: {
    days: { type: "integer", minimum: 1, default: 90, description: "How many days it may be unused." },
    graceDays: {
      type: "integer",
      minimum: 0,
      default: 14,
      description: "How many days one may be that nobody has used yet.",
    },
  },
  observedTenant: ofOrganization("apiKeys", (keys, { tenant }, _, { now, settings }: Context) => {
    const { days, graceDays } = settings as { readonly days: number; readonly graceDays: number };
    return keys
      .filter(({ expired }) => !expired)
      .flatMap(({ name, id, createdAt, lastUsedAt }): Found[] => {
        const key = `API key ${name ?? id} of ${tenant}`;
        const [made, used] = [momentOf(createdAt), momentOf(lastUsedAt)];
        if (lastUsedAt !== null && used === undefined) return [{ unknown: `when ${key} was used` }];
        if (used !== undefined)
          return daysFrom(used, now) > days
            ? [`${key} was last used ${daysFrom(used, now)} days ago, and ${days} are the most: take it out.`]
            : [];
        if (made === undefined) return [{ unknown: `when ${key} was made, which nobody has used` }];
        return daysFrom(made, now) > graceDays
          ? [
              `${key} was made ${daysFrom(made, now)} days ago and nobody has used it, and ${graceDays} are the most: take it out.`,
            ]
          : [];
      });
  }),
});
