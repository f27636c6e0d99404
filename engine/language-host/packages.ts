import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** The parts of a `package.json` that the engine asks about. */
export type Manifest = {
  readonly name?: string;
  readonly version?: string;
  readonly dependencies?: Record<string, string>;
  readonly devDependencies?: Record<string, string>;
  readonly peerDependencies?: Record<string, string>;
  readonly optionalDependencies?: Record<string, string>;
  /** Present in packages that need a Pulumi plugin. */
  readonly pulumi?: {
    readonly resource?: boolean;
    readonly name?: string;
    readonly version?: string;
    readonly server?: string;
    /** `value` is base64. */
    readonly parameterization?: { readonly name: string; readonly version: string; readonly value: string };
  };
};

/** Every package that a program in `folder` can import by name, the nearest of each name, sorted by name. */
export function installedPackages(folder: string): Map<string, Manifest> {
  const found = new Map<string, Manifest>();
  for (const above of foldersUp(folder)) {
    const modules = join(above, "node_modules");
    const names = entries(modules).flatMap((name) =>
      name.startsWith("@") ? entries(join(modules, name)).map((inner) => `${name}/${inner}`) : [name],
    );
    for (const name of names) {
      const manifest = readManifest(join(modules, name));
      if (manifest && !found.has(name)) found.set(name, manifest);
    }
  }
  return new Map([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/**
 * Those of them that the program depends on, itself or through others, sorted by name. Programs of one workspace share a folder of
 * packages, and none should have to fetch the plugins of its neighbours.
 */
export function neededPackages(folder: string): Manifest[] {
  const installed = installedPackages(folder);
  const { devDependencies, ...program } = nearestManifest(folder) ?? {};
  const needed = new Set([...Object.keys(devDependencies ?? {}), ...dependenciesOf(program)]);
  for (const name of needed) for (const next of dependenciesOf(installed.get(name) ?? {})) needed.add(next);
  return [...installed].filter(([name]) => needed.has(name)).map(([, manifest]) => manifest);
}

const dependenciesOf = ({ dependencies, peerDependencies, optionalDependencies }: Manifest): string[] =>
  Object.keys({ ...dependencies, ...peerDependencies, ...optionalDependencies });

/** The `package.json` nearest to `folder`, going up. */
export function nearestManifest(folder: string): Manifest | undefined {
  for (const above of foldersUp(folder)) {
    const manifest = readManifest(above);
    if (manifest) return manifest;
  }
  return undefined;
}

function foldersUp(folder: string): string[] {
  const parent = dirname(folder);
  return parent === folder ? [folder] : [folder, ...foldersUp(parent)];
}

function entries(folder: string): string[] {
  try {
    return readdirSync(folder).filter((name) => !name.startsWith("."));
  } catch {
    return []; // no such folder, or a file
  }
}

function readManifest(folder: string): Manifest | undefined {
  try {
    return JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  } catch {
    return undefined; // not a package
  }
}
