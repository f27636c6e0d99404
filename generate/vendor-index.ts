import type { ResourceFile } from "./resource-files.ts";

/** As biome.json has it. */
const LINE_WIDTH = 120;

/** The `index.ts` of a vendor's folder: the class of each resource, and the type of its arguments. */
export function vendorIndex(resources: readonly ResourceFile[]): string {
  const exports = resources.map(({ name, file }) => {
    const [args, base] = [`export interface ${name}Args`, `extends ArgsOf<typeof import("./${file}").${name}> {}`];
    const fits = `${args} ${base}`.length <= LINE_WIDTH;
    return `export { ${name} } from "./${file}";\n${args}${fits ? " " : "\n  "}${base}\n`;
  });
  const lines = ["// Written by `npm run generate`.\n", 'import type { ArgsOf } from "../host/resource.ts";\n\n'];
  return [...lines, ...exports].join("");
}
