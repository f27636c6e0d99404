import { isDeepStrictEqual } from "node:util";
import { excerpt } from "../../providers/contract/printable.ts";
import type { ResourceType } from "../../providers/host/resource-type.ts";
import { hasUnknown } from "../../providers/host/unknown.ts";
import { SECRET } from "./engine-events.ts";
import { joined, ours, type Said, said } from "./said.ts";

/** Plain words for resources, fields and values: all of them follow from the names that a definition has. */

const SHORT: Readonly<Record<string, string>> = Object.fromEntries(
  ["API", "SSO", "SAML", "IT", "IdP", "SP", "CORS", "JWT", "URI", "URL", "MFA", "SCIM", "DNS", "ID"].map((word) => [
    word.toLowerCase(),
    word,
  ]),
);

/** `audit log retention` of `auditLogRetention`. */
function wordsOf(camelCase: string): string[] {
  const apart = camelCase.replace(/(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/g, " ");
  return apart.split(" ").map((word) => SHORT[word.toLowerCase()] ?? word.toLowerCase());
}

/** What people call it beside what it is in: `role` of an organization's `OrganizationRole`, `spend limit` of a project's. */
export function nounOf({ name, parent = {} }: Pick<ResourceType, "name" | "parent">): string {
  const within = Object.values(parent).map((token) => String(token).split(":")[1] ?? "");
  const around = within.find((one) => name.startsWith(one) && name !== one && /^[A-Z]/.test(name.slice(one.length)));
  return wordsOf(name.slice(around?.length ?? 0)).join(" ");
}

const UNITS: Readonly<Record<string, string>> = {
  usd: "USD",
  days: "days",
  hours: "hours",
  minutes: "minutes",
  seconds: "seconds",
};

/** A field's name ends with its unit: `monthlyUsd` is `monthly`, in USD. */
function fieldAndUnit(path: readonly string[]): { readonly field: string; readonly unit: string } {
  const words = path.flatMap(wordsOf);
  const unit = UNITS[(words.at(-1) ?? "").toLowerCase()];
  return unit === undefined
    ? { field: words.join(" "), unit: "" }
    : { field: words.slice(0, -1).join(" "), unit: ` ${unit}` };
}

/** One value in another's place: `session lifetime 1440 → 480 minutes`, `permissions pipelines:run added`. */
export function changeText(path: readonly string[], from: unknown, to: unknown): Said[] {
  if (isMap(from) && isMap(to)) {
    const names = [...new Set([...Object.keys(from), ...Object.keys(to)])];
    return names.flatMap((name) =>
      isDeepStrictEqual(from[name], to[name]) ? [] : changeText([...path, name], from[name], to[name]),
    );
  }
  const { field, unit } = fieldAndUnit(path);
  const label = ours(field === "" ? "" : `${field} `);
  if (from === SECRET || to === SECRET)
    return [from === to ? said`${label}is another one (secret)` : said`${label}${valueText(from)} → ${valueText(to)}`];
  if (isTexts(from) && isTexts(to) && !(from.length === 1 && to.length === 1)) {
    const [added, gone] = [to.filter((one) => !from.includes(one)), from.filter((one) => !to.includes(one))];
    const changes = [
      ...(added.length > 0 ? [said`${listText(added)} added`] : []),
      ...(gone.length > 0 ? [said`${listText(gone)} removed`] : []),
    ];
    return [said`${label}${joined(changes, ", ")}`];
  }
  return [said`${label}${valueText(from)} → ${valueText(to)}${ours(unit)}`];
}

/** What is declared of something new: `monthly 800 USD`. */
export function fieldText(name: string, value: unknown): Said {
  const { field, unit } = fieldAndUnit([name]);
  return said`${ours(field === "" ? "" : `${field} `)}${valueText(value)}${ours(unit)}`;
}

export function valueText(value: unknown): Said {
  if (value === null || value === undefined) return ours("not set");
  if (value === true || value === false) return ours(value ? "yes" : "no");
  if (value === SECRET) return ours("a secret");
  if (hasUnknown(value)) return ours("what is known after `up`");
  if (typeof value === "string") return value === "" ? ours("empty") : said`${excerpt(value, LONGEST)}`;
  if (isTexts(value)) return value.length === 0 ? ours("none") : listText(value);
  if (typeof value === "number") return said`${String(value)}`;
  return said`${excerpt(
    JSON.stringify(value, (_name, one) => (one === SECRET ? "(secret)" : one)),
    LONGEST,
  )}`;
}

const LONGEST = 80;
const MOST = 8;

export function listText(texts: readonly string[]): Said {
  const shown = joined(
    texts.slice(0, MOST).map((text) => said`${excerpt(text, LONGEST)}`),
    ", ",
  );
  return texts.length > MOST ? said`${shown}${ours(` and ${texts.length - MOST} more`)}` : shown;
}

export const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const isTexts = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((one) => typeof one === "string" && !hasUnknown(one));

const plural = (noun: string): string => (noun.endsWith("y") ? `${noun.slice(0, -1)}ies` : `${noun}s`);

export const counted = (count: number, noun: string): string => `${count} ${count === 1 ? noun : plural(noun)}`;

/** How much is done to vendors' objects, in words, without what nothing is done to. */
export const doneIn = ({
  added,
  changed,
  removed,
  replaced,
}: Readonly<Record<"added" | "changed" | "removed" | "replaced", number>>): (readonly [number, string])[] =>
  (
    [
      [added, "added"],
      [changed, "changed"],
      [removed, "removed"],
      [replaced, "removed and made anew"],
    ] as const
  ).filter(([count]) => count > 0);
