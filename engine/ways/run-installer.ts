import { createRequire } from "node:module";
import { PulumiCommand } from "@pulumi/pulumi/automation/index.js";

// Run as `run-installer <root> <version>`: the engine is in <root>/bin afterwards, or the exit code is not 0.
const [root = "", version = ""] = process.argv.slice(2);
// The installer wants a version object of the SDK's own copy of semver, which is not a dependency of ours.
const { SemVer } = createRequire(createRequire(import.meta.url).resolve("@pulumi/pulumi"))("semver");
try {
  await PulumiCommand.install({ root, version: new SemVer(version) });
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 1;
}
