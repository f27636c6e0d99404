import { type Call, type Endpoint, get, param } from "../../core/api.ts";
import { existingOrganization, existingUser } from "../existing.ts";
import type { DataIntegration } from "../records.ts";
import type { WorkosStore } from "../store.ts";
import { renderAccount, visibleAccounts } from "./connected-accounts.ts";
import { providerName } from "./data-integrations.ts";

/** What there is to connect, and what somebody has connected of it. */
export function dataProviderEndpoints(store: WorkosStore): Endpoint[] {
  const listed = (owner: { user_id: string | null; organization_id: string | null }, call: Call) => {
    const ownership = owner.user_id === null ? "organization" : "user";
    const data = [...store.dataIntegrations.all]
      .filter((integration) => integration.ownership === ownership)
      .map((integration) => {
        const accounts = visibleAccounts(store, { data_integration_id: integration.id, ...owner }, call);
        const seen = accounts.find(({ connection_role }) => connection_role === "compatibility");
        return {
          ...render(integration),
          connected_account: seen ? renderAccount(seen) : null,
          connected_accounts: accounts.map(renderAccount),
        };
      });
    return { status: 200, body: { object: "list", data } };
  };

  return [
    get("/organizations/{organization_id}/data_providers", (call) => {
      const organization_id = existingOrganization(store, param(call, "organization_id")).id;
      return listed({ user_id: null, organization_id }, call);
    }),

    // ASSUMED: a user sees what users connect, and not what their organizations do.
    get("/user_management/users/{user_id}/data_providers", (call) => {
      const user_id = existingUser(store, param(call, "user_id")).id;
      // Nothing but 401 and 404 is documented here: the first of several counts.
      const organizationId = call.query.get("organization_id") || undefined;
      const organization_id = organizationId === undefined ? null : existingOrganization(store, organizationId).id;
      return listed({ user_id, organization_id }, call);
    }),
  ];
}

/** ASSUMED: the credentials of an integration that has none of its own are called as accounts authenticate. */
function render(integration: DataIntegration) {
  const { id, slug, description, scopes, auth_methods, ownership, credentials, created_at, updated_at } = integration;
  return {
    object: "data_provider",
    id,
    name: providerName(integration),
    description,
    slug,
    integration_type: slug,
    credentials_type: credentials ? "oauth2" : (auth_methods[0] ?? "oauth2"),
    scopes,
    auth_methods,
    connection_owner: ownership,
    /** The former word for the same. */
    ownership: ownership === "user" ? "userland_user" : ownership,
    created_at,
    updated_at,
  };
}
