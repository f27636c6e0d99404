import { keyAges } from "../key-age.ts";
import { rule } from "../rule.ts";

export const openaiKeyRotationAge = rule({
  name: "openai-key-rotation-age",
  description: "A key of a service account is replaced before it is old.",
  level: "mandatory",
  severity: "high",
  controls: { soc2: ["CC6.1"], iso27001: ["5.17"], aiRmf: ["GOVERN 5", "MANAGE 2"] },
  remedy: "Replace it, as `npx tenantry rotate` does, or give it a rotation in the tenant's file.",
  settings: { maxDays: { type: "integer", minimum: 1, default: 90, description: "How many days old it may be." } },
  observedTenant: (_, own, context) => keyAges(own, "openai:ServiceAccountKey", "key", context),
});
