import type { Problem } from "../fleet-error.ts";
import { each, textsAt, valueAt, type Written } from "../paths.ts";
import type { DraftTenant } from "../section.ts";

type Keys = { readonly tenant?: string; readonly formerly?: readonly string[] };

/** Under a key that another tenant has, or had, the engine would find that one's resources. */
export function formerKeysOfOthers(tenants: readonly DraftTenant<unknown>[]): Problem[] {
  const drafts = tenants as readonly DraftTenant<Keys>[];
  const holders = drafts.flatMap(({ file, effective }) => [
    { file, path: ["tenant"] as const, text: valueAt(effective, ["tenant"]) as Written },
    ...textsAt(effective, ["formerly", each]).map(({ path, text }) => ({ file, path, text })),
  ]);
  return drafts.flatMap(({ file, effective }) =>
    textsAt(effective, ["formerly", each]).flatMap(({ path, text }) => {
      const other = holders.find((holder) => holder.text === text && holder.file !== file);
      if (other === undefined) return [];
      return [
        file.problem(path, `"${text}" is, or was, the key of another tenant, see ${other.file.addressOf(other.path)}`),
      ];
    }),
  );
}
