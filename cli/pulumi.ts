import { spawn } from "node:child_process";
import { delimiter, join } from "node:path";
import { CommandFailed } from "./command-failed.ts";

/** Runs `pulumi` here, and answers what it printed to a pipe. */
export const pulumiIn =
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
