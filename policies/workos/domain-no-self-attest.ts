import { rule } from "../rule.ts";

export const workosDomainNoSelfAttest = rule({
  name: "workos-domain-no-self-attest",
  description: "No domain of a tenant is said to be theirs without proof.",
  level: "mandatory",
  severity: "high",
  controls: { soc2: ["CC6.1", "CC6.2"] },
  remedy: "Set verification to dns, and have the customer publish the record that `tenantry status` shows.",
  tenant({ domains = [] }, { tenant }) {
    if (domains.length === 0) return { notApplicable: "the tenant declares no domains" };
    return domains.flatMap(({ domain, verification }) =>
      verification === "attested"
        ? [`${tenant} has ${domain} attested without proof: set its verification to dns in tenants/${tenant}.yaml.`]
        : [],
    );
  },
});
