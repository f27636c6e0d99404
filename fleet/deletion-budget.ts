import { z } from "zod";
import type { Problem } from "./fleet-error.ts";
import { valueAt, type Written } from "./paths.ts";
import type { YamlFile } from "./yaml-file.ts";

/** At most so many. */
const most = z.int().min(0);

/** How much may go at once. Without it nothing is counted, and no list may be exclusive. */
export const deletionBudget = z.strictObject({
  /** How many tenants may be offboarding at once. Left out: any number. */
  tenants: most.exactOptional(),
  /** The same in percent of all tenants, rounded up. Left out: any number. */
  percentOfTenants: z.number().min(0).max(100).exactOptional(),
  /** How many resources of tenants that stay one run may remove or replace. 0 for none. @default 10 */
  resourcesPerRun: most.exactOptional(),
  /** The same of one tenant. @default 5 */
  resourcesPerTenant: most.exactOptional(),
  /** How many people one run may remove from one tenant, at both vendors together. @default 3 */
  membersPerTenant: most.exactOptional(),
});

/** What one run may remove of tenants that stay. */
export type DeletionBudget = {
  readonly resourcesPerRun: number;
  readonly resourcesPerTenant: number;
  readonly membersPerTenant: number;
};

export const withDefaults = ({
  resourcesPerRun = 10,
  resourcesPerTenant = 5,
  membersPerTenant = 3,
}: z.output<typeof deletionBudget>): DeletionBudget => ({ resourcesPerRun, resourcesPerTenant, membersPerTenant });

/** A tenant can only go once it is offboarding, so a file's word is where it is stopped. */
export function tooManyLeaving(
  fleet: YamlFile,
  tenants: readonly { readonly file: YamlFile; readonly effective: Written }[],
): Problem[] {
  const leaving = tenants.filter(({ effective }) => valueAt(effective, ["status"]) === "offboarding");
  const budget = deletionBudget.safeParse(valueAt(fleet.value, ["deletionBudget"]));
  if (!budget.success) return [];
  const { tenants: atOnce, percentOfTenants } = budget.data;
  const share = percentOfTenants !== undefined ? Math.ceil((tenants.length * percentOfTenants) / 100) : undefined;
  const limits = [
    ["tenants", atOnce, ""],
    ["percentOfTenants", share, `${percentOfTenants} % of ${tenants.length}, `],
  ] as const;
  return limits.flatMap(([field, limit, how]) => {
    if (limit === undefined || leaving.length <= limit) return [];
    const names = leaving.map(({ file }) => file.path).join(", ");
    const why = `allows ${how}${limit} at once, and ${leaving.length} are offboarding: ${names}`;
    return [fleet.problem(["deletionBudget", field], why)];
  });
}
