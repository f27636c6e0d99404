import type { Problem } from "../fleet-error.ts";
import { nearest } from "../nearest.ts";
import { type Pattern, textsAt } from "../paths.ts";
import type { Body, Known } from "../section.ts";

/** Permissions are in the catalogue. */
export function unknownPermissions(
  { file, at, value }: Body<unknown>,
  used: readonly Pattern[],
  { permissions }: Known,
): Problem[] {
  if (permissions === undefined) return [];
  return used
    .flatMap((pattern) => textsAt(value, pattern, at))
    .flatMap(({ path, text }) => {
      if (permissions.has(text)) return [];
      const meant = nearest(text, permissions);
      const advice = meant ? `did you mean ${meant}?` : "add it to resourceTypes or permissions of fleet.yaml";
      return [file.problem(path, `no such permission, ${advice}`)];
    });
}
