import { readFileSync } from "node:fs";
import { join } from "node:path";
import { eventsIn } from "../../../cli/preview/engine-events.ts";
import { resourceTypes } from "../../../cli/preview/resource-types.ts";
import { sourcesBy } from "../../../cli/preview/sources.ts";
import { composeFleet, explain } from "../../../fleet/index.ts";
import { afterwards, before } from "./fleet-before-and-after.ts";

/** What `record.ts` wrote: a first run, and a pull request after it. */
export const recorded = (name: "first" | "changes") =>
  eventsIn(readFileSync(join(import.meta.dirname, `${name}.jsonl`), "utf8"));

export const typeOf = await resourceTypes();

const files = Object.entries({ ...before, ...afterwards }).flatMap(([path, text]) =>
  text === null ? [] : [{ path, text }],
);
const folder = {
  fleet: files.find(({ path }) => path === "fleet.yaml") as { path: string; text: string },
  tenants: files.filter(({ path }) => path.startsWith("tenants/")),
};
const fleet = composeFleet(folder);

/** The lines of the files after the pull request. */
export const sources = sourcesBy((tenant) => explain(folder, fleet, tenant) ?? []);
