/** Where a value sits in a file: map keys and list positions, from the top. */
export type Path = readonly (string | number)[];

/** Stands for every item of a list in a pattern. */
export const each = Symbol("each item");
export type Pattern = readonly (string | typeof each)[];

/** The value at `path`, or `undefined`. Never looks at inherited properties. */
export function valueAt(value: unknown, path: Path): unknown {
  let current = value;
  for (const key of path) {
    if (typeof current !== "object" || current === null || !Object.hasOwn(current, key)) return undefined;
    current = (current as Record<string | number, unknown>)[key];
  }
  return current;
}

/** Every value that fits the pattern. Whatever has another shape is skipped: the schema reports it. */
export function itemsAt(value: unknown, pattern: Pattern, at: Path = []): { path: Path; value: unknown }[] {
  const [key, ...rest] = pattern;
  if (key === undefined) return value === undefined ? [] : [{ path: at, value }];
  if (key !== each) return itemsAt(valueAt(value, [key]), rest, [...at, key]);
  return Array.isArray(value) ? value.flatMap((item, index) => itemsAt(item, rest, [...at, index])) : [];
}

/** Every text that fits the pattern. */
export const textsAt = (value: unknown, pattern: Pattern, at: Path = []): { path: Path; text: string }[] =>
  itemsAt(value, pattern, at).flatMap(({ path, value }) => (typeof value === "string" ? [{ path, text: value }] : []));

/** `["roles", 0, "slug"]` as people write it: `roles[0].slug`. */
export const pathText = (path: Path): string =>
  path.reduce<string>(
    (text, key) => (typeof key === "number" ? `${text}[${key}]` : text === "" ? key : `${text}.${key}`),
    "",
  );
