import { describe, expect, test } from "vitest";
import { canonicalise } from "../../../providers/host/canonical.ts";
import { FederationRule } from "../../../providers/openai/federation-rule.ts";
import { WorkloadIdentityProvider } from "../../../providers/openai/workload-identity-provider.ts";
import { useRuns } from "./runs.ts";

const { run, dana, writes } = useRuns(WorkloadIdentityProvider);

const PROVIDERS = "/organization/workload_identity_providers";
const ci = { name: "CI", issuer: "https://ci.acme.example", audience: "openai" };
const providers = async () => (await dana().get(PROVIDERS)).data;

async function account() {
  const { id: projectId } = await dana().post("/organization/projects", { name: "acme" });
  const accounts = `/organization/projects/${projectId}/service_accounts`;
  const { id: serviceAccountId } = await dana().post(accounts, { name: "ci", create_service_account_only: true });
  return { projectId, serviceAccountId };
}

test("how its tokens are verified, and whether it is on, is left alone where nothing is declared", async () => {
  const state = await run().up({ ...ci, verification: { jwks: { keys: [] } }, enabled: false });
  expect(await writes(() => run().up(ci, state))).toEqual([]);
  expect(await providers()).toEqual([
    expect.objectContaining({ enabled: false, verification: { type: "uploaded_jwks", jwks: { keys: [] } } }),
  ]);
});

test("keys that were uploaded give way to those that the issuer describes", async () => {
  const state = await run().up({ ...ci, verification: { jwks: { keys: [] } } });
  await run().up({ ...ci, verification: { discoveryUrl: null } }, state);
  expect(await providers()).toEqual([
    expect.objectContaining({ verification: { type: "discovery", discovery_url: null } }),
  ]);
});

test("one with rules stays, and the message says what to do", async () => {
  const state = await run().up(ci);
  const rule = { workloadIdentityProviderId: state.id, name: "deploy", attributeMatchers: { ref: "main" } };
  const made = await run()
    .beside(FederationRule)
    .up({ ...rule, ...(await account()) });
  await expect(run().remove(state)).rejects.toThrow(/federation rules.*remove those first/s);
  expect(await providers()).toHaveLength(1);
  await run().beside(FederationRule).remove(made);
  await run().remove(state);
  expect(await providers()).toEqual([]);
});

describe("a rule", () => {
  test.each([
    [{ attributeMatchers: {} }, "attributeMatchers must name an attribute"],
    [{ attributeMatchers: { ref: null } }, "attributeMatchers"],
    [{ scopes: [] }, "scopes must not be empty"],
  ])("with %j is refused at preview", (declared, said) => {
    const rule = { workloadIdentityProviderId: "w", name: "n", projectId: "p", serviceAccountId: "s" };
    const { failures } = canonicalise(FederationRule.definition.inputs, {
      ...rule,
      attributeMatchers: { ref: "main" },
      ...declared,
    });
    expect(failures.map(({ property, reason }) => `${property} ${reason}`)).toEqual([expect.stringContaining(said)]);
  });

  test("may do all that its service account may, unless scopes say less", async () => {
    const state = await run().up(ci);
    const rule = {
      workloadIdentityProviderId: state.id,
      name: "deploy",
      attributeMatchers: { ref: "main" },
      ...(await account()),
    };
    const permissions = async () =>
      (await dana().get(`${PROVIDERS}/${state.id}/federation_rules`)).data.map(
        (one: { permissions: unknown }) => one.permissions,
      );
    const made = await run().beside(FederationRule).up(rule);
    expect(await permissions()).toEqual([{ type: "service_account_default" }]);
    const scoped = { ...rule, scopes: ["model.request", "model.read"] };
    const changed = await run().beside(FederationRule).up(scoped, made);
    expect(await permissions()).toEqual([{ type: "restricted", scopes: ["model.read", "model.request"] }]);
    await run()
      .beside(FederationRule)
      .up({ ...rule, scopes: null }, changed);
    expect(await permissions()).toEqual([{ type: "service_account_default" }]);
  });
});

test("a negative zero, which JSON has not, is no other value than zero", () => {
  const provider = { ...ci, verification: { jwks: { keys: [-0] } } };
  expect(canonicalise(WorkloadIdentityProvider.definition.inputs, provider).inputs).toEqual({
    ...ci,
    verification: { jwks: { keys: [0] } },
  });
  const rule = { workloadIdentityProviderId: "w", name: "n", projectId: "p", serviceAccountId: "s" };
  expect(
    canonicalise(FederationRule.definition.inputs, { ...rule, attributeMatchers: { attempt: -0 } }).inputs,
  ).toEqual({ ...rule, attributeMatchers: { attempt: 0 } });
});

test.each(["d", "k", "oth"])("a key set with the secret part %s of a key is refused", (part) => {
  const key = { kty: "RSA", kid: "1", n: "AQAB", e: "AQAB" };
  const judged = (keys: object[]) =>
    canonicalise(WorkloadIdentityProvider.definition.inputs, { ...ci, verification: { jwks: { keys } } }).failures;
  expect(judged([key])).toEqual([]);
  expect(JSON.stringify(judged([key, { ...key, [part]: "s3cr3t-part" }]))).toMatch(/only public ones belong here/);
  expect(JSON.stringify(judged([key, { ...key, [part]: "s3cr3t-part" }]))).not.toContain("s3cr3t-part");
});
