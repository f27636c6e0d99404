import { z } from "zod";
import type { Collection } from "../host/collection.ts";
import { defineResource } from "../host/resource.ts";
import { ResourceError } from "../host/resource-error.ts";
import { InvalidRequestError } from "../http/errors/invalid-request-error.ts";
import { OutcomeUnknownError } from "../http/errors/outcome-unknown-error.ts";
import { type WorkosClient, workos } from "./client.ts";
import { type DomainWrites, domainWrites, isVerified } from "./domain-writes.ts";
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
  /**
   * The full name of the TXT record that the customer sets, e.g. `superapi-domain-verification-x1.acme.example`. Empty
   * where WorkOS asks for none.
   */
  dnsRecordName: z.string(),
  /** What the TXT record says; public by nature. Empty where WorkOS asks for none. */
  dnsRecordValue: z.string(),
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
    },
  }),

  ensure: (client, { organizationId, domain, verification }) =>
    inTurn(client, organizationId, () =>
      verification === "attested"
        ? attest(client, organizationId, domain)
        : domainWrites(client, organizationId).make({ domain, state: "pending" }, () =>
            client.post<DomainRow>("/organization_domains", { organization_id: organizationId, domain }),
          ),
    ),

  sync: (client, { verification }, { row }) =>
    inTurn(client, row.organization_id, () => {
      if (verification === "attested") return attest(client, row.organization_id, row.domain.toLowerCase());
      if (isVerified(row)) throw alreadyAttested(row);
      return verify(client, row);
    }),

  async remove(client, { id, inputs: { organizationId, domain } }) {
    await inTurn(client, organizationId, () => drop(client, organizationId, { id, domain }));
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

const drop = (client: WorkosClient, organizationId: string, domain: { id: string; domain: string }): Promise<void> =>
  domainWrites(client, organizationId).remove(domain, () =>
    client.delete(`/organization_domains/${encodeURIComponent(domain.id)}`),
  );

/** How often the set is written when each time a domain turns up that was not in it. */
const SETS = 3;

/**
 * The list that WorkOS takes is the resulting set, and a domain that is not in it is deleted. So it is made of all that
 * is known: what the organization shows at this moment, what this run listed before, and what it wrote, since reads may
 * be behind. What another process made just then, and only the read afterwards shows, is put back.
 *
 * A domain that failed can only be sent as pending. ASSUMED: that leaves it as it is or restarts it, and a verified one
 * that is sent as verified keeps its DNS proof; another `verification_strategy` on it after an attestation would show
 * otherwise.
 */
async function attest(client: WorkosClient, organizationId: string, domain: string): Promise<DomainRow> {
  const path = `/organizations/${encodeURIComponent(organizationId)}`;
  const read = async () => domainsOf(await client.get<OrganizationRow>(path));
  const writes = domainWrites(client, organizationId);
  const listed = await client.snapshots.all(organizationDomains, organizationId);
  const shown = await read();

  const wanted = writes.upToDate(listed, shown);
  for (let set = 1; ; set++) {
    wanted.set(domain, { domain, state: "verified" });
    let held: DomainRow[] = [];
    const attested = await writes.make({ domain, state: "verified" }, async () => {
      const domain_data = [...wanted.values()].map((row) => ({
        domain: row.domain,
        state: isVerified(row) ? "verified" : "pending",
      }));
      held = domainsOf(await client.put<OrganizationRow>(path, { domain_data }));
      const row = named(held, domain);
      if (row) return row;
      const request = { vendor: "WorkOS", method: "PUT", path, route: path };
      throw new OutcomeUnknownError(request, `the answer does not have the domain ${domain} that it was to have`);
    });
    if (set === 1) {
      for (const { id, name } of broughtBack(held, listed, shown, writes)) {
        await drop(client, organizationId, { id, domain: name });
        wanted.delete(name);
      }
    }
    // The attestation is done: that nobody can look whether all others are there is no reason to fail.
    const found = writes.upToDate(await read().catch(() => []));
    const lost = [...found].filter(([name]) => !wanted.has(name));
    if (lost.length === 0 || set === SETS) return attested;
    for (const [name, row] of lost) wanted.set(name, row);
  }
}

const named = <Row extends { domain: string }>(rows: readonly Row[], name: string): Row | undefined =>
  rows.find((row) => row.domain.toLowerCase() === name);

/**
 * Domains that somebody removed since this run listed them: the read just before the write did not show them any more,
 * and WorkOS made them anew, under another id.
 */
function broughtBack(
  held: readonly DomainRow[],
  listed: readonly DomainRow[],
  shown: readonly DomainRow[],
  writes: DomainWrites,
): { id: string; name: string }[] {
  return held
    .map(({ id, domain }) => ({ id, name: domain.toLowerCase() }))
    .filter(({ id, name }) => {
      const before = named(listed, name);
      return before !== undefined && before.id !== id && !named(shown, name) && !writes.hasMade(name);
    });
}

const alreadyAttested = ({ domain }: DomainRow): ResourceError =>
  new ResourceError(
    "workos:OrganizationDomain",
    `${domain} was attested without DNS, and WorkOS cannot take that back. Nothing was changed. ` +
      "Declare verification: attested, or remove the domain with one run and add it with verification: verify in the next: " +
      "until its DNS record is found it then counts as unproven.",
  );
