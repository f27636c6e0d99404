import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

/** Whatever a person, a terminal or a CI runner gets to read. */
const PRINTS =
  /\bconsole\.(?:log|error|warn|info|debug)\(|\bprocess\.std(?:out|err)\b|\bpulumi\.log\.|\bnew pulumi\.RunError\(|\bsuper\(.*RunError|\breportViolation\(|\.notApplicable\(|\bextends pulumi\.RunError/;

/** Every file that prints, and what makes what it prints harmless. */
const PRINTERS: Readonly<Record<string, string>> = {
  "cli/commands/audit.ts": "printable, and printableJson",
  "cli/commands/check.ts": "problemText, which is printable",
  "cli/commands/demo.ts": "our own example on our own emulators, in colours",
  "cli/commands/drift.ts": "printable, and printableJson",
  "cli/commands/emulate.ts": "addresses and keys of our own emulators",
  "cli/commands/rename.ts": "printable",
  "cli/commands/explain.ts": "printable, and printableJson",
  "cli/commands/forecast.ts": "printable, and printableJson",
  "cli/commands/init.ts": "printable",
  "cli/commands/log.ts": "printable, and printableJson",
  "cli/commands/new.ts": "printable",
  "cli/commands/preview.ts": "terminalText, which is printable, and printableJson",
  "cli/commands/schema.ts": "printable",
  "cli/commands/status.ts": "printable, and printableJson",
  "cli/commands/up.ts": "terminalText, which is printable",
  "cli/preview/run-engine.ts": "what finding the engine says",
  "cli/engine-command.ts": "what finding the engine says; the rest is Pulumi's own",
  "cli/main.ts": "printableLines",
  "cli/pulumi.ts": "what finding the engine says; the rest is Pulumi's own",
  "components/fleet.ts": "problemText, and printableLines",
  "emulators/core/server.ts": "a mistake of ours, with its stack, for whoever reports it",
  "engine/language-host/main.ts": "a port, or why our own host cannot start",
  "engine/ways/run-installer.ts": "what the Automation API's installer says",
  "policies/engine.ts": "printable",
  "providers/host/resource.ts": "printable",
  "providers/host/sdk.ts": "the version of a package that is installed here",
  "providers/host/unanswered-error.ts": "printable",
  "providers/http/connection.ts": "routes and numbers",
  "providers/runtime.ts": "lines of a session, which are printable, and of notes, about a folder of this machine",
};

test("what is printed comes from few places, each of which makes it harmless", () => {
  const root = join(import.meta.dirname, "..");
  const files = globSync("{cli,components,emulators,engine,fleet,policies,providers}/**/*.ts", { cwd: root });
  expect(files.length).toBeGreaterThan(200);
  // A new one sends whatever came from elsewhere through `printable`, and is listed here.
  expect(files.filter((file) => PRINTS.test(readFileSync(join(root, file), "utf8"))).sort()).toEqual(
    Object.keys(PRINTERS).sort(),
  );
});
