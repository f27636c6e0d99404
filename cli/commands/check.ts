import { Command } from "commander";
import { loadFleet, problemText } from "../../fleet/index.ts";

/** Reads a fleet's files and prints all problems in them. Needs no engine, no credentials and no network. */
export const checkCommand = (): Command =>
  new Command("check")
    .description("check the files of a fleet: every problem at once, as file:line:column: message")
    .argument("[directory]", "the folder with fleet.yaml and tenants/", ".")
    .action((directory: string) => {
      const { tenants, warnings } = loadFleet(directory);
      for (const warning of warnings) console.warn(`warning: ${problemText(warning)}`);
      console.log(`${tenants.length} ${tenants.length === 1 ? "tenant" : "tenants"}, no problems`);
    });
