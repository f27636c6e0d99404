/**
 * A failure that people read in the engine's output: one message, no stack. With `created`, the object exists all the
 * same, and the engine keeps it in state under its id (Pulumi reads `id`, `properties` and `reasons`).
 */
export class ResourceError extends Error {
  override readonly name = "ResourceError";
  readonly #token: string;
  readonly id?: string;
  readonly properties?: object;
  readonly reasons?: string[];

  constructor(
    token: string,
    message: string,
    options: { cause?: unknown; created?: { id: string; properties: object } } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    // Pulumi's host prints `${error}: ${error.stack}` of whatever a provider throws, beside the message that the engine
    // shows with the resource: one short line instead of everything twice and a stack.
    this.#token = token;
    this.stack = "failed, see its error";
    if (options.created) {
      this.id = options.created.id;
      this.properties = options.created.properties;
      this.reasons = [message];
    }
  }

  override toString(): string {
    return this.#token;
  }
}
