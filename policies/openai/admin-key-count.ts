import { hasEnded, onOrganization } from "../openai-syncs.ts";
import { rule } from "../rule.ts";

export const openaiAdminKeyCount = rule({
  name: "openai-admin-key-count",
  description: "The OpenAI organization has few admin keys: each may do everything.",
  level: "advisory",
  severity: "high",
  controls: { iso27001: ["8.2"], aiRmf: ["GOVERN 5"] },
  remedy: "Delete those that nobody needs.",
  settings: { max: { type: "integer", minimum: 1, default: 3, description: "How many there may be." } },
  observed: {
    "openai:OrganizationSync": (outputs, { now, settings: { max } }) =>
      onOrganization(outputs, now, ({ adminKeys }) => {
        const names = adminKeys.filter((key) => !hasEnded(key, now)).map(({ name, id }) => name ?? id);
        if (names.length <= max) return [];
        return [
          `there are ${names.length} admin keys (${names.join(", ")}), and ${max} are the most: delete those that nobody needs.`,
        ];
      }),
  },
});
