import { printable } from "../../providers/contract/printable.ts";
import type { Change, Danger, Preview, Problem, Shared } from "./preview.ts";
import type { Said } from "./said.ts";
import type { Place } from "./sources.ts";
import type { Violation } from "./step-rules.ts";
import { counted, doneIn } from "./words.ts";

/** Where a line of a file can be looked at, e.g. at GitHub; `undefined` where nothing is known of that. */
export type LinkTo = (place: Place) => string | undefined;

interface Options {
  readonly linkTo?: LinkTo;
  /** Where the whole of it is, as a clause of ours: what does not fit is counted and left out. */
  readonly whole?: string;
}

/** GitHub takes so many characters for a comment. GitLab takes more. */
const LONGEST = 65_536;

/** The first line: a workflow finds the comment by it, and edits that in place. */
export const markerOf = (stack: string): string => `<!-- tenantry preview ${stack.replace(/[^\w.-]|--+/g, "_")} -->`;

/** For a comment of a pull request: what is most harmful first. Values are shown as code, where nothing they hold does anything. */
export function markdownOf(
  preview: Preview,
  { linkTo = () => undefined, whole = "`--json` has all of it" }: Options = {},
): string {
  const line = (change: Change, tenant: boolean): string => {
    const whose = tenant && change.tenant !== null ? `**${code(change.tenant)}** ` : "";
    return `- ${whose}${text(change.text)}${by(change.vendor)}${link(change.source, linkTo)}`;
  };
  const { dangers, shared, tenants, policies, drift, afterwards, problems } = preview;
  const sections: Section[] = [
    {
      title: "Look at these first",
      lines: [
        ...shared
          .filter(({ danger }) => danger !== null)
          .map((one) => `- ${ICONS[one.danger as Danger]} ${sharedLine(one, linkTo)}`),
        ...dangers.map((one) => line(one, true).replace("- ", `- ${ICONS[one.danger as Danger]} `)),
      ],
    },
    { title: "Policies", lines: policies.map(violationLine) },
    { title: "Problems", lines: problems.map(problemLines) },
    {
      title: "For many customers",
      lines: shared.filter(({ danger }) => danger === null).map((one) => `- ${sharedLine(one, linkTo)}`),
    },
    ...tenants.map(({ tenant, changes }) => ({
      title: tenant === null ? "Beside the fleet" : tenant === "catalogue" ? "What customers share" : code(tenant),
      lines: changes.map((change) => line(change, false)),
      isTenant: true,
    })),
    { title: "Changed at the vendors since the last run", lines: drift.map((one) => line(one, true)) },
    { title: "Afterwards", lines: afterwards.map((one) => line(one, true)) },
  ];
  const head = [markerOf(preview.stack), `### ${headline(preview)}`, "", summary(preview), ""];
  const foot = [
    "",
    `<sub>Stack ${code(preview.stack)} · to apply just this: \`npx tenantry up --approved ${preview.digest}\`</sub>`,
    "",
  ];
  return fitted(head, sections, foot, whole);
}

const ICONS: Readonly<Record<Danger, string>> = {
  deletes: "🗑️",
  replaces: "♻️",
  protection: "🔓",
  privilege: "⬆️",
  key: "🔑",
  shrinks: "📉",
};

interface Section {
  readonly title: string;
  readonly lines: readonly string[];
  readonly isTenant?: boolean;
}

/** As much as a comment holds, in the order of what matters; the rest is counted. */
function fitted(head: readonly string[], sections: readonly Section[], foot: readonly string[], whole: string): string {
  const RESERVE = 400;
  let left = LONGEST - [...head, ...foot].join("\n").length - RESERVE;
  const body: string[] = [];
  let dropped = 0;
  for (const { title, lines } of sections) {
    const kept: string[] = [];
    const heading = ["", `#### ${title}`, ""];
    left -= lines.length > 0 ? heading.join("\n").length + 1 : 0;
    for (const line of lines) {
      if (line.length + 1 > left || dropped > 0) dropped++;
      else {
        kept.push(line);
        left -= line.length + 1;
      }
    }
    if (kept.length > 0) body.push(...heading, ...kept);
  }
  const more = dropped > 0 ? ["", `**And ${counted(dropped, "line")} more** than a comment holds: ${whole}.`] : [];
  return [...head, ...body, ...more, ...foot].join("\n");
}

function headline({ result, dangers, shared }: Preview): string {
  if (result === "refused") return "⛔ A policy refuses this change";
  if (result === "failed") return "❌ This cannot be applied";
  const count = dangers.length + shared.filter(({ danger }) => danger !== null).length;
  if (count > 0) return `⚠️ ${counted(count, "change")} to look at twice`;
  return "✅ This can be applied";
}

function summary({ result, counts }: Preview): string {
  const said = doneIn(counts).map(([count, what]) => `**${count}** ${what}`);
  if (result === "failed") return "It stopped before everything was looked at: what follows may not be all.";
  if (said.length === 0)
    return `Nothing changes at WorkOS or OpenAI; ${counted(counts.unchanged, "object")} stay as they are.`;
  return `At WorkOS and OpenAI: ${said.join(", ")}; ${counts.unchanged} unchanged.`;
}

const by = (vendor: Change["vendor"]): string => (vendor === null ? "" : ` <sub>${vendor}</sub>`);

function link(place: Place | null, linkTo: LinkTo): string {
  if (place === null) return "";
  const name = code(place.line === null ? place.file : `${place.file}:${place.line}`);
  const address = linkTo(place);
  return address === undefined ? ` · ${name}` : ` · [${name}](${address})`;
}

const NAMED = 5;

function sharedLine({ plan, tenants, text: what, vendor, source }: Shared, linkTo: LinkTo): string {
  const who = plan === null ? "" : `plan **${code(plan)}**: `;
  const names = tenants.slice(0, NAMED).map(code).join(", ");
  const more = tenants.length > NAMED ? `${names}, …` : names;
  return `${who}${text(what)} for **${tenants.length} customers** (${more})${by(vendor)}${link(source, linkTo)}`;
}

function violationLine({ policy, mandatory, tenant, message }: Violation): string {
  const [asks = "", ...todo] = message.split("\n");
  const whose = tenant === null ? "" : ` **${code(tenant)}**`;
  const lines = [
    `- ${mandatory ? "⛔" : "💡"}${whose} ${prose(todo.join(" ") || asks)} <sub>${code(policy)}${todo.length > 0 ? `: ${prose(asks)}` : ""}</sub>`,
  ];
  return lines.join("\n");
}

/** Of several lines as it is: it has columns of its own. */
function problemLines({ severity, resource, message }: Problem): string {
  const whose = resource === null ? "" : ` ${code(resource)}`;
  const head = `- ${severity === "error" ? "❌" : "⚠️"}${whose}`;
  return message.includes("\n") ? `${head}\n${fenced(message)}` : `${head} ${prose(message)}`;
}

function fenced(message: string): string {
  const lines = message.split("\n").map(printable);
  const longest = Math.max(2, ...lines.flatMap((line) => [...line.matchAll(/`+/g)].map(([run]) => run.length)));
  const fence = "`".repeat(longest + 1);
  return [fence, ...lines, fence].map((line) => `  ${line}`).join("\n");
}

const text = (said: Said): string => said.map((part) => (typeof part === "string" ? part : code(part.value))).join("");

/** A span of code: no mention, link, emphasis or reference is one in it. Its fence is longer than any in the value. */
export function code(value: string): string {
  const line = printable(value).replaceAll("&lt;", "<").trim();
  if (line === "") return "` `";
  const longest = Math.max(0, ...[...line.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  return longest === 0 ? `\`${line}\`` : `${fence} ${line} ${fence}`;
}

/** A plain word, or a plain number: neither an address, a reference to an issue or a commit, nor Markdown. */
const PLAIN = /^[("]?(?:\p{L}+(?:['’-]\p{L}+)*|\d{1,5})[)"]?[.,;:]?$/u;

/** Sentences with names in them that somebody else gave: whatever is no plain word is shown as code. */
export function prose(message: string): string {
  const words = printable(message).replaceAll("&lt;", "<").split(/\s+/).filter(Boolean);
  return words
    .map((word) => {
      if (PLAIN.test(word)) return word;
      const [, value = word, end = ""] = /^(.+?)([.,;:]?)$/u.exec(word) ?? [];
      return `${code(value)}${end}`;
    })
    .join(" ");
}
