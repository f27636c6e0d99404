import type { Change, Preview } from "./preview.ts";
import { plain } from "./said.ts";

/** What of a preview was approved: its digest, or what `preview --json` wrote, by which a difference can be told. */
export interface Approval {
  readonly digest: string;
  /** Sentences; undefined where a digest alone was given. */
  readonly lines?: ReadonlySet<string>;
}

/** @throws Error for what is neither */
export function approvalIn(given: string): Approval {
  if (/^[0-9a-f]{64}$/.test(given)) return { digest: given };
  const { digest, ...told } = JSON.parse(given) as { digest?: unknown };
  if (typeof digest !== "string") throw new Error("it has no digest");
  return { digest, lines: new Set(linesOf(told as unknown as Preview)) };
}

/** Why what is to be done now is not what was approved; empty where it is. */
export function differencesFrom({ digest, lines }: Approval, now: Preview): string[] {
  if (now.digest === digest) return [];
  if (lines === undefined)
    return ["what it would do is not what was approved: `npx tenantry preview` tells what it would do now"];
  const today = new Set(linesOf(now));
  const differences = [
    ...[...today].filter((line) => !lines.has(line)).map((line) => `now, and not approved: ${line}`),
    ...[...lines].filter((line) => !today.has(line)).map((line) => `approved, and not now: ${line}`),
  ];
  return differences.length > 0 ? differences : ["the same in words, of other values or objects: preview it again"];
}

function linesOf({ dangers, shared, tenants }: Pick<Preview, "dangers" | "shared" | "tenants">): string[] {
  const lineOf = ({ tenant, text }: Pick<Change, "tenant" | "text">) =>
    `${tenant ?? "beside the fleet"}: ${sentence(text)}`;
  return [
    ...dangers.map(lineOf),
    ...shared.map(({ text, tenants }) => `${tenants.join(", ")}: ${sentence(text)}`),
    ...tenants.flatMap(({ changes }) => changes.map(lineOf)),
  ];
}

/** In what `--json` wrote it is a text already. */
const sentence = (text: Change["text"] | string): string => (typeof text === "string" ? text : plain(text));
