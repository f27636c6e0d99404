import { rule } from "../rule.ts";

export const workosApiKeyExpiryRequired = rule({
  name: "workos-api-key-expiry-required",
  description: "An API key of a tenant ends, or is replaced by dates, within a number of days.",
  level: "mandatory",
  severity: "high",
  controls: { soc2: ["CC6.1"], iso27001: ["5.17"] },
  remedy: "Give the key expiresInDays, expiresAt or a rotation with every.",
  settings: {
    maxDays: { type: "integer", minimum: 1, default: 365, description: "After how many days at most." },
  },
  tenant({ apiKeys = [] }, { tenant, settings: { maxDays }, now }) {
    if (apiKeys.length === 0) return { notApplicable: "the tenant declares no API keys" };
    return apiKeys.flatMap(({ name, expiresInDays, expiresAt, rotation }) => {
      const every = rotation && "every" in rotation ? Number.parseInt(String(rotation.every), 10) : undefined;
      const untilEnd = expiresAt ? (Date.parse(expiresAt) - now) / 86_400_000 : undefined;
      const days = [expiresInDays, untilEnd, every].filter((one) => one !== undefined && !Number.isNaN(one));
      const soonest = days.length > 0 ? Math.ceil(Math.min(...(days as number[]))) : undefined;
      if (soonest !== undefined && soonest <= maxDays) return [];
      const said = soonest === undefined ? "never ends" : `ends after ${soonest} days`;
      return [
        `API key ${name} of ${tenant} ${said}, and ${maxDays} are the most: give it expiresInDays, or a rotation with every, in tenants/${tenant}.yaml.`,
      ];
    });
  },
});
