import { describe, expect, test } from "vitest";
import { canonicalise } from "../../../providers/host/canonical.ts";
import { ExternalKey } from "../../../providers/openai/external-key.ts";
import { Project } from "../../../providers/openai/project.ts";
import { type Bag, useRuns } from "./runs.ts";

const { run, dana, writes } = useRuns(ExternalKey);

const azure = { tenantId: "7c0f", vaultUri: "https://acme.vault.azure.net", keyName: "openai" };
const oci = { region: "eu-frankfurt-1", vaultOcid: "ocid1.vault.acme", keyOcid: "ocid1.key.acme" };
const keys = async (): Promise<Bag[]> => (await dana().get("/organization/external_keys")).data;

test.each([
  [{}, "name a key is in one of aws, gcp, azure, oci"],
  [{ azure, oci }, "oci a key is in one of aws, gcp, azure, oci"],
  [{ azure, purpose: "psp_decryption" }, "azure keyVersion: is needed for psp_decryption"],
  [{ oci: { ...oci, keyVersionOcid: "ocid1.version" } }, "oci keyVersionOcid: is for psp_decryption only"],
  [{ azure: { ...azure, vault: "acme" } }, "azure vault: there is no such property"],
])("a key with %j is refused at preview", (declared, said) => {
  const { failures } = canonicalise(ExternalKey.definition.inputs, { name: "acme", ...declared });
  expect(failures.map(({ property, reason }) => `${property} ${reason}`)).toEqual([expect.stringContaining(said)]);
});

describe("a key", () => {
  test.each([
    ["AWS", (projectId: string) => ({ aws: { externalId: projectId, kmsArn: "arn:key", roleArn: "arn:role" } })],
    ["Azure", () => ({ azure })],
    ["Oracle", () => ({ oci })],
  ])("in %s is made once, and shows no change", async (_, cloud) => {
    const { id: projectId } = await dana().post("/organization/projects", { name: "acme" });
    const declared = { name: "acme", ...cloud(projectId) };
    const state = await run().up(declared);
    expect(await keys()).toEqual([expect.objectContaining({ id: state.id, name: "acme", purpose: "ekm" })]);
    const refreshed = await run().refresh(state);
    expect(refreshed).toEqual(state);
    expect(await writes(() => run().up(declared, refreshed))).toEqual([]);
  });

  test("is not replaced under its own name by one in another cloud", async () => {
    const state = await run().up({ name: "acme", azure });
    await expect(run().up({ name: "acme", oci }, state)).rejects.toThrow("could be read no more");
    expect(await keys()).toEqual([expect.objectContaining({ id: state.id, type: "azure" })]);
  });

  test("that a project is encrypted with stays until the project has another", async () => {
    const state = await run().up({ name: "acme", azure });
    const project = await run().beside(Project).up({ name: "acme", externalKeyId: state.id });
    await expect(run().remove(state)).rejects.toThrow(
      `${project.id} is encrypted with acme. Declare another externalKeyId there first`,
    );
    expect(await keys()).toHaveLength(1);
    await run().beside(Project).up({ name: "acme", externalKeyId: null }, project);
    await run().remove(state);
    expect(await keys()).toEqual([]);
  });
});
