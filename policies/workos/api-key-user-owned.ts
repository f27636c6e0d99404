import { ofOrganization } from "../organization-sync.ts";
import { rule } from "../rule.ts";

export const workosApiKeyUserOwned = rule({
  name: "workos-api-key-user-owned",
  description:
    "API keys of an organization are its own: one of a person goes with them, or stays when they should have gone.",
  level: "advisory",
  severity: "low",
  controls: { iso27001: ["5.18"] },
  remedy: "Give the program a key of the organization, and have the person end theirs.",
  observedTenant: ofOrganization("apiKeys", (keys, { tenant }) =>
    keys
      .filter(({ owner, expired }) => owner === "user" && !expired)
      .map(
        ({ name, id }) =>
          `${tenant} has an API key ${name ?? id} that is a person's: give the program one of the organization.`,
      ),
  ),
});
