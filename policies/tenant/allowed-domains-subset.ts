import { rule } from "../rule.ts";

export const tenantAllowedDomainsSubset = rule({
  name: "tenant-allowed-domains-subset",
  description:
    "The e-mail domains of which a tenant lets people in are among the domains that its file declares as its own.",
  level: "mandatory",
  severity: "high",
  controls: { soc2: ["CC6.2"], iso27001: ["5.16"] },
  remedy: "Add the domain to domains, or take it out of allowedEmailDomains.",
  tenant: ({ allowedEmailDomains = [], domains = [] }, { tenant }) => {
    if (allowedEmailDomains.length === 0) return { notApplicable: "the tenant lists no allowed e-mail domains" };
    const own = domains.map(({ domain }) => domain);
    return allowedEmailDomains
      .filter((domain) => !own.includes(domain))
      .map(
        (domain) =>
          `${tenant} lets in people of ${domain}, which is none of its domains: add it to domains, or take it out of allowedEmailDomains, in tenants/${tenant}.yaml.`,
      );
  },
});
