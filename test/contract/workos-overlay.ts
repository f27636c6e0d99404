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

/** What the WorkOS emulator is held against: the vendor's file, what came after it, and what only the documentation says. */
export const workosDescription = (): OpenApi =>
  withDocumentedNulls(withNewerMembers(withNewer(readSpecification("workos"), readSpecification("workos-since-0.61"))));
