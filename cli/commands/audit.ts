import { readFileSync } from "node:fs";
import { Command, Option } from "commander";
import { rules } from "../../policies/index.ts";
import { printable, printableJson } from "../../providers/contract/printable.ts";
import { type AuditReport, auditReport, type Finding, type RuleCount, stopping } from "../audit-report.ts";
import { CommandFailed } from "../command-failed.ts";
import { folded } from "../folded.ts";
import { openStack } from "../pulumi.ts";
import { sarif } from "../sarif.ts";

/** Ends with it where something breaks a mandatory rule. */
const VIOLATED = 2;

/** Judges what the stack knows by every rule. It asks no vendor. Run where `pulumi up` is run. */
export const auditCommand = (): Command =>
  new Command("audit")
    .description(
      "judges the stack's state by every policy, as of its last run or refresh: run `pulumi refresh` before, to look anew",
    )
    .option("--stack <name>", "the stack; without it the one that is selected")
    .option("--json", "the same for programs")
    .addOption(new Option("--sarif", "the same for code scanning, as SARIF 2.1.0").conflicts("json"))
    .action(async ({ stack, json, sarif: asSarif }: { stack?: string; json?: true; sarif?: true }) => {
      const { resources } = await openStack(stack);
      const report = auditReport(rules, resources, Date.now());
      if (asSarif) console.log(printableJson(sarif(report, rules, versionOfPackage())));
      else console.log(json ? printableJson(report) : auditText(report));
      const count = stopping(report).length;
      if (count > 0)
        throw new CommandFailed(
          `${counted(count, "finding")} that ${count === 1 ? "stops" : "stop"} a run: mandatory rules.`,
          VIOLATED,
        );
    });

const versionOfPackage = (): string =>
  JSON.parse(readFileSync(new URL(import.meta.resolve("tenantry/package.json")), "utf8")).version;

/** For people: what was found, by tenant; and how much each rule judged. */
export function auditText({ findings, rules }: AuditReport): string {
  const ofTenants = Map.groupBy(findings, ({ tenant }) => tenant);
  const tenants = [...ofTenants.keys()].sort((a, b) => (a === null ? 1 : b === null ? -1 : a < b ? -1 : 1));
  const paragraphs = tenants.map((tenant) => [
    tenant ?? "of no tenant alone",
    ...(ofTenants.get(tenant) ?? []).flatMap(findingText),
  ]);
  return [...paragraphs, table(rules.filter(isAsked)), folded("", summary(rules))]
    .map((lines) => lines.map(printable).join("\n"))
    .join("\n\n");
}

const isAsked = ({ judged, unknown, faults }: RuleCount): boolean => judged + unknown + faults > 0;

function findingText({ rule, is, level, message, exemption }: Finding): string[] {
  const label = is === "violation" ? level : is;
  return [
    `  ${label.padEnd("mandatory".length)}  ${rule}: ${message}`,
    ...(exemption ? [`${" ".repeat(13)}exempt ${exemption}`] : []),
  ];
}

function table(rules: readonly RuleCount[]): string[] {
  const header = ["rule", "judged", "passed", "violations", "exempt", "unknown"];
  const rows = rules.map(({ rule, judged, passed, violations, exempt, unknown }) =>
    [rule, judged, passed, violations, exempt, unknown].map(String),
  );
  const widths = header.map((title, column) =>
    Math.max(...[header, ...rows].map((row) => (row[column] ?? title).length)),
  );
  return [header, ...rows].map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join("  "),
  );
}

function summary(rules: readonly RuleCount[]): string {
  const sum = (of: (rule: RuleCount) => number) => rules.reduce((all, rule) => all + of(rule), 0);
  const parts = [
    `${counted(
      sum(({ judged }) => judged),
      "thing",
    )} judged`,
    counted(
      sum(({ violations }) => violations),
      "violation",
    ),
    `${sum(({ exempt }) => exempt)} exempt`,
    `${sum(({ unknown }) => unknown)} unknown`,
  ].join(", ");
  const disabled = rules.filter(({ level }) => level === "disabled");
  const silent = rules.filter((one) => one.level !== "disabled" && !isAsked(one));
  const named = (what: string, of: readonly RuleCount[]) =>
    of.length > 0 ? ` ${what} ${of.map(({ rule }) => rule).join(", ")}.` : "";
  const rest = named("Nothing to judge had", silent) + named("Disabled, and not asked:", disabled);
  return `${parts}, as of the last run or refresh.${rest}`;
}

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? "" : "s"}`;
