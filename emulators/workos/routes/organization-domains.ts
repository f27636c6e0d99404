import { z } from "zod";
import { del, type Endpoint, get, param, post } from "../../core/api.ts";
import { randomText } from "../../core/ids.ts";
import { notFound, plainRefusal, refusal, valid } from "../errors.ts";
import { existingOrganization } from "../existing.ts";
import type { OrganizationDomain } from "../records.ts";
import { type Cause, iso, type WorkosStore } from "../store.ts";

/** Source: WorkOS documentation, "Domain verification". */
const VERIFICATION_MS = 30 * 24 * 60 * 60 * 1000;

/** Source: WorkOS documentation. ASSUMED: the list, and the status 422. */
const CONSUMER_DOMAINS = new Set([
  "gmail.com",
  "googlemail.com",
  "hotmail.com",
  "icloud.com",
  "outlook.com",
  "yahoo.com",
]);

const domainName = z
  .string()
  .max(253, "must be at most 253 characters")
  .transform((domain) => domain.toLowerCase())
  .refine(
    (domain) => /^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]$/.test(domain),
    "must be a domain name",
  )
  .refine((domain) => !CONSUMER_DOMAINS.has(domain), "must not be a consumer e-mail domain");

const domainDataSchema = z.object({ domain: domainName, state: z.enum(["pending", "verified"]) });
export type DomainData = z.infer<typeof domainDataSchema>;

const MAX_DOMAINS = 1000;
const eachOnce = (names: readonly string[]) => new Set(names).size === names.length;

/** As a whole organization takes them. ASSUMED: naming one twice is refused. */
export const domainDataList = z
  .array(domainDataSchema)
  .max(MAX_DOMAINS, "has too many domains")
  .refine((list) => eachOnce(list.map(({ domain }) => domain)), "names a domain twice");
export const domainNameList = z
  .array(domainName)
  .max(MAX_DOMAINS, "has too many domains")
  .refine(eachOnce, "names a domain twice");

const createSchema = z.object({ domain: domainName, organization_id: z.string() });

export function organizationDomainEndpoints(store: WorkosStore): Endpoint[] {
  const existing = (id: string): OrganizationDomain => {
    const domain = store.domains.get(id);
    if (!domain) throw notFound("Organization domain", id);
    return domain;
  };

  return [
    post("/organization_domains", (call) => {
      const body = valid(createSchema, call.body);
      const organization = existingOrganization(store, body.organization_id);
      if (store.beingDeleted.has(organization.id)) throw plainRefusal(409, "The organization is being deleted.");
      if (findDomain(store, organization.id, body.domain))
        throw refusal(409, "domain_already_exists", "Domain already exists for this organization.");
      const domain = insertDomain(store, organization.id, { domain: body.domain, state: "pending" }, call.now);
      emit(store, "organization_domain.created", domain, call.actor, call.now);
      return { status: 201, body: renderDomain(domain) };
    }),

    get("/organization_domains/{id}", (call) => ({ status: 200, body: renderDomain(existing(param(call, "id"))) })),

    del("/organization_domains/{id}", (call) => {
      const domain = existing(param(call, "id"));
      store.domains.delete(domain.id);
      emit(store, "organization_domain.deleted", domain, call.actor, call.now);
      return { status: 204 };
    }),

    // Starts the search for the TXT record, again if it was given up; `POST /_emulator/organization_domains/{id}/dns` ends it.
    post("/organization_domains/{id}/verify", (call) => {
      const domain = existing(param(call, "id"));
      if (domain.state === "verified") throw refusal(400, "domain_already_verified", "Domain is already verified.");
      if (domain.state === "pending") return { status: 201, body: renderDomain(domain) };
      const restarted = store.domains.replace(lookForDns(store, { ...domain, state: "pending" }, call.now));
      emit(store, "organization_domain.updated", restarted, call.actor, call.now, { state: domain.state });
      return { status: 201, body: renderDomain(restarted) };
    }),
  ];
}

const dnsSchema = z.object({ found: z.boolean() });

/** The result of a verification, which depends on the customer's DNS at WorkOS. */
export function organizationDomainControl(store: WorkosStore): Endpoint[] {
  return [
    post("/organization_domains/{id}/dns", (call) => {
      const domain = store.domains.get(param(call, "id"));
      if (!domain) throw notFound("Organization domain", param(call, "id"));
      const { found } = valid(dnsSchema, call.body);
      if (domain.state !== "pending") throw plainRefusal(409, `The domain is ${domain.state}.`);
      const settled = found ? settle(store, domain, "verified", call.now) : settle(store, domain, "failed", call.now);
      return { status: 200, body: renderDomain(settled) };
    }),
  ];
}

export function renderDomain(domain: OrganizationDomain) {
  const { verifyUntil, ...fields } = domain;
  return { object: "organization_domain", ...fields };
}

/**
 * Gives an organization exactly these domains. New ones get the state they come with; a pending one can be attested as
 * verified. ASSUMED: a verified one never becomes pending again. @returns a function that sends the events
 */
export function setDomains(
  store: WorkosStore,
  organizationId: string,
  wanted: readonly DomainData[],
  cause: Cause,
  now: Date,
): () => void {
  const announcements: [type: string, domain: OrganizationDomain, previous?: object][] = [];
  const byName = new Map(wanted.map((data) => [data.domain, data]));
  for (const domain of [...store.domains.group("organization_id", organizationId)]) {
    if (byName.has(domain.domain)) continue;
    store.domains.delete(domain.id);
    announcements.push(["organization_domain.deleted", domain]);
  }
  for (const data of wanted) {
    const held = findDomain(store, organizationId, data.domain);
    if (!held) {
      const domain = insertDomain(store, organizationId, data, now);
      announcements.push(["organization_domain.created", domain]);
      if (domain.state === "verified") announcements.push(["organization_domain.verified", domain]);
    } else if (held.state !== "verified" && data.state === "verified") {
      const { verifyUntil, ...rest } = held;
      const attested = { ...rest, state: "verified", verification_strategy: "manual", updated_at: iso(now) } as const;
      store.domains.replace(attested);
      announcements.push(["organization_domain.updated", attested, { state: held.state }]);
      announcements.push(["organization_domain.verified", attested]);
    }
  }
  return () => {
    for (const [type, domain, previous] of announcements) emit(store, type, domain, cause, now, previous);
  };
}

const findDomain = (store: WorkosStore, organizationId: string, name: string): OrganizationDomain | undefined =>
  [...store.domains.group("organization_id", organizationId)].find(({ domain }) => domain === name);

/** ASSUMED: several organizations may hold the same domain; WorkOS's pages contradict each other. */
function insertDomain(store: WorkosStore, organizationId: string, data: DomainData, now: Date): OrganizationDomain {
  const domain = {
    id: store.id("org_domain", now),
    organization_id: organizationId,
    domain: data.domain,
    created_at: iso(now),
  };
  return store.domains.insert(
    data.state === "verified"
      ? { ...domain, state: "verified", verification_strategy: "manual", updated_at: iso(now) }
      : lookForDns(
          store,
          {
            ...domain,
            state: "pending",
            verification_strategy: "dns",
            verification_token: randomText(25),
            verification_prefix: `tenantry-domain-verification-${randomText(6).toLowerCase()}`,
            updated_at: iso(now),
          },
          now,
        ),
  );
}

/** The domain with a deadline, after which it is `failed`. */
function lookForDns(store: WorkosStore, domain: OrganizationDomain, now: Date): OrganizationDomain {
  const until = new Date(now.getTime() + VERIFICATION_MS);
  store.schedule.at(until, (at) => {
    const current = store.domains.get(domain.id);
    if (current?.state === "pending" && current.verifyUntil === iso(until)) settle(store, current, "failed", at);
  });
  return { ...domain, verifyUntil: iso(until), updated_at: iso(now) };
}

function settle(store: WorkosStore, domain: OrganizationDomain, state: "verified" | "failed", now: Date) {
  const { verifyUntil, ...rest } = domain;
  const settled = store.domains.replace({ ...rest, state, updated_at: iso(now) });
  const cause: Cause = { kind: "system" };
  if (state === "verified") {
    emit(store, "organization_domain.verified", settled, cause, now, { state: domain.state });
  } else {
    const data = { reason: "domain_verification_period_expired", organization_domain: renderDomain(settled) };
    const organizationId = domain.organization_id;
    store.emit("organization_domain.verification_failed", data, { cause, now, organizationId });
  }
  return settled;
}

function emit(
  store: WorkosStore,
  type: string,
  domain: OrganizationDomain,
  cause: Cause,
  now: Date,
  previous?: object,
): void {
  store.emit(type, renderDomain(domain), { cause, now, organizationId: domain.organization_id, previous });
}
