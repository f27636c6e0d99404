import { spawn } from "node:child_process";
import { delimiter, join } from "node:path";
import { Command } from "commander";
import { findEngine } from "../../engine/index.ts";
import { ownerAndKey } from "../../fleet/index.ts";
import * as openai from "../../providers/openai/index.ts";
import * as workos from "../../providers/workos/index.ts";
import { CommandFailed } from "../command-failed.ts";

interface Options {
  readonly stack?: string;
  readonly yes?: true;
}

/** Replaces a key, whatever its declaration says: what one does when it has leaked. Run where `pulumi up` is run. */
export const rotateCommand = (): Command =>
  new Command("rotate")
    .description(
      "replace a key or a client secret: the new one is made, then the old one ends, after its overlap if it has one",
    )
    .argument("<tenant>", "whose it is; catalogue for one that all tenants share")
    .argument(
      "<key>",
      "an API key's name, <service account>/<key>, or <application>/<secret>; with /<epoch> where it rotates",
    )
    .option("--stack <name>", "the stack; without it the one that is selected")
    .option("--yes", "do it without asking")
    .action(rotate);

async function rotate(tenant: string, key: string, { stack, yes }: Options): Promise<void> {
  const { bin } = await findEngine({ progress: (line) => console.error(line) });
  const run = pulumiIn(bin, stack === undefined ? [] : ["--stack", stack]);
  const { deployment } = JSON.parse(await run(["stack", "export"], "pipe"));
  const urn = keyToRotate(deployment?.resources ?? [], tenant, key);
  // Whoever takes in the value has to get the new one; everything else in the program stays as it is.
  await run(["up", "--target-replace", urn, "--target-dependents", ...(yes ? ["--yes"] : [])], "inherit");
}

/** A resource as a stack's state has it. */
interface Stored {
  readonly urn: string;
  readonly type: string;
  /** It has been replaced, and is about to go. */
  readonly delete?: boolean;
}

/**
 * The urn of the key that is meant.
 * @throws CommandFailed with the keys that there are, if it is none of them or may be several
 */
export function keyToRotate(resources: readonly Stored[], tenant: string, wanted: string): string {
  const keys = resources
    .filter((resource) => isShownOnce.has(resource.type) && !resource.delete)
    .map(({ urn }) => ({ urn, ...ownerAndKey(urn.slice(urn.lastIndexOf("::") + 2)) }))
    .filter(({ owner }) => owner === tenant)
    .map(({ urn, key }) => ({ urn, name: key.join("/") }));
  const exact = keys.filter(({ name }) => name === wanted);
  // Without its epoch, or by the account whose only key it is.
  const meant = exact.length > 0 ? exact : keys.filter(({ name }) => name.startsWith(`${wanted}/`));
  const [only, ...others] = meant;
  if (only !== undefined && others.length === 0) return only.urn;
  const listed = (some: typeof keys): string =>
    some
      .map(({ name }) => name)
      .sort()
      .join(", ");
  if (only !== undefined) throw new CommandFailed(`${wanted} may be any of ${listed(meant)}: say which one.`);
  throw new CommandFailed(
    keys.length === 0
      ? `The stack has no keys of ${tenant}. What is declared and not made yet is made by \`pulumi up\`.`
      : `${tenant} has no key ${wanted} in the stack, which has ${listed(keys)}.`,
  );
}

/** Types with a value that the vendor shows once: a new one is a new object. */
const isShownOnce: ReadonlySet<string> = new Set(
  Object.values({ ...workos, ...openai })
    .filter(({ definition }) => definition.shownOnce !== undefined)
    .map(({ __pulumiType }) => __pulumiType),
);

/** Runs `pulumi` here, and answers what it printed to a pipe. */
const pulumiIn =
  (bin: string, options: readonly string[]) =>
  (args: readonly string[], stdout: "pipe" | "inherit"): Promise<string> =>
    new Promise((resolve, reject) => {
      const env = { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH ?? ""}` };
      const child = spawn(join(bin, "pulumi"), [...args, ...options], { env, stdio: ["inherit", stdout, "inherit"] });
      let printed = "";
      child.stdout?.setEncoding("utf8").on("data", (text: string) => {
        printed += text;
      });
      child.on("error", reject);
      child.on("close", (code) =>
        code === 0 ? resolve(printed) : reject(new CommandFailed(`pulumi ${args[0]} ended with ${code}: see above.`)),
      );
    });
