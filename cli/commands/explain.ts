import { Command } from "commander";
import { stringify } from "yaml";
import { composeFleet, type Explained, explain, nearest, pathText, readFolder } from "../../fleet/index.ts";
import { printable, printableJson } from "../../providers/contract/printable.ts";
import { CommandFailed } from "../command-failed.ts";

/** Tells what one tenant amounts to, and where each value is written. Needs no engine, no credentials and no network. */
export const explainCommand = (): Command =>
  new Command("explain")
    .description(
      "what a tenant amounts to with its plan and the fleet's defaults, each value with the line that says so",
    )
    .argument("<tenant>", "the tenant's key")
    .argument("[directory]", "the folder with fleet.yaml and tenants/", ".")
    .option("--json", "the same for programs: a list of path, value, file, line and from")
    .action((tenant: string, directory: string, { json }: { readonly json?: true }) => {
      const { sources, problems } = readFolder(directory);
      const fleet = composeFleet(sources, problems);
      const values = explain(sources, fleet, tenant);
      if (values === undefined) {
        const slugs = fleet.tenants.map((one) => one.tenant);
        const meant = nearest(tenant, slugs);
        const advice = meant ? `did you mean ${meant}?` : "`npx tenantry new` writes the file of a new one";
        throw new CommandFailed(`The fleet has no tenant ${tenant}: ${advice}`);
      }
      console.log(json ? printableJson(values.map(forPrograms)) : explained(values));
    });

const forPrograms = ({ path, value, file, line, from }: Explained) => ({
  path: pathText(path),
  value,
  file: file ?? null,
  line: line ?? null,
  from,
});

/** Comments stand this far to the right at most: whatever is longer has its own behind it. */
const WIDEST = 64;

/** As a tenant's file would say it, with a comment on each value. */
function explained(values: readonly Explained[]): string {
  const lines = values.flatMap((one, index) => linesOf(one, values[index - 1]?.path ?? []));
  const widths = lines.filter(({ origin }) => origin !== undefined).map(({ text }) => text.length);
  const column = Math.max(...widths.filter((width) => width <= WIDEST), 0);
  return lines
    .map(({ text, origin }) => (origin === undefined ? text : `${text.padEnd(column)}  # ${origin}`))
    .map(printable)
    .join("\n");
}

interface Line {
  readonly text: string;
  readonly origin?: string;
}

/** The value, below those of the maps around it that `before`, the value above it, is not in. */
function linesOf({ path, value, file, line, from }: Explained, before: Explained["path"]): Line[] {
  const shared = path.findIndex((key, depth) => key !== before[depth]);
  const origin = file === undefined ? from : `${file}:${line}${from === "tenant" ? "" : ` (${from})`}`;
  const lines: Line[] = [];
  let dash = "";
  for (const [depth, key] of path.entries()) {
    if (depth < shared) continue;
    const indent = " ".repeat(2 * depth - dash.length) + dash;
    dash = "";
    if (typeof key === "number") dash = "- ";
    else if (depth < path.length - 1) lines.push({ text: `${indent}${asYaml(key)}:` });
    else lines.push({ text: `${indent}${asYaml(key)}: ${asYaml(value)}`, origin });
  }
  return dash === "" ? lines : [...lines, { text: `${" ".repeat(2 * path.length - 2)}- ${asYaml(value)}`, origin }];
}

/** In one line, whatever it is. */
const asYaml = (value: unknown): string =>
  stringify(value, {
    collectionStyle: "flow",
    flowCollectionPadding: false,
    blockQuote: false,
    lineWidth: 0,
  }).trimEnd();
