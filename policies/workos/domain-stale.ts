import { daysFrom, momentOf } from "../moment.ts";
import { rule } from "../rule.ts";

export const workosDomainStale = rule({
  name: "workos-domain-stale",
  description: "A domain that the customer has to prove is proved within a number of days.",
  level: "advisory",
  severity: "low",
  controls: { soc2: ["CC7.1"] },
  remedy: "Ask the customer to publish the record that `npx tenantry status` shows, or take the domain out.",
  settings: {
    pendingDays: { type: "integer", minimum: 0, default: 14, description: "How many days it may be pending." },
  },
  observed: {
    "workos:OrganizationDomain": ({ domain, state, createdAt }, { tenant, now, settings: { pendingDays } }) => {
      if (state === undefined) return [{ unknown: `the state of ${domain}` }];
      if (state === "failed")
        return [
          `${domain} of ${tenant || "an organization"} could not be verified: have its record published, and run \`pulumi up\`.`,
        ];
      if (state !== "pending") return [];
      const made = momentOf(createdAt);
      if (made === undefined) return [{ unknown: `since when ${domain} is pending` }];
      const days = daysFrom(made, now);
      return days > pendingDays
        ? [
            `${domain} of ${tenant || "an organization"} has been pending for ${days} days, and ${pendingDays} are the most: have its record published.`,
          ]
        : [];
    },
  },
});
