import { hasEnded, onOrganization } from "../openai-syncs.ts";
import { rule } from "../rule.ts";
import { unusedKey, unusedKeySettings } from "../unused-key.ts";

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
          .flatMap(({ id, name, lastUsedAt }) => {
            const key = `admin key ${name ?? id}`;
            // OpenAI may leave it out of the answer, so that no last use is no finding.
            if (lastUsedAt === null) return [{ unknown: `whether anybody has used ${key}` }];
            return unusedKey(key, { used: lastUsedAt * 1000, now: listedAt }, { ...settings, graceDays: 0 });
          }),
      ),
  },
});
