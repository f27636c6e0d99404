import { momentOf } from "../moment.ts";
import { ofOrganization } from "../organization-sync.ts";
import type { Context } from "../places.ts";
import { rule } from "../rule.ts";
import { unusedKey, unusedKeySettings } from "../unused-key.ts";
import type { Found } from "../verdict.ts";

export const workosApiKeyUnused = rule({
  name: "workos-api-key-unused",
  description: "An API key that nobody has used for long does not stay.",
  level: "advisory",
  severity: "low",
  controls: { soc2: ["CC6.3"], iso27001: ["5.18"] },
  remedy: "Ask the customer whether a program still needs it, and take it out.",
  settings: unusedKeySettings,
  observedTenant: ofOrganization(
    "apiKeys",
    (keys, { tenant }, _, { now, settings }: Context<typeof unusedKeySettings>) =>
      keys
        .filter(({ expired }) => !expired)
        .flatMap(({ name, id, createdAt, lastUsedAt }): Found[] => {
          const key = `API key ${name ?? id} of ${tenant}`;
          const [made, used] = [momentOf(createdAt), momentOf(lastUsedAt)];
          if (lastUsedAt !== null && used === undefined) return [{ unknown: `when ${key} was used` }];
          if (used !== undefined) return unusedKey(key, { used, now }, settings);
          if (made === undefined) return [{ unknown: `when ${key} was made, which nobody has used` }];
          return unusedKey(key, { made, used, now }, settings);
        }),
  ),
});
