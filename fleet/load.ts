import { permissionsOf } from "./catalogue.ts";
import { check } from "./check.ts";
import { FleetError, inReadingOrder, type Problem } from "./fleet-error.ts";
import { type Path, valueAt } from "./paths.ts";
import { merge, type Plans, planChain, plansOf } from "./plans.ts";
import { type FleetSources, readFolder } from "./read-folder.ts";
import * as rules from "./rules.ts";
import {
  type Environment,
  effectiveTenant,
  fleetFile,
  type PermissionConfig,
  type PlanRequirements,
  type TenantConfig,
  tenantFile,
} from "./schema.ts";
import { parseYaml, type YamlFile } from "./yaml-file.ts";

export type LoadedFleet = {
  readonly environment: Environment;
  /** The catalogue, by slug. */
  readonly permissions: readonly PermissionConfig[];
  /** By key, each with its plan merged in. */
  readonly tenants: readonly TenantConfig[];
  /** Worth a look, but no reason to stop. */
  readonly warnings: readonly Problem[];
};

/**
 * Reads `fleet.yaml` and `tenants/*.yaml` of a folder. Synchronous, so that a component can call it while it is
 * constructed. Sends no request and reads nothing else.
 *
 * @param directory The fleet's folder. Messages show it as given; of an absolute one only the last part.
 * @throws FleetError with every problem of every file.
 */
export function loadFleet(directory: string): LoadedFleet {
  const { sources, problems } = readFolder(directory);
  return composeFleet(sources, problems);
}

/**
 * The same from texts that were read already. The order of `sources.tenants` doesn't matter.
 *
 * @throws FleetError with every problem, `earlier` ones included.
 */
export function composeFleet(sources: FleetSources, earlier: readonly Problem[] = []): LoadedFleet {
  const problems = [...earlier];
  const warnings: Problem[] = [];
  const report = (found: readonly Problem[]) => void problems.push(...found);

  const parsed = sources.fleet && parseYaml(sources.fleet);
  report(parsed?.problems ?? []);
  const fleet = parsed?.file;
  const plans = plansOf(fleet?.value);
  const permissions = fleet && rules.knownPermissions(fleet);

  if (fleet) {
    report(misfits(fleet, fleetFile));
    report(rules.repeatedInCatalogue(fleet));
    report(rules.plansOutOfOrder(fleet, plans));
    for (const body of defaultsIn(plans)) {
      report(rules.repeatedInTenant(fleet, body));
      if (permissions) report(rules.unknownPermissions(fleet, body, permissions));
    }
  }

  const drafts: rules.DraftTenant[] = [];
  for (const source of sources.tenants.toSorted((a, b) => (a.path < b.path ? -1 : 1))) {
    const { file, problems: unreadable } = parseYaml(source);
    report(unreadable);
    if (file) drafts.push({ file, effective: effectiveValue(fleet?.value, plans, file.value) });
  }
  for (const tenant of drafts) {
    report(misfits(tenant.file, tenantFile));
    report(rules.fileNameDiffers(tenant));
    report(rules.repeatedInTenant(tenant.file, []));
    report(rules.undeclaredRoles(tenant));
    if (fleet) {
      report(rules.unknownPlan(tenant.file, ["plan"], plans));
      report(rules.incomplete(tenant));
    }
    if (permissions) report(rules.unknownPermissions(tenant.file, [], permissions));
    const metadata = rules.metadataSize(tenant);
    report(metadata.problems);
    warnings.push(...metadata.warnings);
  }
  report(rules.sharedBetweenTenants(drafts));

  if (problems.length > 0 || fleet === undefined) throw new FleetError(problems);
  const config = fleetFile.parse(fleet.value);
  return {
    environment: config.environment,
    permissions: permissionsOf(config),
    tenants: drafts
      .map(({ effective }) => {
        const tenant = effectiveTenant.parse(effective);
        return { ...tenant, require: requirementsOf(plans, tenant.plan) };
      })
      .sort((a, b) => (a.tenant < b.tenant ? -1 : 1)),
    warnings: inReadingOrder(warnings),
  };
}

const misfits = (file: YamlFile, schema: Parameters<typeof check>[0]): Problem[] =>
  check(schema, file.value).map(({ path, message, blames }) => file.problem(path, message, blames));

/** Where tenant fields stand in `fleet.yaml`. */
const defaultsIn = (plans: Plans): Path[] => [["defaults"], ...plans.names.map((name) => ["plans", name, "defaults"])];

function effectiveValue(fleet: unknown, plans: Plans, tenant: unknown): unknown {
  const plan = valueAt(tenant, ["plan"]) ?? valueAt(fleet, ["defaultPlan"]);
  const chain = typeof plan === "string" ? planChain(plans, plan).chain : [];
  const layers = chain.map((name) => plans.at(name, "defaults"));
  return merge({ plan }, valueAt(fleet, ["defaults"]), ...layers, tenant);
}

/** A plan requires what the plans it extends require, unless it says otherwise. */
function requirementsOf(plans: Plans, plan: string): PlanRequirements {
  const layers = planChain(plans, plan).chain.map((name) => plans.at(name, "require"));
  return merge({}, ...layers) as PlanRequirements; // checked: fleet.yaml fits its schema
}
