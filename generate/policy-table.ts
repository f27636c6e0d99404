import { rules } from "../policies/index.ts";

const PLACE = /(?<=<!-- table: policies\b.*-->\n)[\s\S]*?(?=<!-- \/table -->)/;

/** The page with its table of rules written anew, between `<!-- table: policies … -->` and `<!-- /table -->`. */
export function withPolicyTable(page: string): string {
  if (!PLACE.test(page)) throw new Error("docs/policies.md has no place for the table of rules");
  const rows = [
    ["rule", "what it wants", "level", "severity"],
    ["---", "---", "---", "---"],
    ...rules.map(({ name, description, enforcementLevel, severity }) => [
      `\`${name}\``,
      description.replaceAll("|", "\\|"),
      String(enforcementLevel),
      String(severity),
    ]),
  ];
  return page.replace(PLACE, () => rows.map((cells) => `| ${cells.join(" | ")} |\n`).join(""));
}
