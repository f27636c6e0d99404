import { z } from "zod";
import { type Call, del, type Endpoint, get, param, post, put } from "../../core/api.ts";
import { changed } from "../changes.ts";
import { notFound, plainRefusal, refusal, valid } from "../errors.ts";
import { existingOrganization } from "../existing.ts";
import { externalId } from "../fields.ts";
import { once } from "../idempotency.ts";
import { mergeMetadata } from "../metadata.ts";
import { list, text, texts } from "../paging.ts";
import type { Organization } from "../records.ts";
import { type Cause, iso, type WorkosStore } from "../store.ts";
import { removeApplication } from "./connect-applications.ts";
import { removeConnection } from "./connections.ts";
import { removeDirectory } from "./directories.ts";
import { dropFlagTarget } from "./feature-flags.ts";
import { removeGroup } from "./groups.ts";
import { type DomainData, domainDataList, domainNameList, renderDomain, setDomains } from "./organization-domains.ts";

const sharedFields = {
  allow_profiles_outside_organization: z.boolean().optional(),
  domain_data: domainDataList.optional(),
  /** Deprecated spelling of `domain_data` with nothing attested. */
  domains: domainNameList.optional(),
  external_id: externalId.nullish(),
  metadata: z.unknown().optional(),
};
const name = z.string().regex(/\S/, "must not be empty");
const createSchema = z.object({ ...sharedFields, name });
const updateSchema = z.object({
  ...sharedFields,
  name: name.optional(),
  stripe_customer_id: z.string().min(1, "must not be empty").optional(),
});

export function organizationEndpoints(store: WorkosStore): Endpoint[] {
  const { organizations } = store;
  const render = (organization: Organization) => renderOrganization(store, organization);
  const create = (call: Call) => {
    const body = valid(createSchema, call.body);
    const metadata = mergeMetadata({}, body.metadata);
    const external_id = body.external_id ?? null;
    if (external_id !== null) refuseTakenExternalId(store, external_id);
    const organization = organizations.insert({
      id: store.id("org", call.now),
      name: body.name,
      metadata,
      external_id,
      allow_profiles_outside_organization: body.allow_profiles_outside_organization ?? false,
      created_at: iso(call.now),
      updated_at: iso(call.now),
    });
    const domains = wantedDomains(body);
    const announceDomains = setDomains(store, organization.id, domains ?? [], call.actor, call.now);
    const answer = render(organization);
    emit(store, "organization.created", organization, call.actor, call.now);
    announceDomains();
    return { status: 201, body: answer };
  };

  return [
    get("/organizations", ({ query }) => {
      const domains = texts(query, "domains")?.map((domain) => domain.toLowerCase());
      const search = text(query, "search")?.toLowerCase();
      const owners = domains && new Set(domains.flatMap((domain) => ownersOf(store, domain)));
      const where = (organization: Organization) =>
        (owners === undefined || owners.has(organization.id)) &&
        (search === undefined || organization.name.toLowerCase().includes(search));
      return { status: 200, body: list(organizations, organizations.all, query, render, { where }) };
    }),

    post("/organizations", (call) => once(store, call, "organizations", otherBody, () => create(call))),

    get("/organizations/external_id/{external_id}", (call) => {
      const wanted = param(call, "external_id");
      const organization = organizations.find("external_id", wanted);
      if (!organization) throw notFound("Organization", wanted);
      return { status: 200, body: render(organization) };
    }),

    get("/organizations/{id}", (call) => ({
      status: 200,
      body: render(existingOrganization(store, param(call, "id"))),
    })),

    put("/organizations/{id}", (call) => {
      const organization = existingOrganization(store, param(call, "id"));
      const body = valid(updateSchema, call.body);
      if (store.beingDeleted.has(organization.id)) throw plainRefusal(409, "The organization is being deleted.");
      const metadata = mergeMetadata(organization.metadata, body.metadata);
      if (typeof body.external_id === "string") refuseTakenExternalId(store, body.external_id, organization.id);
      if (body.stripe_customer_id !== undefined) {
        const holder = organizations.find("stripe_customer_id", body.stripe_customer_id);
        if (holder && holder.id !== organization.id)
          throw refusal(
            400,
            "stripe_customer_id_already_used",
            "An organization with this Stripe customer already exists.",
          );
      }
      const domainsBefore = renderOrganization(store, organization).domains;
      const domains = wantedDomains(body);
      const announceDomains = domains && setDomains(store, organization.id, domains, call.actor, call.now);
      const { name, external_id, stripe_customer_id, allow_profiles_outside_organization } = body;
      const fields = { name, metadata, external_id, stripe_customer_id, allow_profiles_outside_organization };
      const change = changed<Organization>(organization, fields as Partial<Organization>, call.now);
      if (change) organizations.replace(change.record);
      const updated = change?.record ?? organization;
      const domainsChanged = JSON.stringify(domainsBefore) !== JSON.stringify(render(updated).domains);
      if (change || domainsChanged) {
        const previous = { ...change?.previous, ...(domainsChanged ? { domains: domainsBefore } : {}) };
        emit(store, "organization.updated", updated, call.actor, call.now, previous);
      }
      announceDomains?.();
      return { status: 200, body: render(updated) };
    }),

    del("/organizations/{id}", (call) => {
      const { id } = existingOrganization(store, param(call, "id"));
      const delayMs = store.switches.values.organizationDeletionMs;
      if (delayMs === null) {
        removeOrganization(store, id, call.actor, call.now);
        return { status: 200 };
      }
      if (!store.beingDeleted.has(id)) {
        store.beingDeleted.add(id);
        const gone = new Date(call.now.getTime() + delayMs);
        store.schedule.at(gone, (at) => removeOrganization(store, id, call.actor, at));
      }
      return { status: 202 };
    }),
  ];
}

function renderOrganization(store: WorkosStore, organization: Organization) {
  const { allow_profiles_outside_organization } = organization;
  return { ...renderForEvent(store, organization), allow_profiles_outside_organization };
}

/** Events leave a deprecated member out. */
function renderForEvent(store: WorkosStore, organization: Organization) {
  const { id, name, metadata, external_id, stripe_customer_id } = organization;
  return {
    object: "organization",
    id,
    name,
    domains: [...store.domains.group("organization_id", id)].map(renderDomain),
    ...(stripe_customer_id === undefined ? {} : { stripe_customer_id }),
    metadata,
    external_id,
    created_at: organization.created_at,
    updated_at: organization.updated_at,
  };
}

/**
 * ASSUMED: what belongs to an organization is deleted with it, and `organization.deleted` is the only event. The
 * documentation says neither.
 */
function removeOrganization(store: WorkosStore, id: string, cause: Cause, now: Date): void {
  const organization = store.organizations.get(id);
  if (!organization) return;
  const data = renderForEvent(store, organization);
  for (const group of [...store.groups.group("organization_id", id)]) removeGroup(store, group);
  for (const membership of [...store.memberships.group("organization_id", id)]) store.forgetMembership(membership);
  for (const instance of [...store.agentInstances.group("organization_id", id)]) store.forgetAgentInstance(instance);
  for (const collection of [
    store.domains,
    store.roles,
    store.invitations,
    store.apiKeys,
    store.itContacts,
    store.portalLinks,
    store.resources,
    store.dataIntegrationConfigurations,
    store.agentRegistrations,
    store.connectedAccounts,
  ])
    for (const record of [...collection.group("organization_id", id)]) collection.delete(record.id);
  for (const connection of [...store.connections.group("organization_id", id)]) removeConnection(store, connection);
  for (const directory of [...store.directories.group("organization_id", id)]) removeDirectory(store, directory);
  for (const application of [...store.applications.group("organization_id", id)]) removeApplication(store, application);
  store.auditLogSettings.delete(id);
  dropFlagTarget(store, id);
  store.organizations.delete(id);
  store.beingDeleted.delete(id);
  store.emit("organization.deleted", data, { cause, now, organizationId: id });
}

function emit(
  store: WorkosStore,
  type: string,
  organization: Organization,
  cause: Cause,
  now: Date,
  previous?: object,
) {
  const data = renderForEvent(store, organization);
  store.emit(type, data, { cause, now, organizationId: organization.id, previous });
}

function wantedDomains(body: { domain_data?: DomainData[] | undefined; domains?: string[] | undefined }) {
  return body.domain_data ?? body.domains?.map((domain): DomainData => ({ domain, state: "pending" }));
}

const ownersOf = (store: WorkosStore, domain: string): string[] =>
  [...store.domains.group("domain", domain)].map(({ organization_id }) => organization_id);

function refuseTakenExternalId(store: WorkosStore, external_id: string, except?: string): void {
  const holder = store.organizations.find("external_id", external_id);
  if (holder && holder.id !== except)
    throw refusal(
      400,
      "external_id_already_used",
      `An organization with the external id '${external_id}' already exists.`,
    );
}

const otherBody = () => plainRefusal(400, "The idempotency key was used before with a different request body.");
