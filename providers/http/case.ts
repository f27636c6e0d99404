/**
 * Both vendors write `external_id` what we write `externalId`. Only the names of the fields are changed, never what is in
 * their values: the keys of a map belong to whoever wrote them.
 */

export type Snake<Name> = Name extends `${infer First}${infer Rest}`
  ? First extends Lowercase<First>
    ? `${First}${Snake<Rest>}`
    : `_${Lowercase<First>}${Snake<Rest>}`
  : Name;

export type Camel<Name> = Name extends `${infer First}_${infer Rest}` ? `${First}${Capitalize<Camel<Rest>>}` : Name;

/** Our fields as the vendor names them: what a request says. Fields that are undefined are not sent. */
export const snakeCase = <Fields extends object>(fields: Fields) =>
  renamed(fields, (name) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)) as {
    [Name in keyof Fields as Snake<Name>]: Fields[Name];
  };

/** The vendor's fields as we name them. */
export const camelCase = <Fields extends object>(fields: Fields) =>
  renamed(fields, (name) => name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())) as {
    [Name in keyof Fields as Camel<Name>]: Fields[Name];
  };

const renamed = (fields: object, rename: (name: string) => string): object =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [rename(name), value]));
