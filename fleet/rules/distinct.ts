import type { Problem } from "../fleet-error.ts";
import { itemsAt, type Path, type Pattern, textsAt, valueAt, type Written } from "../paths.ts";
import type { AnyTenantSection, Body, Distinct, DraftTenant } from "../section.ts";
import type { YamlFile } from "../yaml-file.ts";

const canonical = (text: string, caseless = false): string => (caseless ? text.trim().toLowerCase() : text.trim());

/** No two items of a list have the same key, whatever its spelling. */
export function repeated({ file, at, value }: Body<unknown>, distinct: readonly Distinct[]): Problem[] {
  return distinct.flatMap(({ items, by, caseless }) => {
    const firsts = new Map<string, Path>();
    return itemsAt(value, items as Pattern, at).flatMap(({ path, value: item }) => {
      const values = by.map((field) => valueAt(item as Written, [field]));
      const texts = values.map((value) => (typeof value === "number" ? String(value) : value));
      if (!texts.every((text) => typeof text === "string")) return [];
      const key = JSON.stringify([path.slice(0, -1), ...texts.map((text) => canonical(text, caseless))]);
      const place = [...path, by.at(-1) ?? ""];
      const first = firsts.get(key);
      if (first)
        return [file.problem(place, `"${texts.join(" ")}" is already in this list, in ${file.placeOf(first)}`)];
      firsts.set(key, place);
      return [];
    });
  });
}

/** No two tenants have the same domain, the same external id and so on. */
export function sharedBetweenTenants(
  tenants: readonly DraftTenant<unknown>[],
  sections: readonly Pick<AnyTenantSection, "at" | "unshared">[],
): Problem[] {
  const unshared = sections.flatMap(({ at, unshared }) => unshared.map((one) => ({ ...one, within: at })));
  return unshared.flatMap(({ what, items, caseless, otherwise, within }) => {
    const holders = new Map<string, { file: YamlFile; path: Path; written: boolean }>();
    return tenants.flatMap(({ file, effective }) => {
      const written = textsAt(effective, items);
      const applies = otherwise && written.length === 0 && valueAt(effective, within) !== undefined;
      const claims = applies ? textsAt(effective, [otherwise]) : written;
      return claims.flatMap(({ path, text }) => {
        const key = canonical(text, caseless);
        const holder = holders.get(key);
        if (holder === undefined) {
          holders.set(key, { file, path, written: !applies });
          return [];
        }
        // Where both stand for the tenants' keys, the tenants have one key, and that is reported by itself.
        if (holder.file === file || (applies && !holder.written)) return [];
        const place = holder.file.addressOf(holder.path);
        return [file.problem(path, `"${text}" is already the ${what} of another tenant, see ${place}`)];
      });
    });
  });
}
