import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { Command } from "commander";
import {
  composeFleet,
  type FleetSources,
  isFleetError,
  nearest,
  problemText,
  readFolder,
  type SourceFile,
  unfitKey,
} from "../../fleet/index.ts";
import { printable } from "../../providers/contract/printable.ts";
import { CommandFailed } from "../command-failed.ts";
import { renamed } from "../renamed.ts";

/** Gives a tenant another key, in its file alone: vendors hear nothing of it, and the next run finds everything by the old one. */
export const renameCommand = (): Command =>
  new Command("rename")
    .description("give a tenant another key: its file is renamed, and the next `pulumi up` takes its resources along")
    .argument("<from>", "its key, which is the name of its file")
    .argument("<to>", "the key that it is to have")
    .argument("[directory]", "the folder with fleet.yaml and tenants/", ".")
    .action((from: string, to: string, directory: string) => {
      const { sources, problems } = readFolder(directory);
      const fleet = composeFleet(sources, problems); // A folder with problems is not touched.
      const fileOf = (key: string) => join(directory, "tenants", `${key}.yaml`);
      const keys = fleet.tenants.map(({ tenant }) => tenant);
      const tenant = fleet.tenants.find((one) => one.tenant === from);
      if (tenant === undefined) {
        const meant = nearest(from, keys);
        throw new CommandFailed(printable(`there is no tenant ${from}${meant ? `, did you mean ${meant}?` : "."}`));
      }
      const unfit = unfitKey(to);
      if (unfit) throw new CommandFailed(printable(`${to} is no key: it ${unfit}.`));
      const holder = fleet.tenants.find((one) => one !== tenant && [one.tenant, ...(one.formerly ?? [])].includes(to));
      if (holder) throw new CommandFailed(`${to} is, or was, the key of ${holder.tenant}.`);
      if (existsSync(fileOf(to))) throw new CommandFailed(`${printable(fileOf(to))} is there already.`);
      const text = renamed(readFileSync(fileOf(from), "utf8"), from, to, {
        externalId: tenant.externalId === undefined,
        projectName: tenant.openai?.project !== undefined && tenant.openai.project.name === undefined,
      });
      const isIt = ({ path }: SourceFile) => basename(path) === `${from}.yaml`;
      mustFit(from, {
        ...sources,
        tenants: sources.tenants.map((one) =>
          isIt(one) ? { path: join(dirname(one.path), `${to}.yaml`), text } : one,
        ),
      });
      // In this order nothing is lost, whatever fails: a file under its old name is refused for its key.
      writeFileSync(fileOf(from), text);
      renameSync(fileOf(from), fileOf(to));
      console.log(`${printable(fileOf(from))} is now ${printable(fileOf(to))}.

Look at the change, then run \`pulumi preview\`: it has an update for each resource of ${to}, and no other. Nothing is sent to a vendor.
What \`formerly\` says stays in the file for good: by it the state's resources are found.`);
    });

/** Nothing is written that the next run would refuse. */
function mustFit(from: string, sources: FleetSources): void {
  try {
    composeFleet(sources);
  } catch (error) {
    if (!isFleetError(error)) throw error;
    const lines = error.problems.map((problem) => `  ${problemText(problem)}`);
    throw new CommandFailed(
      `${from} is not renamed, since its file would not pass \`npx tenantry check\`:\n${lines.join("\n")}`,
    );
  }
}
