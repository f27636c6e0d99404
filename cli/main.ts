#!/usr/bin/env node
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { inspect } from "node:util";
import { Command, CommanderError } from "commander";
import { Failure } from "../providers/contract/errors.ts";
import { printableLines } from "../providers/contract/printable.ts";
import { CommandFailed } from "./command-failed.ts";
import { auditCommand } from "./commands/audit.ts";
import { checkCommand } from "./commands/check.ts";
import { demoCommand } from "./commands/demo.ts";
import { destroyCommand } from "./commands/destroy.ts";
import { driftCommand } from "./commands/drift.ts";
import { emulateCommand } from "./commands/emulate.ts";
import { explainCommand } from "./commands/explain.ts";
import { forecastCommand } from "./commands/forecast.ts";
import { initCommand } from "./commands/init.ts";
import { logCommand } from "./commands/log.ts";
import { newCommand } from "./commands/new.ts";
import { previewCommand } from "./commands/preview.ts";
import { refreshCommand } from "./commands/refresh.ts";
import { renameCommand } from "./commands/rename.ts";
import { rotateCommand } from "./commands/rotate.ts";
import { schemaCommand } from "./commands/schema.ts";
import { statusCommand } from "./commands/status.ts";
import { upCommand } from "./commands/up.ts";

/** Beside the sources and beside what is compiled it lies in different places. */
const { version } = JSON.parse(readFileSync(fileURLToPath(import.meta.resolve("tenantry/package.json")), "utf8"));

const program = new Command("tenantry")
  .description("Tenants as code: WorkOS organizations and OpenAI projects from one YAML file per customer")
  .version(version)
  .exitOverride()
  .addCommand(auditCommand())
  .addCommand(checkCommand())
  .addCommand(demoCommand())
  .addCommand(destroyCommand())
  .addCommand(driftCommand())
  .addCommand(emulateCommand())
  .addCommand(explainCommand())
  .addCommand(forecastCommand())
  .addCommand(initCommand())
  .addCommand(logCommand())
  .addCommand(newCommand())
  .addCommand(previewCommand())
  .addCommand(refreshCommand())
  .addCommand(renameCommand())
  .addCommand(rotateCommand())
  .addCommand(schemaCommand())
  .addCommand(statusCommand())
  .addCommand(upCommand());

// Only this file sets the exit code and prints errors.
try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode;
  else {
    const expected =
      error instanceof CommandFailed ||
      error instanceof Failure ||
      (error instanceof Error && /^(Fleet|NoEngine)Error$/.test(error.name));
    console.error(printableLines(expected ? (error as Error).message : inspect(error)));
    process.exitCode = error instanceof CommandFailed ? error.exitCode : 1;
  }
}
