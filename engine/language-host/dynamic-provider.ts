import "./register.ts";
import { createRequire } from "node:module";
import { exitWithEngine } from "./engine-watch.ts";
import { adviseImports } from "./import-advice.ts";
import { resolveFromProgram } from "./sdk.ts";

// The plugin `pulumi-resource-pulumi-nodejs`: the SDK's own dynamic provider, taken from the program's folder, which is
// where the engine starts it. The SDK's shell script does the same, but keeps running when the engine is killed, and does
// not explain what is wrong with an import.
exitWithEngine();
const host = resolveFromProgram("@pulumi/pulumi/cmd/dynamic-provider", process.cwd());
const require = createRequire(host);
adviseImports(require("@grpc/grpc-js").Server);
require(host);
