import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { Command } from "commander";
import {
  composeFleet,
  type FleetSources,
  isFleetError,
  newTenantFile,
  problemText,
  readFolder,
  type SourceFile,
  unfitKey,
} from "../../fleet/index.ts";
import { printable } from "../../providers/contract/printable.ts";
import { CommandFailed } from "../command-failed.ts";

interface Options {
  readonly plan?: string;
  readonly name?: string;
  readonly owner?: string;
}

/** Writes the file of a new tenant, which has no problems, and none that is there already. */
export const newCommand = (): Command =>
  new Command("new")
    .description("write the file of a new tenant, with comments for what is worth filling in")
    .argument("<tenant>", "its key for ever, and the file's name: lower-case letters, digits and inner hyphens")
    .argument("[directory]", "the folder with fleet.yaml and tenants/", ".")
    .option("--plan <plan>", "one of the fleet's plans; without it the fleet's defaultPlan")
    .option("--name <name>", "what people call the customer; without it made of the key")
    .option("--owner <e-mail>", "who answers for the tenant on our side; without it as the plan or the fleet says")
    .action((tenant: string, directory: string, options: Options) => {
      const unfit = unfitKey(tenant);
      if (unfit !== undefined)
        throw new CommandFailed(`A tenant can't have the key ${tenant}: ${unfit}${fitting(tenant)}`);
      const { sources, problems } = readFolder(directory, { fleet: true, tenants: false }); // The first one makes tenants/.
      composeFleet(sources, problems);

      const today = new Date().toISOString().slice(0, 10);
      const fleet = sources.fleet as SourceFile; // Without it there would have been a problem.
      const path = fleet.path.replace(/fleet\.yaml$/, `tenants/${tenant}.yaml`);
      const text = newTenantFile(fleet, { tenant, ...options }, today);
      if (sources.tenants.some((one) => one.path === path)) throw new CommandFailed(isThere(path));
      mustFit(sources, { path, text });
      write(join(directory, "tenants", `${tenant}.yaml`), { path, text });
      console.log(`wrote ${printable(path)}

What to do next:
  1. Fill in what you know: take the # away from a line. An editor with YAML's language server knows every field.
  2. npx tenantry check${directory === "." ? "" : ` ${printable(directory)}`}
  3. \`pulumi preview\`, in a pull request, shows what it would make; \`pulumi up\` makes it.`);
    });

/** What the loader says of the fleet with this file is what is wrong with the file, as somebody reads it who has not got it. */
function mustFit(sources: FleetSources, added: SourceFile): void {
  try {
    composeFleet({ ...sources, tenants: [...sources.tenants, added] });
  } catch (error) {
    if (!isFleetError(error)) throw error;
    const lines = error.problems.map((problem) =>
      problem.file === added.path ? problem.message : problemText(problem),
    );
    throw new CommandFailed(
      `${added.path} is not written, since it would not pass \`npx tenantry check\`:\n${lines.map((line) => `  ${printable(line)}${advice(line)}`).join("\n")}`,
    );
  }
}

/** What a file has to say that nobody said, one can say here. */
const advice = (problem: string): string => {
  const [, field] = /^(plan|owner): is missing/.exec(problem) ?? [];
  return field === undefined ? "" : `. Say it with --${field}`;
};

/** Nothing that is there is overwritten, be it a link that leads nowhere. */
function write(file: string, { path, text }: SourceFile): void {
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text, { flag: "wx" });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new CommandFailed(code === "EEXIST" ? isThere(path) : `can't write ${path}: ${message}`);
  }
}

const isThere = (path: string): string => `${path} is there already, and stays as it is.`;

/** What could be meant by a name, e.g. `acme-labs` by `Acme Labs`. */
function fitting(name: string): string {
  const plain = name.normalize("NFKD").replaceAll(/\p{M}/gu, "").toLowerCase();
  const words = plain.split(/[^a-z0-9]+/).filter(Boolean);
  const key = words.join("-");
  const isLatin = !/[^\x20-\x7e]/.test(plain);
  return isLatin && unfitKey(key) === undefined ? `. ${key} would do` : "";
}
