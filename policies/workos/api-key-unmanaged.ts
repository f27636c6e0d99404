import { ownerAndKey } from "../../fleet/index.ts";
import { ofOrganization } from "../organization-sync.ts";
import { rule } from "../rule.ts";

export const workosApiKeyUnmanaged = rule({
  name: "workos-api-key-unmanaged",
  description: "An organization whose API keys are the file's alone has no others that work.",
  level: "advisory",
  severity: "high",
  controls: { soc2: ["CC6.1", "CC7.1"], iso27001: ["5.9"] },
  remedy: "Find out who uses the key, and end it in the WorkOS dashboard, or let the next `pulumi up` remove it.",
  observedTenant: ofOrganization("apiKeys", (keys, declared, own) => {
    if (declared.manage?.apiKeys !== "exclusive") return { notApplicable: "its API keys may be others' as well" };
    const ours = own.filter(({ type }) => type === "workos:OrganizationApiKey");
    const names = ours.map(({ name, outputs }) => outputs.name ?? ownerAndKey(name).key[0]);
    return keys
      .filter(({ name, owner, expired }) => owner === "organization" && !expired && !names.includes(name ?? ""))
      .map(
        ({ name, id }) => `${declared.tenant} has an API key ${name ?? id} that is in no file: end it, or take it in.`,
      );
  }),
});
