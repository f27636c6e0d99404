import { printable } from "../../providers/contract/printable.ts";
import { folded } from "../folded.ts";
import type { Change, Preview, Problem, Shared } from "./preview.ts";
import { plain } from "./said.ts";
import type { Violation } from "./step-rules.ts";
import { counted, doneIn } from "./words.ts";

const MARKS = { deletes: "-", replaces: "±", protection: "!", privilege: "↑", key: "k", shrinks: "↓" } as const;
const INDENT = "    ";

/** For a person at a prompt, and for a CI log: what is most harmful first. */
export function terminalText(preview: Preview): string {
  const { dangers, shared, tenants, policies, drift, afterwards, problems } = preview;
  const grave = shared.filter(({ danger }) => danger !== null);
  const lines = [
    ...section("LOOK AT THESE FIRST", [
      ...grave.flatMap((one) => folded(`  ${one.danger ? MARKS[one.danger] : " "} `, sharedText(one))),
      ...dangers.flatMap((one) =>
        folded(`  ${one.danger ? MARKS[one.danger] : " "} `, `${whose(one.tenant)}${changeText(one)}`),
      ),
    ]),
    ...section("POLICIES", policies.flatMap(violationLines)),
    ...section("PROBLEMS", problems.flatMap(problemLines)),
    ...section(
      "FOR MANY CUSTOMERS",
      shared.filter(({ danger }) => danger === null).flatMap((one) => folded(INDENT, sharedText(one))),
    ),
    ...tenants.flatMap(({ tenant, changes }) =>
      section(
        tenant ?? "beside the fleet",
        changes.flatMap((one) => folded(INDENT, changeText(one))),
      ),
    ),
    ...section(
      "CHANGED AT THE VENDORS SINCE THE LAST RUN",
      drift.flatMap((one) => folded(INDENT, `${whose(one.tenant)}${changeText(one)}`)),
    ),
    ...section(
      "AFTERWARDS",
      afterwards.flatMap((one) => folded(INDENT, `${whose(one.tenant)}${changeText(one)}`)),
    ),
    ...folded("", summary(preview)),
    ...(preview.result === "passed" ? [`Digest ${preview.digest}`] : []),
  ];
  return lines.map(printable).join("\n");
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [title, ...lines, ""];
}

const whose = (tenant: string | null): string => (tenant === null ? "" : `${tenant}: `);

function changeText({ text, vendor, source }: Change): string {
  const at = source === null ? "" : `  ${source.file}${source.line === null ? "" : `:${source.line}`}`;
  return `${plain(text)}${vendor === null ? "" : ` (${vendor})`}${at}`;
}

function sharedText(one: Shared): string {
  const who = one.plan === null ? "" : `plan ${one.plan}: `;
  const { text, vendor, source } = one;
  return `${who}${changeText({ text: [...text, ` for ${counted(one.tenants.length, "customer")}`], vendor, source, tenant: null, danger: null })}`;
}

function violationLines({ policy, mandatory, tenant, message }: Violation): string[] {
  const [asks = "", ...todo] = message.split("\n");
  return folded(
    `  ${mandatory ? "✗" : "·"} `,
    `${whose(tenant)}${todo.join(" ") || asks} [${policy}${mandatory ? "" : ", advisory"}]`,
  );
}

function problemLines({ severity, resource, message }: Problem): string[] {
  const [first = "", ...more] = message.split("\n");
  const whose = resource === null ? "" : `${resource}: `;
  return [`  ${severity === "error" ? "✗" : "·"} ${whose}${first}`, ...more.map((line) => `${INDENT}${line}`)];
}

function summary({ result, counts }: Preview): string {
  const said = doneIn(counts).map(([count, what]) => `${count} ${what}`);
  if (result === "failed")
    return "It cannot be applied: it stopped before everything was looked at. Nothing was written.";
  const what = said.length === 0 ? "Nothing changes at the vendors" : `At the vendors: ${said.join(", ")}`;
  const verdict = result === "refused" ? " A policy refuses it." : "";
  return `${what}; ${counts.unchanged} unchanged.${verdict} Nothing was written.`;
}
