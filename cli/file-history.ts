import { spawn } from "node:child_process";

/** A commit that changed a file. */
export interface FileChange {
  /** When it was committed; ISO 8601 in UTC. */
  readonly at: string;
  readonly commit: string;
  /** Of the change, as git has it. */
  readonly author: string;
  /** The first line of its message. */
  readonly subject: string;
}

/** The commits since a moment that changed a file, newest first; none where there is no git, or no repository. */
export function fileHistory(folder: string, file: string, since: Date): Promise<FileChange[]> {
  const format = "--format=%cI%x00%H%x00%an%x00%s";
  const args = ["-C", folder, "log", `--since=${since.toISOString()}`, format, "--", file];
  return new Promise((resolve) => {
    const git = spawn("git", args, { stdio: ["ignore", "pipe", "ignore"] });
    let printed = "";
    git.stdout.setEncoding("utf8").on("data", (text: string) => {
      printed += text;
    });
    git.on("error", () => resolve([]));
    git.on("close", (code) => resolve(code === 0 ? printed.split("\n").filter(Boolean).map(changeIn) : []));
  });
}

function changeIn(line: string): FileChange {
  const [at = "", commit = "", author = "", subject = ""] = line.split("\0");
  return { at: new Date(at).toISOString(), commit, author, subject };
}
