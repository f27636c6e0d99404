import { Command } from "commander";
import { runEngine } from "../engine-command.ts";
import { PARALLEL } from "../preview/run-engine.ts";
import { wholeNumber } from "./preview.ts";

interface Options {
  readonly stack?: string;
  readonly yes?: true;
  readonly parallel: number;
}

/** `pulumi destroy`, with the settings that fit this product. */
export const destroyCommand = (): Command =>
  new Command("destroy")
    .description(
      "`pulumi destroy` with the settings of this package: lets everything go: of tenants that are offboarding alone",
    )
    .argument("[fleet]", "the folder of the program", ".")
    .option("--stack <name>", "the stack; without it the one that is selected")
    .option("--yes", "do not ask; where nobody can be asked, it has to be said")
    .option("--parallel <count>", "so many resources at once", wholeNumber, PARALLEL)
    .action(async (folder: string, { yes, ...options }: Options) => {
      await runEngine("destroy", yes ? ["--yes", "--skip-preview"] : [], { ...options, folder, policies: false });
    });
