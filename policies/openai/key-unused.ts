import { hasEnded, inProject } from "../openai-syncs.ts";
import { rule } from "../rule.ts";
import { unusedKey, unusedKeySettings } from "../unused-key.ts";

export const openaiKeyUnused = rule({
  name: "openai-key-unused",
  description: "A key of a tenant's project that nobody has used for long does not stay.",
  level: "advisory",
  severity: "low",
  controls: { soc2: ["CC6.3"], iso27001: ["5.18"], aiRmf: ["MANAGE 2"] },
  remedy: "Ask whether a program still needs it, and take it out.",
  settings: unusedKeySettings,
  observedTenant: (_, own, { tenant, now, settings }) =>
    inProject(own, now, ({ apiKeys }, listedAt) =>
      apiKeys
        .filter((key) => !hasEnded(key, now))
        .flatMap(({ id, name, createdAt, lastUsedAt }) => {
          const used = lastUsedAt === null ? { made: createdAt * 1000, used: undefined } : { used: lastUsedAt * 1000 };
          return unusedKey(`key ${name ?? id} of ${tenant}`, { ...used, now: listedAt }, settings);
        }),
    ),
});
