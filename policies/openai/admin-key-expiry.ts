import { daysFrom } from "../moment.ts";
import { hasEnded, onOrganization } from "../openai-syncs.ts";
import { rule } from "../rule.ts";

export const openaiAdminKeyExpiry = rule({
  name: "openai-admin-key-expiry",
  description: "An admin key of the OpenAI organization ends by itself.",
  level: "advisory",
  severity: "medium",
  controls: { soc2: ["CC6.1"], iso27001: ["5.17"] },
  remedy: "Make a new one with an end, hand it over, and delete the old one.",
  settings: {
    maxDays: { type: "integer", minimum: 1, default: 365, description: "How many days it may be good for." },
  },
  observed: {
    "openai:OrganizationSync": (outputs, { now, settings: { maxDays } }) =>
      onOrganization(outputs, now, ({ adminKeys }) =>
        adminKeys
          .filter((key) => !hasEnded(key, now))
          .flatMap(({ name, id, createdAt, expiresAt }) => {
            const key = `admin key ${name ?? id}`;
            // OpenAI says null of one that never ends, by its reference always.
            if (expiresAt === null) return [`${key} never ends: replace it by one that does.`];
            const days = daysFrom(createdAt * 1000, expiresAt * 1000);
            return days > maxDays
              ? [`${key} is good for ${days} days, and ${maxDays} are the most: replace it by one that ends sooner.`]
              : [];
          }),
      ),
  },
});
