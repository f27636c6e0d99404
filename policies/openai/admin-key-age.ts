import { daysFrom } from "../moment.ts";
import { hasEnded, onOrganization } from "../openai-syncs.ts";
import { rule } from "../rule.ts";

export const openaiAdminKeyAge = rule({
  name: "openai-admin-key-age",
  description: "An admin key of the OpenAI organization is replaced before it is old.",
  level: "advisory",
  severity: "high",
  controls: { soc2: ["CC6.1"], iso27001: ["5.17"], aiRmf: ["MANAGE 2"] },
  remedy: "Make a new one at OpenAI, hand it over, and delete the old one.",
  settings: { maxDays: { type: "integer", minimum: 1, default: 90, description: "How many days old it may be." } },
  observed: {
    "openai:OrganizationSync": (outputs, { now, settings: { maxDays } }) =>
      onOrganization(outputs, now, ({ adminKeys }) =>
        adminKeys
          .filter((key) => !hasEnded(key, now))
          .flatMap(({ name, id, createdAt }) => {
            const days = daysFrom(createdAt * 1000, now);
            return days > maxDays
              ? [`admin key ${name ?? id} is ${days} days old, and ${maxDays} are the most: replace it.`]
              : [];
          }),
      ),
  },
});
