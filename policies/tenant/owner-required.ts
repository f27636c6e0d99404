import { rule } from "../rule.ts";

export const tenantOwnerRequired = rule({
  name: "tenant-owner-required",
  description: "Whoever answers for a tenant has an e-mail address of ours.",
  level: "mandatory",
  severity: "medium",
  controls: { soc2: ["CC6.2"], iso27001: ["5.9"], aiRmf: ["GOVERN 2"] },
  remedy: "Name somebody of ours in owner, in the tenant's file, its plan or the fleet's defaults.",
  settings: {
    domains: {
      type: "array",
      items: { type: "string" },
      description: "E-mail domains that are ours. Without them the rule is not applicable.",
    },
  },
  tenant({ owner }, { tenant, settings: { domains } }) {
    if (domains === undefined) return { notApplicable: "policies.settings names no domains of ours" };
    if (owner && domains.includes(owner.slice(owner.lastIndexOf("@") + 1))) return [];
    return [
      `${tenant} is answered for by ${owner || "nobody"}, and our domains are ${domains.join(", ")}: name somebody of ours in owner.`,
    ];
  },
});
