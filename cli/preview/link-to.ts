import { spawnSync } from "node:child_process";
import { resolve } from "node:path";
import type { LinkTo } from "./markdown.ts";

/** Links to the lines of files as a workflow of GitHub or GitLab has them, by the variables that those set. Elsewhere none. */
export function linksFrom(environment: NodeJS.ProcessEnv, base: string): LinkTo {
  const top = spawnSync("git", ["-C", base, "rev-parse", "--show-toplevel"], { encoding: "utf8" }).stdout?.trim();
  const blob = blobOf(environment);
  if (!top || blob === undefined) return () => undefined;
  return ({ file, line }) => {
    const path = resolve(file).slice(top.length + 1);
    if (!resolve(file).startsWith(`${top}/`)) return undefined;
    return `${blob}/${path.split("/").map(encodeURIComponent).join("/")}${line === null ? "" : `#L${line}`}`;
  };
}

function blobOf({
  GITHUB_SERVER_URL,
  GITHUB_REPOSITORY,
  GITHUB_SHA,
  CI_PROJECT_URL,
  CI_COMMIT_SHA,
}: NodeJS.ProcessEnv): string | undefined {
  if (GITHUB_SERVER_URL && GITHUB_REPOSITORY && GITHUB_SHA)
    return `${GITHUB_SERVER_URL}/${GITHUB_REPOSITORY}/blob/${GITHUB_SHA}`;
  return CI_PROJECT_URL && CI_COMMIT_SHA ? `${CI_PROJECT_URL}/-/blob/${CI_COMMIT_SHA}` : undefined;
}
