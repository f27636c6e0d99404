import { hasEnded, onOrganization, unusedKey, unusedKeySettings } from "../openai-syncs.ts";
import { rule } from "../rule.ts";

export const openaiAdminKeyUnused = rule({
  name: "openai-admin-key-unused",
  description: "An admin key of the OpenAI organization that nobody has used for long does not stay.",
  level: "advisory",
  severity: "medium",
  controls: { soc2: ["CC6.3"], iso27001: ["5.17"], aiRmf: ["MANAGE 2"] },
  remedy: "Delete it at OpenAI.",
  settings: { days: unusedKeySettings.days },
  observed: {
    "openai:OrganizationSync": (outputs, { now, settings }) =>
      onOrganization(outputs, now, ({ adminKeys }, listedAt) =>
        adminKeys
          .filter((key) => !hasEnded(key, now))
          .flatMap((key) => {
            const what = `admin key ${key.name ?? key.id}`;
            // OpenAI may leave it out of the answer, so that no last use is no finding.
            return key.lastUsedAt === null
              ? [{ unknown: `whether anybody has used ${what}` }]
              : unusedKey(key, what, { ...settings, graceDays: 0 }, listedAt);
          }),
      ),
  },
});
