import { basename } from "node:path";
import type { z } from "zod";
import { check, schemaAt } from "./check.ts";
import type { LoadedFleet } from "./load.ts";
import { type Path, valueAt, type Written } from "./paths.ts";
import { declareFleet } from "./planner.ts";
import { isMap, merge, planChain, plansOf, presetsOf } from "./plans.ts";
import type { FolderSources } from "./read-folder.ts";
import { tenantFile } from "./tenant/index.ts";
import { parseYaml, type YamlFile } from "./yaml-file.ts";

/** One value of a tenant, and who says so. */
export type Explained = {
  /** Where it stands in a tenant's file; `["require", …]` is what its plan asks of it. */
  readonly path: Path;
  /** As it is written, so a secret is its reference. A list of plain values is one value, and so is an empty list or map. */
  readonly value: unknown;
  /** Of `fleet.yaml`: its `defaults`, those or the `require` of a plan, or its `defaultPlan`. `default`: of what nobody wrote. */
  readonly from: "tenant" | "defaults" | `plan ${string}` | "defaultPlan" | "default";
  /** Where it is written, as messages show it; not there for a default. */
  readonly file?: string;
  readonly line?: number;
};

/** A place where fields of a tenant are written. */
type Layer = { readonly file: YamlFile; readonly at: Path; readonly from: Explained["from"] };

/**
 * What one tenant amounts to, value by value, in the order of the documentation. Of what no file says, there is what policies see in
 * its place, unless that is an empty list or map: written in a file those would say more than nothing.
 *
 * @param sources the texts from which `fleet` was composed
 * @returns `undefined` if there is no such tenant
 */
export function explain(sources: FolderSources, fleet: LoadedFleet, slug: string): Explained[] | undefined {
  const config = fleet.tenants.find(({ tenant }) => tenant === slug);
  const source = sources.tenants.find(({ path }) => basename(path, ".yaml") === slug);
  const shared = sources.fleet && parseYaml(sources.fleet).file;
  const own = source && parseYaml(source).file;
  if (config === undefined || shared === undefined || own === undefined) return undefined;

  const plans = plansOf(shared.value);
  const ofPlan = (at: Path): Layer["from"] => (at[0] === "plans" ? `plan ${at[1]}` : "defaults");
  const presets = presetsOf(plans, config.plan).map((at): Layer => ({ file: shared, at, from: ofPlan(at) }));
  const requirements = planChain(plans, config.plan).chain.map(
    (name): Layer => ({ file: shared, at: ["plans", name, "require"], from: `plan ${name}` }),
  );
  const layers: Layer[] = [...presets, { file: own, at: [], from: "tenant" }];

  const [declared] = declareFleet({ ...fleet, tenants: [config] }).tenants;
  const written = merge({ plan: config.plan }, ...layers.map(valueIn));
  const all = completed(written, { parsed: config, facts: declared?.inputs, schema: tenantFile });
  return [
    ...valuesOf(all).map(({ path, value }) =>
      path[0] === "plan" && valueAt(own.value, path) === undefined
        ? { path, value, from: "defaultPlan" as const, ...placeOf(shared, ["defaultPlan"]) }
        : { path, value, ...originOf(path, layers) },
    ),
    ...valuesOf(merge({}, ...requirements.map(valueIn))).map(({ path, value }) => ({
      path: ["require", ...path],
      value,
      ...originOf(path, requirements),
    })),
  ];
}

const valueIn = ({ file, at }: Layer): Written => valueAt(file.value, at);

/** The last one that says it wins. Whose a list is, has said all that was said of its items. */
function originOf(path: Path, layers: readonly Layer[]): Omit<Explained, "path" | "value"> {
  const index = path.findIndex((key) => typeof key === "number");
  const whole = index < 0 ? path : path.slice(0, index);
  const layer = layers.findLast((one) => valueAt(valueIn(one), whole) !== undefined);
  if (layer === undefined || valueAt(valueIn(layer), path) === undefined) return { from: "default" };
  return { from: layer.from, ...placeOf(layer.file, [...layer.at, ...path]) };
}

/** Where a message about it would point. */
function placeOf(yaml: YamlFile, path: Path): Required<Pick<Explained, "file" | "line">> {
  const { file, line } = yaml.problem(path, "");
  return { file, line };
}

/** Every value that holds no further fields. */
function valuesOf(value: Written, path: Path = []): { readonly path: Path; readonly value: unknown }[] {
  const inside =
    Array.isArray(value) && value.some(isMap) ? [...value.entries()] : isMap(value) ? Object.entries(value) : [];
  if (inside.length === 0) return path.length > 0 ? [{ path, value }] : [];
  return inside.flatMap(([key, one]) => valuesOf(one as Written, [...path, key]));
}

/** What is known of a value: as its schema gives it, what policies see in its place, and the schema. */
type Known = { readonly parsed: unknown; readonly facts: unknown; readonly schema: z.ZodType | undefined };

/** A value as it is written, in the order of its schema, with those defaults that could stand there as well. */
function completed(written: Written, { parsed, facts, schema }: Known): Written {
  if (Array.isArray(written)) {
    return written.map((item, index) => {
      const own = memberOf(parsed, index);
      return completed(item, { parsed: own, facts: factsOf(own, facts), schema: schema && schemaAt(schema, [index]) });
    }) as unknown as Written;
  }
  if (!isMap(written)) return written;
  const known = schema && "shape" in schema ? Object.keys(schema.shape as object) : [];
  const names = new Set([...known, ...Object.keys(written)]);
  return Object.fromEntries(
    [...names].flatMap((name) => {
      const [there, seen] = [memberOf(written, name), memberOf(facts, name)];
      const byDefault = withoutEmpty(seen);
      const inner = { parsed: memberOf(parsed, name), facts: seen, schema: schema && schemaAt(schema, [name]) };
      if (there !== undefined) return [[name, completed(there as Written, inner)]];
      const isDefault = byDefault !== undefined && schema && fits(schema, { ...written, [name]: byDefault });
      return isDefault ? [[name, byDefault]] : [];
    }),
  ) as unknown as Written;
}

const fits = (schema: z.ZodType, value: unknown): boolean => check(schema, value).length === 0;

/** What is left of a value without lists and maps that are empty; `undefined` if nothing is. */
function withoutEmpty(value: unknown): unknown {
  if (Array.isArray(value)) return value.length > 0 ? value : undefined;
  if (!isMap(value)) return value;
  const left = Object.entries(value).flatMap(([name, one]) => {
    const inside = withoutEmpty(one);
    return inside === undefined ? [] : [[name, inside]];
  });
  return left.length > 0 ? Object.fromEntries(left) : undefined;
}

const memberOf = (value: unknown, key: string | number): unknown => valueAt(value as Written, [key]);

/** Policies see lists in an order of their own: an item is the one that says nothing else where both say something. */
function factsOf(item: unknown, facts: unknown): unknown {
  if (!isMap(item) || !Array.isArray(facts)) return undefined;
  const plain = Object.entries(item).filter(([, value]) => typeof value !== "object");
  const same = facts.filter((fact) =>
    plain.every(([name, value]) => !isMap(fact) || fact[name] === undefined || fact[name] === value),
  );
  return same.length === 1 ? same[0] : undefined;
}
