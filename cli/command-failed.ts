/** A command failed for a reason that its message explains. Only the message is shown; the exit code is 1. */
export class CommandFailed extends Error {
  override readonly name = "CommandFailed";
}
