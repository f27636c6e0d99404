import type { OpenApi, Schema } from "./specification.ts";

/**
 * Request schemas whose metadata takes null as a value, which removes the key: WorkOS's documentation says so under
 * "Metadata", its API description types the values as plain strings.
 */
const METADATA_WRITERS = ["OrganizationDto", "UpdateOrganizationDto", "CreateUserlandUserDto", "UpdateUserlandUserDto"];

/** The description with what only the documentation says. */
export function withDocumentedNulls(document: OpenApi): OpenApi {
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
