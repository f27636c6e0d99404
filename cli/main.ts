#!/usr/bin/env node
import { inspect } from "node:util";
import { Command, CommanderError } from "commander";
import { Failure } from "../providers/contract/errors.ts";
import { printableLines } from "../providers/contract/printable.ts";
import { CommandFailed } from "./command-failed.ts";
import { auditCommand } from "./commands/audit.ts";
import { checkCommand } from "./commands/check.ts";
import { demoCommand } from "./commands/demo.ts";
import { driftCommand } from "./commands/drift.ts";
import { emulateCommand } from "./commands/emulate.ts";
import { explainCommand } from "./commands/explain.ts";
import { forecastCommand } from "./commands/forecast.ts";
import { logCommand } from "./commands/log.ts";
import { newCommand } from "./commands/new.ts";
import { previewCommand } from "./commands/preview.ts";
import { renameCommand } from "./commands/rename.ts";
import { rotateCommand } from "./commands/rotate.ts";
import { schemaCommand } from "./commands/schema.ts";
import { statusCommand } from "./commands/status.ts";

const program = new Command("tenantry")
  .description("Tenants as code: WorkOS organizations and OpenAI projects from one YAML file per customer")
  .exitOverride()
  .addCommand(auditCommand())
  .addCommand(checkCommand())
  .addCommand(demoCommand())
  .addCommand(driftCommand())
  .addCommand(emulateCommand())
  .addCommand(explainCommand())
  .addCommand(forecastCommand())
  .addCommand(logCommand())
  .addCommand(newCommand())
  .addCommand(previewCommand())
  .addCommand(renameCommand())
  .addCommand(rotateCommand())
  .addCommand(schemaCommand())
  .addCommand(statusCommand());

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
