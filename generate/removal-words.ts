import type { ResourceFile } from "./resource-files.ts";
import { removal } from "./resource-tables.ts";

/** As wide as Biome lets a line be. */
const WIDTH = 120;

/** The file by which a preview tells what removing a resource does, where that is more than to delete it. */
export function removalWords(vendors: ReadonlyMap<string, readonly ResourceFile[]>): string {
  const lines = [...vendors].flatMap(([vendor, resources]) =>
    resources.flatMap((resource) => {
      const words = removal(resource);
      const [name, value] = [`  "${vendor}:${resource.name}":`, `${JSON.stringify(words)},`];
      const between = name.length + 1 + value.length > WIDTH ? "\n    " : " ";
      return words === "deletes" ? [] : [`${name}${between}${value}\n`];
    }),
  );
  return `// Written by \`npm run generate\` from the docstrings of the resources: not to be edited.

/** What removing it does, by the token of the resource; of what is not here it simply deletes. */
export const removals: Readonly<Record<string, string>> = {
${lines.join("")}};
`;
}
