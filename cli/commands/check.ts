import { Command } from "commander";
import { loadFleet, problemText } from "../../fleet/index.ts";

/** Reads a fleet's files and says what is wrong with them, without an engine, a credential or a request. */
export const checkCommand = (): Command =>
  new Command("check")
    .description("check the files of a fleet: every problem at once, as file:line:column: message")
    .argument("[directory]", "the folder with fleet.yaml and tenants/", ".")
    .action((directory: string) => {
      const { tenants, warnings } = loadFleet(directory);
      for (const warning of warnings) console.warn(`warning: ${problemText(warning)}`);
      console.log(`${tenants.length} ${tenants.length === 1 ? "tenant" : "tenants"}, no problems`);
    });
