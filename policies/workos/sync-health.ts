import { daysFrom, momentOf } from "../moment.ts";
import type { Properties } from "../places.ts";
import { rule } from "../rule.ts";

export const workosSyncHealth = rule({
  name: "workos-sync-health",
  description: "What is known of an organization is up to date: it was looked at lately, and no event holds it up.",
  level: "advisory",
  severity: "medium",
  controls: { soc2: ["CC7.2"], iso27001: ["8.16"] },
  remedy: "Run `pulumi refresh`. An event that cannot be read is named in skipEvents.",
  settings: {
    maxAgeDays: {
      type: "integer",
      minimum: 0,
      default: 7,
      description: "How many days ago it may have been looked at.",
    },
  },
  observed: {
    "workos:OrganizationSync": ({ feed }, { resource, now, settings: { maxAgeDays } }) => {
      const { checkedAt, blocked, hasMore } = (feed ?? {}) as Properties;
      const checked = momentOf(checkedAt);
      if (checked === undefined) return [{ unknown: `when ${resource} was looked at` }];
      const days = daysFrom(checked, now);
      const held = blocked as { readonly event: string; readonly reason: string } | null | undefined;
      return [
        ...(days > maxAgeDays
          ? [`${resource} was last looked at ${days} days ago, and ${maxAgeDays} are the most: run \`pulumi refresh\`.`]
          : []),
        ...(held
          ? [
              `${resource} is held up by event ${held.event}, ${held.reason}: name it in skipEvents once somebody has looked.`,
            ]
          : []),
        ...(hasMore === true
          ? [`${resource} has more events to read than one run takes in: run \`pulumi refresh\` again.`]
          : []),
      ];
    },
  },
});
