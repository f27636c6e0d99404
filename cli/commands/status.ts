import { Command } from "commander";
import { daysBetween } from "../../fleet/index.ts";
import { printable, printableJson } from "../../providers/contract/printable.ts";
import { openStack } from "../pulumi.ts";
import {
  type Connection,
  type Domain,
  type Invitation,
  type Key,
  type TenantStatus,
  tenantStatuses,
} from "../tenant-status.ts";

/** Tells what the stack knows of its tenants. It asks no vendor. Run where `pulumi up` is run. */
export const statusCommand = (): Command =>
  new Command("status")
    .description(
      "how the stack's tenants stand, as of its last run or refresh: sign-on, domains, invitations, keys, what is to be removed",
    )
    .argument("[tenant]", "one of them")
    .option("--stack <name>", "the stack; without it the one that is selected")
    .option("--json", "the same for programs")
    .action(async (tenant: string | undefined, { stack, json }: { readonly stack?: string; readonly json?: true }) => {
      const { resources } = await openStack(stack);
      const statuses = tenantStatuses(resources, Date.now(), tenant);
      console.log(json ? printableJson(statuses) : statusText(statuses, new Date()));
    });

/** For people: one paragraph for each tenant, and how a link to the Admin Portal is made. */
export function statusText(statuses: readonly TenantStatus[], now: Date): string {
  const [only, ...others] = statuses;
  const id = only?.organizationId !== undefined && others.length === 0 ? JSON.stringify(only.organizationId) : "…";
  const portal = [
    "Links to the Admin Portal are kept nowhere. This makes one, in a program:",
    `  portalLink({ organizationId: ${id}, intent: "sso" }) of tenantry/workos/portal-link`,
  ];
  return [...statuses.map((one) => paragraph(one, now)), portal]
    .map((lines) => lines.map(printable).join("\n"))
    .join("\n\n");
}

function paragraph(status: TenantStatus, now: Date): string[] {
  const { tenant, name, plan, suspension, sso, domains, invitations, portalInvitations, keys, toBeRemoved } = status;
  const day = dayOf(now.toISOString());
  const why = suspension ? ` since ${suspension.since}, by ${suspension.by}: ${suspension.reason}` : "";
  return [
    `${tenant}: ${name}, ${plan === null ? "no plan" : `plan ${plan}`}, ${status.status}${why}`,
    ...labelled("SSO", sso.connections.length > 0 ? sso.connections.map(connectionText) : [withoutConnection(sso)]),
    ...labelled("MFA", [mfaText(status.mfa)]),
    ...labelled("domain", domains.flatMap(domainText)),
    ...labelled(
      "invited",
      invitations.map((one) => invitationText(one, day)),
    ),
    ...labelled(
      "setup",
      portalInvitations.map(({ email, intents }) => `${email} was sent a link to set up ${intents.join(", ")}`),
    ),
    ...labelled("key", keysText(keys, day)),
    ...labelled(
      "remove",
      Object.entries(toBeRemoved).map(
        ([what, names]) => `${what} ${names.join(", ")}: in no file, \`pulumi up\` removes it`,
      ),
    ),
  ];
}

/** The label stands before the first line. */
const labelled = (label: string, lines: readonly string[]): string[] =>
  lines.map((line, index) => `  ${(index === 0 ? label : "").padEnd("invited".length)}  ${line}`);

const unknown = "unknown until a refresh";

const withoutConnection = ({ required }: TenantStatus["sso"]): string =>
  required ? "required, and there is no connection of ours" : "none of ours";

function connectionText({ name, type = "unknown type", state = unknown, certificatesEnd }: Connection): string {
  const end = certificatesEnd === null ? "" : `, its certificates end on ${certificatesEnd}`;
  return `${name} (${type}) is ${state}${end}`;
}

/** Declared, or done by the identity provider that people sign in at. WorkOS enforces it for no single organization. */
const mfaText = ({ policy, signInBy }: TenantStatus["mfa"]): string =>
  signInBy === null
    ? `${policy} is declared, and nothing else: WorkOS enforces it for no single organization`
    : `${policy} is declared; people sign in by ${signInBy}, where the customer asks for it`;

function domainText({ domain, state = unknown, dnsRecord }: Domain): string[] {
  if (dnsRecord === null) return [`${domain} is ${state}`];
  if (dnsRecord === undefined) return [`${domain} is ${state}; its DNS record is ${unknown}`];
  return [`${domain} is ${state}; its DNS record:`, `  ${dnsRecord.name}`, `  ${dnsRecord.type} ${dnsRecord.value}`];
}

function invitationText({ vendor, email, state, expiresAt }: Invitation, day: string): string {
  const to = `${email} to ${vendor}`;
  if (expiresAt === undefined) return `${to}, ${state === "expired" ? "expired" : `until when is ${unknown}`}`;
  if (state === "expired") return `${to}, expired ${dated(expiresAt, day)}`;
  const isPast = daysBetween(day, dayOf(expiresAt)) < 0;
  return `${to} until ${dated(expiresAt, day)}${isPast ? ": a refresh tells how it ended" : ""}`;
}

/** Names as wide as the widest. */
function keysText(keys: readonly Key[], day: string): string[] {
  const width = Math.max(0, ...keys.map(({ name }) => name.length));
  return keys.map((key) => `${key.name.padEnd(width)}  ${keyText(key, day)}`);
}

function keyText({ vendor, kind, ageDays, endsAt, rotation, replaced }: Key, day: string): string {
  const age = ageDays === undefined ? `its age is ${unknown}` : `${counted(ageDays)} old`;
  const parts = [age, endText(endsAt, day), ...(rotation ? [rotationText(rotation, day)] : [])];
  return `${vendor === "OpenAI" ? "OpenAI key" : kind}, ${[...parts, ...(replaced ? ["replaced already"] : [])].join(", ")}`;
}

function endText(endsAt: Key["endsAt"], day: string): string {
  if (endsAt === undefined) return `its end is ${unknown}`;
  if (endsAt === null) return "no end";
  return `${daysBetween(day, dayOf(endsAt)) < 0 ? "ended" : "ends"} ${dated(endsAt, day)}`;
}

function rotationText({ nextOn, due }: NonNullable<Key["rotation"]>, day: string): string {
  if (nextOn === undefined) return "rotates by dates";
  return due ? `should have rotated ${dated(nextOn, day)}: run \`pulumi up\`` : `rotates ${dated(nextOn, day)}`;
}

/** `2026-11-22 (in 3 days)`. @param moment a day, or a moment in UTC */
function dated(moment: string, day: string): string {
  const days = daysBetween(day, dayOf(moment));
  const away = days === 0 ? "today" : days > 0 ? `in ${counted(days)}` : `${counted(-days)} ago`;
  return `${dayOf(moment)} (${away})`;
}

const counted = (days: number): string => `${days} ${days === 1 ? "day" : "days"}`;

const dayOf = (moment: string): string => moment.slice(0, "2026-11-22".length);
