import { basename } from "node:path";
import { permissionsOf } from "./catalogue.ts";
import type { Problem } from "./fleet-error.ts";
import { nearest } from "./nearest.ts";
import { each, type Path, type Pattern, textsAt, valueAt } from "./paths.ts";
import { type Plans, planChain } from "./plans.ts";
import { catalogue } from "./schema.ts";
import type { YamlFile } from "./yaml-file.ts";

/**
 * The rules that no value can be judged by alone. They read files as written, so that one wrong value hides no other
 * mistake: whatever has the wrong shape is skipped here and reported by the schema.
 */

/** A tenant's file, and what it amounts to with its plan merged in. */
export type DraftTenant = { readonly file: YamlFile; readonly effective: unknown };

type Canonical = (text: string) => string;
const exact: Canonical = (text) => text.trim();
const caseless: Canonical = (text) => text.trim().toLowerCase();

// --- lists ---------------------------------------------------------------------------------------------------------

type DistinctItems = readonly { items: Pattern; canonical: Canonical }[];

const distinctInTenant: DistinctItems = [
  { items: ["domains", each, "domain"], canonical: caseless },
  { items: ["roles", each, "slug"], canonical: exact },
  { items: ["members", each, "email"], canonical: caseless },
  { items: ["openai", "project", "serviceAccounts", each, "name"], canonical: exact },
  { items: ["openai", "project", "serviceAccounts", each, "keys", each, "name"], canonical: exact },
];
const distinctInCatalogue: DistinctItems = [
  { items: ["resourceTypes", each, "code"], canonical: exact },
  { items: ["permissions", each, "slug"], canonical: exact },
];

/** `body` is where a tenant's fields start: the top of its own file, or the defaults of a plan. */
export const repeatedInTenant = (file: YamlFile, body: Path): Problem[] => repeated(file, body, distinctInTenant);
export const repeatedInCatalogue = (file: YamlFile): Problem[] => repeated(file, [], distinctInCatalogue);

function repeated(file: YamlFile, body: Path, distinct: DistinctItems): Problem[] {
  return distinct.flatMap(({ items, canonical }) => {
    const firsts = new Map<string, Path>();
    return textsAt(valueAt(file.value, body), items, body).flatMap(({ path, text }) => {
      const list = path.slice(
        0,
        path.findLastIndex((key) => typeof key === "number"),
      );
      const key = JSON.stringify([list, canonical(text)]);
      const first = firsts.get(key);
      if (first) return [file.problem(path, `"${text}" is already in this list, in line ${file.lineOf(first)}`)];
      firsts.set(key, path);
      return [];
    });
  });
}

// --- one fleet -----------------------------------------------------------------------------------------------------

/** What two tenants can't share. `standIn` is the field whose value is taken when this one is left out. */
const distinctInFleet: readonly {
  what: string;
  items: Pattern;
  canonical: Canonical;
  standIn?: { field: string; within: Path };
}[] = [
  { what: "key", items: ["tenant"], canonical: exact },
  { what: "external id", items: ["externalId"], canonical: exact, standIn: { field: "tenant", within: [] } },
  { what: "Stripe customer", items: ["stripeCustomerId"], canonical: exact },
  { what: "domain", items: ["domains", each, "domain"], canonical: caseless },
  {
    what: "OpenAI project name",
    items: ["openai", "project", "name"],
    canonical: exact,
    standIn: { field: "tenant", within: ["openai", "project"] },
  },
];

export function sharedBetweenTenants(tenants: readonly DraftTenant[]): Problem[] {
  return distinctInFleet.flatMap(({ what, items, canonical, standIn }) => {
    const holders = new Map<string, { file: YamlFile; path: Path; written: boolean }>();
    return tenants.flatMap(({ file, effective }) => {
      const written = textsAt(effective, items);
      const applies = standIn && written.length === 0 && valueAt(effective, standIn.within) !== undefined;
      const claims = applies ? textsAt(effective, [standIn.field]) : written;
      return claims.flatMap(({ path, text }) => {
        const holder = holders.get(canonical(text));
        if (holder === undefined) {
          holders.set(canonical(text), { file, path, written: !applies });
          return [];
        }
        // Two stand-ins are equal only where two tenants have one key, which is reported as just that.
        if (holder.file === file || (applies && !holder.written)) return [];
        const place = `${holder.file.path}:${holder.file.lineOf(holder.path)}`;
        return [file.problem(path, `"${text}" is already the ${what} of another tenant, see ${place}`)];
      });
    });
  });
}

export function fileNameDiffers({ file }: DraftTenant): Problem[] {
  const tenant = valueAt(file.value, ["tenant"]);
  const name = basename(file.path, ".yaml");
  if (typeof tenant !== "string" || tenant === name) return [];
  return [
    file.problem(["tenant"], `"${tenant}" must be called like its file, ${basename(file.path)}: rename one of them`),
  ];
}

// --- plans ---------------------------------------------------------------------------------------------------------

export function plansOutOfOrder(fleet: YamlFile, plans: Plans): Problem[] {
  const references = plans.names.map((name): Path => ["plans", name, "extends"]);
  const unknown = [...references, ["defaultPlan"]].flatMap((path) => unknownPlan(fleet, path, plans));
  const circles = plans.names.flatMap((name) => {
    const { cycle } = planChain(plans, name);
    // Every plan of a circle leads back to itself; one report is enough.
    if (cycle === undefined || name !== cycle.toSorted()[0]) return [];
    return [fleet.problem(["plans", name, "extends"], `runs in a circle: ${[...cycle, name].join(" → ")}`)];
  });
  return [...unknown, ...circles];
}

export function unknownPlan(file: YamlFile, path: Path, plans: Plans): Problem[] {
  const name = valueAt(file.value, path);
  if (typeof name !== "string" || plans.names.includes(name)) return [];
  const meant = nearest(name, plans.names);
  const advice = meant ? `did you mean ${meant}?` : `known are ${plans.names.join(", ") || "none"}`;
  return [file.problem(path, `there is no plan "${name}", ${advice}`)];
}

// --- permissions and roles -----------------------------------------------------------------------------------------

/** `undefined` while the catalogue itself is wrong: nothing can be measured against it. */
export function knownPermissions(fleet: YamlFile): ReadonlySet<string> | undefined {
  const read = catalogue.safeParse(fleet.value);
  return read.success ? new Set(permissionsOf(read.data).map(({ slug }) => slug)) : undefined;
}

export function unknownPermissions(file: YamlFile, body: Path, known: ReadonlySet<string>): Problem[] {
  const used = textsAt(valueAt(file.value, body), ["roles", each, "permissions", each], body);
  return used.flatMap(({ path, text }) => {
    if (known.has(text)) return [];
    const meant = nearest(text, known);
    const advice = meant ? `did you mean ${meant}?` : "add it to resourceTypes or permissions of fleet.yaml";
    return [file.problem(path, `no such permission, ${advice}`)];
  });
}

/** Roles without the prefix belong to the environment, which no file describes yet. */
export function undeclaredRoles({ file, effective }: DraftTenant): Problem[] {
  const declared = textsAt(effective, ["roles", each, "slug"]).map(({ text }) => text);
  return textsAt(effective, ["members", each, "roles", each]).flatMap(({ path, text }) => {
    if (!text.startsWith("org-") || declared.includes(text)) return [];
    const meant = nearest(text, declared);
    const advice = meant ? `did you mean ${meant}?` : "declare it under roles";
    return [file.problem(path, `this tenant has no role "${text}", ${advice}`)];
  });
}

// --- what a tenant amounts to --------------------------------------------------------------------------------------

export function incomplete({ file, effective }: DraftTenant): Problem[] {
  const problems: Problem[] = [];
  if (valueAt(effective, ["owner"]) === undefined) {
    problems.push(file.problem(["owner"], "is missing: no plan names one either"));
  }
  if (valueAt(effective, ["plan"]) === undefined) {
    problems.push(file.problem(["plan"], "is missing, and fleet.yaml has no defaultPlan"));
  }
  const mfa = (field: string) => valueAt(effective, ["mfa", field]);
  if (mfa("policy") === "REQUIRED" && mfa("gracePeriodDays") !== 0 && mfa("effectiveFrom") === undefined) {
    const why =
      "is missing: with a grace period (7 days unless gracePeriodDays says otherwise) REQUIRED needs its first day";
    problems.push(file.problem(["mfa", "effectiveFrom"], why));
  }
  return problems;
}

const mostMetadata = 50; // WorkOS API description, organization `metadata`: maxProperties
const muchMetadata = 10; // WorkOS guide, "Metadata": ten pairs

export function metadataSize({ file, effective }: DraftTenant): { problems: Problem[]; warnings: Problem[] } {
  const metadata = valueAt(effective, ["metadata"]);
  const pairs = typeof metadata === "object" && metadata !== null ? Object.keys(metadata).length : 0;
  const finding = (limit: number) => [file.problem(["metadata"], `${pairs} pairs with its plan's, ${limit} at most`)];
  return {
    problems: pairs > mostMetadata ? finding(mostMetadata) : [],
    warnings: pairs > muchMetadata && pairs <= mostMetadata ? finding(muchMetadata) : [],
  };
}
