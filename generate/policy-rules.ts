import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Rule } from "../policies/index.ts";
import { isObservation } from "../providers/host/observation.ts";
import * as openai from "../providers/openai/index.ts";
import * as workos from "../providers/workos/index.ts";

const POLICIES = join(import.meta.dirname, "../policies");

/** Where rules are, in the order in which they are told. */
const FOLDERS = ["tenant", "workos", "openai"] as const;

/** `policies/rules.ts`: every rule of every folder. A file holds one. */
export function ruleIndex(): string {
  const files = FOLDERS.flatMap((folder) =>
    readdirSync(join(POLICIES, folder))
      .sort()
      .map((file) => `./${folder}/${file}`),
  );
  const found = files.map((file) => {
    const [, name] = /^export const (\w+) = rule\(/m.exec(readFileSync(join(POLICIES, file), "utf8")) ?? [];
    if (name === undefined) throw new Error(`policies/${file} exports no rule`);
    return { name, file };
  });
  const imports = [
    ...found.map(({ name, file }) => ({ line: `import { ${name} } from "${file}";`, file })),
    { line: 'import type { Rule } from "./rule.ts";', file: "./rule.ts" },
  ];
  return [
    "// Written by `npm run generate`.",
    "",
    ...imports.sort((a, b) => (a.file < b.file ? -1 : 1)).map(({ line }) => line),
    "",
    "/** Every rule of the pack, for a pack of one's own. Importing them starts nothing. */",
    "export const rules: readonly Rule[] = [",
    ...found.map(({ name }) => `  ${name},`),
    "];",
    "export {",
    ...found.map(({ name }) => `  ${name},`).sort(),
    "};",
    "",
  ].join("\n");
}

/** `fleet/policy-rules.ts`: what the loader has to know of the rules, which stand above it. */
export const ruleSettings = (rules: readonly Rule[]): string => `// Written by \`npm run generate\`.

/** A setting of a rule, as a JSON Schema. */
export interface SettingSchema {
  readonly type: "integer" | "number" | "array" | "boolean";
  readonly description: string;
  readonly minimum?: number;
  readonly maximum?: number;
}

/** The rules of the policy pack, which stands above the fleet, and what fleet.yaml may set of each. */
export const ruleSettings = {
${rules.map(({ name, settings }) => `  "${name}": {${Object.entries(settings).map(settingText).join("")}${Object.keys(settings).length > 0 ? "\n  " : ""}},\n`).join("")}} as const satisfies Readonly<Record<string, Readonly<Record<string, SettingSchema>>>>;
export type RuleName = keyof typeof ruleSettings;

/** Of those, the ones that judge nothing that is one tenant's: no tenant can be exempt from them. */
export const tenantless: ReadonlySet<RuleName> = new Set<RuleName>([
${rules
  .filter((rule) => !judgesTenants(rule))
  .map(({ name }) => `  "${name}",\n`)
  .join("")}]);
`;

/** Observations that there is just one of: what they know is everybody's. */
const shared: ReadonlySet<string> = new Set(
  [...Object.values(workos), ...Object.values(openai)].flatMap((resource) => {
    const definition: object = "definition" in resource ? resource.definition : {};
    return isObservation(definition) && definition.scope === undefined ? [definition.token] : [];
  }),
);

/** What a rule is shown of a tenant, or of one resource, may be a tenant's; what it is shown of the whole is not. */
const judgesTenants = ({ places: { tenant, inputs, observed = {}, observedTenant, step } }: Rule): boolean =>
  [tenant, inputs, observedTenant, step].some((place) => place !== undefined) ||
  Object.keys(observed).some((type) => !shared.has(type));

function settingText([name, { type, description, ...bounds }]: [string, Rule["settings"][string]]): string {
  const { minimum, maximum } = bounds as { readonly minimum?: number; readonly maximum?: number };
  const fallback = bounds.default === undefined ? "" : ` Default: ${told(bounds.default)}.`;
  const shown = [
    `type: "${type}"`,
    `description: ${JSON.stringify(description + fallback)}`,
    ...(minimum === undefined ? [] : [`minimum: ${minimum}`]),
    ...(maximum === undefined ? [] : [`maximum: ${maximum}`]),
  ];
  return `\n    ${name}: {\n${shown.map(wrapped).join("")}    },`;
}

/** As the formatter has it. */
const wrapped = (line: string): string => `      ${line.length > 113 ? line.replace(": ", ":\n        ") : line},\n`;

const told = (value: number | boolean | readonly string[]): string =>
  typeof value !== "object" ? String(value) : value.length === 0 ? "none" : value.join(", ");

/** Written first and in a process of its own: what everything else reads is made of it. */
export async function writePolicyRules(): Promise<void> {
  writeFileSync(join(POLICIES, "rules.ts"), ruleIndex());
  const { rules } = await import("../policies/rules.ts");
  writeFileSync(join(POLICIES, "../fleet/policy-rules.ts"), ruleSettings(rules));
}

if (import.meta.main) await writePolicyRules();
