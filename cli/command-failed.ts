/** A command did not do what it was asked to, and has said why: shown as its message alone, exit code 1. */
export class CommandFailed extends Error {
  override readonly name = "CommandFailed";
}
