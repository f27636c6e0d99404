import { spawn } from "node:child_process";
import { delimiter, join } from "node:path";
import { findEngine } from "../engine/index.ts";
import { CommandFailed } from "./command-failed.ts";

/** A resource as a stack's state has it. */
export interface Stored {
  readonly urn: string;
  readonly type: string;
  /** It has been replaced, and is about to go. */
  readonly delete?: boolean;
  readonly inputs?: Readonly<Record<string, unknown>>;
  readonly outputs?: Readonly<Record<string, unknown>>;
}

export const resourceNameOf = ({ urn }: Pick<Stored, "urn">): string => urn.slice(urn.lastIndexOf("::") + 2);

/** A stack of the program in this folder. */
export interface Stack {
  readonly resources: readonly Stored[];
  /** Runs `pulumi` on it, seen by who typed the command. */
  run(args: readonly string[]): Promise<unknown>;
}

/** @param name the stack; without it the one that is selected */
export async function openStack(name: string | undefined): Promise<Stack> {
  const { bin } = await findEngine({ progress: (line) => console.error(line) });
  const pulumi = pulumiIn(bin, name === undefined ? [] : ["--stack", name]);
  const { deployment } = JSON.parse(await pulumi(["stack", "export"], "pipe"));
  return { resources: deployment?.resources ?? [], run: (args) => pulumi(args, "inherit") };
}

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
