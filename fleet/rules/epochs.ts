import { z } from "zod";
import { itemsAt, type Path, type Pattern, valueAt, type Written } from "../paths.ts";
import { type BeforeFrom, epochsOf, nameInEpoch, rotation } from "../rotation.ts";
import type { TenantRule } from "../section.ts";

/**
 * `ingest` in its epoch `eu` is called as a key named `ingest-eu` is.
 * @param what e.g. `key`
 * @param items leads to each of a list
 */
export const epochsTakeNoOthersName =
  (what: string, items: Pattern, before?: BeforeFrom): TenantRule<unknown> =>
  ({ file, effective }, { today }) => {
    const holders = new Map<string, Path>();
    return itemsAt(effective as Written, items).flatMap(({ path, value }) => {
      const read = z.object({ name: z.string().trim(), rotation: rotation.exactOptional() }).safeParse(value);
      if (!read.success) return [];
      return epochsOf(read.data.rotation, today, before).flatMap((epoch) => {
        const name = nameInEpoch(read.data.name, epoch);
        const inList = JSON.stringify([path.slice(0, -1), name]);
        const holder = holders.get(inList);
        holders.set(inList, path);
        // Two of one name are reported as just that.
        if (holder === undefined || valueAt(effective as Written, [...holder, "name"]) === valueAt(value, ["name"]))
          return [];
        const other = `the ${what} in ${file.placeOf([...holder, "name"])}`;
        return [file.problem([...path, "name"], `with its epoch it is called "${name}", and so is ${other}`)];
      });
    });
  };
