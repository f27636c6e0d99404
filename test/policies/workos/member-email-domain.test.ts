import { workosMemberEmailDomain as rule } from "../../../policies/index.ts";
import { ruleCases } from "../cases.ts";

const members = [
  { email: "a@acme.example", roles: ["member"] },
  { email: "b@partner.example", openai: "member" as const },
];
const domains = [{ domain: "acme.example" }];

ruleCases(rule, {
  passes: {
    "members of a tenant's domains, of whichever vendor,": {
      tenant: { members, domains, allowedEmailDomains: ["partner.example"], openai: { project: {} } },
    },
    "a guest by address": {
      tenant: { members, domains, openai: { project: {} } },
      settings: { guests: ["b@partner.example"] },
    },
    "guests by domain": {
      tenant: { members, domains, openai: { project: {} } },
      settings: { guests: ["partner.example"] },
    },
  },
  violations: {
    "somebody of another domain": {
      tenant: { members, domains, openai: { project: {} } },
      says: [
        "b@partner.example is a member of acme, whose domains are acme.example: take them out of members in tenants/acme.yaml, or name them in policies.settings.workos-member-email-domain.guests.",
      ],
    },
  },
  notApplicable: { "a tenant without domains": { why: "the tenant declares no domains" } },
});
