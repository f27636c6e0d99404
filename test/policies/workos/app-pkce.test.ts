import { workosAppPkce as rule } from "../../../policies/index.ts";
import { ruleCases } from "../cases.ts";

const app = (more: object) => [{ name: "Portal", type: "oauth" as const, ...more }];

ruleCases(rule, {
  passes: {
    "one that uses it": { tenant: { applications: app({ usesPkce: true }) } },
    "one that says nothing": { fleet: { applications: app({}) } },
  },
  violations: {
    "one of a tenant without it": {
      tenant: { applications: app({ usesPkce: false }) },
      says: ["application Portal signs people in without PKCE: set usesPkce to true in tenants/acme.yaml."],
    },
    "one of ours without it": {
      fleet: { applications: app({ usesPkce: false }) },
      says: ["application Portal signs people in without PKCE: set usesPkce to true in fleet.yaml."],
    },
  },
  notApplicable: {
    "one that acts for itself": {
      tenant: { applications: [{ name: "Sync", type: "m2m" }] },
      why: "tenants/acme.yaml declares no application that signs people in",
    },
  },
});
