import { createRequire } from "node:module";
import { exitWithEngine } from "./engine-watch.ts";
import { resolveFromProgram } from "./sdk.ts";

// The plugin `pulumi-resource-pulumi-nodejs`: the SDK's own dynamic provider, taken from the program's folder, which is
// where the engine starts it. The SDK's shell script does the same, but keeps running when the engine is killed.
exitWithEngine();
createRequire(import.meta.url)(resolveFromProgram("@pulumi/pulumi/cmd/dynamic-provider", process.cwd()));
