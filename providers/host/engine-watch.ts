import { connect } from "node:net";

/**
 * Watches the engine that this provider process works for. When the engine is killed the process lives on, and a write
 * sent then would create what no state ever hears of; worse, the next run may be at work already.
 */
export class EngineWatch {
  readonly #address: string | undefined;

  /** @param address `host:port` of the engine, as it hands it to its plugins; without one there is nothing to watch. */
  constructor(address: string | undefined) {
    this.#address = address !== undefined && /^[^:]+:\d+$/.test(address) ? address : undefined;
  }

  /** @throws Error when the engine is gone */
  async mustBeAlive(): Promise<void> {
    if (!(await this.isAlive())) throw new Error("the Pulumi engine is gone, so nothing more is written");
  }

  /** Ends this process once the engine is gone; looks every `everyMs`. Keeps nothing else alive. */
  exitWithEngine(everyMs: number): void {
    if (this.#address === undefined) return;
    setInterval(async () => {
      if (!(await this.isAlive())) process.exit(1);
    }, everyMs).unref();
  }

  isAlive(): Promise<boolean> {
    if (this.#address === undefined) return Promise.resolve(true);
    const [host, port] = this.#address.split(":");
    return new Promise((resolve) => {
      const socket = connect({ host: host ?? "127.0.0.1", port: Number(port) });
      const answer = (alive: boolean) => {
        socket.destroy();
        resolve(alive);
      };
      socket.once("connect", () => answer(true));
      socket.once("error", () => answer(false));
    });
  }
}

/**
 * Ends the process with the engine that started it, and answers what refuses to write once that is gone.
 * @param argv as Pulumi starts a provider: `node <script> <engine address>`
 */
export function watchEngine(argv: readonly string[]): () => Promise<void> {
  const watch = new EngineWatch(argv[2]);
  watch.exitWithEngine(5_000);
  return () => watch.mustBeAlive();
}
