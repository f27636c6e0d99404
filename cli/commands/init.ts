import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Command, Option } from "commander";
import { printable } from "../../providers/contract/printable.ts";
import { CommandFailed } from "../command-failed.ts";

type Host = "github" | "gitlab";

/** Writes what a repository needs in which a pull request decides: one that is there already loses nothing. */
export const initCommand = (): Command =>
  new Command("init")
    .description(
      "write a repository for tenants by pull request: a fleet, one tenant, its program, policies, workflows, a README",
    )
    .argument("[directory]", "where; it may be there already", ".")
    .addOption(new Option("--ci <host>", "whose workflows").choices(["github", "gitlab"]).default("github"))
    .action((directory: string, { ci }: { readonly ci: Host }) => {
      const root = dirname(fileURLToPath(import.meta.resolve("tenantry/package.json")));
      const files = templateFiles(join(root, "examples", "gitops"), ci);
      const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
      const there = files.filter(({ path }) => existsSync(join(directory, path))).map(({ path }) => path);
      if (there.length > 0)
        throw new CommandFailed(
          `Nothing is written, since these are there already: ${there.join(", ")}. Choose a folder without them.`,
        );
      try {
        const manifest = manifestIn(directory, version);
        for (const { path, text } of [...files, { path: "package.json", text: manifest }]) {
          mkdirSync(dirname(join(directory, path)), { recursive: true });
          writeFileSync(join(directory, path), text);
        }
      } catch (error) {
        throw new CommandFailed(`can't write there: ${(error as Error).message}`);
      }
      console.log(
        [
          ...files.map(({ path }) => `wrote ${path}`),
          "wrote package.json",
          "",
          `What to do next is in ${join(directory, "README.md")}: install, a place for the state, two credentials, and \`git push\`.`,
        ]
          .map(printable)
          .join("\n"),
      );
    });

/** Which files are for one host alone. */
const HOSTS: Readonly<Record<Host, RegExp>> = { github: /^\.github\//, gitlab: /^\.gitlab-ci\.yml$/ };

function templateFiles(from: string, ci: Host): { path: string; text: string }[] {
  const paths = readdirSync(from, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(from.length + 1)
        .replaceAll("\\", "/"),
    )
    .sort();
  const isForAnother = (path: string) =>
    Object.entries(HOSTS).some(([host, pattern]) => host !== ci && pattern.test(path));
  return paths
    .filter((path) => !isForAnother(path))
    .map((path) => ({
      // npm leaves a `.gitignore` out of what it packs.
      path: path === "gitignore" ? ".gitignore" : path,
      text: readFileSync(join(from, path), "utf8"),
    }));
}

/** The program is an ES module; what is there stays, such as where this package came from. */
function manifestIn(directory: string, version: string): string {
  const file = join(directory, "package.json");
  const there = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {};
  const dependencies = { tenantry: `^${version}`, ...there.dependencies };
  return `${JSON.stringify({ private: true, ...there, type: "module", main: "index.js", dependencies }, null, 2)}\n`;
}
