import { z } from "zod";
import type { Certificates } from "./certificate-files.ts";
import type { Declaration, Reference } from "./declaration.ts";
import type { Problem } from "./fleet-error.ts";
import type { OrganizationNames } from "./openai-names.ts";
import type { Path, PatternIn, ValueIn, Written } from "./paths.ts";
import type { ResourceType } from "./resource-types.ts";
import type { YamlFile } from "./yaml-file.ts";

/**
 * One part of a file: the fields it may have, the rules across their values, and the resources they become. A new field
 * is a new section, or an entry of one, and nothing else; the lists of sections are in `tenant/index.ts` and
 * `catalogue/index.ts`.
 *
 * A section's fields stand at the top of the file, or in the map at `at`, which sections share: what OpenAI knows of a
 * project is many sections at `["openai", "project"]`. Patterns always start at the top of the file, as messages do, and
 * one that leads to no field of the section does not compile.
 */

export type Shape = Readonly<Record<string, z.ZodType>>;
type None = Readonly<Record<never, never>>;
export type Values<Fields extends Shape> = z.output<z.ZodObject<Fields>>;

/** `{ openai?: { project?: Fields } }` for `["openai", "project"]`. */
type Nested<At extends Place, Fields> = At extends readonly [infer First extends string, ...infer Rest extends Place]
  ? { readonly [Name in First]?: Nested<Rest, Fields> }
  : Fields;
type Place = readonly string[];

/** Fields as a tenant's file, a plan's defaults or `fleet.yaml` has them. Schemas report wrong values, rules skip them. */
export type Body<File> = {
  readonly file: YamlFile;
  /** Where the fields start: the top of the file, or the defaults of a plan. */
  readonly at: Path;
  readonly value: Written<File>;
};
/** A tenant's file, and what it amounts to with its plan merged in. */
export type DraftTenant<File> = { readonly file: YamlFile; readonly effective: Written<File> };

/** What the rest of the fleet has to say about a value. */
export type Known = {
  /** Slugs. `undefined` while the catalogue itself is wrong: nothing can be measured against it. */
  readonly permissions: ReadonlySet<string> | undefined;
  /** Resource types by slug. `undefined` while `fleet.yaml` lists none: then any role may exist in the dashboard. */
  readonly environmentRoles: ReadonlyMap<string, string> | undefined;
  /** Variables of the environment that files may take secrets from. `undefined` while the list itself is wrong. */
  readonly variables: ReadonlySet<string> | undefined;
  /** Those beside tenants' files, and those beside `fleet.yaml`. */
  readonly certificates: Certificates;
  readonly fleetCertificates: Certificates;
  readonly openai: OrganizationNames;
  /** Fields that stand in organizations' metadata as well. */
  readonly mirrored: readonly string[];
  readonly hasDeletionBudget: boolean;
  /** As `2026-11-22`. */
  readonly today: string;
};

/** Items of a list that must differ in some texts, e.g. `["roles", each]` by `slug`. */
export type Distinct<File = unknown> =
  PatternIn<File> extends infer Items
    ? Items extends unknown
      ? {
          readonly items: Items;
          readonly by: readonly [FieldOf<ValueIn<File, Items>>, ...FieldOf<ValueIn<File, Items>>[]];
          /** Whether `A` and `a` are one. */
          readonly caseless?: true;
        }
      : never
    : never;
type FieldOf<Item> = unknown extends Item
  ? string
  : NonNullable<Item> extends string | number | boolean | readonly unknown[]
    ? never
    : keyof NonNullable<Item> & string;

/** What two tenants can't share. */
export type Unshared<File = unknown> = {
  readonly what: string;
  readonly items: PatternIn<File>;
  readonly caseless?: true;
  /** Left out, it is the tenant's key: then that is what no other tenant can have here. */
  readonly otherwise?: "tenant";
};

export type BodyRule<File> = (body: Body<File>, known: Known) => Problem[];
export type TenantRule<File> = (tenant: DraftTenant<File>, known: Known) => Problem[];

/** What a tenant's declarations depend on besides its own fields. */
export type TenantContext = {
  readonly tenant: string;
  /** The key that it had first: parts of what vendors call its objects, which a new key does not change. */
  readonly firstKey: string;
  /** As `2026-11-22`. */
  readonly today: string;
  /** By what files call them, as PEM. */
  readonly certificates: ReadonlyMap<string, string>;
  /** The last of the catalogue's permissions, which comes after all others. */
  readonly lastPermission: string | undefined;
  /** Slugs of roles of this tenant and of the environment that may do what `fleet.yaml` calls privileged. */
  readonly privilegedRoles: ReadonlySet<string>;
} & Standing;

/** How a tenant stands, by its `status` and `suspension`. */
export type Standing = {
  /** Its people are kept out and its project may use no model, until it is active again. */
  readonly keptOut: boolean;
  /** Its API keys at WorkOS end, and at once. */
  readonly keysEnd: boolean;
  /** It is offboarding: what it has can be deleted. */
  readonly leaving: boolean;
  /** What of it stands in its organization's metadata as well, if `fleet.yaml` says that something does. */
  readonly labels?: Readonly<Record<string, string>>;
};

type Section<At extends Place, File> = {
  /** The map that holds the fields. @default the top of the file */
  readonly at: At;
  readonly distinct: readonly NoInfer<Distinct<File>>[];
  /** Texts that refer to secrets. */
  readonly secrets: readonly NoInfer<PatternIn<File>>[];
  /** Texts that name permissions of the catalogue. */
  readonly permissions: readonly NoInfer<PatternIn<File>>[];
  /** Judged on every body: tenant files and plans, or `fleet.yaml`. */
  readonly bodyRules: readonly NoInfer<BodyRule<File>>[];
};

export type TenantSection<
  At extends Place,
  Own extends Shape,
  Shared extends Shape,
  Facts extends object,
  File = Nested<At, Values<Own & Shared>>,
> = Section<At, File> & {
  /** Fields that only a tenant's own file may have. */
  readonly own: Own;
  /** Fields that a plan may preset as well. */
  readonly shared: Shared;
  /** What a plan may say, or why it may not, of a field of `own`. @default that it belongs in the tenant's file */
  readonly presets: Shape;
  readonly unshared: readonly NoInfer<Unshared<File>>[];
  /** Texts that name roles which somebody has in the organization. */
  readonly roles: readonly NoInfer<PatternIn<File>>[];
  /** Judged on what a tenant amounts to. */
  readonly tenantRules: readonly NoInfer<TenantRule<File>>[];
  /** The same, but no reason to stop. */
  readonly warnings: readonly NoInfer<TenantRule<File>>[];
  /**
   * What policies see, at the same place. Complete: what the file leaves out has its default here. Not asked where the
   * file has no such map.
   */
  facts(fields: Values<Own & Shared>, context: Omit<TenantContext, "labels">): Facts;
  /** In an order in which whatever is referred to comes first. Not asked where the file has no such map. */
  declare(fields: Values<Own & Shared>, context: TenantContext): readonly Declaration[];
  /** Lists that the file has, each compared with all that is there. @default none */
  watch(fields: Values<Own & Shared>, context: TenantContext): readonly WatchedList[];
};

/** A list of a tenant's file, and what its items are at a vendor. */
export type WatchedList = {
  /** What people call it, e.g. `roles`. */
  readonly list: string;
  /** Of several of this name, whose it is. */
  readonly owner?: string;
  /** What of `manage` says whether there may be others. @default that of its name */
  readonly managedAs?: string;
  readonly of: ResourceType;
  /** The inputs that say where they are. */
  readonly within: Readonly<Record<string, Reference>>;
};

/** One of many, for whoever goes through them without regard to their types: each reads only its own fields. */
export type AnyTenantSection = TenantSection<Place, Shape, Shape, object, unknown>;
export type AnyCatalogueSection = CatalogueSection<Place, Shape, unknown>;

const declaresNothing = () => [];

/** Whether its fields become no resource: only policies, and the program, get to see them. */
export const isFactsAlone = ({ declare }: AnyTenantSection): boolean => declare === declaresNothing;

export const tenantSection = <
  const At extends Place = readonly [],
  Own extends Shape = None,
  Shared extends Shape = None,
  Facts extends object = Record<never, never>,
>(
  section: Partial<TenantSection<At, Own, Shared, Facts>>,
): TenantSection<At, Own, Shared, Facts> => ({
  at: [] as Place as At,
  own: {} as Own,
  shared: {} as Shared,
  presets: {},
  distinct: [],
  unshared: [],
  secrets: [],
  permissions: [],
  bodyRules: [],
  roles: [],
  tenantRules: [],
  warnings: [],
  facts: () => ({}) as Facts,
  declare: declaresNothing,
  watch: () => [],
  ...section,
});

/** A list, if the file has it: one that is left out is not compared with anything. */
export const watched = (items: readonly unknown[] | undefined, list: WatchedList): WatchedList[] =>
  items === undefined ? [] : [list];

export type CatalogueContext = {
  readonly today: string;
  /** By what `fleet.yaml` calls them, as PEM. */
  readonly certificates: ReadonlyMap<string, string>;
  readonly lastPermission: string | undefined;
};

/** The same of `fleet.yaml`. */
export type CatalogueSection<At extends Place, Fields extends Shape, File = Nested<At, Values<Fields>>> = Section<
  At,
  File
> & {
  readonly fields: Fields;
  /**
   * The inputs by which a stack reads what another one declares, where tenants refer to it. Without them only the stack that owns
   * the catalogue may have these fields.
   */
  readonly sharedBy?: readonly string[];
  /** What of these fields only the stack that owns the catalogue may say all the same. */
  readonly ofOwner: readonly NoInfer<PatternIn<File>>[];
  /** As `bodyRules`, but no reason to stop. */
  readonly warnings: readonly NoInfer<BodyRule<File>>[];
  declare(fields: Values<Fields>, context: CatalogueContext): readonly Declaration[];
};

export const catalogueSection = <const At extends Place = readonly [], Fields extends Shape = None>(
  section: Partial<CatalogueSection<At, Fields>> & { readonly fields: Fields },
): CatalogueSection<At, Fields> => ({
  at: [] as Place as At,
  distinct: [],
  secrets: [],
  permissions: [],
  bodyRules: [],
  ofOwner: [],
  warnings: [],
  declare: () => [],
  ...section,
});

/**
 * What a resource with these permissions depends on. Each permission of the catalogue comes after the one before it, so the
 * last one stands for all.
 */
export const afterPermissions = (
  permissions: readonly string[] | undefined,
  { lastPermission }: { readonly lastPermission: string | undefined },
): readonly string[] => (permissions?.length && lastPermission !== undefined ? [lastPermission] : []);

/** The fields of many sections as one shape, those of one map together. */
export function shapeOf(parts: readonly { readonly at: Place; readonly fields: Shape }[]): Shape {
  const here = parts.filter(({ at }) => at.length === 0).map(({ fields }) => fields);
  const maps = new Set(parts.flatMap(({ at }) => at.slice(0, 1)));
  const below = [...maps].map((name) => {
    const inside = parts.filter(({ at }) => at[0] === name).map(({ at, fields }) => ({ at: at.slice(1), fields }));
    return [name, z.strictObject(shapeOf(inside)).exactOptional()];
  });
  return Object.assign({}, ...here, Object.fromEntries(below)) as Shape;
}

type Together<Union> = (Union extends unknown ? (part: Union) => void : never) extends (all: infer All) => void
  ? All
  : never;

/** What a file of such sections holds: as it was read, or as it is written. */
type Filled<Sections, How extends "input" | "output"> = Together<
  Sections extends { at: infer At extends Place; own: infer Own extends Shape; shared: infer Shared extends Shape }
    ? Nested<At, ValuesAs<How, Own & Shared>>
    : Sections extends { at: infer At extends Place; fields: infer Fields extends Shape }
      ? Nested<At, ValuesAs<How, Fields>>
      : never
>;
type ValuesAs<How, Fields extends Shape> = How extends "input" ? z.input<z.ZodObject<Fields>> : Values<Fields>;

/** What a file of such sections holds. */
export type FileOf<Sections> = Filled<Sections, "output">;

/** What a program may write in place of such a file: as a person writes it, before it is brought into canonical form. */
export type InputOf<Sections> = Filled<Sections, "input">;

/** The facts of all sections. */
export type FactsOf<Sections> = Together<
  Sections extends { at: infer At extends Place; facts(...args: never[]): infer Facts } ? Nested<At, Facts> : never
>;
