import { Command, InvalidArgumentError } from "commander";
import { Failure } from "../../providers/contract/errors.ts";
import type { PastChange } from "../../providers/contract/history.ts";
import { excerpt, printable, printableJson } from "../../providers/contract/printable.ts";
import { Run as ProviderRun } from "../../providers/contract/run.ts";
import { CommandFailed } from "../command-failed.ts";
import { fileHistory } from "../file-history.ts";
import { folded } from "../folded.ts";
import { openStack, resourceNameOf, type Stored } from "../pulumi.ts";
import { type Happening, type MissingPart, type TenantHistory, type Told, tenantHistory } from "../tenant-history.ts";

interface Options {
  readonly stack?: string;
  readonly since: Date;
  readonly json?: true;
}

const DAY_MS = 24 * 60 * 60_000;

/** Tells everything that happened to one customer, as both vendors keep it. It writes nothing. */
export const logCommand = (): Command =>
  new Command("log")
    .description(
      "everything that happened to one customer, newest first: who did it, and whether through this stack or around it",
    )
    .argument("<tenant>", "its key")
    .argument("[fleet]", "the folder where `pulumi up` is run", ".")
    .option("--stack <name>", "the stack; without it the one that is selected")
    .option("--since <when>", "how far back: 90d, 12h, or a day such as 2026-09-01 in UTC", moment, daysAgo(90))
    .option("--json", "the same for programs")
    .action(log);

async function log(tenant: string, fleet: string, { stack, since, json }: Options): Promise<void> {
  const opened = await openStack(stack, { folder: fleet });
  const [told, runs, files] = await Promise.all([
    toldByVendors(homesOf(opened.resources, tenant), since),
    opened.history().catch(() => null),
    fileHistory(fleet, `tenants/${tenant}.yaml`, since),
  ]);
  const history = tenantHistory(opened.resources, tenant, since, { ...told, runs, files });
  console.log(json ? printableJson(history) : historyText(history, Date.now()));
  if (history.missing.length === 0) return;
  const whose = history.missing.map(({ source }) => `${source}'s`).join(" and ");
  throw new CommandFailed(`${whose} part could not be read, so there may be more than is told here.`);
}

/** The tenant's organization at WorkOS and its project at OpenAI, as far as it has them. */
type Homes = readonly [organization: Stored | undefined, project: Stored | undefined];

/** What each vendor tells; what keeps one from it is told in its place, and the other's stands. */
export async function toldByVendors(
  [organization, project]: Homes,
  since: Date,
): Promise<Pick<Told, "workos" | "openai" | "missing">> {
  const missing: MissingPart[] = [];
  const part = (source: MissingPart["source"], read: Promise<readonly PastChange[]>) =>
    read.catch((error: unknown) => {
      if (!(error instanceof Failure)) throw error;
      missing.push({ source, reason: error.message });
      return [];
    });
  const [workos, openai] = await Promise.all([
    organization ? part("WorkOS", workosHistory(organization, since)) : [],
    project ? part("OpenAI", openaiHistory(project, since)) : [],
  ]);
  return { workos, openai, missing: missing.sort((a, b) => (a.source < b.source ? -1 : 1)) };
}

function homesOf(resources: readonly Stored[], tenant: string): Homes {
  const named = (name: string) => resources.find((one) => !one.delete && resourceNameOf(one) === `${tenant}/${name}`);
  const homes: Homes = [named("workos-organization"), named("openai-project")];
  if (homes.every((home) => home === undefined))
    throw new CommandFailed(
      `The stack has no tenant ${tenant}: what happened to it is told by the ids that state has. ` +
        "What is declared and not made yet is made by `pulumi up`.",
    );
  return homes;
}

/** A connection that sends nothing but GET. */
const alone = {
  run: new ProviderRun(),
  beforeWrite: async () => {
    throw new Error("bug: a look at the past wanted to write");
  },
};

async function workosHistory({ id = "", outputs }: Stored, since: Date): Promise<readonly PastChange[]> {
  const { workos } = await import("../../providers/workos/client.ts");
  const { historyOf } = await import("../../providers/workos/history.ts");
  const connection = workos.connect(alone);
  await mustBeItsAccount(connection, "WorkOS", outputs);
  return historyOf(connection.reader, id, since);
}

async function openaiHistory({ outputs }: Stored, since: Date): Promise<readonly PastChange[]> {
  const { openai } = await import("../../providers/openai/client.ts");
  const { history } = await import("../../providers/openai/history.ts");
  const connection = openai.connect(alone);
  await mustBeItsAccount(connection, "OpenAI", outputs);
  return history(connection.reader, since);
}

/** Another account's log has nothing of this customer, which would read as if nothing had happened. */
async function mustBeItsAccount(
  connection: { verify(): Promise<void>; hasLandmark(id: string): Promise<boolean> },
  vendor: string,
  { __account: landmark }: Stored["outputs"] & object = {},
): Promise<void> {
  await connection.verify();
  if (typeof landmark !== "string" || (await connection.hasLandmark(landmark))) return;
  throw new Failure(
    `The stack's ${vendor} account is another one than the key in the environment is for, which has no ${landmark}.`,
  );
}

function moment(text: string): Date {
  const [, count, unit] = /^(\d{1,4})([dh])$/.exec(text) ?? [];
  if (count !== undefined)
    return unit === "d" ? daysAgo(Number(count)) : new Date(Date.now() - (Number(count) * DAY_MS) / 24);
  const day = /^\d{4}-\d\d-\d\d$/.test(text) ? new Date(text) : new Date(Number.NaN);
  // A day that the calendar has not, such as 2026-02-30, would be one of the next month.
  if (Number.isNaN(day.getTime()) || !day.toISOString().startsWith(text) || day.getTime() > Date.now())
    throw new InvalidArgumentError(
      "Give a number of days or hours, as 90d or 12h, or a day that has begun, as 2026-09-01.",
    );
  return day;
}

function daysAgo(days: number): Date {
  return new Date(Date.now() - days * DAY_MS);
}

/** For people: what one way and one person did stands together, newest first. */
export function historyText({ tenant, since, happenings, unplaced, missing }: TenantHistory, now: number): string {
  const groups: Happening[][] = [];
  for (const one of happenings) {
    const last = groups.at(-1);
    if (last?.[0] && headline(last[0]) === headline(one)) last.push(one);
    else groups.push([one]);
  }
  const paragraphs = groups.map((group) => [
    ...folded("", headline(group[0] as Happening)),
    ...group.flatMap(happeningLines),
    "",
  ]);
  const count = `${happenings.length} ${happenings.length === 1 ? "entry" : "entries"}`;
  const notes = [
    `${count} about ${tenant} since ${since.slice(0, 10)}.`,
    ...(unplaced > 0
      ? [
          `${unplaced} more of OpenAI's, made with admin keys, name nothing that state has: some may be about ${tenant}.`,
        ]
      : []),
    ...(Date.parse(since) < now - 30 * DAY_MS ? ["The vendors may keep no more than the last 30 days."] : []),
  ];
  const gaps = missing.flatMap(({ source, reason }) => [
    ...folded("could not see  ", `${source}'s part: ${excerpt(reason, 400)}`),
    "",
  ]);
  return [...paragraphs.flat(), ...gaps, ...folded("", notes.join(" "))].map(printable).join("\n");
}

function headline({ way, why, by, through, run, source }: Happening): string {
  const name = by === null ? "somebody unnamed" : excerpt(by, 80);
  if (way === "tenantry" && run) {
    const commit = run.commit === null ? "" : `, commit ${run.commit.slice(0, 10)}`;
    return `through Tenantry: ${commandOf(run.kind)}, ${minute(run.startedAt)}${commit}`;
  }
  if (way === "vendor") return `${source} itself`;
  if (way === "files") return `in the files: ${name}`;
  const where = through === null ? "" : through === "API" ? ", through the API" : `, in the ${through}`;
  return way === "around" ? `around Tenantry: ${name}${where}` : `unknown: ${why}${by === null ? "" : ` (${name})`}`;
}

const commandOf = (kind: string): string => (kind === "update" ? "pulumi up" : `pulumi ${kind}`);

function happeningLines({ at, source, event, object, fields, commit }: Happening): string[] {
  const what = excerpt(object.name ?? object.id ?? "", 120);
  const which = fields.length > 0 ? ` (${fields.join(", ")})` : "";
  const text = commit === null ? `${event}  ${what}${which}` : `${commit.slice(0, 10)}  ${what}`;
  return folded(`  ${minute(at)}  ${source.padEnd("WorkOS".length)}  `, text);
}

const minute = (at: string): string => `${at.slice(0, 10)} ${at.slice(11, 16)}`;
