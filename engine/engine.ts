/** Where an engine came from: the four ways, in the order they are tried. */
export type EngineSource = "path" | "cache" | "installer" | "build";

/** A Pulumi engine that is ready to run Node programs. */
export type Engine = {
  /** Folder to put first on PATH: holds `pulumi` and, in it or elsewhere on PATH, its plugins for Node. */
  readonly bin: string;
  /** Without "v", for example `3.259.0`. */
  readonly version: string;
  readonly source: EngineSource;
};

/** What a way to an engine may use. */
export type Surroundings = {
  /** The cache folder of this product, for example `~/.cache/tenantry`. It need not exist. */
  readonly cacheDir: string;
  /** Executables are looked up and run in this environment. */
  readonly env: NodeJS.ProcessEnv;
  /** Called with one line of text for the user. */
  readonly progress: (line: string) => void;
};

/** One way to get an engine. */
export type Way = {
  /** Names the way in messages, for example "pulumi on PATH". */
  readonly title: string;
  /** @throws WayClosed if this way is not available on this machine; the next one is tried. */
  readonly find: (surroundings: Surroundings) => Promise<Engine>;
};

/** This way is not available: why, and what would make it available. */
export class WayClosed extends Error {
  override readonly name = "WayClosed";
  readonly remedy: string;

  constructor(reason: string, remedy: string) {
    super(reason);
    this.remedy = remedy;
  }
}

/** Every way failed. The message says everything the user needs: show it without a stack. */
export class NoEngineError extends Error {
  override readonly name = "NoEngineError";

  constructor(closed: readonly { readonly title: string; readonly why: WayClosed }[]) {
    const tried = closed.map(
      ({ title, why }, index) => `  ${index + 1}. ${title}: ${indented(why.message)}\n     ${indented(why.remedy)}`,
    );
    super(
      ["No Pulumi engine was found, and none could be installed. Make one of these possible:", ...tried].join("\n"),
    );
  }
}

function indented(text: string): string {
  return text.replaceAll("\n", "\n     ");
}
