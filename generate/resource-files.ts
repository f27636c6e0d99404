import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

export const PROVIDERS = join(import.meta.dirname, "../providers");

/** A file that holds a resource, e.g. `Group` in `providers/workos/group.ts`. */
export interface ResourceFile {
  readonly name: string;
  /** E.g. `group.ts`. */
  readonly file: string;
  readonly path: string;
  readonly text: string;
}

/** Every folder of `providers/` that has resources, and those it has, both in alphabetical order. */
export function resourceFiles(): Map<string, ResourceFile[]> {
  const folders = readdirSync(PROVIDERS, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const vendors = folders.map(({ name }): [string, ResourceFile[]] => [name, resourcesOf(name)]);
  return new Map(vendors.filter(([, resources]) => resources.length > 0).sort());
}

function resourcesOf(vendor: string): ResourceFile[] {
  return readdirSync(join(PROVIDERS, vendor))
    .filter((file) => file.endsWith(".ts"))
    .flatMap((file) => {
      const path = join(PROVIDERS, vendor, file);
      const text = readFileSync(path, "utf8");
      return [...text.matchAll(/^export class (\w+) extends define(?:Resource|Observation)\(/gm)].map(
        ([, name = ""]) => ({
          name,
          file,
          path,
          text,
        }),
      );
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}
