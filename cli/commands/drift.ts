import { Command, InvalidArgumentError } from "commander";
import { excerpt, printable, printableJson } from "../../providers/contract/printable.ts";
import { CommandFailed } from "../command-failed.ts";
import { type Attribution, type Difference, DRIFT_KINDS, type DriftReport, driftOf, vendorTitle } from "../drift.ts";
import { folded } from "../folded.ts";
import { openStack } from "../pulumi.ts";

type Kind = Difference["kind"];

interface Options {
  readonly stack?: string;
  readonly tenant?: string;
  readonly failOn?: ReadonlySet<Kind>;
  readonly maxKeyAge?: number;
  readonly json?: true;
}

/** What the exit code says of what `--fail-on` names; 1 is for what could not be seen, and for whatever else goes wrong. */
const DRIFTED = 2;

/** Tells what differs between the stack's state and the vendors. It writes neither. */
export const driftCommand = (): Command =>
  new Command("drift")
    .description("what differs between the stack's state and the vendors, by tenant, and who did it; it writes neither")
    .argument("[fleet]", "the folder where `pulumi up` is run", ".")
    .option("--stack <name>", "the stack; without it the one that is selected")
    .option("--tenant <tenant>", "one of them; catalogue for what they share")
    .option(
      "--fail-on <kinds>",
      `end with ${DRIFTED} if there is any of these: any, or ${DRIFT_KINDS.join(",")}`,
      kindsIn,
    )
    .option("--max-key-age <days>", "count keys as overdue that are older, whether they rotate or not", wholeDays)
    .option("--json", "the same for programs, whole")
    .action(drift);

async function drift(fleet: string, { stack, tenant, failOn, maxKeyAge, json }: Options): Promise<void> {
  const { resources } = await openStack(stack, { folder: fleet, secrets: true });
  // Every resource has to be known for it, and Pulumi's SDK with them: other commands start without.
  const { inspector } = await import("../../providers/runtime.ts");
  const look = await inspector();
  const found = await driftOf(resources, look, { tenant, maxKeyAgeDays: maxKeyAge });
  const report = mapTexts(found, look.withhold) as DriftReport;
  console.log(json ? printableJson(report) : driftText(report));
  const { unseen } = report;
  if (unseen.length > 0)
    throw new CommandFailed(`${counted(unseen.length, "look")} failed, so there may be more than is told here.`);
  const named = report.differences.filter(({ kind }) => failOn?.has(kind));
  if (named.length > 0) throw new CommandFailed(`--fail-on names ${counted(named.length, "difference")}.`, DRIFTED);
}

function kindsIn(list: string): ReadonlySet<Kind> {
  if (list === "any") return new Set(DRIFT_KINDS);
  const kinds = list.split(",").map((kind) => kind.trim());
  const unknown = kinds.filter((kind) => !(DRIFT_KINDS as readonly string[]).includes(kind));
  if (unknown.length > 0)
    throw new InvalidArgumentError(`There is no ${unknown.join(", ")}: any, or some of ${DRIFT_KINDS.join(",")}.`);
  return new Set(kinds as Kind[]);
}

function wholeDays(text: string): number {
  const days = Number(text);
  if (!Number.isInteger(days) || days < 1) throw new InvalidArgumentError("Give a whole number of days.");
  return days;
}

/** So many lines are a screen. What is beyond is counted. */
const MOST_LINES = 40;

/** For people: a paragraph for each tenant, as many as a screen has, and how much there is of what. */
export function driftText({ looked, differences, unseen }: DriftReport): string {
  const paragraphs = [...Map.groupBy(differences, ({ tenant }) => tenant)].map(([tenant, all]) => ({
    all,
    lines: paragraph(tenant, all),
  }));
  const shown: string[] = [];
  let left = 0;
  for (const { all, lines } of paragraphs) {
    if (shown.length > 0 && shown.length + lines.length > MOST_LINES) left += all.length;
    else shown.push(...lines, "");
  }
  if (left > 0) shown.push(`and ${counted(left, "difference")} more: --tenant shows one tenant, --json has all`, "");
  return [...shown, ...unseenLines(unseen), ...folded("", summary(looked, differences, unseen.length))]
    .map(printable)
    .join("\n");
}

/** A tenant by itself may be more than a screen: what is beyond is counted. */
function paragraph(tenant: string | null, all: readonly Difference[]): string[] {
  const alone = all.filter(({ goneWith }) => goneWith === null);
  const lines = alone.map((one) => differenceLines(one, all.filter(({ goneWith }) => goneWith === one.id).length));
  const shown: string[] = [];
  let left = 0;
  for (const some of lines) {
    if (shown.length > 0 && shown.length + some.length > MOST_LINES) left++;
    else shown.push(...some);
  }
  const more = left > 0 ? [`  and ${counted(left, "difference")} more: --json has all`] : [];
  return [`${tenant ?? "beside the fleet"}: ${counted(all.length, "difference")}`, ...shown, ...more];
}

const LABEL = Math.max(...DRIFT_KINDS.map((kind) => kind.length));
const INDENT = " ".repeat(LABEL + 4);

function differenceLines(one: Difference, alongWithIt: number): string[] {
  const { kind, fields, reason, attribution } = one;
  const notes = [
    ...(reason === null ? [] : [reason]),
    ...(alongWithIt > 0 ? [`with the ${counted(alongWithIt, "object")} in it`] : []),
  ];
  const title = `${titleOf(one)}${notes.length > 0 ? `: ${notes.join(", ")}` : ""}`;
  // Time is nobody's doing.
  const isTimes = kind === "expired" || kind === "overdue";
  return [
    ...folded(`  ${kind.padEnd(LABEL)}  `, title),
    ...fields.flatMap((field) => folded(INDENT, fieldText(field))),
    ...(isTimes ? [] : folded(INDENT, whoText(attribution))),
  ];
}

/** `WorkOS organization role org-engineer`. */
function titleOf({ type, name, id }: Difference): string {
  const [vendor = "", resource = ""] = type.split(":");
  const words = resource
    .replace(/(?<=[a-z0-9])(?=[A-Z])/g, " ")
    .toLowerCase()
    .replace(/\bapi\b/, "API");
  return `${vendorTitle(vendor)} ${words} ${name === "" ? id : name}`;
}

function fieldText(field: Difference["fields"][number]): string {
  if (!("from" in field)) return `${field.field}: is another one (secret)`;
  return `${field.field}: ${valueText(field.from)} → ${valueText(field.to)}`;
}

const valueText = (value: unknown): string => (value === null ? "none" : excerpt(JSON.stringify(value), 60));

function whoText(attribution: Attribution | null): string {
  if (attribution === null) return "by whom and when: unknown";
  const { by, through, at } = attribution;
  const way =
    { API: " through the API", vendor: " itself" }[through ?? ""] ?? (through === null ? "" : ` in the ${through}`);
  const when = `${at.slice(0, 10)} ${at.slice(11, 16)} UTC`;
  return `by ${by === null ? "unknown" : excerpt(by, 60)}${way}, ${when}`;
}

function unseenLines(unseen: DriftReport["unseen"]): string[] {
  const byReason = Map.groupBy(unseen, ({ reason }) => reason);
  const lines = [...byReason].slice(0, 5).flatMap(([reason, [first, ...others]]) => {
    const more = others.length > 0 ? ` and ${others.length} more` : "";
    return folded("could not see  ", `${first?.name}${more}: ${excerpt(reason, 400)}`);
  });
  return lines.length > 0 ? [...lines, ""] : [];
}

function summary(looked: number, differences: readonly Difference[], unseen: number): string {
  const what = counted(looked, "object");
  if (differences.length === 0 && unseen > 0) return "No difference in what could be seen, which is not all of it.";
  if (differences.length === 0)
    return `No difference: ${what} at the vendors ${looked === 1 ? "is" : "are"} as state has them.`;
  const byKind = Map.groupBy(differences, ({ kind }) => kind);
  const counts = DRIFT_KINDS.flatMap((kind) => (byKind.has(kind) ? [`${byKind.get(kind)?.length} ${kind}`] : []));
  const rest = unseen > 0 ? "Not all could be seen" : `${what} looked at`;
  return `${counted(differences.length, "difference")}: ${counts.join(", ")}. ${rest}, nothing was written.`;
}

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? "" : "s"}`;

/** The same value with each text in it changed. */
function mapTexts(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === "string") return change(value);
  if (Array.isArray(value)) return value.map((one) => mapTexts(one, change));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, mapTexts(one, change)]));
}
