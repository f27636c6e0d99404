import { Failure } from "../contract/errors.ts";
import { ResourceError } from "./resource-error.ts";
import type { Session } from "./session.ts";

/** Whatever a verb throws as one message without a stack, under the resource's type; a mistake of ours keeps its cause. */
export const legible = (session: Session, error: unknown): ResourceError =>
  error instanceof ResourceError
    ? error
    : new ResourceError(session.type.token, session.printed(messageOf(error)), { cause: error });

/** An expected failure says what happened; anything else is a bug here, and its first stack line tells where. */
export function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const isExpected = error instanceof Failure || error instanceof ResourceError;
  const where = error.stack?.split("\n")[1]?.trim() ?? error.name;
  return isExpected ? error.message : `${error.message} [unexpected, please report: ${where}]`;
}
