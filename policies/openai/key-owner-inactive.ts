import { hasEnded, inProject } from "../openai-syncs.ts";
import { rule } from "../rule.ts";

export const openaiKeyOwnerInactive = rule({
  name: "openai-key-owner-inactive",
  description: "No key of a tenant's project is one of somebody who has no access to it any more.",
  level: "advisory",
  severity: "high",
  controls: { soc2: ["CC6.2"], iso27001: ["5.18"] },
  remedy: "Delete the key at OpenAI, or give its owner access again.",
  observedTenant: (_, own, { tenant, now }) =>
    inProject(own, now, ({ apiKeys }) =>
      apiKeys
        .filter((key) => !key.ownerHasAccess && !hasEnded(key, now))
        .map(
          ({ name, id, ownerId }) =>
            `key ${name ?? id} of ${tenant} is there, and its owner ${ownerId} has no access to the project any more: delete it at OpenAI.`,
        ),
    ),
});
