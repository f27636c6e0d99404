import { rule } from "../rule.ts";

export const workosMemberEmailDomain = rule({
  name: "workos-member-email-domain",
  description: "Members of a tenant have addresses of its domains, or of those of which it lets people in.",
  level: "mandatory",
  severity: "high",
  controls: { soc2: ["CC6.2"] },
  remedy: "Take the member out, add the domain to the tenant's, or name the address or its domain in guests.",
  settings: {
    guests: {
      type: "array",
      items: { type: "string" },
      default: [],
      description: "Addresses and e-mail domains that may be members of any tenant, e.g. of your own support.",
    },
  },
  tenant({ members = [], domains = [], allowedEmailDomains = [] }, { tenant, settings: { guests } }) {
    const own = [...domains.map(({ domain }) => domain), ...allowedEmailDomains];
    if (own.length === 0) return { notApplicable: "the tenant declares no domains" };
    return members.flatMap(({ email = "" }) => {
      const domain = email.slice(email.lastIndexOf("@") + 1);
      if (own.includes(domain) || guests.includes(email) || guests.includes(domain)) return [];
      return [
        `${email} is a member of ${tenant}, whose domains are ${own.join(", ")}: take them out of members in tenants/${tenant}.yaml, or name them in policies.settings.workos-member-email-domain.guests.`,
      ];
    });
  },
});
