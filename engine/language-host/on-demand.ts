import { createRequire } from "node:module";
import { join } from "node:path";

/*
 * Pulumi's SDK loads these packages when it starts, and uses them only to write functions of a program into state, which most
 * programs never ask for. Loading them takes more time than all the rest of the SDK. Imported first in a process, this file has
 * them loaded when something of them is used; whoever uses them sees no difference.
 */
const PACKAGES = ["typescript", "@npmcli/arborist"];

// The process runs where the program is, whose SDK it is about.
const program = createRequire(join(process.cwd(), "index.js"));
for (const name of PACKAGES) {
  let file: string;
  let require: NodeJS.Require;
  try {
    require = createRequire(program.resolve("@pulumi/pulumi"));
    file = require.resolve(name);
  } catch {
    continue; // No SDK here, or one that does without.
  }
  require.cache[file] ??= standIn(require, file);
}

/** A module that looks loaded. */
function standIn(require: NodeJS.Require, file: string): NodeJS.Module {
  let loaded: object | undefined;
  const load = (): object => {
    if (loaded === undefined) {
      delete require.cache[file];
      loaded = require(file) as object;
    }
    return loaded;
  };
  const get = (_: object, name: string | symbol): unknown => {
    // Compiled code asks for these two of whatever it imports, and copies all the rest if it is told that there are none.
    if (name === "__esModule") return true;
    if (name === "default") return Reflect.get(load(), name) ?? load();
    return Reflect.get(load(), name);
  };
  // Bound, a constructor can be called and constructed, and has nothing of its own that a proxy would have to show.
  const exports = new Proxy(Object.bind(undefined), {
    get,
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
  return { id: file, filename: file, path: file, loaded: true, exports, children: [], paths: [], require } as never;
}
