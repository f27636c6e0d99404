import type { DirectoryResponse, OrganizationResponse } from "@workos-inc/node";
import { type Api, at, fail, isNotFound } from "../../kit.ts";
import { EnvironmentRole } from "../environment-role.ts";
import { Invitation } from "../invitation.ts";
import { Organization } from "../organization.ts";
import { OrganizationApiKey } from "../organization-api-key.ts";
import { OrganizationDomain } from "../organization-domain.ts";
import { OrganizationMembership } from "../organization-membership.ts";
import { OrganizationRole } from "../organization-role.ts";
import { Permission } from "../permission.ts";
import { SsoConnection } from "../sso-connection.ts";
import { ENVIRONMENT, kindsOf } from "./kinds.ts";

/*
 * Complete listings of what a scope has. They are those of this run's snapshots: what a resource has listed already, or another sync, is
 * not listed again.
 */

type List = (api: Api, scope: string) => Promise<readonly unknown[]>;
type Collection = Parameters<Api["snapshots"]["all"]>[0];

const all =
  (collection: unknown): List =>
  (api, scope) =>
    api.snapshots.all(collection as Collection, scope === ENVIRONMENT ? "" : scope);

const directories = {
  token: "workos:Directory",
  within: "workos:Organization",
  parentOf: (scope: string) => scope,
  list: (api: Api, scope: string) => api.list<DirectoryResponse>(at`/directories`, { organization_id: scope }),
  everywhere: {
    list: (api: Api) => api.list<DirectoryResponse>(at`/directories`),
    scope: ({ organization_id }: DirectoryResponse) => organization_id ?? "",
  },
  id: ({ id }: DirectoryResponse) => id,
};

const ofEnvironment: Readonly<Record<string, List>> = {
  roles: all(EnvironmentRole.definition.collection),
  permissions: all(Permission.definition.collection),
  organizations: all(Organization.definition.collection),
};

const ofOrganization: Readonly<Record<string, List>> = {
  organization: organizationOf,
  domains: all(OrganizationDomain.definition.collection),
  roles: all(OrganizationRole.definition.collection),
  members: all(OrganizationMembership.definition.collection),
  invitations: all(Invitation.definition.collection),
  apiKeys: all(OrganizationApiKey.definition.collection),
  connections: all(SsoConnection.definition.collection),
  directories: all(directories),
};

/**
 * What the scope has, by list. Of an organization that is gone, as two looks of different kinds agree, that is nothing.
 * @param which all of it, or what changes without an event
 * @throws VendorError, or Failure where an organization is there and what it has is not
 */
export async function listingOf(
  api: Api,
  scope: string,
  which: "all" | "silent",
): Promise<Readonly<Record<string, readonly unknown[]>>> {
  const lists = kindsOf(scope).filter(({ isSilent }) => which === "all" || isSilent);
  const listed = async () => {
    const from = scope === ENVIRONMENT ? ofEnvironment : ofOrganization;
    const rows = lists.map(async ({ list }) => [list, (await from[list]?.(api, scope)) ?? []] as const);
    return Object.fromEntries(await Promise.all(rows));
  };
  if (scope === ENVIRONMENT) return listed();
  const isGone = async () => (await organizationOf(api, scope)).length === 0;
  const nothing = Object.fromEntries(kindsOf(scope).map(({ list }) => [list, []]));
  if (which === "all" && (await isGone())) return nothing;
  return listed().catch(async (error) => {
    if (!isNotFound(error)) throw error;
    if (await isGone()) return nothing;
    throw fail(error, "Nothing is concluded from that: the organization is there.");
  });
}

function organizationOf(api: Api, id: string): Promise<readonly unknown[]> {
  return api.snapshots.find(Organization.definition.collection, "", {
    id,
    observe: () => api.find<OrganizationResponse>(at`/organizations/${id}`),
  });
}
