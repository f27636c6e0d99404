import { workosAppDeclaredLimits as rule } from "../../../policies/index.ts";
import { ruleCases } from "../cases.ts";

const app = (declared: object) => ({ applications: [{ name: "Portal", type: "oauth" as const, declared }] });

ruleCases(rule, {
  passes: {
    "tokens of an hour and a week": { tenant: app({ accessTokenTtlSeconds: 3600, refreshTokenTtlSeconds: 604_800 }) },
  },
  violations: {
    "tokens of more": {
      tenant: app({ accessTokenTtlSeconds: 3601, refreshTokenTtlSeconds: 604_801 }),
      says: [
        "application Portal declares accessTokenTtlSeconds 3601, and 3600 is the most: change it in tenants/acme.yaml.",
        "application Portal declares refreshTokenTtlSeconds 604801, and 604800 is the most: change it in tenants/acme.yaml.",
      ],
    },
    "those of ours, above another most,": {
      fleet: app({ accessTokenTtlSeconds: 600 }),
      settings: { accessTtl: 300 },
      says: ["application Portal declares accessTokenTtlSeconds 600, and 300 is the most: change it in fleet.yaml."],
    },
  },
  notApplicable: {
    "one that says nothing": { tenant: app({}), why: "tenants/acme.yaml says of no application how long tokens live" },
  },
});
