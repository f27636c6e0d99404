import { type Policies, tenantOf } from "../fleet/index.ts";
import { type Judge, type Judgement, judgement } from "./judgement.ts";
import type { Context, Places, Properties, Seen, SeenTenant } from "./places.ts";
import { subjects } from "./subjects.ts";
import type { Verdict } from "./verdict.ts";

/** With what a rule judges, besides what it judges. */
export interface Run {
  readonly policies?: Policies | undefined;
  /** Settings by other means, which fleet.yaml overrides. */
  readonly given?: object;
  readonly now: number;
}

/** Verdicts on inputs, by the type token of what has them. */
export function verdictsOnInputs({
  tenant,
  catalogue,
  inputs,
}: Places): ReadonlyMap<string, (inputs: Properties, context: Context) => Verdict> {
  return new Map([
    ...(tenant ? [[subjects.tenant, declaredOrUnseen(tenant)] as const] : []),
    ...(catalogue ? [[subjects.catalogue, catalogue] as const] : []),
    ...Object.entries(inputs ?? {}),
  ]);
}

/** The planner always fills in `require`, with `{}` at least. Without it nothing can be judged, so nothing may pass. */
const declaredOrUnseen =
  (verdictOn: (declared: SeenTenant, context: Context) => Verdict) =>
  (declared: SeenTenant, context: Context): Verdict =>
    declared.require === undefined
      ? [
          `${context.tenant} shows policies no inputs: unset PULUMI_NODEJS_SKIP_COMPONENT_INPUTS, or pass \`require\` to the component.`,
        ]
      : verdictOn(declared, context);

/**
 * What a rule finds of resources as they were last seen, each of which it is shown alone.
 * @param declared what tenants declare, by the URN of their components
 */
export function judgeStack(
  judge: Judge & { readonly places: Places },
  seen: readonly Seen[],
  declared: ReadonlyMap<string, SeenTenant>,
  run: Run,
): Judgement[] {
  const { observed = {}, observedTenant, stack } = judge.places;
  const tenantOf = ownersIn(seen);
  const single = seen.flatMap(({ urn, name, type, outputs }) => {
    const verdictOn = observed[type];
    if (verdictOn === undefined) return [];
    return [
      judgement(judge, { urn, name, tenant: tenantOf({ name, outputs }) }, run, (context) =>
        verdictOn(outputs, context),
      ),
    ];
  });
  return [
    ...single,
    ...(observedTenant ? judgeTenants(judge, observedTenant, seen, tenantOf, declared, run) : []),
    ...(stack ? judgeWhole(judge, stack, seen, run) : []),
  ];
}

/** Whose resources are: by their names, or for those of a program by the organization or project that they are in. */
export function ownersIn(seen: readonly Seen[]): (one: Pick<Seen, "name" | "outputs">) => string | undefined {
  const homes = new Map<unknown, string>();
  for (const { type, name, outputs } of seen)
    if (type === subjects.tenant)
      for (const field of ["organizationId", "projectId"]) {
        const id = knownIn(outputs, field);
        if (id !== undefined) homes.set(id, name);
      }
  return ({ name, outputs }) =>
    tenantOf(name) ?? homes.get(knownIn(outputs, "organizationId")) ?? homes.get(knownIn(outputs, "projectId"));
}

/** A value that a preview may not know. */
function knownIn(outputs: Properties, field: string): unknown {
  try {
    return outputs[field];
  } catch {
    return undefined;
  }
}

function judgeTenants(
  judge: Judge,
  verdictOn: NonNullable<Places["observedTenant"]>,
  seen: readonly Seen[],
  tenantOf: (one: Seen) => string | undefined,
  declared: ReadonlyMap<string, SeenTenant>,
  run: Run,
): Judgement[] {
  const byTenant = Map.groupBy(seen, tenantOf);
  const tenants = seen.filter(({ type }) => type === subjects.tenant);
  return tenants.map(({ urn, name }) =>
    judgement(judge, { urn, name, tenant: name }, run, (context) => {
      const inputs = declared.get(urn);
      return inputs?.require === undefined
        ? [{ unknown: `what ${name} declares was not seen` }]
        : verdictOn(inputs, byTenant.get(name) ?? [], context);
    }),
  );
}

/** It is told of the fleet, or of the stack where there is none. */
function judgeWhole(
  judge: Judge,
  verdictOn: NonNullable<Places["stack"]>,
  seen: readonly Seen[],
  run: Run,
): Judgement[] {
  const whole = seen.find(({ type }) => type === subjects.fleet) ?? seen[0];
  return whole ? [judgement(judge, whole, run, (context) => verdictOn(seen, context))] : [];
}
