import { hasEnded } from "../judgement.ts";
import { rule } from "../rule.ts";

export const tenantExemptionExpired = rule({
  name: "tenant-exemption-expired",
  description: "What fleet.yaml exempts a tenant from, it exempts it from for a time, and that time has not passed.",
  level: "mandatory",
  severity: "medium",
  controls: { soc2: ["CC8.1"] },
  remedy: "Keep to the rule and take the exemption out, or decide anew, until when and why.",
  tenant({ policies }, { tenant, now }) {
    const { exemptions = [] } = policies ?? {};
    if (exemptions.length === 0) return { notApplicable: "the tenant is exempt from no rule" };
    return exemptions.flatMap(({ rule, expires = "", owner }) =>
      hasEnded({ expires }, now)
        ? [
            `${tenant} was exempt from ${rule} until ${expires}, by ${owner}: take that out of policies.exemptions in fleet.yaml, or decide anew.`,
          ]
        : [],
    );
  },
});
