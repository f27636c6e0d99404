import { required } from "../requirement.ts";
import { rule } from "../rule.ts";

export const workosDomainVerifiedRequired = rule({
  name: "workos-domain-verified-required",
  description:
    "A tenant declares as many required domains as its plan requires; whether they are verified at WorkOS is not judged.",
  level: "mandatory",
  severity: "medium",
  controls: { soc2: ["CC6.2"], iso27001: ["5.16"] },
  remedy: "Add to domains, or take out required: false.",
  tenant: required("verifiedDomains", "domains", (least, { domains = [] }) => {
    const required = domains.filter(({ required }) => required);
    if (required.length >= least) return [];
    return {
      declares: `${required.length} required domain${required.length === 1 ? "" : "s"}`,
      requires: `at least ${least}`,
      advice: "add to domains, or take out required: false,",
    };
  }),
});
