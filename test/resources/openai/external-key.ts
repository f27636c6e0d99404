import type { Description } from "../description.ts";
import { everyPage, project } from "../homes.ts";

const gcp = (projectId: unknown) => ({
  audience: projectId,
  kmsProjectId: "acme-keys",
  kmsKeyLocation: "europe-west1",
  kmsKeyRingName: "openai",
  kmsKeyName: "master",
  kmsKeyVersion: "7",
  workloadIdentityProjectNumber: "104512",
  workloadIdentityPoolId: "vendors",
  workloadIdentityProviderId: "openai",
});

export const externalKey: Description = {
  dated: true,
  at: "DELETE /organization/external_keys/{external_key_id}",
  writes: { create: { "POST /organization/external_keys": 1 } },
  async home(act, name) {
    const { projectId } = await project(act, name);
    await act.post("/organization/external_keys", {
      name: `${name} (EU)`,
      type: "aws",
      external_id: projectId,
      kms_arn: "arn:aws:kms:eu-central-1:123456789012:key/1",
      role_arn: "arn:aws:iam::123456789012:role/openai",
    });
    return { projectId };
  },
  declared: ({ projectId }, name) => ({ name, purpose: "psp_decryption", gcp: gcp(projectId) }),
  elsewhere: {
    aws: "test/providers/openai/external-key.test.ts",
    azure: "test/providers/openai/external-key.test.ts",
    oci: "test/providers/openai/external-key.test.ts",
  },
  async held(act, { projectId }, name) {
    const rows = await everyPage(act, "/organization/external_keys");
    return rows
      .filter((row) => [name, `${name} (EU)`].includes(String(row.name)))
      .map(({ id, name, purpose, type, audience }) => ({
        id: String(id),
        name,
        purpose,
        ...(type === "gcp" && { gcp: { ...gcp(projectId), audience } }),
      }));
  },
};
