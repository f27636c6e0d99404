import * as pulumi from "@pulumi/pulumi";
import type { z } from "zod";
import { printable } from "../contract/printable.ts";

/** A function of a program got no answer from a vendor, said in one line: Pulumi shows it without a stack. */
export class UnansweredError extends pulumi.RunError {
  override readonly name = "UnansweredError";

  constructor(message: string, options: { cause?: unknown } = {}) {
    super(printable(message));
    if (options.cause !== undefined) this.cause = options.cause;
  }

  /** What went wrong on the way, with the name of the function that was called. */
  static of(called: string, error: unknown): UnansweredError {
    if (error instanceof UnansweredError) return error;
    const message = error instanceof Error ? error.message : String(error);
    return new UnansweredError(`${called}: ${message}`, { cause: error });
  }

  /** All that is wrong with what a function was given. */
  static ofArguments(called: string, { issues }: z.ZodError): UnansweredError {
    const problems = issues.map((issue) => {
      if (issue.code === "unrecognized_keys") return `there is no ${issue.keys.join(" and no ")} to ask by`;
      const where = issue.path.join(".");
      return where === "" ? issue.message : `${where}: ${issue.message}`;
    });
    return new UnansweredError(`${called}: ${problems.join("; ")}`);
  }
}
