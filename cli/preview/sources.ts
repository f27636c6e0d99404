import { composeFleet, type Explained, explain, readFolder } from "../../fleet/index.ts";

/** A line of a file. */
export interface Place {
  readonly file: string;
  /** Null where no line is the one. */
  readonly line: number | null;
  readonly from: Explained["from"];
}

/** Where the files of a fleet say things. */
export interface Sources {
  /** The file of a tenant; null for none. */
  tenant(tenant: string): Place | null;
  /**
   * The line that says what is declared of something.
   * @param key what the resource is known by within its tenant
   * @param written a field of it, and its value, where it is about one
   */
  find(tenant: string, key: readonly string[], written?: readonly [field: string, value: unknown]): Place | null;
}

export const noSources: Sources = { tenant: () => null, find: () => null };

/** Of a folder that `check` would pass; of any other none. */
export function sourcesIn(directory: string): Sources {
  try {
    const { sources, problems } = readFolder(directory);
    const fleet = composeFleet(sources, problems);
    const known = new Map<string, readonly Explained[]>();
    return sourcesBy((tenant) => {
      const values = known.get(tenant) ?? explain(sources, fleet, tenant) ?? [];
      known.set(tenant, values);
      return values;
    });
  } catch {
    return noSources; // The program says what is wrong with the files, and its preview tells.
  }
}

/** @param valuesOf what a tenant amounts to, value by value */
export function sourcesBy(valuesOf: (tenant: string) => readonly Explained[]): Sources {
  const fileOf = (tenant: string): Place | null => {
    const own = valuesOf(tenant).find(({ from }) => from === "tenant");
    return own?.file === undefined ? null : { file: own.file, line: null, from: "tenant" };
  };
  return {
    tenant: fileOf,
    find(tenant, key, written) {
      const values = valuesOf(tenant).filter(({ file }) => file !== undefined);
      const named = key.length === 0 ? [] : values.filter(({ value }) => value === key.at(-1));
      // What is said beside its name, in the same item of a list.
      const items = named.map(({ path }) => itemOf(path)).filter((item) => item !== "");
      const around = items.length === 0 ? values : values.filter(({ path }) => items.includes(itemOf(path)));
      const found = (written && around.find((one) => says(one, written))) ?? nameIn(named);
      return found?.file === undefined
        ? fileOf(tenant)
        : { file: found.file, line: found.line ?? null, from: found.from };
    },
  };
}

/** The innermost item of a list that a value is in. */
const itemOf = (path: Explained["path"]): string =>
  JSON.stringify(path.slice(0, path.findLastIndex((step) => typeof step === "number") + 1)).replace("[]", "");

const NAMES: readonly unknown[] = ["slug", "name", "email", "domain"];

const nameIn = (named: readonly Explained[]): Explained | undefined =>
  named.find(({ path }) => NAMES.includes(path.at(-1))) ?? named[0];

/** Whether it is the field, e.g. `auditLogRetentionDays` for `days`, or a part of it, with that value. */
function says({ path, value }: Explained, [field, declared]: readonly [string, unknown]): boolean {
  if (field === "") return false;
  const names = path.map((step) => String(step).toLowerCase());
  const name = field.toLowerCase();
  if (!names.some((one) => one.endsWith(name))) return false;
  if (Array.isArray(declared) && Array.isArray(value)) return true;
  return typeof declared === "object" || value === declared;
}
