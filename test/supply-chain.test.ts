import { existsSync, globSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";

const root = join(import.meta.dirname, "..");
const read = (path: string): string => readFileSync(join(root, path), "utf8");
/** As npm itself judges versions. */
const { satisfies } = createRequire(createRequire(import.meta.url).resolve("@pulumi/pulumi"))("semver");

interface Locked {
  readonly version?: string;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly link?: true;
  readonly hasInstallScript?: true;
  readonly os?: string;
  readonly cpu?: string;
}
type Packages = Record<string, Locked & Record<string, unknown>>;

const lockfiles = ["package-lock.json", "engine/node/package-lock.json"];
const packagesOf = (lockfile: string): Packages => JSON.parse(read(lockfile)).packages;
/** What a lockfile takes from a registry: not the folders of this repository, nor links to them. */
const fetched = (lockfile: string): [path: string, Locked][] =>
  Object.entries(packagesOf(lockfile)).filter(([path, { link }]) => path.includes("node_modules/") && !link);

describe.each(lockfiles)("%s", (lockfile) => {
  const packages = packagesOf(lockfile);
  const folder = join(lockfile, "..");

  test("has a strong digest for each package", () => {
    expect(fetched(lockfile).length).toBeGreaterThan(4);
    const without = fetched(lockfile).filter(
      ([, { integrity }]) => !/^sha512-[A-Za-z0-9+/]{86}==$/.test(integrity ?? ""),
    );
    expect(without).toEqual([]);
  });

  test("names no registry, no tarball and no repository: a package comes from wherever npm is set to look", () => {
    expect(fetched(lockfile).filter(([, { resolved }]) => resolved !== undefined)).toEqual([]);
  });

  test("its links lead into this repository", () => {
    const links = Object.values(packages).filter(({ link }) => link);
    expect(links.filter(({ resolved = "?" }) => !(resolved in packages))).toEqual([]);
  });

  test("says of each package of this repository what its package.json says", () => {
    const own = Object.keys(packages).filter((path) => !path.includes("node_modules/"));
    expect(own.length).toBeGreaterThan(0);
    for (const path of own) {
      const declared = JSON.parse(read(join(folder, path, "package.json")));
      for (const field of ["dependencies", "devDependencies", "optionalDependencies", "workspaces", "engines", "bin"])
        expect(packages[path]?.[field], `${field} of ${path || folder}`).toEqual(declared[field]);
    }
  });

  test("holds a version of each direct dependency that fits its range", () => {
    const { dependencies, devDependencies, optionalDependencies } = JSON.parse(read(join(folder, "package.json")));
    const direct = Object.entries<string>({ ...dependencies, ...devDependencies, ...optionalDependencies });
    const wrong = direct.filter(
      ([name, range]) => !satisfies(packages[`node_modules/${name}`]?.version ?? "", range.replace(/^npm:.+@/, "")),
    );
    expect(wrong).toEqual([]);
  });
});

test("workspaces are all in the lockfile", () => {
  const workspaces = globSync(JSON.parse(read("package.json")).workspaces, { cwd: root });
  expect(workspaces.length).toBeGreaterThan(1);
  expect(workspaces.filter((path) => !(path in packagesOf("package-lock.json")))).toEqual([]);
});

test("no package needs its install scripts: they are not run", () => {
  const scripted = fetched("package-lock.json").filter(([, { hasInstallScript }]) => hasInstallScript);
  // It only looks whether the range that asks for it is a good one.
  expect(scripted.map(([path]) => path)).toEqual(["node_modules/protobufjs"]);
});

test("one Node is pinned, exactly, for each machine that we know of", () => {
  const { optionalDependencies } = JSON.parse(read("engine/node/package.json"));
  expect(Object.values<string>(optionalDependencies).filter((version) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
  const machines = fetched("engine/node/package-lock.json").map(([, { os, cpu }]) => `${os} ${cpu}`);
  expect(machines.sort()).toEqual(["darwin arm64", "darwin x64", "linux arm64", "linux x64", "win32 x64"]);
});

describe("workflows", () => {
  const workflows = globSync(".github/workflows/*.{yml,yaml}", { cwd: root });
  const lines = workflows.flatMap((path) => read(path).split("\n"));

  test("run actions by commit, and say which version that is", () => {
    const uses = lines.filter((line) => /^\s*(- )?uses:/.test(line));
    expect(uses.length).toBeGreaterThan(2);
    expect(uses.filter((line) => !/uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(line))).toEqual([]);
  });

  test("may only read, and leave no credentials behind", () => {
    for (const path of workflows) {
      const { permissions, jobs } = parse(read(path));
      expect(permissions).toEqual({ contents: "read" });
      for (const job of Object.values<{ permissions?: unknown; steps: { uses?: string; with?: unknown }[] }>(jobs)) {
        expect(job.permissions).toBeUndefined();
        for (const step of job.steps.filter(({ uses }) => uses?.startsWith("actions/checkout@")))
          expect(step.with).toMatchObject({ "persist-credentials": false });
      }
    }
  });
});

test("Dependabot looks after everything that is pinned", () => {
  const { updates } = parse(read(".github/dependabot.yml"));
  const watched = updates.map((update: Record<string, string>) => `${update["package-ecosystem"]} ${update.directory}`);
  const pinned = [
    ...globSync("{,engine/*/}package-lock.json", { cwd: root }).map((path) => `npm ${join("/", path, "..")}`),
    ...globSync("engine/*/go.mod", { cwd: root }).map((path) => `gomod ${join("/", path, "..")}`),
    "github-actions /",
  ];
  expect(watched.sort()).toEqual(pinned.sort());
});

test("people are told how to report and what is supported", () => {
  const { version } = JSON.parse(read("package.json"));
  expect(existsSync(join(root, "SECURITY.md"))).toBe(true);
  expect(read("SECURITY.md")).toContain(`(${version.split(".").slice(0, 2).join(".")})`);
});
