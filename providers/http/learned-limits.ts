import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { z } from "zod";
import type { LearnedLimits } from "./pacing.ts";

const time = z.int().nonnegative();

const fileSchema = z.object({
  /** For people who look into the file. */
  route: z.string(),
  requests: z.int().positive(),
  refusedAt: time,
  started: z.array(time),
});

/**
 * A limit that was not met for a day is forgotten. It may have changed with the account's plan, and to learn it anew costs a
 * few refused requests; a fleet that is run daily keeps it.
 */
const FORGOTTEN_AFTER_MS = 24 * 60 * 60_000;

/**
 * What runs on this machine have learned about the limits of one account, in the user's cache: a file for each route, written
 * in one piece and by this user alone, so that of two processes at once one has the last word. It saves time and proves
 * nothing: a file that is broken, from another version or from the future is no file, and one that cannot be written is not
 * written.
 * @param cacheDir the cache folder of this user; it throws for one without a home
 */
export function learnedLimits(cacheDir: () => string, account: string): LearnedLimits {
  const fileOf = (route: string): string => join(cacheDir(), "limits", hash(account), `${hash(route)}.json`);
  return {
    recall(route, now) {
      try {
        const file = fileOf(route);
        const learned = fileSchema.parse(JSON.parse(readFileSync(file, "utf8")));
        if (learned.refusedAt > now) return undefined;
        if (now - learned.refusedAt < FORGOTTEN_AFTER_MS)
          return { ...learned, started: learned.started.filter((at) => at <= now) };
        rmSync(file);
      } catch {
        // Nothing is known.
      }
      return undefined;
    },
    keep(route, learned) {
      try {
        const file = fileOf(route);
        const part = `${file}.${process.pid}.part`;
        mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
        writeFileSync(part, JSON.stringify({ route, ...learned }), { mode: 0o600 });
        renameSync(part, file);
      } catch {
        // The next run learns it again.
      }
    },
  };
}

const hash = (text: string): string => createHash("sha256").update(text).digest("hex").slice(0, 32);
