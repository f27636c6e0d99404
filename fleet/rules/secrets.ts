import type { Problem } from "../fleet-error.ts";
import { nearest } from "../nearest.ts";
import { everyText, type Pattern, pathText, textsAt } from "../paths.ts";
import { likeReference, secretReference, secretSource, whyOwn } from "../secret-references.ts";
import type { Body, Known } from "../section.ts";
import type { YamlFile } from "../yaml-file.ts";

/** Variables of the environment are for those who write `fleet.yaml` to give: a file takes none that isn't listed there. */
export function unfitVariables(
  { file, at, value }: Body<unknown>,
  secrets: readonly Pattern[],
  known: Known,
): Problem[] {
  return secrets
    .flatMap((pattern) => textsAt(value, pattern, at))
    .filter(({ text }) => secretReference.safeParse(text).success)
    .flatMap(({ path, text }) => {
      const { from, name } = secretSource(text);
      const why = from === "environment" ? (whyOwn(name) ?? whyNotAllowed(name, known)) : undefined;
      return why === undefined ? [] : [file.problem(path, why)];
    });
}

function whyNotAllowed(name: string, { variables }: Known): string | undefined {
  if (variables === undefined || variables.has(name)) return undefined;
  const meant = nearest(name, variables);
  const advice = meant === undefined ? "add it to secrets.environment of fleet.yaml" : `did you mean ${meant}?`;
  return `files may not refer to the variable ${name}, ${advice}`;
}

/**
 * Anywhere else a reference would be sent to a vendor as it is written.
 *
 * @param bodies all that the file has of fields that may refer to secrets
 */
export function strayReferences(
  file: YamlFile,
  bodies: readonly { readonly body: Body<unknown>; readonly secrets: readonly Pattern[] }[],
): Problem[] {
  const taken = new Set(
    bodies.flatMap(({ body, secrets }) =>
      secrets.flatMap((pattern) => textsAt(body.value, pattern, body.at).map(({ path }) => pathText(path))),
    ),
  );
  const where = [...new Set(bodies.flatMap(({ secrets }) => secrets.map(pathText)))].sort().join(", ");
  return everyText(file.value)
    .filter(({ path, text, blames }) => likeReference.test(text) && (blames === "key" || !taken.has(pathText(path))))
    .map(({ path, blames }) =>
      file.problem(path, `a reference to a secret would be sent as it is written: only ${where} take one`, blames),
    );
}
