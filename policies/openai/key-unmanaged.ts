import { hasEnded, inProject } from "../openai-syncs.ts";
import { rule } from "../rule.ts";

export const openaiKeyUnmanaged = rule({
  name: "openai-key-unmanaged",
  description:
    "A project whose service accounts are the file's alone has no keys of theirs but those that are declared.",
  level: "advisory",
  severity: "high",
  controls: { soc2: ["CC6.1"], iso27001: ["5.9"] },
  remedy:
    "Find out who uses the key, and delete it at OpenAI, or give the account another name: it goes with its keys.",
  observedTenant: ({ manage }, own, { tenant, now }) => {
    if (manage?.serviceAccounts !== "exclusive")
      return { notApplicable: "its service accounts may be others' as well" };
    const keys = own.filter(({ type }) => type === "openai:ServiceAccountKey");
    const ours = new Set(
      keys.map(({ outputs }) => JSON.stringify([outputs.serviceAccountId, outputs.name, outputs.createdAt])),
    );
    return inProject(own, now, ({ apiKeys }) =>
      apiKeys
        .filter((key) => key.ownerType === "service_account" && !hasEnded(key, now))
        .filter(({ ownerId, name, createdAt }) => !ours.has(JSON.stringify([ownerId, name, createdAt])))
        .map(
          ({ name, id, ownerId }) =>
            `${tenant} has a key ${name ?? id} of service account ${ownerId} that is in no file: find out who uses it, and delete it at OpenAI.`,
        ),
    );
  },
});
