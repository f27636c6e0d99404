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
  /** Ours alone, for example `~/.cache/tenantry`. It need not exist. */
  readonly cacheDir: string;
  /** Executables are looked up and run in this environment. */
  readonly env: NodeJS.ProcessEnv;
  /** Takes one line for a person to read. */
  readonly progress: (line: string) => void;
};

/** One way to get an engine. */
export type Way = {
  /** Names the way in messages, for example "pulumi on PATH". */
  readonly title: string;
  /** @throws WayClosed if this machine has no such way; the next one is tried. */
  readonly find: (surroundings: Surroundings) => Promise<Engine>;
};

/** This way does not lead to an engine: why, and what would open it. */
export class WayClosed extends Error {
  override readonly name = "WayClosed";
  readonly remedy: string;

  constructor(reason: string, remedy: string) {
    super(reason);
    this.remedy = remedy;
  }
}

/** No way led to an engine. The message is for people and complete: show it alone, without a stack. */
export class NoEngineError extends Error {
  override readonly name = "NoEngineError";

  constructor(closed: readonly { readonly title: string; readonly why: WayClosed }[]) {
    const tried = closed.map(
      ({ title, why }, index) => `  ${index + 1}. ${title}: ${indented(why.message)}\n     ${indented(why.remedy)}`,
    );
    super(["No Pulumi engine found, and no way to get one. Open any one of these:", ...tried].join("\n"));
  }
}

function indented(text: string): string {
  return text.replaceAll("\n", "\n     ");
}
