import type { ActingClient } from "../../emulators/index.ts";
import { PEM } from "../harness/certificates.ts";
import { alert } from "../resources/spend-alerts.ts";

/*
 * What a colleague does in the dashboards behind the portfolio's back: one change for every kind of resource that it has. Only what
 * cannot be changed in place is removed: where a fifth of all is gone, a run does not go on.
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
  /** What somebody does before it: makes another one, say, without which it could not be removed, or would not be believed to be. */
  readonly first?: Act;
  /** Names of resources that have to follow it. */
  readonly moves?: readonly string[];
}

const drift = (of: string, by: Act, first?: Act): Drift => ({ of, by, ...(first && { first }) });

const organization = ({ inputs }: Stored): string => `/organizations/${inputs.organizationId}`;
const project = ({ inputs }: Stored): string => `/organization/projects/${inputs.projectId}`;

type Person = { readonly id: string; readonly email: string };
const known = (people: Person[], address: string): Person => people.find(({ email }) => email === address) as Person;

/** By type. */
export const drifts: Readonly<Record<string, Drift>> = {
  "openai:Certificate": drift("catalogue/openai-certificate/Gateway", (act, { id }) =>
    act.post(`/organization/certificates/${id}`, { name: "Mine" }),
  ),
  "openai:CertificateActivation": drift("catalogue/openai-certificate-activation/Gateway", (act, { inputs }) =>
    act.post("/organization/certificates/deactivate", { certificate_ids: [inputs.certificateId] }),
  ),
  "openai:ExternalKey": {
    of: "catalogue/openai-external-key/Europe",
    by: (act, { id }) => act.delete(`/organization/external_keys/${id}`),
    moves: ["harbour-logistics/openai-project"], // It is encrypted with that.
  },
  "openai:FederationRule": drift("tidewater-energy/openai-federation-rule/nightly", (act, { id, inputs }) =>
    act.post(`/organization/workload_identity_providers/${inputs.workloadIdentityProviderId}/federation_rules/${id}`, {
      attribute_matchers: { repository: "mine" },
    }),
  ),
  "openai:Group": drift("catalogue/openai-group/Finance", (act, { id }) =>
    act.post(`/organization/groups/${id}`, { name: "Mine" }),
  ),
  "openai:GroupMember": drift(
    "catalogue/openai-group-member/Reliability/ingrid.dahl@loomline.example",
    async (act, { inputs }) => {
      const users = `/organization/groups/${inputs.groupId}/users`;
      const { data } = await act.get(users);
      await act.delete(`${users}/${known(data, inputs.email).id}`);
    },
  ),
  "openai:GroupRole": drift("catalogue/openai-group-role/Finance/Bookkeeper", (act, { inputs }) =>
    act.delete(`/organization/groups/${inputs.groupId}/roles/${inputs.role}`),
  ),
  "openai:OrganizationDataRetention": drift(
    "catalogue/openai-organization-data-retention",
    (act) => act.post("/organization/data_retention", { retention_type: "zero_data_retention" }),
    // The portfolio declares what OpenAI starts with: from here on somebody has decided it.
    (act) => act.post("/organization/data_retention", { retention_type: "modified_abuse_monitoring" }),
  ),
  "openai:OrganizationRole": drift("catalogue/openai-organization-role/Bookkeeper", (act, { id }) =>
    act.post(`/organization/roles/${id}`, { role_name: "Bookkeeper", permissions: ["api.all.write"] }),
  ),
  "openai:OrganizationSpendAlert": drift("catalogue/openai-organization-spend-alert/20000", (act, { id }) =>
    act.post(`/organization/spend_alerts/${id}`, alert(2_000_000, ["eve@ourcompany.example"], "[eve]")),
  ),
  "openai:OrganizationSpendLimit": drift("catalogue/openai-organization-spend-limit", (act) =>
    act.post("/organization/spend_limit", { threshold_amount: 1, currency: "USD", interval: "month" }),
  ),
  "openai:Project": drift("fennel-kitchens/openai-project", (act, { id }) =>
    act.post(`/organization/projects/${id}`, { name: "Mine" }),
  ),
  "openai:ProjectCertificateActivation": drift(
    "northgate-bank/openai-project-certificate-activation/Northgate agents",
    (act, one) => act.post(`${project(one)}/certificates/deactivate`, { certificate_ids: [one.inputs.certificateId] }),
  ),
  "openai:ProjectDataRetention": drift("northgate-bank/openai-project-data-retention", (act, one) =>
    act.post(`${project(one)}/data_retention`, { retention_type: "none" }),
  ),
  "openai:ProjectGroup": drift("northgate-bank/openai-project-group/Finance", (act, { inputs }) =>
    act.delete(`/projects/${inputs.projectId}/groups/${inputs.groupId}/roles/role-api-project-viewer`),
  ),
  "openai:ProjectGroupRole": drift(
    "northgate-bank/openai-project-group-role/Reliability/Model reader",
    (act, { inputs: { projectId, groupId, role } }) =>
      act.delete(`/projects/${projectId}/groups/${groupId}/roles/${role}`),
  ),
  "openai:ProjectHostedTools": drift("northgate-bank/openai-project-hosted-tools", (act, one) =>
    act.post(`${project(one)}/hosted_tool_permissions`, { mcp: { enabled: true } }),
  ),
  "openai:ProjectMember": drift("northgate-bank/openai-project-member/models@northgate.example", async (act, one) => {
    const { data } = await act.get("/organization/invites?limit=100");
    await act.delete(`/organization/invites/${known(data, one.inputs.email).id}`);
  }),
  "openai:ProjectModelPermissions": drift("northgate-bank/openai-project-model-permissions", (act, one) =>
    act.post(`${project(one)}/model_permissions`, { mode: "deny_list", model_ids: ["gpt-5"] }),
  ),
  "openai:ProjectRateLimit": drift("northgate-bank/openai-project-rate-limit/gpt-5", (act, one) =>
    act.post(`${project(one)}/rate_limits/rl-gpt-5`, { max_requests_per_1_minute: 7 }),
  ),
  "openai:ProjectRole": drift("northgate-bank/openai-project-role/Model reader", (act, { id, inputs }) =>
    act.post(`/projects/${inputs.projectId}/roles/${id}`, { role_name: "Model reader", permissions: [] }),
  ),
  "openai:ProjectServiceTier": drift("northgate-bank/openai-project-service-tier", (act, one) =>
    act.post(`${project(one)}/service_tier_settings`, { default: "fast" }),
  ),
  "openai:ProjectSpendAlert": drift("northgate-bank/openai-project-spend-alert/3000", (act, one) =>
    act.post(`${project(one)}/spend_alerts/${one.id}`, alert(300_000, ["eve@ourcompany.example"], "[eve]")),
  ),
  "openai:ProjectSpendLimit": drift("northgate-bank/openai-project-spend-limit", (act, one) =>
    act.post(`${project(one)}/spend_limit`, { threshold_amount: 1, currency: "USD", interval: "month" }),
  ),
  "openai:ServiceAccount": drift("tidewater-energy/openai-service-account/forecaster", (act, one) =>
    act.post(`${project(one)}/service_accounts/${one.id}`, { role: "owner" }),
  ),
  "openai:ServiceAccountKey": drift(
    "fennel-kitchens/openai-service-account-key/menu-writer/menu-writer-main",
    (act, one) => act.delete(`${project(one)}/api_keys/${one.id}`),
  ),
  "openai:WorkloadIdentityProvider": drift("catalogue/openai-workload-identity-provider/Pipelines", (act, { id }) =>
    act.post(`/organization/workload_identity_providers/${id}`, { audience: "mine" }),
  ),
  "tenantry:Undeclared": drift("palisade-defence/tenantry-undeclared", (act, { inputs }) => {
    const [{ in: places }] = inputs.tenants["palisade-defence"];
    return act.post(`/authorization/organizations/${places[0]}/roles`, { slug: "org-shadow", name: "Shadow" });
  }),
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
  "tenantry:AuditEvent": "it tells of what happened, and is not read again",
  "workos:CorsOrigin": "WorkOS can neither change nor delete one",
  "workos:EnvironmentSync": "it is no object at WorkOS, and what it sees is no difference to what is declared",
};
