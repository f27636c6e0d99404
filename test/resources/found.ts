import { readdirSync } from "node:fs";
import type { Description } from "./description.ts";

/** A resource type under test. */
export interface Resource extends Description {
  readonly token: string;
  readonly vendor: "workos" | "openai";
  /** In a test's title. */
  readonly title: string;
  /** In the names of what it makes: lower-case letters and `-`. */
  readonly word: string;
}

/** Every description in every vendor's folder. */
export const resources: readonly Resource[] = (
  await Promise.all((["workos", "openai"] as const).map(resourcesOf))
).flat();

async function resourcesOf(vendor: Resource["vendor"]): Promise<Resource[]> {
  const folder = new URL(`${vendor}/`, import.meta.url);
  const files = readdirSync(folder)
    .filter((file) => file.endsWith(".ts"))
    .sort();
  const found = files.map(async (file) => {
    const kebab = file.slice(0, -".ts".length);
    const token = `${vendor}:${kebab.replace(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase())}`;
    const module: Record<string, Description> = await import(new URL(file, folder).href);
    return Object.values(module).map((description) => {
      const { situation } = description;
      const word = [kebab.replaceAll("-", ""), situation].filter(Boolean).join("-");
      return { ...description, vendor, token, title: situation ? `${token}, ${situation}` : token, word };
    });
  });
  return (await Promise.all(found)).flat();
}
