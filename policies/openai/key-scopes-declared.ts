import { withProject } from "../requirement.ts";
import { rule } from "../rule.ts";

export const openaiKeyScopesDeclared = rule({
  name: "openai-key-scopes-declared",
  description: "A key of a service account may do what its file lists, not all that its account may do.",
  level: "mandatory",
  severity: "high",
  controls: { soc2: ["CC6.3"], iso27001: ["5.18"] },
  remedy: "List in scopes what the key needs, e.g. model.request. That makes a new key.",
  settings: {
    deny: { type: "array", items: { type: "string" }, default: [], description: "Scopes that no key may have." },
  },
  tenant: (declared, { tenant, settings: { deny } }) =>
    withProject(declared, ({ serviceAccounts = [] }) => {
      const keys = serviceAccounts.flatMap(({ name, keys = [] }) => keys.map((key) => ({ ...key, account: name })));
      if (keys.length === 0) return { notApplicable: "the project declares no keys" };
      return keys.flatMap(({ name, account, scopes }) => {
        const key = `key ${name} of service account ${account} of ${tenant}`;
        if (scopes === "all")
          return [`${key} may do all that the account may do: list its scopes in tenants/${tenant}.yaml.`];
        return (scopes ?? [])
          .filter((scope) => scope !== undefined && deny.includes(scope))
          .map((scope) => `${key} has scope ${scope}, which no key may have: take it out in tenants/${tenant}.yaml.`);
      });
    }),
});
