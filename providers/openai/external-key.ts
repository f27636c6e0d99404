import type { OpenAI } from "openai";
import { ABSENT, type Api, at, camelCase, defineResource, fail, given, snakeCase, z } from "../kit.ts";
import { openai } from "./client.ts";
import { isInOneCloud, keyClouds, keyPurpose, name, unixTime } from "./fields.ts";

type KeyRow = OpenAI.Admin.Organization.ExternalKey;

type Cloud = keyof typeof keyClouds;
const CLOUDS = Object.keys(keyClouds) as Cloud[];

const inputs = z
  .strictObject({
    /** Shown to people, and the natural key. OpenAI does not say that names are unique. */
    name,
    /** Omitted: `ekm`, and left alone. */
    purpose: keyPurpose.optional(),
    aws: keyClouds.aws.optional(),
    gcp: keyClouds.gcp.optional(),
    azure: keyClouds.azure.optional(),
    oci: keyClouds.oci.optional(),
  })
  .superRefine(isInOneCloud);

/**
 * A customer's own key in their cloud, which projects are encrypted with (`externalKeyId` of a `Project`). What it is cannot be
 * changed. Source: OpenAI's Node client 7.57, `admin.organization.externalKeys`; the reference does not have it.
 * @removal deletes; refused while a project is encrypted with it
 */
export class ExternalKey extends defineResource(openai, "ExternalKey", {
  inputs,
  outputs: z.object({ createdAt: unixTime }),
  key: ["name"],
  feed: { changes: ["external_key.registered"], removals: ["external_key.removed"] },
  removal: { irreplaceable: "what is encrypted with it could be read no more" },
  list: (api) => api.list<KeyRow>(at`/organization/external_keys`),
  show: (row) => ({
    name: row.name,
    purpose: row.purpose,
    ...cloudOf(row),
    createdAt: row.created_at,
  }),
  born: (row) => new Date(row.created_at * 1000),
  observe: keyOf,
  ensure: (api, { name, purpose, ...rest }) => {
    const cloud = CLOUDS.find((one) => rest[one] !== undefined);
    return api.post(at`/organization/external_keys`, {
      name,
      purpose,
      type: cloud,
      ...snakeCase({ ...(cloud && rest[cloud]) }),
    });
  },
  async remove(api, { id, name }) {
    const row = await keyOf(api, { id });
    if (!row) return ABSENT;
    const projects = given(row.api_project_ids, "api_project_ids");
    if (projects.length > 0)
      throw fail(
        `${projects.join(", ")} is encrypted with ${name}`,
        "Declare another externalKeyId there first, or null for OpenAI's own.",
      );
    return api.delete(at`/organization/external_keys/${id}`);
  },
}) {}

function keyOf(api: Api, { id }: { id: string }): Promise<KeyRow | undefined> {
  return api.find(at`/organization/external_keys/${id}`);
}

/** Only what a key of its cloud has: the others' fields are none of it. */
function cloudOf(row: KeyRow) {
  const said: Readonly<Record<string, unknown>> = camelCase(row);
  const shown = <Schema extends z.ZodObject>(cloud: Cloud, schema: Schema) => {
    if (row.type !== cloud) return null;
    const fields = Object.keys(schema.shape).filter((field) => said[field] != null);
    return schema.safeParse(Object.fromEntries(fields.map((field) => [field, said[field]]))).data;
  };
  return {
    aws: shown("aws", keyClouds.aws),
    gcp: shown("gcp", keyClouds.gcp),
    azure: shown("azure", keyClouds.azure),
    oci: shown("oci", keyClouds.oci),
  };
}
