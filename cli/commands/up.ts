import { readFileSync } from "node:fs";
import { Command } from "commander";
import { CommandFailed } from "../command-failed.ts";
import { runEngine } from "../engine-command.ts";
import { type Approval, approvalIn, differencesFrom } from "../preview/approval.ts";
import { PARALLEL } from "../preview/run-engine.ts";
import { terminalText } from "../preview/terminal.ts";
import { mustPass, previewIn, wholeNumber } from "./preview.ts";

interface Options {
  readonly stack?: string;
  readonly yes?: true;
  readonly refresh?: true;
  readonly approved?: Approval;
  readonly policies: boolean;
  readonly policyConfig?: string;
  readonly parallel: number;
}

/** What the exit code says where nothing was done, since it would not be what was approved. */
const NOT_APPROVED = 3;

/** `pulumi up`, with the settings that fit this product; of what was approved, if that is said. */
export const upCommand = (): Command =>
  new Command("up")
    .description(
      "`pulumi up` with the policies and settings of this package; with --approved just what a preview showed",
    )
    .argument("[fleet]", "the folder of the program", ".")
    .option("--stack <name>", "the stack; without it the one that is selected")
    .option("--yes", "do not ask; where nobody can be asked, it has to be said")
    .option("--refresh", "ask the vendors first what is so now")
    .option(
      "--approved <digest or file>",
      "what `preview` said or wrote with --json: anything else is not done",
      approval,
    )
    .option("--no-policies", "without the policy pack of this package")
    .option("--policy-config <file>", "levels and parameters of the policies, as JSON")
    .option("--parallel <count>", "so many resources at once", wholeNumber, PARALLEL)
    .action(up);

async function up(folder: string, { yes, refresh, approved, ...options }: Options): Promise<void> {
  // Some rules look at what a run would do, which no policy pack is shown: so there is a preview before each run.
  const now = await previewIn(folder, { ...options, refresh: refresh === true });
  if (approved) {
    const differences = differencesFrom(approved, now);
    if (differences.length > 0)
      throw new CommandFailed(
        `Nothing was done, since it is not what was approved:\n${differences.map((line) => `  ${line}`).join("\n")}`,
        NOT_APPROVED,
      );
  }
  if (!approved) console.log(terminalText(now));
  mustPass(now);
  const args = [...(yes || approved ? ["--yes", "--skip-preview"] : []), ...(refresh ? ["--refresh"] : [])];
  await runEngine("up", args, { ...options, folder });
}

function approval(given: string): Approval {
  try {
    return approvalIn(/^[0-9a-f]{64}$/.test(given) ? given : readFileSync(given, "utf8"));
  } catch (error) {
    throw new CommandFailed(
      `--approved takes the digest of a preview, or what it wrote with --json: ${(error as Error).message}`,
    );
  }
}
