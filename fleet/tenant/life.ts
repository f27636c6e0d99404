import { z } from "zod";
import { email } from "../../providers/workos/fields.ts";
import type { Problem } from "../fleet-error.ts";
import { valueAt } from "../paths.ts";
import { type DraftTenant, tenantSection } from "../section.ts";
import { oneOf } from "../words.ts";

/** Which plan a tenant is on, who answers for it, and whether it is leaving. */
export const life = tenantSection({
  own: {
    /** One of `plans` of fleet.yaml. Left out: its `defaultPlan`. */
    plan: z.string().exactOptional(),
    /** `offboarding` lifts the protection of what the tenant has, so that its file can be removed. @default active */
    status: oneOf(["active", "offboarding"], ["suspended"]).exactOptional(),
  },
  shared: {
    /** Who answers for this tenant on our side. */
    owner: email.exactOptional(),
  },
  tenantRules: [
    (tenant) => missing(tenant, "owner", "is missing: no plan names one either"),
    (tenant) => missing(tenant, "plan", "is missing, and fleet.yaml has no defaultPlan"),
  ],
  facts: ({ status, plan = "", owner = "" }) => ({ plan, owner, status: status ?? ("active" as const) }),
});

type Life = { readonly plan?: string; readonly owner?: string };

const missing = ({ file, effective }: DraftTenant<Life>, field: keyof Life, why: string): Problem[] =>
  valueAt(effective, [field]) === undefined ? [file.problem([field], why)] : [];
