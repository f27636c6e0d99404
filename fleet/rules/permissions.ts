import { nearest } from "../nearest.ts";
import { type Pattern, textsAt, valueAt } from "../paths.ts";
import type { BodyRule } from "../section.ts";

/** Permissions are in the catalogue. */
export const knownPermissions =
  (used: Pattern): BodyRule =>
  ({ file, at }, { permissions }) => {
    if (permissions === undefined) return [];
    return textsAt(valueAt(file.value, at), used, at).flatMap(({ path, text }) => {
      if (permissions.has(text)) return [];
      const meant = nearest(text, permissions);
      const advice = meant ? `did you mean ${meant}?` : "add it to resourceTypes or permissions of fleet.yaml";
      return [file.problem(path, `no such permission, ${advice}`)];
    });
  };
