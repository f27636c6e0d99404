import { catalogueSections } from "./catalogue/index.ts";
import { jsonSchemas } from "./json-schema.ts";
import type { FieldNames } from "./shown-line.ts";
import { tenantSections } from "./tenant/index.ts";

let names: FieldNames | undefined;

/** Worked out when there is a problem to show. */
export function fieldNames(): FieldNames {
  if (names) return names;
  const secrets = [...catalogueSections, ...tenantSections].flatMap((section) =>
    section.secrets.map((pattern) => pattern.filter((key) => typeof key === "string")),
  );
  names = {
    known: new Set(namesIn(jsonSchemas())),
    secret: new Set(secrets.flatMap((path) => path.slice(-1))),
    holders: new Set(secrets.flatMap((path) => path.slice(0, -1))),
  };
  return names;
}

const namesIn = (schema: unknown): string[] =>
  typeof schema !== "object" || schema === null
    ? []
    : Object.entries(schema).flatMap(([key, below]) => [
        ...(key === "properties" ? Object.keys(below as object) : []),
        ...namesIn(below),
      ]);
