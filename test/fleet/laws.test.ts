import fc from "fast-check";
import { expect, test } from "vitest";
import { type Declaration, declareFleet, type FleetDeclarations } from "../../fleet/index.ts";
import { composeFleet } from "../../fleet/load.ts";
import { areEqual } from "../harness/are-equal.ts";
import { anyFleet, asYaml, fleetCertificates, shuffled } from "./any-fleet.ts";
import { refusals } from "./refusals.ts";
import { folder, today } from "./sources.ts";

/*
 * What holds in every fleet, of what is declared for it. Reading files is what takes time, so the laws draw the same
 * fleets, and each of those is read once.
 */

type FleetData = { readonly fleet: object; readonly tenants: readonly { readonly tenant: string }[] };

/** Few fleets of many tenants: half of a small fleet is the file that all its tenants share. */
const drawn = { numRuns: 30, seed: Math.floor(Math.random() * 2 ** 31) };
const read = new Map<string, FleetDeclarations>();

function declaredFrom({ fleet, tenants }: FleetData): FleetDeclarations {
  const key = JSON.stringify([fleet, tenants]);
  const files = () => Object.fromEntries(tenants.map((tenant) => [tenant.tenant, asYaml(tenant)]));
  const sources = () => ({ ...folder(files(), asYaml(fleet)), fleetCertificates });
  const declared = read.get(key) ?? declareFleet(composeFleet(sources(), [], today));
  read.set(key, declared);
  return declared;
}

/** Of the catalogue and of every tenant. */
const allOf = ({ catalogue, tenants }: FleetDeclarations): readonly Declaration[] => [
  ...catalogue.resources,
  ...tenants.flatMap(({ resources }) => resources),
];

/** What each name stands for. */
const byName = (fleet: FleetDeclarations): ReadonlyMap<string, Declaration["inputs"]> =>
  new Map(allOf(fleet).map(({ resourceName, inputs }) => [resourceName, inputs]));

/** In the order in which they are declared, whether they are texts or have a slug or a name. */
const byText = (a: unknown, b: unknown): number => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);

/** Every resource name of a fleet. */
const namesOf = ({ catalogue, tenants }: FleetDeclarations): string[] => [
  ...catalogue.resources.map(({ resourceName }) => resourceName),
  ...tenants.flatMap((tenant) => [tenant.slug, ...tenant.resources.map(({ resourceName }) => resourceName)]),
];

/** An organization that is refused, as the one of a file that was renamed is, stops all else of its tenant. */
function comeAfterTheirOrganization({ tenants }: FleetDeclarations): void {
  for (const { slug, resources } of tenants) {
    const waiting = new Set([`${slug}/workos-organization`]);
    for (const { resourceName, refs = {}, after = [] } of resources) {
      const earlier = [...Object.values(refs).map((reference) => ("of" in reference ? reference.of : "")), ...after];
      if (earlier.some((name) => waiting.has(name))) waiting.add(resourceName);
      expect(waiting.has(resourceName), `${resourceName} waits for the organization`).toBe(true);
    }
  }
}

/** In the catalogue, or in the same tenant. */
function referOnlyToWhatComesBefore({ catalogue, tenants }: FleetDeclarations): void {
  for (const all of [[], ...tenants.map(({ resources }) => resources)]) {
    const before = new Set<string>();
    for (const { resourceName, refs = {}, after = [], deletedWith, awaits } of [...catalogue.resources, ...all]) {
      const referred = Object.values(refs).flatMap((reference) => ("of" in reference ? [reference.of] : []));
      // Who refers to something comes after it as it is; saying so again makes the registration larger.
      expect(new Set([...referred, ...after]).size, resourceName).toBe(new Set(referred).size + after.length);
      for (const name of [...referred, ...after, ...(deletedWith ? [deletedWith] : [])])
        expect(before.has(name), `${resourceName} needs ${name}`).toBe(true);
      if (awaits !== undefined) expect(Object.keys(refs)).toContain(awaits);
      // What waits may not be there, so nothing can build on it.
      if (awaits === undefined) before.add(resourceName);
    }
  }
}

function comeAfterTheirPermissions({ catalogue, tenants }: FleetDeclarations): void {
  const last = catalogue.resources.findLast(({ type }) => type === "workos:Permission")?.resourceName;
  for (const { type, resourceName, inputs, after } of [
    ...catalogue.resources,
    ...tenants.flatMap((it) => it.resources),
  ])
    if (type.startsWith("workos:") && Array.isArray(inputs.permissions) && inputs.permissions.length > 0)
      expect(after, `${resourceName} comes after its permissions`).toContain(last);
}

test("declarations keep these laws", () => {
  fc.assert(
    fc.property(anyFleet(), (data) => {
      const fleet = declaredFrom(data);
      referOnlyToWhatComesBefore(fleet);
      comeAfterTheirOrganization(fleet);
      comeAfterTheirPermissions(fleet);
      const names = namesOf(fleet);
      expect(names, "names are unique in the fleet").toEqual([...new Set(names)]);
      areEqual(JSON.parse(JSON.stringify(fleet)), fleet, "declarations are plain data");
      expect(allOf(fleet).flatMap(refusals), "declarations are what their resources take").toEqual([]);
    }),
    drawn,
  );
});

test("the order of files and of any list in them changes no name and no input", () => {
  fc.assert(
    fc.property(anyFleet(), fc.infiniteStream(fc.nat()), (data, numbers) => {
      const reordered = shuffled(data, () => numbers.next().value as number);
      areEqual(declaredFrom(reordered), declaredFrom(data), "the same is declared");
    }),
    drawn,
  );
});

test("declarations keep their names when things listed before them go", () => {
  const unreferred = ["roles", "domains", "groups", "apiKeys", "applications", "connectors", "vault", "featureFlags"];
  const withoutFirst = (list: unknown) => (Array.isArray(list) ? list.toSorted(byText).slice(1) : list);
  fc.assert(
    fc.property(anyFleet(), ({ fleet, tenants }) => {
      const shorter = tenants.map((tenant) => ({
        ...Object.fromEntries(
          Object.entries(tenant).map(([name, field]) => [
            name,
            unreferred.includes(name) ? withoutFirst(field) : field,
          ]),
        ),
        tenant: tenant.tenant,
        ...(tenant.openai && {
          openai: { project: { serviceAccounts: withoutFirst(tenant.openai.project.serviceAccounts) } },
        }),
      }));
      const all = byName(declaredFrom({ fleet, tenants }));
      for (const [name, inputs] of byName(declaredFrom({ fleet, tenants: shorter })))
        areEqual(all.get(name), inputs, name);
    }),
    drawn,
  );
});
