import * as pulumi from "@pulumi/pulumi";
import { catalogue, nameOf, type TenantDeclarations, type Watch } from "../fleet/index.ts";
import { providerSource } from "../providers/host/resource.ts";
import { nameAmong } from "../providers/host/strays.ts";
import { BY_DATE, type Kind, type Place, UNDECLARED } from "../providers/host/undeclared.ts";
import { classOf, type Registry, valueAlone } from "./registry.ts";

/** What files declare of whole collections, so that a refresh can tell what else is there. It stands for nothing at a vendor. */
class Undeclared extends pulumi.CustomResource {
  constructor(owner: string, inputs: pulumi.Inputs, opts: pulumi.CustomResourceOptions) {
    const properties = { ...inputs, __provider: providerSource(UNDECLARED) };
    super(`pulumi-nodejs:dynamic/${UNDECLARED}`, nameOf(owner, UNDECLARED), properties, opts);
  }
}

/** One resource for all lists of all tenants beside which there may be others. */
export function watch(tenants: readonly (readonly [TenantDeclarations, Registry])[], parent: pulumi.Resource): void {
  const watched = tenants.flatMap(([{ slug, watched }, registry]) => {
    const lists = watched.filter(({ exclusive }) => !exclusive);
    return lists.length > 0 ? [{ slug, lists, registry }] : [];
  });
  if (watched.length > 0) new Undeclared(catalogue, inputsOf(watched), { parent });
}

/** One for the lists of a tenant that have all there may be. It comes last: nothing goes before what takes its place is there. */
export function watchExclusively(
  { slug, watched, resources }: TenantDeclarations,
  registry: Registry,
  parent: pulumi.Resource,
): void {
  const lists = watched.filter(({ exclusive }) => exclusive);
  if (lists.length === 0) return;
  const earlier = resources.flatMap(({ resourceName }) => registry.find(resourceName) ?? []);
  // Waited for here: as dependencies in the state they would draw it into a run that is for one key alone.
  const after = Promise.all(earlier.map(({ id }) => valueAlone(id)));
  new Undeclared(slug, { ...inputsOf([{ slug, lists, registry, after }]), exclusive: true }, { parent });
}

interface Watching {
  readonly slug: string;
  readonly lists: readonly Watch[];
  readonly registry: Registry;
  /** What has to be there before it is registered. */
  readonly after?: Promise<unknown>;
}

function inputsOf(tenants: readonly Watching[]) {
  const kinds = new Map<string, Kind>();
  const all = tenants.flatMap(({ lists }) => lists);
  for (const { list, of, within } of all) kinds.set(list, [of, ...Object.keys(within)]);
  const byDate = new Set(all.flatMap(({ list, byDate }) => (byDate ? [list] : [])));
  return {
    ...(byDate.size > 0 && { [BY_DATE]: [...byDate] }),
    kinds: Object.fromEntries(kinds),
    tenants: Object.fromEntries(tenants.map((tenant) => [tenant.slug, placesOf(tenant)])),
  };
}

/** Lists of one place stand together. */
const placesOf = ({ lists, registry, after }: Watching): Place<Promise<string>>[] =>
  [...Map.groupBy(lists, ({ within }) => JSON.stringify(within)).values()].map((inPlace) => {
    const [{ within, owner }] = inPlace as [Watch];
    return {
      in: Object.values(within).map(async (reference) => {
        await after;
        return valueAlone(registry.resolve(reference));
      }),
      ...(owner !== undefined && { of: owner }),
      has: Object.fromEntries(
        inPlace.map(({ list, of, declared }) => [
          list,
          declared.map((inputs) => nameAmong(classOf(of).definition, inputs, within)).sort(),
        ]),
      ),
    };
  });
