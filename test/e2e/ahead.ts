import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Environment, FleetFolder } from "./fleet-folder.ts";

export const DAY_MS = 86_400_000;

/** A file for a fleet's folder: what lets a machine be ahead. */
export const aheadFile = {
  "ahead.mjs": `const Real = Date;
const now = () => Real.now() + Number(process.env.AHEAD_MS);
globalThis.Date = class extends Real {
  constructor(...given) {
    super(...(given.length === 0 ? [now()] : given));
  }
  static now = now;
};
`,
};

/** The environment of a machine that is this far ahead: every Node that the engine starts. */
export const ahead = (folder: FleetFolder, days: number): Environment => ({
  AHEAD_MS: String(days * DAY_MS),
  NODE_OPTIONS: `--import=${pathToFileURL(join(folder.path, "ahead.mjs"))}`,
});
