import type { Problem } from "../fleet-error.ts";
import { itemsAt, type Path, textsAt, valueAt } from "../paths.ts";
import type { Body, Distinct, DraftTenant, Unshared } from "../section.ts";
import type { YamlFile } from "../yaml-file.ts";

const canonical = (text: string, caseless = false): string => (caseless ? text.trim().toLowerCase() : text.trim());

/** Nothing is listed twice, however it is spelt. */
export function repeated({ file, at }: Body, distinct: readonly Distinct[]): Problem[] {
  return distinct.flatMap(({ items, by, caseless }) => {
    const firsts = new Map<string, Path>();
    return itemsAt(valueAt(file.value, at), items, at).flatMap(({ path, value }) => {
      const texts = by.map((field) => valueAt(value, [field]));
      if (!texts.every((text) => typeof text === "string")) return [];
      const key = JSON.stringify([path.slice(0, -1), ...texts.map((text) => canonical(text, caseless))]);
      const place = [...path, by.at(-1) ?? ""];
      const first = firsts.get(key);
      if (first)
        return [file.problem(place, `"${texts.join(" ")}" is already in this list, in line ${file.lineOf(first)}`)];
      firsts.set(key, place);
      return [];
    });
  });
}

/** What belongs to one customer belongs to no other. */
export function sharedBetweenTenants(tenants: readonly DraftTenant[], unshared: readonly Unshared[]): Problem[] {
  return unshared.flatMap(({ what, items, caseless, standIn }) => {
    const holders = new Map<string, { file: YamlFile; path: Path; written: boolean }>();
    return tenants.flatMap(({ file, effective }) => {
      const written = textsAt(effective, items);
      const applies = standIn && written.length === 0 && valueAt(effective, standIn.within) !== undefined;
      const claims = applies ? textsAt(effective, [standIn.field]) : written;
      return claims.flatMap(({ path, text }) => {
        const key = canonical(text, caseless);
        const holder = holders.get(key);
        if (holder === undefined) {
          holders.set(key, { file, path, written: !applies });
          return [];
        }
        // Two stand-ins are equal only where two tenants have one key, which is reported as just that.
        if (holder.file === file || (applies && !holder.written)) return [];
        const place = `${holder.file.path}:${holder.file.lineOf(holder.path)}`;
        return [file.problem(path, `"${text}" is already the ${what} of another tenant, see ${place}`)];
      });
    });
  });
}
