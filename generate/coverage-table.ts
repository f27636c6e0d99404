import { uncovered } from "../providers/host/incremental.ts";
import { isObservation } from "../providers/host/observation.ts";
import type { ResourceType } from "../providers/host/resource-type.ts";
import type { ResourceFile } from "./resource-files.ts";

const COLUMNS = ["resource", "events that touch it", "by a date", "what may change in silence"];

/** The page with its table of what the change feeds cover written anew, between `<!-- table: coverage … -->` and `<!-- /table -->`. */
export async function withCoverageTable(
  page: string,
  vendors: ReadonlyMap<string, readonly ResourceFile[]>,
): Promise<string> {
  const place = /(?<=<!-- table: coverage\b.*-->\n)[\s\S]*?(?=<!-- \/table -->)/;
  if (!place.test(page)) throw new Error("docs/refresh.md has no place for the table of what is covered");
  const types = new Map<string, ResourceType>();
  for (const [vendor, resources] of vendors)
    for (const { name, path } of resources) {
      const { [name]: resource } = (await import(path)) as Record<string, { definition: ResourceType }>;
      // What only looks is about other objects.
      if (resource && !isObservation(resource.definition)) types.set(`${vendor}:${name}`, resource.definition);
    }
  const rows = [COLUMNS, COLUMNS.map(() => "---")];
  const listed: string[] = [];
  for (const type of types.values()) {
    const name = `\`${type.token.replace(":", ".")}\``;
    if (uncovered(type, (token) => types.get(token)) === undefined) rows.push([name, ...facts(type)]);
    else listed.push(name);
  }
  const table = rows.map((cells) => `| ${cells.join(" | ")} |\n`).join("");
  return page.replace(place, () => `${table}\nNot covered, and listed in every refresh: ${listed.join(", ")}.\n`);
}

function facts({ feed, shownOnce }: ResourceType): string[] {
  const { changes, removals, covers } = feed;
  const events = [...new Set([...changes, ...removals, ...(covers?.also ?? [])])];
  const turns = covers?.turns ? "an invitation runs out" : shownOnce?.ends ? "a key ends" : "";
  return [events.map((event) => `\`${event}\``).join(", "), turns, covers?.except ?? ""];
}
