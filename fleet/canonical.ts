/** By code unit, which is the same on every machine. */
export const inOrder = <Item>(items: readonly Item[] = [], key: (item: Item) => string): Item[] =>
  items.toSorted((a, b) => (key(a) < key(b) ? -1 : 1));

/** The named fields, each only if it is there. */
export function only<Fields extends object, Name extends keyof Fields>(
  fields: Fields,
  ...names: Name[]
): Pick<Fields, Name> {
  const present = names.filter((name) => fields[name] !== undefined).map((name) => [name, fields[name]]);
  return Object.fromEntries(present) as Pick<Fields, Name>;
}
