import { controlNames, type Rule, rules } from "../policies/index.ts";

const TABLE = /(?<=<!-- table: policies\b.*-->\n)[\s\S]*?(?=<!-- \/table -->)/;
const SECTIONS = /(?<=<!-- sections: policies\b.*-->\n)[\s\S]*?(?=<!-- \/sections -->)/;

/** The page with its table of rules and the section of each written anew, between comments that say so. */
export function withPolicyTable(page: string): string {
  if (!TABLE.test(page) || !SECTIONS.test(page))
    throw new Error("docs/policies.md has no place for the table of rules");
  const rows = [
    ["rule", "baseline", "strict", "soc2", "severity", "judges", "controls"],
    ["---", "---", "---", "---", "---", "---", "---"],
    ...rules.map((rule) => [
      `[\`${rule.name}\`](#${rule.name})`,
      rule.enforcementLevel,
      "mandatory",
      rule.controls.soc2?.length ? rule.enforcementLevel : "",
      rule.severity,
      placesOf(rule).join(", "),
      controlNames(rule.controls).join(", "),
    ]),
  ];
  const table = rows.map((cells) => `| ${cells.join(" | ")} |\n`).join("");
  return page.replace(TABLE, () => table).replace(SECTIONS, () => `\n${rules.map(sectionOf).join("")}`);
}

/** Where a rule judges, in the words of the page. */
function placesOf({ places }: Rule): string[] {
  const { tenant, catalogue, inputs, observed, observedTenant, stack, step, steps } = places;
  return [
    ...(tenant || catalogue || inputs ? ["declared"] : []),
    ...(observed || observedTenant ? ["seen"] : []),
    ...(stack ? ["stack"] : []),
    ...(step || steps ? ["steps"] : []),
  ];
}

function sectionOf({
  name,
  description,
  enforcementLevel,
  severity,
  remediationSteps,
  controls,
  settings,
  places,
}: Rule) {
  const facts = [enforcementLevel, `severity ${severity}`, placesOf({ places } as Rule).join(" and ")];
  const evidence = controlNames(controls);
  return [
    `### ${name}`,
    "",
    description,
    "",
    `${facts.join(", ")}${evidence.length > 0 ? `; evidence for ${evidence.join(", ")}` : ""}.${remediationSteps ? ` **What to do:** ${remediationSteps}` : ""}`,
    "",
    ...Object.entries(settings).map(
      ([setting, { description, ...one }]) => `- \`${setting}\`: ${description}${fallback(one.default)}`,
    ),
    ...(Object.keys(settings).length > 0 ? [""] : []),
    "",
  ].join("\n");
}

function fallback(value: number | boolean | readonly string[] | undefined): string {
  if (value === undefined) return "";
  const told =
    typeof value !== "object" ? value : value.length === 0 ? "none" : value.map((one) => `\`${one}\``).join(", ");
  return ` Default: ${told}.`;
}
