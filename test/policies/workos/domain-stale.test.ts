import { workosDomainStale as rule } from "../../../policies/index.ts";
import { ruleCases } from "../cases.ts";

const tenant = { domains: [{ domain: "acme.example" }] };
const outputs = (state: string, createdAt?: string) => ({
  "acme/workos-organization-domain/acme.example": { state, ...(createdAt && { createdAt }) },
});

ruleCases(rule, {
  passes: {
    "a domain that is verified": { tenant, outputs: outputs("verified") },
    "one that is pending for two weeks": { tenant, outputs: outputs("pending", "2026-11-08T12:00:00Z") },
  },
  violations: {
    "one that is pending for longer": {
      tenant,
      outputs: outputs("pending", "2026-11-07T12:00:00Z"),
      says: ["acme.example of acme has been pending for 15 days, and 14 are the most: have its record published."],
    },
    "one that failed": {
      tenant,
      outputs: outputs("failed"),
      says: ["acme.example of acme could not be verified: have its record published, and run `pulumi up`."],
    },
  },
  unknown: {
    "one that is not there yet": { tenant, why: "the state of acme.example" },
    "one of which the age was not read": {
      tenant,
      outputs: outputs("pending"),
      why: "since when acme.example is pending",
    },
  },
});
