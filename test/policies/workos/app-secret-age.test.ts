import { workosAppSecretAge as rule } from "../../../policies/index.ts";
import { ruleCases } from "../cases.ts";

const tenant = { applications: [{ name: "Portal", type: "oauth" as const, secrets: [{ name: "primary" }] }] };
const outputs = (createdAt: string) => ({ "acme/workos-application-client-secret/Portal/primary": { createdAt } });

ruleCases(rule, {
  passes: { "a secret of 180 days": { tenant, outputs: outputs("2026-05-26T12:00:00Z") } },
  violations: {
    "one of a day more": {
      tenant,
      outputs: outputs("2026-05-25T12:00:00Z"),
      says: [
        "client secret Portal/primary of acme is 181 days old, and 180 are the most: replace it, as `npx tenantry rotate` does.",
      ],
    },
  },
  notApplicable: { "a tenant without secrets": { why: "the tenant has no client secret of ours" } },
  unknown: { "one that is not made yet": { tenant, why: "when client secret Portal/primary was made" } },
});
