/*
 * Parts of Pulumi's SDK that every program loads and hardly any uses. Replaced by stand-ins before the SDK is loaded, they are
 * loaded when something of them is used; whoever uses them sees no difference.
 */

/** They serve to write functions of a program into state, to run the engine from a program, and to compare versions. */
const SELDOM_USED = ["typescript", "@npmcli/arborist", "normalize-package-data", "semver", "./automation/index.js"];

/** They serve to trace a run. The SDK takes single functions and classes out of them when it starts. */
const FOR_TRACING = [
  "@opentelemetry/resources",
  "@opentelemetry/sdk-trace-base",
  "@opentelemetry/sdk-trace-node",
  "@opentelemetry/exporter-zipkin",
  "@opentelemetry/instrumentation",
  "@opentelemetry/instrumentation-grpc",
];

/**
 * @param sdk what resolves names as a file of the SDK does
 * @param isTraced whether the run is traced, so that what serves that is loaded as usual
 */
export function loadOnDemand(sdk: NodeJS.Require, isTraced: boolean): void {
  for (const name of isTraced ? SELDOM_USED : [...SELDOM_USED, ...FOR_TRACING]) {
    let file: string;
    try {
      file = sdk.resolve(name);
    } catch {
      continue; // An SDK that does without.
    }
    let loaded: object | undefined;
    const load = (): object => {
      if (loaded === undefined) {
        delete sdk.cache[file];
        loaded = sdk(file) as object;
      }
      return loaded;
    };
    const ofMembers = FOR_TRACING.includes(name);
    sdk.cache[file] ??= module(
      file,
      standIn(load, (member) => {
        // Compiled code asks for these two of whatever it imports, and copies all the rest if it is told that there are none.
        if (member === "__esModule") return true;
        if (member === "default") return Reflect.get(load(), member) ?? load();
        if (ofMembers && loaded === undefined) return standIn(() => Reflect.get(load(), member));
        return Reflect.get(load(), member);
      }),
    );
  }
}

/** Something that looks loaded. */
function standIn(load: () => object, get = (name: string | symbol): unknown => Reflect.get(load(), name)): object {
  // Bound, a constructor can be called and constructed, and has nothing of its own that a proxy would have to show.
  return new Proxy(Object.bind(undefined), {
    get: (_, name) => get(name),
    set: (_, name, value) => Reflect.set(load(), name, value),
    has: (_, name) => Reflect.has(load(), name),
    ownKeys: () => Reflect.ownKeys(load()),
    getOwnPropertyDescriptor: (_, name) => {
      const property = Reflect.getOwnPropertyDescriptor(load(), name);
      return property && { ...property, configurable: true };
    },
    apply: (_, self, given) => Reflect.apply(load() as () => unknown, self, given),
    construct: (_, given) => Reflect.construct(load() as new () => object, given),
  });
}

/** A debugger of V8, as far as it is needed here. */
interface Session {
  post(method: "Debugger.enable" | "Debugger.disable", done: () => void): void;
}

/** What the SDK's `v8Hooks` has. */
interface V8Hooks {
  isInitializedAsync(): Promise<void>;
  getSessionAsync(): Promise<Session>;
  getScriptUrl(id: string): string | undefined;
}

/**
 * The SDK attaches a debugger to every program, so that it can name the file of a function that cannot be written into state.
 * While one is attached, V8 keeps more of everything and takes no code from its cache. Here it is attached when it is
 * asked for.
 */
export function attachDebuggerOnDemand(sdk: NodeJS.Require): void {
  const file = sdk.resolve("./runtime/closure/v8Hooks.js");
  let hooks: V8Hooks | undefined;
  let session: Promise<Session> | undefined;
  const attach = async (): Promise<Session> => {
    delete sdk.cache[file];
    hooks = sdk(file) as V8Hooks;
    const attached = await hooks.getSessionAsync();
    // Enabled once more, it tells of every script, also of those that were there before it.
    for (const method of ["Debugger.disable", "Debugger.enable"] as const)
      await new Promise<void>((done) => attached.post(method, done));
    return attached;
  };
  sdk.cache[file] ??= module(file, {
    __esModule: true,
    isInitializedAsync: async () => {},
    getSessionAsync: () => (session ??= attach()),
    getScriptUrl: (id) => hooks?.getScriptUrl(id),
  } satisfies V8Hooks & { __esModule: true });
}

function module(file: string, exports: object): NodeJS.Module {
  return { id: file, filename: file, path: file, loaded: true, exports, children: [], paths: [] } as never;
}
