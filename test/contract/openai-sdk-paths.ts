import type { OpenApi, Schema } from "./specification.ts";

/** Objects that the vendor's SDK (openai 7.57) has and its description 2.3.0 has not, transcribed from the SDK's types. */

const text: Schema = { type: "string" };
const flag: Schema = { type: "boolean" };
const moment: Schema = { type: "integer", format: "unixtime" };
const nullable = (schema: Schema): Schema => ({ anyOf: [schema, { type: "null" }] });
const exactly = (...values: string[]): Schema => ({ type: "string", enum: values });
const list = (items: Schema): Schema => ({ type: "array", items });
const ref = (name: string): Schema => ({ $ref: `#/components/schemas/${name}` });

/** An object whose members are required, unless their name ends in a question mark. */
const object = (members: Record<string, Schema>): Schema => ({
  type: "object",
  properties: Object.fromEntries(Object.entries(members).map(([name, schema]) => [name.replace("?", ""), schema])),
  required: Object.keys(members).filter((name) => !name.endsWith("?")),
});
const optional = (members: Record<string, Schema>): Record<string, Schema> =>
  Object.fromEntries(Object.entries(members).map(([name, schema]) => [`${name}?`, schema]));
const texts = (...names: string[]): Record<string, Schema> => Object.fromEntries(names.map((name) => [name, text]));
const page = (of: string): Schema => object({ object: exactly("list"), data: list(ref(of)), has_more: flag });

const purpose = exactly("ekm", "psp_decryption");
const keyOf = (type: string, members: Record<string, Schema>): Schema =>
  object({ type: exactly(type), name: text, "purpose?": purpose, ...members });
const verification: Schema = {
  anyOf: [
    object({ type: exactly("discovery"), discovery_url: nullable(text) }),
    object({ type: exactly("uploaded_jwks"), jwks: { type: "object" } }),
  ],
};
const permissions: Schema = {
  anyOf: [
    object({ type: exactly("service_account_default") }),
    object({ type: exactly("restricted"), scopes: list(text) }),
  ],
};
const matchers: Schema = {
  type: "object",
  additionalProperties: { anyOf: [text, { type: "number" }, flag] },
};
const transformations = list(object(texts("attribute", "expression")));
const tiers: Schema = { anyOf: [exactly("all"), list(exactly("flex", "fast", "ultrafast"))] };
const defaultTier = exactly("standard", "fast", "scale");

const aws = { type: exactly("aws"), ...texts("bucket", "role_arn") };
const azure = {
  type: exactly("azure"),
  ...texts("account_name", "container", "resource_group", "subscription_id", "tenant_id"),
};
const pool = texts("workload_identity_pool_id", "workload_identity_project_number", "workload_identity_provider_id");
const gcp = { type: exactly("gcp"), bucket: text, ...pool };
const oci = { type: exactly("oci"), ...texts("bucket", "region", "tenancy_ocid") };

const GCP_KEY = texts("audience", "kms_key_location", "kms_key_name", "kms_key_ring_name", "kms_project_id");

export const SDK_SCHEMAS: Record<string, Schema> = {
  SdkExternalKey: object({
    ...texts("id", "name", "object", "type", "workspace_id"),
    api_project_ids: list(text),
    created_at: moment,
    "purpose?": purpose,
    ...optional({
      ...GCP_KEY,
      ...pool,
      ...texts("external_id", "kms_arn", "role_arn", "kms_key_version"),
      ...texts("key_name", "key_version", "tenant_id", "vault_uri"),
      ...texts("key_ocid", "key_version_ocid", "region", "vault_ocid"),
    }),
  }),
  SdkExternalKeyBody: {
    anyOf: [
      keyOf("aws", texts("external_id", "kms_arn", "role_arn")),
      keyOf("gcp", { ...GCP_KEY, ...pool, "kms_key_version?": text }),
      keyOf("azure", { ...texts("key_name", "tenant_id", "vault_uri"), "key_version?": text }),
      keyOf("oci", { ...texts("key_ocid", "region", "vault_ocid"), "key_version_ocid?": text }),
    ],
  },
  SdkExternalStorage: object({
    ...texts("id", "geography", "project_id"),
    object: exactly("organization.external_storage"),
    created_at: moment,
    status: exactly("pending", "validated", "degraded", "unhealthy"),
    provider: {
      anyOf: [
        object({ ...aws, ...texts("account_id", "external_id", "region") }),
        object({ ...azure, region: text }),
        object({ ...gcp, ...texts("audience", "region") }),
        object(oci),
      ],
    },
  }),
  SdkIdentityProvider: object({
    ...texts("id", "audience", "issuer", "name"),
    object: exactly("organization.workload_identity_provider"),
    type: exactly("oidc"),
    description: nullable(text),
    enabled: flag,
    created_at: moment,
    updated_at: moment,
    attribute_transformations: transformations,
    verification,
  }),
  SdkFederationRule: object({
    ...texts("id", "project_id", "service_account_id", "workload_identity_provider_id"),
    object: exactly("organization.workload_identity_federation_rule"),
    name: nullable(text),
    description: nullable(text),
    enabled: flag,
    created_at: moment,
    updated_at: moment,
    attribute_matchers: matchers,
    permissions,
  }),
  SdkServiceTier: object({
    object: exactly("project.service_tier_settings"),
    default: defaultTier,
    enabled_tiers: tiers,
  }),
  SdkDecisions: object({
    object: exactly("page"),
    has_more: flag,
    next_page: nullable(text),
    data: list(
      object({
        object: exactly("bucket"),
        start_time: { type: "integer" },
        end_time: { type: "integer" },
        results: list(
          object({
            object: exactly("organization.usage.decisions.result"),
            input_tokens: { type: "integer" },
            output_tokens: { type: "integer" },
            num_model_requests: { type: "integer" },
            ...optional({
              project_id: nullable(text),
              user_id: nullable(text),
              api_key_id: nullable(text),
              model: nullable(text),
              batch: nullable(flag),
              service_tier: nullable(text),
            }),
          }),
        ),
      }),
    ),
  }),
};

const json = (schema: Schema) => ({ content: { "application/json": { schema } } });
const answering = (schema: Schema, body?: Schema) => ({
  ...(body === undefined ? {} : { requestBody: json(body) }),
  responses: { "200": json(schema) },
});
const deleted = (name: string): Schema => object({ id: text, object: exactly(`${name}.deleted`), deleted: flag });

const PROVIDERS = "/organization/workload_identity_providers";
const RULES = `${PROVIDERS}/{workload_identity_provider_id}/federation_rules`;

export const SDK_PATHS: OpenApi["paths"] = {
  "/organization/external_keys": {
    get: answering(page("SdkExternalKey")),
    post: answering(ref("SdkExternalKey"), ref("SdkExternalKeyBody")),
  },
  "/organization/external_keys/{external_key_id}": {
    get: answering(ref("SdkExternalKey")),
    delete: answering(ref("SdkExternalKey")),
  },
  "/organization/external_keys/{external_key_id}/validate": { post: answering(object({ status: text })) },
  "/organization/external_storage": {
    get: answering(page("SdkExternalStorage")),
    post: answering(
      ref("SdkExternalStorage"),
      object({
        project_id: text,
        provider: { anyOf: [object(aws), object(azure), object(gcp), object(oci)] },
      }),
    ),
  },
  "/organization/external_storage/{external_storage_id}": {
    get: answering(ref("SdkExternalStorage")),
    delete: answering(deleted("organization.external_storage")),
  },
  "/organization/external_storage/{external_storage_id}/validate": { post: answering(ref("SdkExternalStorage")) },
  [PROVIDERS]: {
    get: answering(page("SdkIdentityProvider")),
    post: answering(
      ref("SdkIdentityProvider"),
      object({
        ...texts("audience", "issuer", "name"),
        type: exactly("oidc"),
        ...optional({ description: text, enabled: flag, attribute_transformations: transformations, verification }),
      }),
    ),
  },
  [`${PROVIDERS}/{workload_identity_provider_id}`]: {
    get: answering(ref("SdkIdentityProvider")),
    post: answering(
      ref("SdkIdentityProvider"),
      object(
        optional({
          ...texts("audience", "issuer", "name"),
          description: nullable(text),
          enabled: flag,
          attribute_transformations: transformations,
          verification,
        }),
      ),
    ),
    delete: answering(deleted("organization.workload_identity_provider")),
  },
  [RULES]: {
    get: answering(page("SdkFederationRule")),
    post: answering(
      ref("SdkFederationRule"),
      object({
        ...texts("project_id", "service_account_id"),
        attribute_matchers: matchers,
        ...optional({ ...texts("description", "name"), enabled: flag, permissions }),
      }),
    ),
  },
  [`${RULES}/{federation_rule_id}`]: {
    get: answering(ref("SdkFederationRule")),
    post: answering(
      ref("SdkFederationRule"),
      object(
        optional({
          attribute_matchers: matchers,
          description: nullable(text),
          name: nullable(text),
          enabled: flag,
          permissions,
        }),
      ),
    ),
    delete: answering(deleted("organization.workload_identity_federation_rule")),
  },
  "/organization/projects/{project_id}/service_tier_settings": {
    get: answering(ref("SdkServiceTier")),
    post: answering(ref("SdkServiceTier"), object(optional({ default: defaultTier, enabled_tiers: tiers }))),
  },
  "/organization/usage/decisions": { get: answering(ref("SdkDecisions")) },
};
