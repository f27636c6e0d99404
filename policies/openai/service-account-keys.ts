import { withProject } from "../requirement.ts";
import { rule } from "../rule.ts";

export const openaiServiceAccountKeys = rule({
  name: "openai-service-account-keys",
  description: "A service account has few keys: each is one more that can leak.",
  level: "advisory",
  severity: "low",
  controls: { iso27001: ["5.17"] },
  remedy: "Take keys out that nobody uses, or give the programs accounts of their own.",
  settings: {
    max: {
      type: "integer",
      minimum: 0,
      default: 2,
      description: "How many keys an account may declare. Two of one that rotates count as one.",
    },
  },
  tenant: (declared, { tenant, settings: { max } }) =>
    withProject(declared, ({ serviceAccounts = [] }) => {
      if (serviceAccounts.length === 0) return { notApplicable: "the project declares no service accounts" };
      return serviceAccounts.flatMap(({ name, keys = [] }) =>
        keys.length > max
          ? [
              `service account ${name} of ${tenant} declares ${keys.length} keys, and ${max} are the most: take some out in tenants/${tenant}.yaml.`,
            ]
          : [],
      );
    }),
});
