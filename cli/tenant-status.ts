import { nameOf } from "../fleet/index.ts";
import { printable } from "../providers/contract/printable.ts";
import { CommandFailed } from "./command-failed.ts";

/** A resource as a stack's state has it. */
export interface Stored {
  readonly urn: string;
  readonly type: string;
  /** It has been replaced, and is about to go. */
  readonly delete?: boolean;
  readonly inputs?: Readonly<Record<string, unknown>>;
  readonly outputs?: Readonly<Record<string, unknown>>;
}

/** What policies see of a tenant, as far as it is told here. */
interface Facts {
  readonly tenant: string;
  readonly name: string;
  readonly plan: string;
  readonly status: string;
  readonly mfa?: { readonly policy?: string };
  readonly sso?: { readonly required?: boolean; readonly connection?: { readonly protocol: string } | null };
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
  return tenants.map((facts) => paragraph(facts, connectionsOf(standing, facts.tenant))).join("\n\n");
}

function paragraph(facts: Facts, connections: readonly Connection[]): string {
  const { tenant, name, plan, status } = facts;
  const lines = [
    `${tenant}: ${name}, ${plan === "" ? "no plan" : `plan ${plan}`}, ${status}`,
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

function connectionsOf(resources: readonly Stored[], tenant: string): Connection[] {
  const outputsOf = (type: "workos:SsoConnection" | "workos:SamlIdpCertificate") =>
    resources
      .filter((one) => one.type === `pulumi-nodejs:dynamic/${type}` && one.urn.includes(`::${nameOf(tenant, type)}/`))
      .map(({ outputs }) => outputs ?? {});
  const ends = outputsOf("workos:SamlIdpCertificate").flatMap(({ expiresAt }) => String(expiresAt ?? "").slice(0, 10));
  return outputsOf("workos:SsoConnection").map(({ externalId, type, state }) => ({
    name: String(externalId),
    type: String(type ?? "unknown type"),
    state: String(state),
    certificatesEnd: ends.sort().at(-1),
  }));
}
