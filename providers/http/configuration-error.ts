/** The environment does not let us connect: everything that is missing or wrong, and what to set instead. */
export class ConfigurationError extends Error {
  override readonly name = "ConfigurationError";

  constructor(problems: readonly string[]) {
    super(problems.join("\n"));
  }
}
