import { redact } from "./redaction.ts";

/** The environment does not let us connect: everything that is missing or wrong, and what to set instead. */
export class ConfigurationError extends Error {
  override readonly name = "ConfigurationError";

  constructor(problems: readonly string[]) {
    // What is quoted from a variable may be a key that was put into the wrong one.
    super(redact(problems.join("\n")));
  }
}
