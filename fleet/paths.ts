/** Where a value sits in a file: map keys and list positions, from the top. */
export type Path = readonly (string | number)[];

/** Stands for every item of a list in a pattern. */
export const each = Symbol("each item");
type Each = typeof each;

/** A path in which `each` stands for every item of a list. */
export type Pattern = readonly (string | Each)[];

declare const shape: unique symbol;

/**
 * A value of a file as it was written: it should be a `Shape`, and may be anything. Rules read such values, so that one
 * mistake hides no other. Where they look is checked by the compiler: a path that no `Shape` has is an error.
 */
export type Written<Shape = unknown> = { readonly [shape]?: Shape } | string | number | boolean | null | undefined;

/** Every pattern that leads somewhere in a `Shape`: fields by name, items of lists by `each`, any key of a map. */
export type PatternIn<Shape> = unknown extends Shape ? Pattern : Below<NonNullable<Shape>, Each>;

/** The same with positions in place of `each`. */
export type PathIn<Shape> = unknown extends Shape ? Path : Below<NonNullable<Shape>, number>;

type Below<Shape, Item> = readonly [] | Inside<Shape, Item>;
type Inside<Shape, Item> = Shape extends readonly (infer Member)[]
  ? readonly [Item, ...Below<NonNullable<Member>, Item>]
  : Shape extends object
    ? string extends keyof Shape
      ? readonly [string]
      : { [Name in keyof Shape & string]: readonly [Name, ...Below<NonNullable<Shape[Name]>, Item>] }[keyof Shape &
          string]
    : never;

/** What stands at a pattern or a path. */
export type ValueIn<Shape, Where> = Where extends readonly [infer First, ...infer Rest]
  ? ValueIn<Member<NonNullable<Shape>, First>, Rest>
  : Where extends readonly []
    ? Shape
    : unknown;
type Member<Shape, Key> = Shape extends readonly (infer Item)[]
  ? Key extends Each | number
    ? Item
    : never
  : Key extends keyof Shape
    ? Shape[Key]
    : never;

/** The value at `path`, or `undefined`. Never looks at inherited properties. */
export function valueAt<Shape, const At extends PathIn<Shape>>(
  value: Written<Shape>,
  path: At,
): Written<ValueIn<Shape, At>> {
  let current: unknown = value;
  for (const key of path as Path) {
    if (typeof current !== "object" || current === null || !Object.hasOwn(current, key)) return undefined;
    current = (current as Record<string | number, unknown>)[key];
  }
  return current as Written<ValueIn<Shape, At>>;
}

/** Every value that fits the pattern. Whatever has another shape is skipped: the schema reports it. */
export function itemsAt<Shape, const Where extends PatternIn<Shape>>(
  value: Written<Shape>,
  pattern: Where,
  at: Path = [],
): { path: Path; value: Written<ValueIn<Shape, Where>> }[] {
  const found = (value: Written, [key, ...rest]: Pattern, path: Path): { path: Path; value: Written }[] => {
    if (key === undefined) return value === undefined ? [] : [{ path, value }];
    if (key !== each) return found(valueAt(value, [key]), rest, [...path, key]);
    return Array.isArray(value) ? value.flatMap((item, index) => found(item, rest, [...path, index])) : [];
  };
  return found(value, pattern as Pattern, at) as { path: Path; value: Written<ValueIn<Shape, Where>> }[];
}

/** Every text that fits the pattern. */
export const textsAt = <Shape, const Where extends PatternIn<Shape>>(
  value: Written<Shape>,
  pattern: Where,
  at: Path = [],
): { path: Path; text: string }[] =>
  itemsAt(value, pattern, at).flatMap(({ path, value }) => (typeof value === "string" ? [{ path, text: value }] : []));

/** Every text of a file, keys included, with its path. */
export function everyText(value: Written, at: Path = []): { path: Path; text: string; blames: "key" | "value" }[] {
  if (typeof value === "string") return [{ path: at, text: value, blames: "value" }];
  if (typeof value !== "object" || value === null) return [];
  if (Array.isArray(value)) return value.flatMap((item, index) => everyText(item, [...at, index]));
  return Object.entries(value).flatMap(([key, below]) => [
    { path: [...at, key], text: key, blames: "key" as const },
    ...everyText(below as Written, [...at, key]),
  ]);
}

/** `["roles", 0, "slug"]` as people write it: `roles[0].slug`; of a pattern `roles[].slug`. */
export const pathText = (path: Path | Pattern): string =>
  path.reduce<string>((text, key) => {
    if (typeof key !== "string") return `${text}[${key === each ? "" : key}]`;
    return text === "" ? key : `${text}.${key}`;
  }, "");
