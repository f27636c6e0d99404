import { rule } from "../rule.ts";

export const workosApiKeyPermissions = rule({
  name: "workos-api-key-permissions",
  description: "An API key of a tenant has permissions that such keys may have, and none for everything.",
  level: "mandatory",
  severity: "high",
  controls: { soc2: ["CC6.3"], iso27001: ["5.18"] },
  remedy: "Take the permission from the key, or from the lists of this rule.",
  settings: {
    allow: { type: "array", items: { type: "string" }, description: "Permissions that keys may have. Left out: any." },
    deny: { type: "array", items: { type: "string" }, default: [], description: "Permissions that no key may have." },
  },
  tenant({ apiKeys = [] }, { tenant, settings: { allow, deny } }) {
    if (apiKeys.length === 0) return { notApplicable: "the tenant declares no API keys" };
    const mayHave = (permission: string) =>
      !permission.includes("*") && !deny.includes(permission) && (allow === undefined || allow.includes(permission));
    return apiKeys.flatMap(({ name, permissions = [] }) =>
      permissions
        .filter((permission) => permission !== undefined && !mayHave(permission))
        .map(
          (permission) =>
            `API key ${name} of ${tenant} has ${permission}, which no key may have: take it out in tenants/${tenant}.yaml.`,
        ),
    );
  },
});
