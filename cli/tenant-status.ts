import { daysBetween, nextRotation, ownerAndKey } from "../fleet/index.ts";
import { CommandFailed } from "./command-failed.ts";
import { resourceNameOf, type Stored } from "./pulumi.ts";

/**
 * What a stack's state says of one tenant. Moments are ISO texts in UTC, days such as `2026-11-22`. A value is null where there is
 * none, and left out where state does not say, which a refresh may change. No secret is in it.
 */
export interface TenantStatus {
  readonly tenant: string;
  readonly name: string;
  readonly plan: string | null;
  readonly status: string;
  /** Null for a tenant that is not suspended. */
  readonly suspension: Suspension | null;
  readonly organizationId?: string;
  /** Null for a tenant without a project. */
  readonly projectId: string | null;
  readonly sso: { readonly required: boolean; readonly connections: readonly Connection[] };
  /** What is declared, and the active connection by which people sign in: there the customer asks for it, or does not. */
  readonly mfa: { readonly policy: string; readonly signInBy: string | null };
  readonly domains: readonly Domain[];
  /** Those that nobody accepted. */
  readonly invitations: readonly Invitation[];
  /** Whom WorkOS sent a link to the Admin Portal, and what to set up there. */
  readonly portalInvitations: readonly { readonly email: string; readonly intents: readonly string[] }[];
  readonly keys: readonly Key[];
  /** By collection the names of what no file has, where lists are exclusive: the next update removes it. */
  readonly toBeRemoved: Readonly<Record<string, readonly string[]>>;
}

export interface Connection {
  readonly name: string;
  readonly type?: string;
  readonly state?: string;
  /** The day on which its last certificate ends; null if none is ours. */
  readonly certificatesEnd: string | null;
}

export interface Domain {
  readonly domain: string;
  readonly state?: string;
  /** What the customer has to publish; null once the domain is verified. */
  readonly dnsRecord?: { readonly type: "TXT"; readonly name: string; readonly value: string } | null;
}

export interface Invitation {
  readonly vendor: Vendor;
  readonly email: string;
  /** When state was written: nobody tells it that somebody accepted, or that time has passed. */
  readonly state: "pending" | "expired";
  readonly expiresAt?: string;
}

export interface Key {
  readonly vendor: Vendor;
  readonly kind: (typeof KEY_KINDS)[keyof typeof KEY_KINDS];
  /** As `rotate` takes it. */
  readonly name: string;
  readonly createdAt?: string;
  /** Since the day on which it was made, in UTC. */
  readonly ageDays?: number;
  readonly endsAt?: string | null;
  /** Null for a key that does not rotate by dates, and for one that is replaced already and works for a while. */
  readonly rotation: { readonly nextOn?: string; readonly due?: boolean } | null;
  readonly replaced: boolean;
}

/** What keys are resources of. */
export const KEY_KINDS = {
  "workos:OrganizationApiKey": "API key",
  "workos:ApplicationClientSecret": "client secret",
  "openai:ServiceAccountKey": "service account key",
} as const;

type Vendor = "WorkOS" | "OpenAI";

/** Since which day, by whom and why, as its file says. */
export interface Suspension {
  readonly since: string;
  readonly by: string;
  readonly reason: string;
}

/** What policies see of a tenant, as far as it is told here. */
interface Facts {
  readonly tenant: string;
  readonly name: string;
  readonly plan: string;
  readonly status: string;
  readonly suspension?: Suspension;
  readonly mfa?: { readonly policy?: string };
  readonly sso?: { readonly required?: boolean };
  readonly apiKeys?: readonly Rotating[];
  readonly applications?: readonly { readonly name: string; readonly secrets?: readonly Rotating[] }[];
}
type Rotating = { readonly name: string; readonly rotation?: Parameters<typeof nextRotation>[0] };

/**
 * All tenants of a stack, or one of them, by key.
 * @param now by which ages are counted, in milliseconds
 * @throws CommandFailed if there is no such tenant, or state does not have what its file says
 */
export function tenantStatuses(resources: readonly Stored[], now: number, wanted?: string): TenantStatus[] {
  const standing = resources.filter((resource) => !resource.delete);
  const tenants = standing
    .filter((one) => one.type === "tenantry:index:Tenant" && [undefined, resourceNameOf(one)].includes(wanted))
    .sort((a, b) => (resourceNameOf(a) < resourceNameOf(b) ? -1 : 1));
  if (tenants.length === 0)
    throw new CommandFailed(
      wanted === undefined
        ? "The stack has no tenants: `pulumi up` makes what the files declare."
        : `The stack has no tenant ${wanted}. What is declared and not made yet is made by \`pulumi up\`.`,
    );
  const unsaid = tenants.filter(({ inputs }) => inputs?.tenant === undefined).map(resourceNameOf);
  if (unsaid.length > 0)
    throw new CommandFailed(
      `The state does not have what the files say of ${unsaid.join(", ")}: the last run left the inputs of components out, ` +
        "as it does where PULUMI_NODEJS_SKIP_COMPONENT_INPUTS is set. Unset it, and `pulumi up` writes them.",
    );
  const byOwner = Map.groupBy(standing, (resource) => ownerAndKey(resourceNameOf(resource)).owner);
  return tenants.map((one) => {
    const facts = one.inputs as unknown as Facts;
    return statusOf(facts, one.outputs ?? {}, { own: byOwner.get(facts.tenant) ?? [], now });
  });
}

/** What is in state of one tenant. */
interface Known {
  readonly own: readonly Stored[];
  readonly now: number;
}
type Outputs = NonNullable<Stored["outputs"]>;

function statusOf(facts: Facts, { organizationId, projectId }: Outputs, known: Known): TenantStatus {
  const connections = connectionsIn(known);
  return {
    tenant: facts.tenant,
    name: facts.name,
    plan: facts.plan || null,
    status: facts.status,
    suspension: suspensionOf(facts),
    ...found("organizationId", organizationId),
    projectId: textIn(projectId) ?? null,
    sso: { required: facts.sso?.required ?? false, connections },
    mfa: {
      policy: facts.mfa?.policy ?? "OPTIONAL",
      signInBy: connections.find(({ state }) => state === "active")?.name ?? null,
    },
    domains: of(known, "workos:OrganizationDomain").map(({ key: [domain = ""], outputs }) => domainOf(domain, outputs)),
    invitations: [...invitationsIn(known, "workos:Member"), ...invitationsIn(known, "openai:ProjectMember")],
    portalInvitations: of(known, "workos:ItContact").flatMap(({ key: [email = ""], outputs: { invite } }) =>
      Array.isArray(invite) && invite.length > 0 ? [{ email, intents: invite.map(String) }] : [],
    ),
    keys: keysIn(known, facts),
    toBeRemoved: Object.assign(
      {},
      ...of(known, "tenantry:Undeclared").map(({ outputs: { undeclared } }) => namesOf(undeclared, facts.tenant)),
    ),
  };
}

function suspensionOf({ suspension }: Facts): Suspension | null {
  if (suspension === undefined) return null;
  const { since, by, reason } = suspension;
  return { since, by, reason };
}

/** The resources of a type, by their names. */
function of({ own }: Known, type: string): { readonly key: readonly string[]; readonly outputs: Outputs }[] {
  return own
    .filter((resource) => resource.type === `pulumi-nodejs:dynamic/${type}`)
    .sort((a, b) => (a.urn < b.urn ? -1 : 1))
    .map((resource) => ({ key: ownerAndKey(resourceNameOf(resource)).key, outputs: resource.outputs ?? {} }));
}

function connectionsIn(known: Known): Connection[] {
  const certificates = of(known, "workos:SamlIdpCertificate");
  return of(known, "workos:SsoConnection").map(({ key: [name = ""], outputs: { type, state } }) => {
    const ends = certificates.flatMap(({ key, outputs }) =>
      key[0] === name ? (momentOf(outputs.expiresAt) ?? []) : [],
    );
    return {
      name,
      ...found("type", type),
      ...found("state", state),
      certificatesEnd: ends.sort().at(-1)?.slice(0, 10) ?? null,
    };
  });
}

function domainOf(domain: string, { state, dnsRecordName, dnsRecordValue }: Outputs): Domain {
  const isVerified = state === "verified" || state === "legacy_verified";
  const [name, value] = [textIn(dnsRecordName), textIn(dnsRecordValue)];
  const record = name && value ? { dnsRecord: { type: "TXT" as const, name, value } } : {};
  return { domain, ...found("state", state), ...(isVerified ? { dnsRecord: null } : record) };
}

function invitationsIn(known: Known, type: "workos:Member" | "openai:ProjectMember"): Invitation[] {
  return of(known, type).flatMap(({ key: [email = ""], outputs: { state, expiresAt } }) => {
    if (state !== "pending" && state !== "expired") return [];
    const ends = momentOf(expiresAt);
    return [{ vendor: vendorOf(type), email, state, ...(ends !== undefined && { expiresAt: ends }) }];
  });
}

function keysIn(known: Known, { apiKeys = [], applications = [] }: Facts): Key[] {
  const rotationOf = (all: readonly Rotating[] = [], name: string | undefined) =>
    all.find((one) => one.name === name)?.rotation;
  return [
    ...of(known, "workos:OrganizationApiKey").map(({ key, outputs }) => ({
      ...keyOf("WorkOS", "API key", key, { ...outputs, endsAt: outputs.expiry }, known.now),
      ...rotating(outputs, key.at(1), rotationOf(apiKeys, key[0]), known.now),
    })),
    ...of(known, "workos:ApplicationClientSecret").map(({ key, outputs }) => ({
      ...keyOf("WorkOS", "client secret", key, { ...outputs, endsAt: null }, known.now), // WorkOS gives them no end.
      ...rotating(
        outputs,
        key.at(2),
        rotationOf(applications.find(({ name }) => name === key[0])?.secrets, key[1]),
        known.now,
      ),
    })),
    ...of(known, "openai:ServiceAccountKey").map(({ key, outputs }) => ({
      ...keyOf("OpenAI", "service account key", key, { ...outputs, endsAt: outputs.expiresAt }, known.now),
      // State says that it goes by dates, and not by which.
      ...rotating(outputs, undefined, undefined, known.now),
    })),
  ];
}

function keyOf(
  vendor: Vendor,
  kind: Key["kind"],
  key: readonly string[],
  { createdAt, endsAt }: Outputs,
  now: number,
): Omit<Key, "rotation" | "replaced"> {
  const made = momentOf(createdAt);
  const ends = endsAt === null ? null : momentOf(endsAt);
  return {
    ...{ vendor, kind, name: key.join("/") },
    ...(made !== undefined && { createdAt: made, ageDays: daysBetween(made.slice(0, 10), dayOf(now)) }),
    ...(ends !== undefined && { endsAt: ends }),
  };
}

/** @param label of the epoch, which by dates is its first day */
function rotating(
  { __epoch }: Outputs,
  label: string | undefined,
  rotation: Rotating["rotation"],
  now: number,
): Pick<Key, "rotation" | "replaced"> {
  if (__epoch !== "current") return { rotation: null, replaced: __epoch === "previous" };
  const nextOn = rotation && momentOf(label) && nextRotation(rotation, label as string);
  if (!nextOn) return { rotation: {}, replaced: false };
  return { rotation: { nextOn, due: Date.parse(nextOn) <= now }, replaced: false };
}

const dayOf = (moment: number): string => new Date(moment).toISOString().slice(0, 10);

const vendorOf = (type: string): Vendor => (type.startsWith("workos:") ? "WorkOS" : "OpenAI");

/** Of names by id in collections of tenants. */
function namesOf(undeclared: unknown, tenant: string): Record<string, string[]> {
  const collections = (undeclared as Readonly<Record<string, Readonly<Record<string, object>>>> | undefined)?.[tenant];
  return Object.fromEntries(
    Object.entries(collections ?? {}).map(([collection, names]) => [
      collection,
      Object.values(names).map(String).sort(),
    ]),
  );
}

/** An empty text is what the vendor did not say. */
const textIn = (value: unknown): string | undefined => (typeof value === "string" && value !== "" ? value : undefined);

const found = <Name extends string>(name: Name, value: unknown): { readonly [Field in Name]?: string } => {
  const text = textIn(value);
  return (text === undefined ? {} : { [name]: text }) as { [Field in Name]?: string };
};

/** WorkOS has moments as texts, OpenAI as seconds. */
function momentOf(value: unknown): string | undefined {
  const moment = new Date(typeof value === "number" ? value * 1000 : (textIn(value) ?? Number.NaN));
  return Number.isNaN(moment.getTime()) ? undefined : moment.toISOString();
}
