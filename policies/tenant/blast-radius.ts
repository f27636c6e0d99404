import { tenantOf } from "../../fleet/index.ts";
import { rule } from "../rule.ts";

export const tenantBlastRadius = rule({
  name: "tenant-blast-radius",
  description: "One change concerns a number of tenants that somebody can look at.",
  level: "advisory",
  severity: "medium",
  controls: { soc2: ["CC8.1"] },
  remedy:
    "Let the change go in several, e.g. by moving tenants to another plan one after the other, or raise the limit for it.",
  settings: {
    maxTenants: {
      type: "integer",
      minimum: 0,
      default: 25,
      description: "How many tenants one run may change.",
    },
  },
  // Components alone stand for nothing at a vendor: a word that policies read changes all of them.
  steps(steps, { settings: { maxTenants } }) {
    const changed = steps.filter(({ op, type }) => op !== "same" && /^(?:workos|openai):/.test(type));
    const tenants = new Set(changed.flatMap(({ name }) => tenantOf(name) ?? []));
    if (tenants.size <= maxTenants) return [];
    const some = [...tenants].sort().slice(0, 5).join(", ");
    return [
      `this run changes resources of ${tenants.size} tenants (${some}, …), and maxTenants is ${maxTenants}: let it go in several, or set policies.settings.tenant-blast-radius.maxTenants in fleet.yaml for it.`,
    ];
  },
});
