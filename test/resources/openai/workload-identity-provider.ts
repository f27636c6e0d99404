import type { Description } from "../description.ts";
import { everyPage } from "../homes.ts";

const path = "/organization/workload_identity_providers";
const issuerOf = (name: string): string => `https://${name}.ci.example`;

export const workloadIdentityProvider: Description = {
  dated: true,
  at: "POST /organization/workload_identity_providers/{workload_identity_provider_id}",
  writes: { remove: { [`DELETE ${path}/{workload_identity_provider_id}`]: 1 } },
  // The same issuer, with tokens for somebody else.
  async home(act, name) {
    await act.post(path, { type: "oidc", name, issuer: issuerOf(name), audience: "openai-staging" });
    return {};
  },
  declared: (_home, name) => ({
    name,
    issuer: issuerOf(name),
    audience: "openai",
    description: "what CI runs",
    enabled: true,
    attributeTransformations: [{ attribute: "branch", expression: "assertion.ref" }],
    verification: { discoveryUrl: `${issuerOf(name)}/keys` },
  }),
  changed: (_home, name) => ({
    name: `${name}, renamed`,
    issuer: `${issuerOf(name)}/two`,
    audience: "openai-2",
    description: null,
    enabled: false,
    attributeTransformations: [],
    verification: { jwks: { keys: [] } },
  }),
  async held(act, _home, name) {
    const rows = await everyPage(act, path);
    return rows
      .filter(({ issuer }) => String(issuer).startsWith(issuerOf(name)))
      .map((row) => {
        const { type: _, discovery_url, jwks } = row.verification as Record<string, unknown>;
        return {
          id: String(row.id),
          name: row.name,
          issuer: row.issuer,
          audience: row.audience,
          description: row.description,
          enabled: row.enabled,
          attributeTransformations: row.attribute_transformations,
          verification: jwks ? { jwks } : { discoveryUrl: discovery_url },
        };
      });
  },
  life: {
    drifted: {
      meanwhile: ({ act, id, name }) =>
        act.post(`${path}/${id}`, {
          name,
          description: "what anybody runs",
          enabled: true,
          attribute_transformations: [{ attribute: "branch", expression: "'main'" }],
          verification: { type: "discovery", discovery_url: null },
        }),
    },
    replaced: null, // Everything can be changed in place.
    adopted: { title: "missing from state, and adopted on request" },
  },
};
