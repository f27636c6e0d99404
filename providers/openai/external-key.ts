import type { OpenAI } from "openai";
import { ABSENT, type Api, at, camelCase, defineResource, fail, given, snakeCase, z } from "../kit.ts";
import { openai } from "./client.ts";
import { cloudName, keyPurpose, name, unixTime, vendorId } from "./fields.ts";

type KeyRow = OpenAI.Admin.Organization.ExternalKey;

const clouds = {
  /** AWS KMS. */
  aws: z.strictObject({
    /** What OpenAI says when it assumes the role: the id of the organization or of one of its projects. */
    externalId: vendorId,
    kmsArn: cloudName,
    /** The role that OpenAI assumes. */
    roleArn: cloudName,
  }),
  /** Google Cloud KMS. */
  gcp: z.strictObject({
    /** Of the tokens that OpenAI shows: the id of the organization or of one of its projects. */
    audience: vendorId,
    kmsProjectId: cloudName,
    kmsKeyLocation: cloudName,
    kmsKeyRingName: cloudName,
    kmsKeyName: cloudName,
    /** For `psp_decryption`, and only there. */
    kmsKeyVersion: cloudName.optional(),
    workloadIdentityProjectNumber: cloudName,
    workloadIdentityPoolId: cloudName,
    workloadIdentityProviderId: cloudName,
  }),
  /** Azure Key Vault. */
  azure: z.strictObject({
    tenantId: cloudName,
    vaultUri: cloudName,
    keyName: cloudName,
    /** For `psp_decryption`, and only there. */
    keyVersion: cloudName.optional(),
  }),
  /** Oracle Cloud Vault. */
  oci: z.strictObject({
    region: cloudName,
    vaultOcid: cloudName,
    keyOcid: cloudName,
    /** For `psp_decryption`, and only there. */
    keyVersionOcid: cloudName.optional(),
  }),
};
type Cloud = keyof typeof clouds;
const CLOUDS = Object.keys(clouds) as Cloud[];

const inputs = z
  .strictObject({
    /** Shown to people, and the natural key. OpenAI does not say that names are unique. */
    name,
    /** Omitted: `ekm`, and left alone. */
    purpose: keyPurpose.optional(),
    aws: clouds.aws.optional(),
    gcp: clouds.gcp.optional(),
    azure: clouds.azure.optional(),
    oci: clouds.oci.optional(),
  })
  .superRefine((declared, context) => {
    const refuse = (path: string[], message: string) =>
      context.addIssue({ code: "custom", path, message, input: declared });
    const said = CLOUDS.filter((cloud) => declared[cloud] !== undefined);
    if (said.length !== 1) return refuse([said[1] ?? "name"], `a key is in one of ${CLOUDS.join(", ")}`);
    const needsVersion = declared.purpose === "psp_decryption";
    const versions = [
      [declared.gcp, "gcp", "kmsKeyVersion"],
      [declared.azure, "azure", "keyVersion"],
      [declared.oci, "oci", "keyVersionOcid"],
    ] as const;
    for (const [key, cloud, version] of versions)
      if (key && version in key !== needsVersion)
        refuse([cloud, version], needsVersion ? "is needed for psp_decryption" : "is for psp_decryption only");
  });

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
    aws: shown("aws", clouds.aws),
    gcp: shown("gcp", clouds.gcp),
    azure: shown("azure", clouds.azure),
    oci: shown("oci", clouds.oci),
  };
}
