import { readFileSync } from "node:fs";
import { join } from "node:path";
import { PROVIDERS } from "./resource-files.ts";

interface NewFile {
  readonly path: string;
  readonly text: string;
}

/**
 * The two files of a new resource: the resource, and the description by which it is tested. The templates are the code of
 * a resource called `Example`, so that they are compiled and checked as all code is.
 * @returns what is wrong with the token, if anything is
 */
export function newResource(token: string, vendors: readonly string[]): NewFile[] | string {
  const [, vendor = "", name = ""] = /^(\w+):([A-Z][A-Za-z0-9]*)$/.exec(token) ?? [];
  if (name === "" || !vendors.includes(vendor))
    return `usage: npm run new -- <vendor>:<Name>, e.g. openai:Group; the vendors are ${vendors.join(" and ")}`;

  const file = `${name.replace(/(?<!^)[A-Z]/g, (letter) => `-${letter}`).toLowerCase()}.ts`;
  const fill = (template: string): string =>
    readFileSync(join(import.meta.dirname, "templates", template), "utf8")
      .replaceAll('"../../providers/workos/', '"./')
      .replaceAll('"../../providers/', '"../')
      .replaceAll('"../../test/resources/', '"../')
      .replaceAll("workos", vendor)
      .replaceAll("Example", name)
      .replaceAll("example", `${name.charAt(0).toLowerCase()}${name.slice(1)}`);
  return [
    { path: join(PROVIDERS, vendor, file), text: fill("resource.ts") },
    { path: join(PROVIDERS, "../test/resources", vendor, file), text: fill("description.ts") },
  ];
}
