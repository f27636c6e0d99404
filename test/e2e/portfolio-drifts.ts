import type { ActingClient } from "../../emulators/index.ts";
import { PEM } from "../harness/certificates.ts";
import { alert } from "../resources/spend-alerts.ts";

/*
 * What a colleague does in the dashboards behind the portfolio's back: one change for every kind of resource that it has. What
 * cannot be changed in place is removed.
 */

/** A resource as state has it. */
export interface Stored {
  readonly type: string;
  readonly urn: string;
  readonly id: string;
  // biome-ignore lint/suspicious/noExplicitAny: of every type
  readonly inputs: any;
}

type Act = (act: ActingClient, resource: Stored) => Promise<unknown>;

interface Drift {
  /** The name of the resource. */
  readonly of: string;
  readonly by: Act;
  /** Makes another one beside it, without which it could not be removed, or would not be believed to be. */
  readonly beside?: Act;
}

const drift = (of: string, by: Act, beside?: Act): Drift => ({ of, by, ...(beside && { beside }) });

const organization = ({ inputs }: Stored): string => `/organizations/${inputs.organizationId}`;
const project = ({ inputs }: Stored): string => `/organization/projects/${inputs.projectId}`;

/** By type. */
export const drifts: Readonly<Record<string, Drift>> = {
  "openai:Project": drift("fennel-kitchens/openai-project", (act, { id }) =>
    act.post(`/organization/projects/${id}`, { name: "Mine" }),
  ),
  "openai:ProjectDataRetention": drift("northgate-bank/openai-project-data-retention", (act, one) =>
    act.post(`${project(one)}/data_retention`, { retention_type: "none" }),
  ),
  "openai:ProjectHostedTools": drift("northgate-bank/openai-project-hosted-tools", (act, one) =>
    act.post(`${project(one)}/hosted_tool_permissions`, { mcp: { enabled: true } }),
  ),
  "openai:ProjectMember": drift("northgate-bank/openai-project-member/models@northgate.example", async (act, one) => {
    const { data } = await act.get("/organization/invites?limit=100");
    const invite = data.find(({ email }: { email: string }) => email === one.inputs.email);
    await act.delete(`/organization/invites/${invite.id}`);
  }),
  "openai:ProjectModelPermissions": drift("northgate-bank/openai-project-model-permissions", (act, one) =>
    act.post(`${project(one)}/model_permissions`, { mode: "deny_list", model_ids: ["gpt-5"] }),
  ),
  "openai:ProjectRateLimit": drift("northgate-bank/openai-project-rate-limit/gpt-5", (act, one) =>
    act.post(`${project(one)}/rate_limits/rl-gpt-5`, { max_requests_per_1_minute: 7 }),
  ),
  "openai:ProjectServiceTier": drift("northgate-bank/openai-project-service-tier", (act, one) =>
    act.post(`${project(one)}/service_tier_settings`, { default: "fast" }),
  ),
  "openai:ProjectSpendAlert": drift("northgate-bank/openai-project-spend-alert/3000", (act, one) =>
    act.post(`${project(one)}/spend_alerts/${one.id}`, alert(300_000, ["eve@ourcompany.example"], "[eve]")),
  ),
  "openai:ProjectSpendLimit": drift("northgate-bank/openai-project-spend-limit", (act, one) =>
    act.delete(`${project(one)}/spend_limit`),
  ),
  "openai:ServiceAccount": drift("tidewater-energy/openai-service-account/forecaster", (act, one) =>
    act.post(`${project(one)}/service_accounts/${one.id}`, { role: "owner" }),
  ),
  "openai:ServiceAccountKey": drift(
    "fennel-kitchens/openai-service-account-key/menu-writer/menu-writer-main",
    (act, one) => act.delete(`${project(one)}/api_keys/${one.id}`),
  ),
  "workos:AgentBlueprint": drift("catalogue/workos-agent-blueprint/Pipeline assistant", (act, { id }) =>
    act.patch(`/agents/blueprints/${id}`, { description: "Mine" }),
  ),
  "workos:ApplicationClientSecret": drift(
    "orchard-pharma/workos-application-client-secret/Orchard Sync/sync/a",
    (act, { id }) => act.delete(`/connect/client_secrets/${id}`),
    (act, { inputs }) => act.post(`/connect/applications/${inputs.applicationId}/client_secrets`, {}),
  ),
  "workos:AuditLogRetention": drift("alder-clinic/workos-audit-log-retention", (act, one) =>
    act.put(`${organization(one)}/audit_logs_retention`, { retention_period_in_days: 365 }),
  ),
  "workos:AuditLogSchema": drift("catalogue/workos-audit-log-schema/dataset.exported", (act) =>
    act.post("/audit_logs/actions/dataset.exported/schemas", { targets: [{ type: "oops" }] }),
  ),
  "workos:AuthorizationResource": drift(
    "rosewood-hotels/workos-authorization-resource/workspace/ws-lisbon",
    (act, { id }) => act.patch(`/authorization/resources/${id}`, { name: "Mine" }),
  ),
  "workos:ConnectApplication": drift("lumen-theatre/workos-connect-application/Lumen Box Office", (act, { id }) =>
    act.put(`/connect/applications/${id}`, { scopes: ["openid"] }),
  ),
  "workos:DataIntegration": drift("catalogue/workos-data-integration/salesforce", (act) =>
    act.put("/data-integrations/salesforce", { enabled: false }),
  ),
  "workos:DataIntegrationConfiguration": drift(
    "summit-telecom/workos-data-integration-configuration/github",
    (act, one) => act.put(`${organization(one)}/data_integration_configurations/github`, { enabled: true }),
  ),
  "workos:EnvironmentRole": drift("catalogue/workos-environment-role/viewer", (act) =>
    act.put("/authorization/roles/viewer/permissions", { permissions: ["billing:manage"] }),
  ),
  "workos:FeatureFlagTarget": drift(
    "indigo-textiles/workos-feature-flag-target/advanced-analytics",
    (act, { inputs }) => act.delete(`/feature-flags/advanced-analytics/targets/${inputs.targetId}`),
  ),
  "workos:Group": drift("rosewood-hotels/workos-group/Everybody", (act, one) =>
    act.patch(`${organization(one)}/groups/${one.id}`, { description: "Nobody" }),
  ),
  "workos:GroupMembership": drift(
    "harbour-logistics/workos-group-membership/Night shift/lotte@harbour-logistics.example",
    (act, one) => {
      const { groupId, organizationMembershipId } = one.inputs;
      return act.delete(`${organization(one)}/groups/${groupId}/organization-memberships/${organizationMembershipId}`);
    },
  ),
  "workos:GroupRoleAssignment": drift(
    "orchard-pharma/workos-group-role-assignment/Everybody/viewer",
    (act, { id, inputs }) => act.delete(`/authorization/groups/${inputs.groupId}/role_assignments/${id}`),
  ),
  "workos:ItContact": drift("palisade-defence/workos-it-contact/identity@palisade.example", (act, one) =>
    act.delete(`${organization(one)}/it_contacts/${one.id}`),
  ),
  "workos:JwtTemplate": drift("catalogue/workos-jwt-template", (act) =>
    act.put("/user_management/jwt_template", { content: "{}" }),
  ),
  "workos:Member": drift("harbour-logistics/workos-member/lotte@harbour-logistics.example", async (act, { inputs }) => {
    const memberships = "/user_management/organization_memberships";
    const { data } = await act.get(`${memberships}?organization_id=${inputs.organizationId}`);
    const lotte = data.find(({ user }: { user: { email: string } }) => user.email === inputs.email);
    await act.put(`${memberships}/${lotte.id}`, { role_slugs: ["admin"] });
  }),
  "workos:Organization": drift("gable-architects/workos-organization", (act, { id }) =>
    act.put(`/organizations/${id}`, { name: "Mine" }),
  ),
  "workos:OrganizationApiKey": drift("tidewater-energy/workos-organization-api-key/turbines", (act, { id }) =>
    act.delete(`/api_keys/${id}`),
  ),
  "workos:OrganizationDomain": drift("alder-clinic/workos-organization-domain/alder-clinic.example", (act, { id }) =>
    act.delete(`/organization_domains/${id}`),
  ),
  "workos:OrganizationRole": drift("juniper-labs/workos-organization-role/org-scientist", (act, one) =>
    act.patch(`/authorization${organization(one)}/roles/org-scientist`, { name: "Boss" }),
  ),
  "workos:Permission": drift("catalogue/workos-permission/billing:manage", (act) =>
    act.patch("/authorization/permissions/billing:manage", { description: "Nothing" }),
  ),
  "workos:RedirectUri": drift(
    "catalogue/workos-redirect-uri/https:%2F%2Fconsole.loomline.example%2Fsigned-in",
    (act, { id }) => act.delete(`/user_management/redirect_uris/${id}`),
  ),
  "workos:RoleAssignment": drift(
    "northgate-bank/workos-role-assignment/felix@northgate.example/workspace-editor/workspace/ws-treasury",
    (act, { id, inputs }) =>
      act.delete(`/authorization/organization_memberships/${inputs.organizationMembershipId}/role_assignments/${id}`),
  ),
  "workos:SamlIdpCertificate": drift(
    "northgate-bank/workos-saml-idp-certificate/sso/northgate-2027",
    (act, { id, inputs }) => act.delete(`/connections/${inputs.connectionId}/saml_idp_signing_certs/${id}`),
    (act, { inputs }) => act.post(`/connections/${inputs.connectionId}/saml_idp_signing_certs`, { value: PEM }),
  ),
  "workos:SsoConnection": drift("northgate-bank/workos-sso-connection/sso", (act, { id }) =>
    act.patch(`/connections/${id}`, { name: "Mine" }),
  ),
  "workos:VaultObject": drift("juniper-labs/workos-vault-object/juniper-labs%2Fwarehouse", (act, { id }) =>
    act.put(`/vault/v1/kv/${id}`, { value: "somebody's" }),
  ),
  "workos:WebhookEndpoint": drift("catalogue/workos-webhook-endpoint/audit", (act, { id }) =>
    act.patch(`/webhook_endpoints/${id}`, { status: "enabled" }),
  ),
};

/** Types of which nobody can change or remove anything, and why. */
export const unchangeable: Readonly<Record<string, string>> = {
  "workos:CorsOrigin": "WorkOS can neither change nor delete one",
};
