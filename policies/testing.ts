import { declareFleet, type FleetSource, fleetFrom, type Policies } from "../fleet/index.ts";
import { audit, type StoredResource } from "./audit.ts";
import { judgeSteps } from "./judge-steps.ts";
import type { Judgement } from "./judgement.ts";
import type { Properties, Step } from "./places.ts";
import type { Rule } from "./rule.ts";
import { subjects } from "./subjects.ts";

/** What a test says of a fleet besides its files. */
export interface Seen {
  /** What a vendor shows of resources, by their names, beside their inputs: `{ "acme/openai-project": { createdAt: 1 } }`. */
  readonly outputs?: Readonly<Record<string, Properties>>;
  /** Resources that no file declares, by name: their type, e.g. `workos:OrganizationSync`, and what a vendor shows of them. */
  readonly others?: Readonly<Record<string, readonly [type: string, outputs: Properties]>>;
  /** Milliseconds since 1970. @default the time it is */
  readonly now?: number;
}

/**
 * For tests of rules: what they find of a fleet, without an engine or a vendor. A tenant's organization is called `org_<tenant>`, its
 * project `proj_<tenant>`.
 * @throws FleetError if the loader has anything against it
 */
export function judgeFleet(
  rules: readonly Rule[],
  source: FleetSource,
  { outputs = {}, others = {}, now = Date.now() }: Seen = {},
): Judgement[] {
  const fleet = declareFleet(fleetFrom(source, new Date(now).toISOString().slice(0, 10)));
  const stored = (type: string, name: string, rest: Partial<StoredResource>): StoredResource => ({
    type,
    urn: `urn:pulumi:test::test::${type}::${name}`,
    ...rest,
  });
  const made = (type: string, name: string, shown: Properties) =>
    stored(`pulumi-nodejs:dynamic/${type}`, name, { inputs: shown, outputs: { ...shown, ...outputs[name] } });
  const { policies, catalogue, tenants } = fleet;
  return audit(
    rules,
    [
      stored(subjects.fleet, "fleet", { outputs: { ...(policies && { policies }) } }),
      stored(subjects.catalogue, "catalogue", { inputs: plain(catalogue.inputs) }),
      ...tenants.map(({ slug, inputs }) =>
        stored(subjects.tenant, slug, {
          inputs: plain(inputs),
          outputs: { organizationId: `org_${slug}`, projectId: `proj_${slug}` },
        }),
      ),
      ...[catalogue, ...tenants].flatMap(({ resources }) =>
        resources.map(({ type, resourceName, inputs }) => made(type, resourceName, plain(inputs))),
      ),
      ...Object.entries(others).map(([name, [type, shown]]) => made(type, name, shown)),
    ],
    now,
  );
}

/** The same of what a preview would do. */
export const judgeChanges = (
  rules: readonly Rule[],
  steps: readonly Step[],
  { policies, now = Date.now() }: { readonly policies?: Policies; readonly now?: number } = {},
): Judgement[] => judgeSteps(rules, steps, { policies, now });

/** As it crosses to a pack: what is undefined is not there. */
const plain = (value: object): Properties => JSON.parse(JSON.stringify(value));
