import { type OpenApi, readSpecification, type Schema } from "./specification.ts";

/**
 * Request schemas whose metadata takes null as a value, which removes the key: WorkOS's documentation says so under
 * "Metadata", its API description types the values as plain strings.
 */
const METADATA_WRITERS = ["OrganizationDto", "UpdateOrganizationDto", "CreateUserlandUserDto", "UpdateUserlandUserDto"];

/** Members of which the client's docstrings say what null does, where its types have none. */
const NULLABLE = {
  CreateConnectionStandardAttributesBody: ["groups", "name"],
  PatchConnectionStandardAttributesBody: ["groups", "name"],
  PatchConnectionSAMLOptionsBody: ["idp_metadata_url", "acs_url", "sp_entity_id"],
  PatchConnectionOIDCOptionsBody: ["redirect_uri"],
  // As the file has it of the integration that users connect to, which is changed with the same body.
  UpdateCustomProviderDefinitionBody: ["refresh_token_url"],
};

/** Members that the newer client sends to an operation which the file knows. */
const SENT_SINCE: Record<string, Record<string, Schema>> = {
  GenerateLinkDto: { external_user_id: { type: "string" } },
};

/** The properties of a schema that must be there. */
function propertiesOf(document: OpenApi, name: string): Record<string, Schema> {
  const properties = document.components.schemas[name]?.properties as Record<string, Schema> | undefined;
  if (properties === undefined) throw new Error(`the description has no ${name} any more`);
  return properties;
}

/** The description with what only the client's docstrings and parameters say. */
function withNewerMembers(document: OpenApi): OpenApi {
  for (const [name, members] of Object.entries(NULLABLE)) {
    const properties = propertiesOf(document, name);
    for (const member of members) properties[member] = { anyOf: [properties[member], { type: "null" }] };
  }
  for (const [name, members] of Object.entries(SENT_SINCE)) Object.assign(propertiesOf(document, name), members);
  return document;
}

/** The description with what only the documentation says. */
function withDocumentedNulls(document: OpenApi): OpenApi {
  for (const name of METADATA_WRITERS) {
    const schema = document.components.schemas[name];
    const parts = [schema, ...((schema?.allOf ?? []) as Schema[])];
    const metadata = parts
      .map((part) => (part?.properties as Record<string, Schema> | undefined)?.metadata)
      .find((member) => member !== undefined);
    if (metadata === undefined) throw new Error(`the description has no metadata in ${name} any more`);
    metadata.additionalProperties = { anyOf: [metadata.additionalProperties, { type: "null" }] };
  }
  return document;
}

/**
 * The description with the operations that the vendor published after its file. Where an object has members of which the
 * file does not know yet, its newer form holds for every operation.
 */
function withNewer(document: OpenApi, newer: OpenApi): OpenApi {
  for (const [route, operations] of Object.entries(newer.paths))
    document.paths[route] = { ...operations, ...document.paths[route] };
  Object.assign(document.components.schemas, newer.components.schemas);
  return document;
}

/** A schema inside the description, by the keys that lead to it. */
function within(document: OpenApi, ...keys: (string | number)[]): Schema {
  const found = keys.reduce<unknown>((at, key) => (at as Record<string | number, unknown>)?.[key], document);
  if (typeof found !== "object" || found === null) throw new Error(`the description has no ${keys.join("/")} any more`);
  return found as Schema;
}

const add = (schema: Schema, members: Record<string, Schema>): void => {
  schema.properties = { ...(schema.properties as object), ...members };
};

const text: Schema = { type: "string" };
const texts: Schema = { type: "array", items: text };

/** What the vendor's client, and not its file, knows of operations that the file has. Members of answers are required where the client requires them. */
function withClientsMembers(document: OpenApi): OpenApi {
  const schemas = ["components", "schemas"];
  const required = (schema: Schema, members: Record<string, Schema>) => {
    add(schema, members);
    schema.required = [...((schema.required ?? []) as string[]), ...Object.keys(members)];
  };

  const named = { type: "object", properties: { id: text, name: text }, required: ["id", "name"] };
  required(within(document, ...schemas, "UserRoleAssignment", "properties", "source"), {
    group: { anyOf: [named, { type: "null" }] },
  });
  within(document, ...schemas, "UserlandUserOrganizationMembershipBaseList", "properties", "data").items = {
    $ref: "#/components/schemas/UserlandUserOrganizationMembershipBaseWithUser",
  };
  required(within(document, ...schemas, "ConnectApplication", "allOf", 1, "oneOf", 0, "allOf", 0), {
    cors_origins: texts,
  });
  for (const name of ["CreateOAuthApplicationDto", "UpdateOAuthApplicationDto"])
    add(within(document, ...schemas, name), { cors_origins: { anyOf: [texts, { type: "null" }] } });
  withConnections(document);
  add(within(document, ...schemas, "WaitlistUser"), {
    additional_fields: { anyOf: [{ type: "object", additionalProperties: text }, { type: "null" }] },
  });
  return document;
}

/** Several connected accounts of one owner, and integrations of organizations. */
function withConnections(document: OpenApi): void {
  const textOrNull: Schema = { type: ["string", "null"] };
  const owner = { enum: ["user", "organization"] };
  const labels = { account_identifier: textOrNull, account_display_name: textOrNull };
  const ofUser = "/user_management/users/{user_id}/connected_accounts/{slug}";
  const schemas = ["components", "schemas"];
  const body = (path: string, method: string) =>
    within(document, "paths", path, method, "requestBody", "content", "application/json", "schema");

  add(within(document, ...schemas, "CreateDataIntegrationDto"), { ownership: owner });
  const account = within(document, ...schemas, "ConnectedAccountDto");
  add(account, labels);
  const properties = { ...(account.properties as object), connection_intent: { const: "add" } };
  within(document, "paths", ofUser, "post", "requestBody", "content", "application/json").schema = {
    ...account,
    properties,
  };
  for (const name of ["api-key", "client-credentials"])
    add(body(`/data-integrations/{slug}/${name}`, "put"), {
      ...labels,
      connection_owner: owner,
      connection_intent: { const: "reauthorize" },
      connected_account_id: text,
    });
  add(body("/data-integrations/{slug}/authorize", "post"), {
    account_display_name: textOrNull,
    connection_owner: owner,
    connection_intent: { enum: ["add", "reauthorize"] },
    connected_account_id: text,
    code_challenge: text,
    code_challenge_method: { const: "S256" },
  });
  const url = within(document, ...schemas, "DataIntegrationAuthorizeUrlResponse");
  add(url, { state: text, completion: { const: "finish_required" } });
  url.required = ["url", "state"];
  add(within(document, ...schemas, "PipesConnectedAccount"), {
    ...labels,
    connection_role: { enum: ["compatibility", "standard"] },
    auth_method: { enum: ["oauth", "api_key", "client_credentials"] },
    api_key_last_4: textOrNull,
    established_by_user_id: textOrNull,
    state_reason: { enum: ["establishing_member_membership_ended", null] },
  });

  const statuses: [path: string, method: string, statuses: string[]][] = [
    [ofUser, "get", ["400", "409"]],
    // Codes are newer here.
    [ofUser, "post", ["409", "422"]],
    [ofUser, "put", ["400", "409", "422"]],
    [ofUser, "delete", ["400", "409"]],
    ["/data-integrations", "get", ["422"]],
    ["/data-integrations/{slug}", "put", ["409"]],
    ["/data-integrations/{slug}/api-key", "put", ["409"]],
    ["/data-integrations/{slug}/client-credentials", "put", ["409"]],
    ["/data-integrations/{slug}/authorize", "post", ["409", "422"]],
  ];
  for (const [path, method, more] of statuses) {
    const responses = within(document, "paths", path, method, "responses");
    for (const status of more) responses[status] = { content: { "application/json": { schema: { type: "object" } } } };
  }
}

/** Events that the client knows and the file does not: type and data. */
function withClientsEvents(document: OpenApi): OpenApi {
  const of = (members: Record<string, Schema>): Schema => ({
    type: "object",
    properties: members,
    required: Object.keys(members),
  });
  const ref = (name: string): Schema => ({ $ref: `#/components/schemas/${name}` });
  const moment: Schema = { type: "string", format: "date-time" };
  const times = { created_at: moment, updated_at: moment };
  const session = {
    object: { const: "agent_instance_session" },
    id: text,
    agent_instance_id: text,
    organization_id: text,
    expires_at: moment,
    revoked_at: { anyOf: [moment, { type: "null" }] },
    ...times,
  };
  const events: Record<string, Schema> = {
    "agent.blueprint.created": ref("AgentBlueprint"),
    "agent.blueprint.updated": ref("AgentBlueprint"),
    "agent.blueprint.deleted": of({ object: { const: "agent_blueprint" }, id: text, name: text, ...times }),
    "agent.instance.created": ref("AgentInstance"),
    "agent.instance.deleted": ref("AgentInstance"),
    "agent.instance.session.created": of({ ...session, permission_slugs: texts }),
    "agent.instance.session.revoked": of(session),
  };
  const kinds = within(document, "components", "schemas", "EventSchema", "allOf", 1).oneOf as Schema[];
  for (const [event, data] of Object.entries(events)) {
    const members = { object: { const: "event" }, id: text, event: { const: event }, data, created_at: moment };
    const { required } = of(members);
    kinds.push({ type: "object", properties: { ...members, context: ref("EventContextDto") }, required });
  }
  return document;
}

/** The one operation that only the vendor's command line (npm `workos` 0.14) knows. It reads no answer. */
function withCommandLine(document: OpenApi): OpenApi {
  const schema = { type: "object", properties: { url: { type: "string" } }, required: ["url"] };
  const refused = { properties: { message: { type: "string" }, code: { type: "string" } }, required: ["message"] };
  document.paths["/user_management/app_homepage_url"] = {
    put: {
      requestBody: { required: true, content: { "application/json": { schema } } },
      responses: { 204: {}, 422: { content: { "application/json": { schema: { type: "object", ...refused } } } } },
    },
  };
  return document;
}

/** What the WorkOS emulator is held against: the vendor's file, what came after it, and what only the documentation says. */
export function workosDescription(): OpenApi {
  const published = withNewer(readSpecification("workos"), readSpecification("workos-since-0.61"));
  return withCommandLine(withClientsEvents(withClientsMembers(withDocumentedNulls(withNewerMembers(published)))));
}
