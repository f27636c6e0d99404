import type { OrganizationResponse } from "@workos-inc/node";
import { type Api, at, defineResource, fail, given, hasCode, OwnWrites, says, VendorError, when, z } from "../kit.ts";
import { workos } from "./client.ts";
import { domain, timestamp, vendorId } from "./fields.ts";
import { Organization } from "./organization.ts";

interface DomainRow {
  id: string;
  organization_id: string;
  domain: string;
  /** `pending`, `verified`, `legacy_verified`, `failed` or `unverified`. */
  state?: string;
  /** `dns`, or `manual`: somebody's word. */
  verification_strategy?: string;
  verification_prefix?: string;
  verification_token?: string;
  created_at: string;
}

const inputs = z.strictObject({
  organizationId: vendorId,
  /** `acme.example`; lower case, no protocol, no path. */
  domain,
  /**
   * How it becomes verified. `verify`: by the DNS record that the customer sets; when WorkOS gave up looking for it, it is
   * asked to look again. `attested`: on your word, without DNS. Left out, it stays as it is.
   */
  verification: z.enum(["verify", "attested"]).optional(),
});

type Verification = z.output<typeof inputs>["verification"];

/**
 * A domain of an organization. Creating it sends nothing to anybody. Attesting writes all domains of the organization at
 * once, so the writes to one organization's domains are sent one after another.
 * Source: WorkOS API reference, "Organization domain" and `domain_data` in "Organization".
 */
export class OrganizationDomain extends defineResource(workos, "OrganizationDomain", {
  inputs,
  outputs: z.object({
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
    createdAt: timestamp,
  }),
  parent: { organizationId: "workos:Organization" },
  key: ["domain"],
  thenTodo: "its DNS record is known after `up`: the customer sets what `npx tenantry status` shows",
  immutable: ["domain"],
  importId: "key",
  feed: {
    changes: ["created", "updated", "verified", "verification_failed"].map((what) => `organization_domain.${what}`),
    removals: ["organization_domain.deleted"],
    // A failed verification carries the domain one level deeper than the other events.
    about: (data, { id }) => says((data.organization_domain as Record<string, unknown> | undefined) ?? data, { id }),
    covers: {},
  },
  // WorkOS has no list of domains; each organization carries its own.
  list: async (api, { organizationId }): Promise<DomainRow[]> =>
    domainsOf(await api.get<OrganizationResponse>(at`/organizations/${organizationId}`)),
  everywhere: {
    list: async (api) => (await api.snapshots.all(Organization.definition.collection, "")).flatMap(domainsOf),
    within: (row) => row.organization_id,
  },
  lookAgain: (api, { id }) => api.find(at`/organization_domains/${id}`),
  show: (row, declared) => ({
    organizationId: row.organization_id,
    domain: nameOf(row),
    verification: verificationOf(row, declared.verification),
    state: row.state ?? "",
    verificationStrategy: row.verification_strategy ?? "",
    dnsRecordName: row.verification_prefix ? `${row.verification_prefix}.${nameOf(row)}` : "",
    dnsRecordValue: row.verification_token ?? "",
    createdAt: row.created_at,
  }),
  ensure: (api, { organizationId, domain, verification }) =>
    inTurn(api, organizationId, () =>
      verification === "attested"
        ? attest(api, organizationId, domain)
        : writesTo(api, organizationId).make(
            { domain, state: "pending" },
            () => api.post<DomainRow>(at`/organization_domains`, { organization_id: organizationId, domain }),
            hasCode("domain_already_exists"),
          ),
    ),
  sync: (api, { verification }, { organizationId, domain, row }) =>
    inTurn(api, organizationId, async () => {
      if (verification === "attested") return attest(api, organizationId, domain);
      if (!isVerified(row)) return verify(api, row);
      throw fail(
        `${domain} was attested without DNS, and WorkOS cannot take that back`,
        "Nothing was changed. Declare verification: attested, or remove the domain with one run and add it with verification: verify in the next: until its DNS record is found it then counts as unproven.",
      );
    }),
  remove: (api, { id, organizationId, domain }) =>
    inTurn(api, organizationId, () => drop(api, organizationId, { id, domain })),
}) {}

const domainsOf = (organization: OrganizationResponse): DomainRow[] =>
  given(organization.domains, "domains").map((domain) => ({ ...domain, organization_id: organization.id }));

const nameOf = ({ domain }: { readonly domain: string }): string => domain.toLowerCase();

const isVerified = ({ state }: KnownDomain): boolean => state === "verified" || state === "legacy_verified";

/** What the state amounts to, in the words of the declaration. Proof by DNS is what either of them wants. */
function verificationOf(row: DomainRow, declared: Verification): Verification | null {
  if (isVerified(row)) return row.verification_strategy === "manual" ? "attested" : declared;
  if (row.state === "failed" || row.state === "unverified") return null;
  return row.state === "pending" ? "verify" : undefined;
}

const inTurn = <Result>(api: Api, organizationId: string, write: () => Promise<Result>): Promise<Result> =>
  api.inTurn(`domains of ${organizationId}`, write);

/** Asks WorkOS to look for the DNS record once more. */
async function verify(api: Api, { id, organization_id }: DomainRow): Promise<DomainRow> {
  const path = at`/organization_domains/${id}`;
  const verified = when(hasCode("domain_already_verified"), () => api.get<DomainRow>(path));
  return { ...(await api.post<DomainRow>(at`${path}/verify`).catch(verified)), organization_id };
}

const drop = (api: Api, organizationId: string, { id, domain }: { id: string; domain: string }): Promise<unknown> =>
  writesTo(api, organizationId).remove(id, domain, () => api.delete(at`/organization_domains/${id}`));

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
async function attest(api: Api, organizationId: string, domain: string): Promise<DomainRow> {
  const path = at`/organizations/${organizationId}`;
  const read = async () => domainsOf(await api.get<OrganizationResponse>(path));
  const writes = writesTo(api, organizationId);
  const listed = await api.snapshots.all(OrganizationDomain.definition.collection, organizationId);
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
      held = domainsOf(await api.put<OrganizationResponse>(path, { domain_data }));
      const row = named(held, domain);
      if (row) return row;
      const request = { vendor: "WorkOS", method: "PUT", path: path.text, route: path.route };
      const what = `the answer does not have the domain ${domain} that it was to have`;
      throw new VendorError("outcome unknown", request, what);
    });
    for (const row of set === 1 ? held : []) {
      const name = nameOf(row);
      const before = named(listed, name);
      if (!before || before.id === row.id || named(shown, name) || writes.hasMade(name)) continue;
      // Somebody removed it since this run listed it: the read just before the write did not show it any more, and WorkOS
      // made it anew, under another id.
      await drop(api, organizationId, { id: row.id, domain: name });
      wanted.delete(name);
    }
    // The attestation is done: that nobody can look whether all others are there is no reason to fail.
    const found = writes.upToDate(await read().catch(() => []));
    const lost = [...found].filter(([name]) => !wanted.has(name));
    if (lost.length === 0 || set === SETS) return attested;
    for (const [name, row] of lost) wanted.set(name, row);
  }
}

const named = <Row extends { domain: string }>(rows: readonly Row[], name: string): Row | undefined =>
  rows.find((row) => nameOf(row) === name);

/** A domain, by whatever is known of it: one whose creation was not answered has no id yet. */
type KnownDomain = Pick<DomainRow, "domain" | "state"> & { readonly id?: string };

/** What this run did to the domains of one organization. Nothing makes a verified domain unverified. */
const writesTo = (api: Api, organizationId: string): OwnWrites<KnownDomain> =>
  api.run.memory(`writes to the domains of ${organizationId}`, () => new OwnWrites(nameOf, isVerified));
