import type { OpenAI } from "openai";
import { advise, at, defineResource, eventsOf, isInvalid, snakeCase, z } from "../kit.ts";
import { openai } from "./client.ts";
import { attribute, cloudName, description, httpsUrl, jwks, name, unixTime } from "./fields.ts";

type ProviderRow = OpenAI.Admin.Organization.WorkloadIdentityProvider;

const inputs = z.strictObject({
  /** Shown to people. */
  name,
  /** The `iss` of its tokens; with the audience the natural key. OpenAI does not say that the two are unique. */
  issuer: httpsUrl,
  /** The `aud` that its tokens are made for. */
  audience: cloudName,
  description: description.optional(),
  /** Omitted: left alone, and on when it is made. */
  enabled: z.boolean().optional(),
  /** Attributes that rules can match beside the token's own, each by an expression. The whole list. Omitted: left alone. */
  attributeTransformations: z.array(z.strictObject({ attribute, expression: cloudName })).optional(),
  /**
   * Where its public keys are described (null: at the issuer's own place), or, where OpenAI cannot ask for them, the keys
   * themselves as a JSON Web Key Set. Omitted: left alone, and the issuer's own place when it is made.
   */
  verification: z.union([z.strictObject({ discoveryUrl: httpsUrl.nullable() }), z.strictObject({ jwks })]).optional(),
});

/**
 * Somebody whose tokens OpenAI trusts (OIDC), such as a CI or a cloud: what shows one gets a short token of OpenAI's, and nobody
 * keeps a key. Which tokens speak for which service account is said by its `FederationRule`s.
 * Source: OpenAI's Node client 7.57, `admin.organization.workloadIdentityProviders`; the reference does not have it.
 * @removal deletes; OpenAI refuses it as long as there are rules
 */
export class WorkloadIdentityProvider extends defineResource(openai, "WorkloadIdentityProvider", {
  inputs,
  outputs: z.object({ createdAt: unixTime }),
  key: ["issuer", "audience"],
  importId: ["id"],
  feed: eventsOf("workload_identity_provider"),
  list: (api) => api.list<ProviderRow>(at`/organization/workload_identity_providers`),
  show: (row) => ({
    name: row.name,
    issuer: row.issuer,
    audience: row.audience,
    description: row.description || null,
    enabled: row.enabled,
    attributeTransformations: row.attribute_transformations.map(({ attribute, expression }) => ({
      attribute,
      expression,
    })),
    verification:
      row.verification.type === "discovery"
        ? { discoveryUrl: row.verification.discovery_url }
        : { jwks: row.verification.jwks as Readonly<Record<string, z.core.util.JSONType>> },
    createdAt: row.created_at,
  }),
  born: (row) => new Date(row.created_at * 1000),
  observe: (api, { id }) => api.find(at`/organization/workload_identity_providers/${id}`),
  // A creation takes no null.
  ensure: (api, { description, ...declared }) =>
    api.post(at`/organization/workload_identity_providers`, {
      type: "oidc",
      ...bodyOf(declared),
      description: description ?? undefined,
    }),
  sync: (api, changes, { id }) => api.post(at`/organization/workload_identity_providers/${id}`, bodyOf(changes)),
  remove: (api, { id }) => api.delete(at`/organization/workload_identity_providers/${id}`).catch(unlessRules),
}) {}

/** @param provider all of it, or what changes */
function bodyOf({ verification, ...provider }: Partial<z.output<typeof inputs>>) {
  if (verification === undefined) return snakeCase(provider);
  const how =
    "jwks" in verification
      ? { type: "uploaded_jwks", jwks: verification.jwks }
      : { type: "discovery", discovery_url: verification.discoveryUrl };
  return { ...snakeCase(provider), verification: how };
}

const unlessRules = advise(
  isInvalid,
  "One that has federation rules cannot be deleted: remove those first, or declare them with this provider's id.",
);
