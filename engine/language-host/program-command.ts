import { extname } from "node:path";
import type { RunRequest } from "@pulumi/pulumi/proto/language_pb.js";
import { resolveFromProgram } from "./sdk.ts";

/** Half of Node's default for young objects is enough for a thousand tenants, and a run takes a quarter less memory. */
export const memoryFlag = "--max-semi-space-size=8";

/** What each process with the SDK begins with; Pulumi's own language host takes it from `nodeargs`. */
export const preloads = [
  memoryFlag,
  "--import",
  new URL(`./register${extname(import.meta.filename)}`, import.meta.url).href,
];

/**
 * The command line for `node` and the environment that run a program, as Pulumi's own language host gives them to
 * `@pulumi/pulumi/cmd/run` (source: its usage text, and `runtime/config.js` of the SDK for the two config variables).
 * @throws Error if the SDK is not installed where the program is.
 */
export function programCommand(request: RunRequest, engineAddress: string): { args: string[]; env: NodeJS.ProcessEnv } {
  const info = request.getInfo();
  const folder = info?.getProgramDirectory() || request.getPwd();
  const options: Record<string, unknown> = info?.getOptions()?.toJavaScript() ?? {};

  const flags = {
    monitor: request.getMonitorAddress(),
    engine: engineAddress,
    organization: request.getOrganization(),
    project: request.getProject(),
    "root-directory": info?.getRootDirectory(),
    stack: request.getStack(),
    pwd: folder,
    parallel: `${request.getParallel()}`,
  };
  return {
    args: [
      ...preloads,
      ...words(options.nodeargs),
      resolveFromProgram("@pulumi/pulumi/cmd/run", folder),
      ...Object.entries(flags).flatMap(([name, value]) => (value ? [`--${name}`, value] : [])),
      ...(request.getDryrun() ? ["--dry-run"] : []),
      info?.getEntryPoint() || request.getProgram() || ".",
      ...request.getArgsList(),
    ],
    env: {
      ...process.env,
      PULUMI_CONFIG: JSON.stringify(Object.fromEntries(request.getConfigMap().entries())),
      PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(request.getConfigsecretkeysList()),
      // Pulumi's default is to compile with ts-node; `typescript: false` in Pulumi.yaml leaves it to Node.
      ...(options.typescript !== false && { PULUMI_NODEJS_TYPESCRIPT: "true" }),
      ...(options.tsconfig !== undefined && { PULUMI_NODEJS_TSCONFIG_PATH: `${options.tsconfig}` }),
    },
  };
}

/** Splits the runtime option `nodeargs` as a shell would: at spaces, except between quotes. */
function words(line: unknown): string[] {
  const found = typeof line === "string" ? line.match(/(?:[^\s"']|"[^"]*"|'[^']*')+/g) : undefined;
  return (found ?? []).map((word) => word.replaceAll(/"([^"]*)"|'([^']*)'/g, "$1$2"));
}
