import type { Bag, Description } from "../description.ts";
import { everyPage, project, serviceAccount } from "../homes.ts";

const PROVIDERS = "/organization/workload_identity_providers";
const rulesOf = (id: unknown): string => `${PROVIDERS}/${id}/federation_rules`;
const RULE = `${PROVIDERS}/{workload_identity_provider_id}/federation_rules/{federation_rule_id}` as const;

export const federationRule: Description = {
  at: `POST ${RULE}`,
  writes: { remove: { [`DELETE ${RULE}`]: 1 } },
  async home(act, name) {
    const home = await project(act, name);
    const { serviceAccountId } = await serviceAccount(act, home, name);
    const issuer = `https://${name}.ci.example`;
    const { id } = await act.post(PROVIDERS, { type: "oidc", name, issuer, audience: "openai" });
    await act.post(rulesOf(id), {
      name: `${name} (EU)`,
      project_id: home.projectId,
      service_account_id: serviceAccountId,
      attribute_matchers: { repository: "acme/app" },
    });
    return { workloadIdentityProviderId: id, ...home, serviceAccountId };
  },
  declared: (home, name) => ({
    ...home,
    name,
    attributeMatchers: { repository: "acme/app", environment: "production", attempt: 1 },
    description: "deployments",
    enabled: true,
    scopes: ["model.read", "model.request"],
  }),
  changed: (home, name) => ({
    ...home,
    name: `${name}, renamed`,
    attributeMatchers: { repository: "acme/app" },
    description: null,
    enabled: false,
    scopes: null,
  }),
  async held(act, { workloadIdentityProviderId }) {
    const rows = await everyPage(act, rulesOf(workloadIdentityProviderId));
    return rows.map((row) => ({
      id: String(row.id),
      workloadIdentityProviderId,
      projectId: row.project_id,
      serviceAccountId: row.service_account_id,
      name: row.name,
      attributeMatchers: row.attribute_matchers,
      description: row.description,
      enabled: row.enabled,
      scopes: (row.permissions as Bag).scopes ?? null,
    }));
  },
  life: {
    drifted: {
      meanwhile: ({ act, id, home }) =>
        act.post(`${rulesOf(home.workloadIdentityProviderId)}/${id}`, {
          attribute_matchers: { repository: "acme/app-2" },
          description: "what anybody runs",
          enabled: true,
          permissions: { type: "restricted", scopes: ["model.write"] },
        }),
    },
  },
};
