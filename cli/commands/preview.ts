import { writeFileSync } from "node:fs";
import { Command, InvalidArgumentError } from "commander";
import { printableJson } from "../../providers/contract/printable.ts";
import { CommandFailed } from "../command-failed.ts";
import { linksFrom } from "../preview/link-to.ts";
import { markdownOf } from "../preview/markdown.ts";
import { forPrograms, type Preview, previewOf } from "../preview/preview.ts";
import { resourceTypes } from "../preview/resource-types.ts";
import { PARALLEL, previewByEngine } from "../preview/run-engine.ts";
import { sourcesIn } from "../preview/sources.ts";
import { terminalText } from "../preview/terminal.ts";

interface Options {
  readonly stack?: string;
  readonly refresh?: true;
  readonly policies: boolean;
  readonly policyConfig?: string;
  readonly parallel: number;
  readonly markdown?: string;
  readonly json?: string;
}

/** What the exit code says of a change that nothing but a policy forbids; 1 is for whatever else goes wrong. */
const REFUSED = 2;

/** Tells what the next `up` would do to which customer. It writes nothing but the files it is asked for. */
export const previewCommand = (): Command =>
  new Command("preview")
    .description(
      "what the next `up` would do to which customer, in plain words, with the policies and what is harmful first",
    )
    .argument("[fleet]", "the folder of the program", ".")
    .option("--stack <name>", "the stack; without it the one that is selected")
    .option("--refresh", "ask the vendors first what is so now, and tell what changed there")
    .option("--no-policies", "without the policy pack of this package")
    .option("--policy-config <file>", "levels and parameters of the policies, as JSON")
    .option("--parallel <count>", "so many resources at once", wholeNumber, PARALLEL)
    .option(
      "--markdown <file>",
      "write it as a comment for a pull request as well; its first line is the same each time",
    )
    .option("--json <file>", "write all of it for programs as well; - for the standard output, and nothing else there")
    .action(preview);

async function preview(folder: string, options: Options): Promise<void> {
  const found = await previewIn(folder, { ...options, refresh: options.refresh === true });
  const { markdown, json } = options;
  const whole = printableJson(forPrograms(found));
  if (markdown !== undefined) write(markdown, markdownOf(found, { linkTo: linksFrom(process.env, folder) }));
  if (json !== undefined && json !== "-") write(json, `${whole}\n`);
  console.log(json === "-" ? whole : terminalText(found));
  mustPass(found);
}

/** @throws CommandFailed for what no run is to follow */
export function mustPass({ result }: Preview): void {
  if (result === "failed") throw new CommandFailed("The preview failed: see what is said above.");
  if (result === "refused") throw new CommandFailed("A mandatory policy refuses the change: see above.", REFUSED);
}

/** What the real engine finds. */
export async function previewIn(
  folder: string,
  options: Omit<Options, "refresh" | "markdown" | "json"> & { readonly refresh: boolean },
): Promise<Preview> {
  const [{ events }, typeOf] = await Promise.all([previewByEngine({ ...options, folder }), resourceTypes()]);
  const judgedAt = options.policies ? Date.now() : undefined;
  return previewOf(events, { typeOf, sources: sourcesIn(folder), judgedAt });
}

function write(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw new CommandFailed(`can't write ${file}: ${(error as Error).message}`);
  }
}

export function wholeNumber(text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1) throw new InvalidArgumentError("Give a whole number from 1 on.");
  return count;
}
