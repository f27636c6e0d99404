import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { jsonSchemas } from "../../fleet/json-schema.ts";

type Schema = {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly additionalProperties?: Schema | boolean;
  readonly anyOf?: readonly Schema[];
  readonly not?: unknown;
};

/** Every field that holds no other fields, as `members[].invite.locale`, and whether it may be written. */
function fields(schema: Schema, path = ""): { path: string; allowed: boolean }[] {
  const { properties = {}, items, additionalProperties, anyOf = [] } = schema;
  const inner = [
    ...Object.entries(properties).flatMap(([name, field]) => fields(field, path === "" ? name : `${path}.${name}`)),
    ...(items ? fields(items, `${path}[]`) : []),
    ...(typeof additionalProperties === "object" ? fields(additionalProperties, `${path}.<name>`) : []),
    ...anyOf.flatMap((one) => fields(one, path)),
  ].filter((field) => field.path.includes(".") || field.path !== path);
  // Lists and maps of plain values are fields themselves.
  const named = inner.filter(({ path: one }) => !/(\[\]|<name>)$/.test(one));
  return named.length > 0 ? named : [{ path, allowed: schema.not === undefined }];
}

const schemas = jsonSchemas() as unknown as { fleet: Schema; tenant: Schema };
const all = [...fields(schemas.fleet), ...fields(schemas.tenant)]
  // What plans preset are fields of a tenant, and a rotation is the same everywhere.
  .filter(({ path }) => !/(^|\.)defaults\./.test(path))
  .map(({ path, allowed }) => ({ path: path.replace(/^.*\.rotation\./, "rotation."), allowed }));

const page = readFileSync(new URL("../../docs/fleet.md", import.meta.url), "utf8");
/** The first cells of the tables; one may name several fields. */
const rows = [...page.matchAll(/^\| (`[^|]+?) \|/gm)].flatMap(([, cell = ""]) =>
  [...cell.matchAll(/`([^`]+)`/g)].map(([, path = ""]) => path),
);

test("the page has every field of both kinds of file, and no other", () => {
  const allowed = new Set(all.filter((field) => field.allowed).map(({ path }) => path));
  expect(allowed.size).toBeGreaterThan(100);
  expect(rows.toSorted()).toEqual([...allowed].sort());
});

test("words that are refused for now, or here, are on the page", () => {
  const refused = all.filter((field) => !field.allowed).map(({ path }) => path.split(".").at(-1));
  expect(refused.length).toBeGreaterThan(5);
  expect(refused.filter((word) => !page.includes(`\`${word}\``))).toEqual([]);
});
