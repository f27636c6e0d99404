import * as pulumi from "@pulumi/pulumi";
import type { DeletionBudget, TenantDeclarations } from "../fleet/index.ts";
import { AUDIT_EVENT } from "../providers/host/audit-event.ts";
import { toRemove, UNDECLARED } from "../providers/host/undeclared.ts";
import { hasHooks } from "./guard.ts";

/** In everybody's state, so it never changes. `pulumi destroy`, which runs no program, prints it as it refuses. */
const BUDGET = "deletionBudget of fleet.yaml: a run of the program counts what goes";

/** The tokens of people, whom a budget counts by themselves. */
const PEOPLE: ReadonlySet<string> = new Set([
  "pulumi-nodejs:dynamic/workos:Member",
  "pulumi-nodejs:dynamic/openai:ProjectMember",
]);

/**
 * Options for a component in which a run that removes or replaces more of its tenants' resources than the budget allows fails, in
 * its preview already. What goes by the date of a rotation is not counted, if another epoch of it is declared.
 * Nor is what goes of a tenant that is leaving, or whose keys a suspension ends.
 */
export function withinBudget(
  budget: DeletionBudget | undefined,
  tenants: readonly TenantDeclarations[],
): Pick<pulumi.ComponentResourceOptions, "transformations"> {
  if (!hasHooks()) return {};
  const counted = budget && new Counted(budget);
  const slugs = new Set(tenants.flatMap(({ slug, budgeted }) => (budgeted ? [slug] : [])));
  const rotating = new Set(tenants.flatMap(({ resources }) => resources.map((one) => withoutDate(one.resourceName))));
  // Without a budget they count nothing, and are there all the same: what was made under one has their names in state.
  const ofResources = hook(BUDGET, ({ urn, name, type, oldInputs }) => {
    // One that is not counted may have the hook in state from before.
    if (!slugs.has(oldInputs?.__guard) || isToldAlone(type)) return;
    const goesByDate = oldInputs?.__epoch !== undefined && rotating.has(withoutDate(name));
    if (!goesByDate) counted?.add(urn, name, oldInputs?.__guard, PEOPLE.has(type));
  });
  const ofLists = hook(`${BUDGET}, what is in no file included`, ({ oldInputs, oldOutputs, newInputs = {} }) => {
    for (const [tenant, collections] of Object.entries(toRemove(oldOutputs ?? oldInputs ?? {}, newInputs)))
      for (const [collection, names] of Object.entries(collections))
        for (const [id, name] of Object.entries(names))
          counted?.add(id, `${collection} ${name}`, tenant, collection.startsWith("members"));
  });
  if (budget === undefined) return {};
  return {
    transformations: [
      ({ type, props, opts }) => {
        if (!slugs.has(props.__guard) || isToldAlone(type)) return undefined;
        const hooks = type.endsWith(`/${UNDECLARED}`) ? { beforeUpdate: [ofLists] } : { beforeDelete: [ofResources] };
        return { props, opts: pulumi.mergeOptions(opts, { hooks }) };
      },
    ],
  };
}

/** With it goes nothing that a customer has: what an audit log was told stays in it. */
const isToldAlone = (type: string): boolean => type.endsWith(`/${AUDIT_EVENT}`);

/** The name of a resource without the days on which its epochs begin. */
const withoutDate = (name: string): string => name.replace(/\/\d{4}-\d\d-\d\d(?=\/|$)/g, "");

const hook = (name: string, count: pulumi.ResourceHookFunction) =>
  new pulumi.ResourceHook(name, count, { onDryRun: true });

/** What goes in one run. */
class Counted {
  readonly #budget: DeletionBudget;
  readonly #all = new Set<string>();
  readonly #resources = new Map<string, Set<string>>();
  readonly #people = new Map<string, Set<string>>();

  constructor(budget: DeletionBudget) {
    this.#budget = budget;
  }

  /** @throws Error if that is one too many */
  add(id: string, name: string, tenant: string, isPerson: boolean): void {
    const { resourcesPerRun, resourcesPerTenant, membersPerTenant } = this.#budget;
    const ofTenant = addedTo(this.#resources, tenant, id);
    const people = isPerson ? addedTo(this.#people, tenant, id) : 0;
    this.#all.add(id);
    const exceeded = [
      [people, "membersPerTenant", membersPerTenant, people === 1 ? "person" : "people", ` of tenant ${tenant}`],
      [ofTenant, "resourcesPerTenant", resourcesPerTenant, nounOf(ofTenant), ` of tenant ${tenant}`],
      [this.#all.size, "resourcesPerRun", resourcesPerRun, nounOf(this.#all.size), ""],
    ] as const;
    for (const [count, field, limit, noun, whose] of exceeded) {
      if (count <= limit) continue;
      throw new Error(
        `${name} stays: this run would remove or replace at least ${count} ${noun}${whose}, and deletionBudget.${field} of fleet.yaml ` +
          `allows ${limit}. If they are meant to go, raise it for this change, or let them go in several.`,
      );
    }
  }
}

const nounOf = (count: number): string => (count === 1 ? "resource" : "resources");

function addedTo(counts: Map<string, Set<string>>, tenant: string, id: string): number {
  const ids = counts.get(tenant) ?? new Set();
  counts.set(tenant, ids.add(id));
  return ids.size;
}
