import { ownerAndKey } from "../fleet/index.ts";
import { printable } from "../providers/contract/printable.ts";
import { CommandFailed } from "./command-failed.ts";
import { resourceNameOf, type Stored } from "./pulumi.ts";

/** What policies see of a tenant, as far as it is told here. */
interface Facts {
  readonly tenant: string;
  readonly name: string;
  readonly plan: string;
  readonly status: string;
  readonly suspension?: { readonly since: string; readonly by: string; readonly reason: string };
  readonly mfa?: { readonly policy?: string };
  readonly sso?: { readonly required?: boolean };
}

interface Connection {
  readonly name: string;
  readonly type: string;
  readonly state: string;
  /** Of its last certificate, as `2046-11-23`; of one that WorkOS reads itself nobody knows. */
  readonly certificatesEnd: string | undefined;
}

/**
 * What a stack's state says of its tenants, or of one of them, for people: one paragraph each.
 * @throws CommandFailed if there is no such tenant
 */
export function tenantStatus(resources: readonly Stored[], wanted?: string): string {
  const standing = resources.filter((resource) => !resource.delete);
  const tenants = standing
    .filter(({ type }) => type === "tenantry:index:Tenant")
    .map(({ inputs }) => inputs as unknown as Facts)
    .filter(({ tenant }) => wanted === undefined || tenant === wanted)
    .sort((a, b) => (a.tenant < b.tenant ? -1 : 1));
  if (tenants.length === 0)
    throw new CommandFailed(
      wanted === undefined
        ? "The stack has no tenants: `pulumi up` makes what the files declare."
        : `The stack has no tenant ${wanted}. What is declared and not made yet is made by \`pulumi up\`.`,
    );
  const signOn = Map.groupBy(
    standing.filter(({ type }) => type === CONNECTION || type === CERTIFICATE),
    ownerOf,
  );
  return tenants.map((facts) => paragraph(facts, connectionsIn(signOn.get(facts.tenant) ?? []))).join("\n\n");
}

function paragraph(facts: Facts, connections: readonly Connection[]): string {
  const { tenant, name, plan, status, suspension } = facts;
  const why = suspension && ` since ${suspension.since}, by ${suspension.by}: ${suspension.reason}`;
  const lines = [
    `${tenant}: ${name}, ${plan === "" ? "no plan" : `plan ${plan}`}, ${status}${why ?? ""}`,
    ...signOnOf(facts, connections).map((line) => `  SSO  ${line}`),
    `  MFA  ${mfaOf(facts, connections)}`,
  ];
  return lines.map(printable).join("\n");
}

function signOnOf({ sso }: Facts, connections: readonly Connection[]): string[] {
  if (connections.length === 0)
    return [sso?.required ? "required, and there is no connection of ours" : "none of ours"];
  return connections.map(({ name, type, state, certificatesEnd }) => {
    const end = certificatesEnd === undefined ? "" : `, its certificates end on ${certificatesEnd}`;
    return `${name} (${type}) is ${state}${end}`;
  });
}

/** Declared, or done by the identity provider that people sign in at. WorkOS enforces it for no single organization. */
function mfaOf({ mfa }: Facts, connections: readonly Connection[]): string {
  const policy = mfa?.policy ?? "OPTIONAL";
  const active = connections.find(({ state }) => state === "active");
  if (active) return `${policy} is declared; people sign in by ${active.name}, where the customer asks for it`;
  return `${policy} is declared, and nothing else: WorkOS enforces it for no single organization`;
}

const CONNECTION = "pulumi-nodejs:dynamic/workos:SsoConnection";
const CERTIFICATE = "pulumi-nodejs:dynamic/workos:SamlIdpCertificate";

const ownerOf = (resource: Stored): string => ownerAndKey(resourceNameOf(resource)).owner;

/** @param resources connections and certificates of one tenant */
function connectionsIn(resources: readonly Stored[]): Connection[] {
  const outputsOf = (wanted: string) =>
    resources.filter(({ type }) => type === wanted).map(({ outputs }) => outputs ?? {});
  const ends = outputsOf(CERTIFICATE).map(({ expiresAt }) => String(expiresAt ?? "").slice(0, 10));
  return outputsOf(CONNECTION).map(({ externalId, type, state }) => ({
    name: String(externalId),
    type: String(type ?? "unknown type"),
    state: String(state),
    certificatesEnd: ends.sort().at(-1),
  }));
}
