import type { z } from "zod";
import type { Declaration } from "./declaration.ts";
import type { Problem } from "./fleet-error.ts";
import type { Path, Pattern } from "./paths.ts";
import type { YamlFile } from "./yaml-file.ts";

/**
 * One part of a file: the fields it may have, the rules across their values, and the resources they become. A new field
 * is a new section, or an entry of one, and nothing else; the lists of sections are in `tenant/index.ts` and
 * `catalogue/index.ts`.
 */

export type Shape = Readonly<Record<string, z.ZodType>>;
type None = Readonly<Record<never, never>>;
export type Values<Fields extends Shape> = z.output<z.ZodObject<Fields>>;

/** Rules read files as written, so that one wrong value hides no other mistake: the schema reports wrong shapes. */
export type Body = {
  readonly file: YamlFile;
  /** Where the fields start: the top of the file, or the defaults of a plan. */
  readonly at: Path;
};
/** A tenant's file, and what it amounts to with its plan merged in. */
export type DraftTenant = { readonly file: YamlFile; readonly effective: unknown };

/** What the rest of the fleet has to say about a value. */
export type Known = {
  /** Slugs. `undefined` while the catalogue itself is wrong: nothing can be measured against it. */
  readonly permissions: ReadonlySet<string> | undefined;
  /** Resource types by slug. `undefined` while `fleet.yaml` lists none: then any role may exist in the dashboard. */
  readonly environmentRoles: ReadonlyMap<string, string> | undefined;
  /** As `2026-11-22`. */
  readonly today: string;
};

/** Items of a list that must differ in some texts, e.g. `["roles", each]` by `slug`. */
export type Distinct = {
  readonly items: Pattern;
  readonly by: readonly [string, ...string[]];
  /** Whether `A` and `a` are one. */
  readonly caseless?: true;
};

/** What two tenants can't share. `standIn` is the field whose value is taken when this one is left out. */
export type Unshared = {
  readonly what: string;
  readonly items: Pattern;
  readonly caseless?: true;
  readonly standIn?: { readonly field: string; readonly within: Path };
};

export type BodyRule = (body: Body, known: Known) => Problem[];
export type TenantRule = (tenant: DraftTenant, known: Known) => Problem[];

/** What a tenant's declarations depend on besides its own fields. */
export type TenantContext = {
  readonly tenant: string;
  /** As `2026-11-22`. */
  readonly today: string;
  /** The last of the catalogue's permissions, which comes after all others. */
  readonly lastPermission: string | undefined;
  readonly privileged: Privileged;
  /** Whether it is offboarding. */
  readonly leaving: boolean;
};

/** Slugs of what `fleet.yaml` calls privileged. A role is privileged if it says so or holds a privileged permission. */
export type Privileged = { readonly permissions: ReadonlySet<string>; readonly roles: ReadonlySet<string> };

export type TenantSection<Own extends Shape = Shape, Shared extends Shape = Shape, Facts extends object = object> = {
  /** Fields that only a tenant's own file may have. */
  readonly own: Own;
  /** Fields that a plan may preset as well. */
  readonly shared: Shared;
  /** How a plan may preset a field of `own`. */
  readonly presets: Shape;
  readonly distinct: readonly Distinct[];
  readonly unshared: readonly Unshared[];
  /** Texts that refer to secrets. */
  readonly secrets: readonly Pattern[];
  /** Judged on every body: tenant files and plans. */
  readonly bodyRules: readonly BodyRule[];
  /** Judged on what a tenant amounts to. */
  readonly tenantRules: readonly TenantRule[];
  /** The same, but no reason to stop. */
  readonly warnings: readonly TenantRule[];
  /** What policies see. Complete: what the file leaves out has its default here. */
  facts(tenant: Values<Own & Shared>, context: TenantContext): Facts;
  /** In an order in which whatever is referred to comes first. */
  declare(tenant: Values<Own & Shared>, context: TenantContext): readonly Declaration[];
};

export const tenantSection = <
  Own extends Shape = None,
  Shared extends Shape = None,
  Facts extends object = Record<never, never>,
>(
  section: Partial<TenantSection<Own, Shared, Facts>>,
): TenantSection<Own, Shared, Facts> => ({
  own: {} as Own,
  shared: {} as Shared,
  presets: {},
  distinct: [],
  unshared: [],
  secrets: [],
  bodyRules: [],
  tenantRules: [],
  warnings: [],
  facts: () => ({}) as Facts,
  declare: () => [],
  ...section,
});

export type CatalogueContext = { readonly today: string; readonly lastPermission: string | undefined };

/** A part of `fleet.yaml` that all tenants share. */
export type CatalogueSection<Fields extends Shape = Shape> = {
  readonly fields: Fields;
  readonly distinct: readonly Distinct[];
  readonly secrets: readonly Pattern[];
  readonly bodyRules: readonly BodyRule[];
  declare(fleet: Values<Fields>, context: CatalogueContext): readonly Declaration[];
};

export const catalogueSection = <Fields extends Shape>(
  section: Partial<CatalogueSection<Fields>> & { readonly fields: Fields },
): CatalogueSection<Fields> => ({ distinct: [], secrets: [], bodyRules: [], declare: () => [], ...section });

/** What somebody with these permissions comes after: in one line, so the last of the catalogue stands for all. */
export const afterPermissions = (
  permissions: readonly string[] | undefined,
  { lastPermission }: { readonly lastPermission: string | undefined },
): readonly string[] => (permissions?.length && lastPermission !== undefined ? [lastPermission] : []);

type Together<Union> = (Union extends unknown ? (part: Union) => void : never) extends (all: infer All) => void
  ? All
  : never;

/** The fields of all sections as one shape. */
export const fieldsOf = <Part extends Shape>(parts: readonly Part[]) =>
  Object.assign({}, ...parts) as { [Name in keyof Together<Part>]: Together<Part>[Name] };

/** The facts of all sections as one object. */
export type FactsOf<Section> = Together<Section extends { facts(...args: never[]): infer Facts } ? Facts : never>;
