import ts from "typescript";
import type { z } from "zod";
import { marked } from "../providers/contract/marks.ts";
import type { ResourceType } from "../providers/host/resource-type.ts";
import type { ResourceFile } from "./resource-files.ts";

const COLUMNS = [
  "resource",
  "natural key",
  "import id",
  "in place",
  "`null` clears",
  "replaces",
  "ours",
  "removing it",
];

/** The page with its tables written anew: each stands between `<!-- table: workos … -->` and `<!-- /table -->`. */
export async function withResourceTables(
  page: string,
  vendors: ReadonlyMap<string, readonly ResourceFile[]>,
): Promise<string> {
  let written = page;
  for (const [vendor, resources] of vendors) {
    const place = new RegExp(`(?<=<!-- table: ${vendor}\\b.*-->\\n)[^]*?(?=<!-- /table -->)`);
    if (!place.test(page)) throw new Error(`docs/resources.md has no place for the table of ${vendor}`);
    const table = await resourceTable(vendor, resources);
    written = written.replace(place, () => table);
  }
  return written;
}

async function resourceTable(vendor: string, resources: readonly ResourceFile[]): Promise<string> {
  const rows = [COLUMNS, COLUMNS.map(() => "---")];
  for (const { name, path, text } of resources) {
    const { [name]: resource } = (await import(path)) as Record<string, { definition: ResourceType }>;
    if (!resource) throw new Error(`${path} exports no ${name}`);
    rows.push([`\`${vendor}.${name}\``, ...facts(resource.definition), removal({ name, text }).replaceAll("|", "\\|")]);
  }
  return rows.map((cells) => `| ${cells.join(" | ")} |\n`).join("");
}

/** What a resource's definition and schemas say about its fields. */
function facts(definition: ResourceType): string[] {
  const { shape } = definition.inputs;
  const local = marked(definition.inputs, "local");
  const sent = Object.keys(shape).filter((field) => !local.has(field));
  const inPlace = sent.filter((field) => !definition.immutable.includes(field));
  const clearable = inPlace.filter((field) => (shape[field] as z.ZodType).safeParse(null).success);
  const importId = `\`${definition.importId.join("/")}\``;
  const [natural = "", ...others] = [definition.identity, inPlace, clearable, definition.immutable, [...local]].map(
    list,
  );
  return [natural, importId, ...others];
}

const list = (fields: readonly string[]): string => fields.map((field) => `\`${field}\``).join(", ") || "–";

/** What the docstring of the class says after `@removal`; without it a removal simply deletes. */
export function removal({ name, text }: Pick<ResourceFile, "name" | "text">): string {
  const file = ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true);
  const declaration = file.statements.find((each) => ts.isClassDeclaration(each) && each.name?.text === name);
  const tag = declaration && ts.getJSDocTags(declaration).find(({ tagName }) => tagName.text === "removal");
  const words = ts.getTextOfJSDocComment(tag?.comment)?.replace(/\s+/g, " ");
  return words || "deletes";
}
