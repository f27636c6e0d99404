import { z } from "zod";
import type { Collection } from "../host/collection.ts";
import { defineResource } from "../host/resource.ts";
import { ResourceError } from "../host/resource-error.ts";
import { InvalidRequestError } from "../http/errors/invalid-request-error.ts";
import { OutcomeUnknownError } from "../http/errors/outcome-unknown-error.ts";
import { type WorkosClient, workos } from "./client.ts";
import { type OrganizationRow, organizations } from "./organization.ts";
import { publicMailDomains } from "./public-mail-domains.ts";

export interface DomainRow {
  id: string;
  organization_id: string;
  domain: string;
  /** `pending`, `verified`, `legacy_verified`, `failed` or `unverified`. */
  state?: string;
  /** `dns`, or `manual`: somebody's word. */
  verification_strategy?: string;
  verification_prefix?: string;
  verification_token?: string;
}

const inputs = z.strictObject({
  organizationId: z.string().min(1),
  /** `acme.example`; lower case, no protocol, no path. */
  domain: z
    .string()
    .trim()
    .toLowerCase()
    .max(253)
    .regex(
      /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])$/,
      "must be a domain name such as acme.example",
    )
    .refine((name) => !publicMailDomains.has(name), "is a public mail provider: no customer can own it"),
  /**
   * How it becomes verified. `verify`: by the DNS record that the customer sets; when WorkOS gave up looking for it, it is
   * asked to look again. `attested`: on your word, without DNS. Left out, it stays as it is.
   */
  verification: z.enum(["verify", "attested"]).optional(),
});

const computed = z.object({
  /** `pending` until the DNS record is found, then `verified`; `failed` when it was not found within 30 days. */
  state: z.string(),
  /** `dns`, or `manual` for one that was attested. Empty where WorkOS does not say. */
  verificationStrategy: z.string(),
  /** The full name of the TXT record that the customer sets. Empty where WorkOS asks for none. */
  dnsRecordName: z.string(),
  /** What the TXT record says. Empty where WorkOS asks for none. */
  dnsRecordValue: z.string(),
  /** Where the customer puts the TXT record, e.g. `superapi-domain-verification-x1`. Empty where WorkOS gives none. */
  verificationPrefix: z.string(),
  /** What the TXT record says. Public by nature. Empty where WorkOS gives none. */
  verificationToken: z.string(),
});

/** WorkOS has no list of domains; each organization carries its own. */
export const organizationDomains: Collection<WorkosClient, DomainRow> = {
  name: "organization domains",
  within: "workos:Organization",
  async list(client, organizationId) {
    const organization = await client.find<OrganizationRow>(`/organizations/${encodeURIComponent(organizationId)}`);
    return organization ? domainsOf(organization) : [];
  },
  everywhere: {
    list: async (client) => (await client.snapshots.all(organizations, "")).flatMap(domainsOf),
    scope: (row) => row.organization_id,
  },
  id: (row) => row.id,
};

const domainsOf = (organization: OrganizationRow): DomainRow[] =>
  (organization.domains ?? []).map((domain) => ({ ...domain, organization_id: organization.id }));

const isVerified = ({ state }: DomainRow): boolean => state === "verified" || state === "legacy_verified";

/** What the state amounts to, in the words of the declaration. Proof by DNS is what either of them wants. */
function verificationOf(
  row: DomainRow,
  { verification }: Pick<Declared, "verification">,
): Declared["verification"] | null | undefined {
  if (isVerified(row)) return row.verification_strategy === "manual" ? "attested" : verification;
  if (row.state === "failed" || row.state === "unverified") return null;
  return row.state === "pending" ? "verify" : undefined;
}

type Declared = z.output<typeof inputs>;

/**
 * A domain of an organization. Creating it sends nothing to anybody. Attesting writes all domains of the organization at
 * once, so the writes to one organization's domains are sent one after another.
 * Source: WorkOS API reference, "Organization domain" and `domain_data` in "Organization".
 */
export class OrganizationDomain extends defineResource({
  vendor: workos,
  name: "OrganizationDomain",
  inputs,
  computed,
  identity: ["organizationId", "domain"],
  immutable: ["organizationId", "domain"],
  importId: ["organizationId", "domain"],
  collection: organizationDomains,
  scope: ({ organizationId }) => organizationId,
  matches: (row, { domain }) => row.domain.toLowerCase() === domain,
  feed: {
    changes: [
      "organization_domain.created",
      "organization_domain.updated",
      "organization_domain.verified",
      "organization_domain.verification_failed",
    ],
    removals: ["organization_domain.deleted"],
    // A failed verification carries the domain one level deeper than the other events.
    concerns: (data, { id }) => data.id === id || (data.organization_domain as DomainRow | undefined)?.id === id,
  },

  describe: (row, declared) => ({
    id: row.id,
    inputs: {
      organizationId: row.organization_id,
      domain: row.domain.toLowerCase(),
      verification: verificationOf(row, declared),
    },
    computed: {
      state: row.state ?? "",
      verificationStrategy: row.verification_strategy ?? "",
      dnsRecordName: row.verification_prefix ? `${row.verification_prefix}.${row.domain.toLowerCase()}` : "",
      dnsRecordValue: row.verification_token ?? "",
      verificationPrefix: row.verification_prefix ?? "",
      verificationToken: row.verification_token ?? "",
    },
  }),

  ensure: (client, { organizationId, domain, verification }) =>
    inTurn(client, organizationId, () =>
      verification === "attested"
        ? attest(client, organizationId, domain)
        : client.post<DomainRow>("/organization_domains", { organization_id: organizationId, domain }),
    ),

  sync: (client, { verification }, { row }) =>
    inTurn(client, row.organization_id, () => {
      if (verification === "attested") return attest(client, row.organization_id, row.domain);
      if (isVerified(row)) throw alreadyAttested(row);
      return verify(client, row);
    }),

  async remove(client, { id, inputs: { organizationId } }) {
    await inTurn(client, organizationId, () => client.delete(`/organization_domains/${encodeURIComponent(id)}`));
  },
}) {}

const inTurn = <Result>(client: WorkosClient, organizationId: string, write: () => Promise<Result>): Promise<Result> =>
  client.inTurn(`domains of ${organizationId}`, write);

/** Asks WorkOS to look for the DNS record once more. */
async function verify(client: WorkosClient, row: DomainRow): Promise<DomainRow> {
  const path = `/organization_domains/${encodeURIComponent(row.id)}`;
  try {
    return { ...(await client.post<DomainRow>(`${path}/verify`, {})), organization_id: row.organization_id };
  } catch (error) {
    const found = error instanceof InvalidRequestError && error.request.code === "domain_already_verified";
    if (!found) throw error;
    return { ...row, ...(await client.get<DomainRow>(path)), organization_id: row.organization_id };
  }
}

/**
 * The list that WorkOS takes is the resulting set, so it is made of what the organization has at this moment. A domain
 * that failed can only be sent as pending. ASSUMED: that leaves it as it is or restarts it, and a verified one that is
 * sent as verified keeps its DNS proof; another `verification_strategy` on it after an attestation would show otherwise.
 */
async function attest(client: WorkosClient, organizationId: string, domain: string): Promise<DomainRow> {
  const path = `/organizations/${encodeURIComponent(organizationId)}`;
  const present = domainsOf(await client.get<OrganizationRow>(path));
  const others = present.filter((row) => row.domain.toLowerCase() !== domain);
  const organization = await client.put<OrganizationRow>(path, {
    domain_data: [
      ...others.map((row) => ({ domain: row.domain, state: isVerified(row) ? "verified" : "pending" })),
      { domain, state: "verified" },
    ],
  });
  const attested = domainsOf(organization).find((row) => row.domain.toLowerCase() === domain);
  if (attested) return attested;
  const request = { vendor: "WorkOS", method: "PUT", path, route: path };
  throw new OutcomeUnknownError(request, `the answer does not have the domain ${domain} that it was to have`);
}

const alreadyAttested = ({ domain }: DomainRow): ResourceError =>
  new ResourceError(
    "workos:OrganizationDomain",
    `${domain} was attested without DNS, and WorkOS cannot take that back. Nothing was changed. ` +
      "Declare verification: attested, or remove the domain with one run and add it with verification: verify in the next: " +
      "until its DNS record is found it then counts as unproven.",
  );
