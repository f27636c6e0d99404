/** A command failed for a reason that its message explains. Only the message is shown. */
export class CommandFailed extends Error {
  override readonly name = "CommandFailed";
  readonly exitCode: number;

  /** @param exitCode another than 1 where the command's page says what it means */
  constructor(message: string, exitCode = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}
