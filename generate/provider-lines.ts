import { providerSource } from "../providers/host/resource.ts";
import type { ResourceFile } from "./resource-files.ts";

/** The provider line of each type token. */
export type ProviderLines = Readonly<Record<string, string>>;

/** With a line for each resource that has none. What is there stays: it is in everybody's state. */
export function withNewLines(
  pinned: ProviderLines,
  vendors: ReadonlyMap<string, readonly ResourceFile[]>,
): ProviderLines {
  const tokens = [...vendors].flatMap(([vendor, resources]) => resources.map(({ name }) => `${vendor}:${name}`));
  const lines = Object.fromEntries(tokens.map((token) => [token, providerSource(token)]));
  return Object.fromEntries(Object.entries({ ...lines, ...pinned }).sort());
}
