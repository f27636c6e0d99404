import { hasEnded, inProject } from "../openai-syncs.ts";
import { rule } from "../rule.ts";

export const openaiKeyUserOwned = rule({
  name: "openai-key-user-owned",
  description:
    "Keys in the project of a tenant are its service accounts': one of a person goes with them, or stays when they should have gone.",
  level: "advisory",
  severity: "medium",
  controls: { soc2: ["CC6.3"], iso27001: ["5.18"], aiRmf: ["GOVERN 5"] },
  remedy: "Give the program a key of a service account, and have the person delete theirs.",
  settings: {
    ignore: {
      type: "array",
      items: { type: "string" },
      default: [],
      description: "E-mail addresses of people who may have keys of their own.",
    },
  },
  observedTenant: (_, own, { tenant, now, settings: { ignore } }) =>
    inProject(own, now, ({ apiKeys, users }) =>
      apiKeys
        .filter((key) => key.ownerType === "user" && !hasEnded(key, now))
        .flatMap(({ name, id, ownerId }) => {
          const who = users.find((user) => user.id === ownerId)?.email ?? ownerId;
          return ignore.includes(who)
            ? []
            : [`key ${name ?? id} of ${tenant} is a person's, ${who}: give the program one of a service account.`];
        }),
    ),
});
