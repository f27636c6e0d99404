import { rule } from "tenantry/policies";

/** Who does not pay works in the browser. */
export const oursKeysArePaidFor = rule({
  name: "ours-keys-are-paid-for",
  description: "Only tenants on a paid plan have API keys.",
  level: "mandatory",
  severity: "medium",
  remedy: "Move the tenant to a paid plan, or take apiKeys out of its file.",
  settings: {
    unpaid: {
      type: "array",
      items: { type: "string" },
      default: ["starter"],
      description: "Plans that nobody pays for.",
    },
  },
  tenant({ plan = "", apiKeys = [] }, { tenant, settings: { unpaid } }) {
    if (!unpaid.includes(plan)) return { notApplicable: `plan ${plan} is paid for` };
    return apiKeys.map(
      ({ name }) => `${tenant} has API key ${name} on plan ${plan}: take it out of tenants/${tenant}.yaml.`,
    );
  },
});
