import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { Command } from "commander";
import { printable } from "../../providers/contract/printable.ts";
import { CommandFailed } from "../command-failed.ts";

/** Which files of a fleet each is for, and the folder they are in. */
const files = [
  { schema: "fleet.schema.json", of: "fleet.yaml", folder: "." },
  { schema: "tenant.schema.json", of: "tenants/*.yaml", folder: "tenants" },
] as const;

/** Writes the JSON Schemas that the package carries to where an editor finds them without it. */
export const schemaCommand = (): Command =>
  new Command("schema")
    .description("write the JSON Schemas of fleet.yaml and tenants/*.yaml, by which an editor knows every field")
    .option("--out <directory>", "where they go; without it this folder, in which fleet.yaml is", ".")
    .action(({ out }: { readonly out: string }) => {
      const contents = files.map(({ schema }) => ({ schema, content: carried(schema) }));
      try {
        mkdirSync(out, { recursive: true });
        for (const { schema, content } of contents) writeFileSync(join(out, schema), content);
      } catch (error) {
        throw new CommandFailed(`can't write there: ${(error as Error).message}. Choose another folder with --out.`);
      }
      console.log(`wrote ${files.map(({ schema }) => printable(join(out, schema))).join(" and ")}

An editor with YAML's language server reads them if this is the first line of a file:
${files.map((file) => `  ${file.of.padEnd(14)}  ${printable(modeline(out, file))}`).join("\n")}`);
    });

const carried = (schema: string): Buffer =>
  readFileSync(fileURLToPath(import.meta.resolve(`tenantry/schemas/${schema}`)));

/** With `/` on Windows, too: an editor takes the path for a part of a URL. */
const modeline = (out: string, { schema, folder }: (typeof files)[number]): string =>
  `# yaml-language-server: $schema=${relative(folder, join(out, schema)).replaceAll("\\", "/")}`;
