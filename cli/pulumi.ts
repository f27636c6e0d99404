import { spawn } from "node:child_process";
import { delimiter, join } from "node:path";
import { findEngine } from "../engine/index.ts";
import { CommandFailed } from "./command-failed.ts";

/** A resource as a stack's state has it. */
export interface Stored {
  readonly urn: string;
  readonly type: string;
  /** At the vendor; a component has none. */
  readonly id?: string;
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

interface StackOptions {
  /** The program's folder. @default this one */
  readonly folder?: string;
  /** Whether secrets are in the clear: in memory alone, and for what holds them against a vendor. @default false */
  readonly secrets?: boolean;
}

/** @param name the stack; without it the one that is selected */
export async function openStack(name: string | undefined, { folder, secrets }: StackOptions = {}): Promise<Stack> {
  const { bin } = await findEngine({ progress: (line) => console.error(line) });
  const where = folder === undefined ? [] : ["--cwd", folder];
  const pulumi = pulumiIn(bin, [...where, ...(name === undefined ? [] : ["--stack", name])]);
  const text = await pulumi(["stack", "export", ...(secrets ? ["--show-secrets"] : [])], "pipe");
  const { deployment } = JSON.parse(text, secrets ? inTheClear : undefined);
  return { resources: deployment?.resources ?? [], run: (args) => pulumi(args, "inherit") };
}

/** Pulumi's mark of a secret, and its value as JSON. */
const inTheClear = (_name: string, value: unknown): unknown =>
  typeof value === "object" && value !== null && "4dabf18193072939515e22adb298388d" in value && "plaintext" in value
    ? JSON.parse(String(value.plaintext))
    : value;

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
