import { keyAges } from "../key-age.ts";
import { rule } from "../rule.ts";

export const workosAppSecretAge = rule({
  name: "workos-app-secret-age",
  description: "A client secret of a tenant's application is replaced before it is old.",
  level: "mandatory",
  severity: "high",
  controls: { soc2: ["CC6.1"], iso27001: ["5.17"] },
  remedy: "Replace it, as `npx tenantry rotate` does, or give it a rotation in the tenant's file.",
  settings: { maxDays: { type: "integer", minimum: 1, default: 180, description: "How many days old it may be." } },
  observedTenant: (_, own, context) => keyAges(own, "workos:ApplicationClientSecret", "client secret", context),
});
