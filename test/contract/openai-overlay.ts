import { SDK_PATHS, SDK_SCHEMAS } from "./openai-sdk-paths.ts";
import type { OpenApi, Schema } from "./specification.ts";

const optionalTime: Schema = { anyOf: [{ type: "integer", format: "unixtime" }, { type: "null" }] };
const optionalSeconds: Schema = { anyOf: [{ type: "integer" }, { type: "null" }] };
const optionalText: Schema = { anyOf: [{ type: "string" }, { type: "null" }] };

/** Members that the vendor's SDK (openai 7.57) has and its description 2.3.0 has not yet. An entry goes when the latter has it. */
const SDK_MEMBERS: Record<string, Record<string, Schema>> = {
  ProjectApiKey: { expires_at: optionalTime },
  ProjectServiceAccountApiKey: { expires_at: optionalTime },
  ServiceAccountApiKeyBody: { expires_at: optionalTime },
  ProjectServiceAccountCreateRequest: { expires_in_seconds: optionalSeconds },
  CreateProjectServiceAccountApiKeyBody: { expires_in_seconds: optionalSeconds },
  ProjectCreateRequest: { geography: optionalText },
  ProjectUpdateRequest: { geography: optionalText },
  AuditLog: {
    "external_storage.registered": { type: "object", properties: { id: { type: "string" } } },
    "external_storage.removed": { type: "object", properties: { id: { type: "string" } } },
  },
  CostsResult: { user_id: optionalText, api_source: optionalText },
};

const SDK_RESIDENCIES = ["JP_STORAGE_PROCESSING", "IN_STORAGE_PROCESSING", "AU_STORAGE_PROCESSING"];

const SDK_EVENT_TYPES = ["external_storage.registered", "external_storage.removed"];

/** The description with what only the SDK knows. */
export function withSdkMembers(document: OpenApi): OpenApi {
  const { schemas } = document.components;
  for (const [name, members] of Object.entries(SDK_MEMBERS)) {
    const properties = schemas[name]?.properties as Record<string, Schema> | undefined;
    if (properties === undefined) throw new Error(`the description has no schema ${name} with members any more`);
    for (const [member, schema] of Object.entries(members)) {
      if (properties[member] !== undefined)
        throw new Error(`${name}.${member} is in the description now: drop it here`);
      properties[member] = schema;
    }
  }
  const residency: Schema = schemas.PublicProjectResidency ?? {};
  residency.enum = [...(residency.enum as string[]), ...SDK_RESIDENCIES];
  const eventType: Schema = schemas.AuditLogEventType ?? {};
  eventType.enum = [...(eventType.enum as string[]), ...SDK_EVENT_TYPES];
  document.paths["/organization/projects/{project_id}/api_keys/{api_key_id}"] = {
    ...document.paths["/organization/projects/{project_id}/api_keys/{api_key_id}"],
    post: {
      requestBody: {
        content: {
          "application/json": {
            schema: {
              type: "object",
              properties: {
                scopes: { type: "array", items: { type: "string" } },
                expires_in_seconds: { type: "integer" },
              },
            },
          },
        },
      },
      responses: {
        "200": { content: { "application/json": { schema: { $ref: "#/components/schemas/ProjectApiKey" } } } },
      },
    },
  };
  for (const [name, schema] of Object.entries(SDK_SCHEMAS)) {
    if (schemas[name] !== undefined) throw new Error(`${name} is in the description now: drop it here`);
    schemas[name] = schema;
  }
  for (const [path, item] of Object.entries(SDK_PATHS)) {
    if (document.paths[path] !== undefined) throw new Error(`${path} is in the description now: drop it here`);
    document.paths[path] = item;
  }
  return document;
}
