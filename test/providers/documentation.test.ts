import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { z } from "zod";
import type { Definition } from "../../providers/host/definition.ts";
import { marked } from "../../providers/host/marks.ts";
import * as openai from "../../providers/openai/index.ts";
import * as workos from "../../providers/workos/index.ts";

const definitions = Object.entries({ workos, openai }).flatMap(([vendor, index]) =>
  Object.entries(index as unknown as Record<string, { definition: Definition<unknown, z.ZodObject> }>).map(
    ([name, { definition }]) => ({ resource: `${vendor}.${name}`, definition }),
  ),
);

const list = (fields: readonly string[]): string => fields.map((field) => `\`${field}\``).join(", ") || "–";

/** What a resource's schemas say about its fields, as the page writes it. */
function cells(definition: Definition<unknown, z.ZodObject>): string[] {
  const { shape } = definition.inputs;
  const local = marked(definition.inputs, "local");
  const sent = Object.keys(shape).filter((field) => !local.has(field));
  const inPlace = sent.filter((field) => !definition.immutable.includes(field));
  const clearable = inPlace.filter((field) => (shape[field] as z.ZodType).safeParse(null).success);
  return [definition.identity, inPlace, clearable, definition.immutable, [...local]].map(list);
}

const page = readFileSync(new URL("../../docs/resources.md", import.meta.url), "utf8");
const rows = [...page.matchAll(/^\| `((?:workos|openai)\.\w+)` \| (.+) \|$/gm)].map(([, resource = "", rest = ""]) => ({
  resource,
  cells: rest.split(" | "),
}));

test("the page has every resource once", () => {
  expect(rows.map(({ resource }) => resource).sort()).toEqual(definitions.map(({ resource }) => resource).sort());
});

test.each(definitions)("$resource is described as its schemas have it", ({ resource, definition }) => {
  const row = rows.find((each) => each.resource === resource);
  expect(row?.cells.slice(0, 5)).toEqual(cells(definition));
  expect(row?.cells[5], "what removing it does").toMatch(/\w/);
});
