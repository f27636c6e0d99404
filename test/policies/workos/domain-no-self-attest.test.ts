import { workosDomainNoSelfAttest as rule } from "../../../policies/index.ts";
import { ruleCases } from "../cases.ts";

ruleCases(rule, {
  passes: {
    "a domain that is proved, or left to WorkOS,": {
      tenant: { domains: [{ domain: "a.example", verification: "dns" }, { domain: "b.example" }] },
    },
  },
  violations: {
    "one that is attested": {
      tenant: { domains: [{ domain: "a.example", verification: "attested" }, { domain: "b.example" }] },
      says: ["acme has a.example attested without proof: set its verification to dns in tenants/acme.yaml."],
    },
  },
  notApplicable: { "a tenant without domains": { why: "the tenant declares no domains" } },
});
