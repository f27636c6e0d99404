import { describe, expect, test } from "vitest";
import { canonicalise } from "../../../providers/host/canonical.ts";
import { UNKNOWN } from "../../../providers/host/unknown.ts";
import { SamlIdpCertificate } from "../../../providers/workos/saml-idp-certificate.ts";
import { SsoConnection } from "../../../providers/workos/sso-connection.ts";
import { PEM, PEM_OF_SUCCESSOR } from "../../harness/certificates.ts";
import { type Bag, useRuns } from "./runs.ts";

const { emulator, run, dana, writes } = useRuns(SsoConnection);

/** What every creation says. */
const FORETOLD = expect.stringContaining("WorkOS switches the organization's other ways to sign in off");
const saml = { idpSsoUrl: "https://idp.acme.example/sso", certificates: [PEM] };
const theirs = { saml_options: { idp_sso_url: "https://idp.acme.example/theirs", idp_signing_certs: [PEM] } };

async function organization(): Promise<{ organizationId: string }> {
  return { organizationId: (await dana().post("/organizations", { name: "Acme" })).id };
}
const connectionsOf = async ({ organizationId }: Bag): Promise<Bag[]> =>
  (await dana().get(`/connections?organization_id=${organizationId}`)).data;
const ssoUrlOf = async (id: unknown): Promise<unknown> =>
  (await dana().get(`/_emulator/connections/${id}/configuration`)).saml_options.idp_sso_url;

/** It begins an hour earlier than it was signed. */
const damaged = PEM.replace("MjgyMzU4MzlaFw00", "MjgyMjU4MzlaFw00");
const failures = (declared: object): string[] =>
  canonicalise(SsoConnection.definition.inputs, {
    organizationId: "org_1",
    externalId: "okta",
    ...declared,
  } as Bag).failures.map(({ property, reason }) => `${property} ${reason}`);

const oidc = { discoveryEndpoint: "https://idp.example/.well-known/openid-configuration", clientId: "c" };

test.each([
  [{ ...saml, ...oidc, clientSecret: "s" }, "discoveryEndpoint is for OIDC, and idpSsoUrl for SAML"],
  [{ ...saml, metadataUrl: "https://idp.example/m" }, "idpSsoUrl cannot stand beside metadataUrl"],
  [{ idpEntityId: "urn:acme", certificates: [PEM] }, "idpSsoUrl is needed"],
  [{ idpSsoUrl: saml.idpSsoUrl }, "certificates is needed"],
  [oidc, "clientSecret is needed"],
  [{ ...oidc, clientSecret: "s", tokenAuthentication: "private_key_jwt" }, "clientSecret is not used"],
  [{ clientId: "c", clientSecret: "s" }, "discoveryEndpoint is needed for OIDC"],
  [{ ...saml, type: "OktaOIDC" }, "type OktaOIDC is not set up by idpSsoUrl"],
  [{ ...oidc, clientSecret: "s", type: "OktaSAML" }, "type OktaSAML is not set up by discoveryEndpoint"],
  [{ ...saml, type: "MagicLink" }, "type Invalid option"],
  [{ ...saml, idpSsoUrl: "http://idp.example" }, "idpSsoUrl must be an https address"],
  [{ ...saml, certificates: ["MIIB"] }, "certificates 0: must be one certificate in PEM form, and has 0 blocks"],
  [{ ...saml, certificates: [PEM + PEM_OF_SUCCESSOR] }, "certificates 0: must be one certificate"],
  [{ ...saml, certificates: [PEM.replace("MIIB", "AAAA")] }, "certificates 0: is no X.509 certificate"],
  [{ ...saml, certificates: [damaged] }, "certificates 0: is damaged: it does not fit its own signature"],
  [
    { ...saml, certificates: ["-----BEGIN PRIVATE KEY-----\ncAnArY\n-----END PRIVATE KEY-----"] },
    "certificates 0: holds a private key",
  ],
])("a connection with %j is refused at preview", (declared, said) => {
  const refused = failures(declared);
  expect(refused).toEqual([expect.stringContaining(said)]);
  expect(refused.join()).not.toContain("cAnArY");
});

test("a preview announces it by what is known of it, and for its tenant", async () => {
  const preview = run();
  const declared = { organizationId: UNKNOWN, externalId: "okta", ...saml };
  await preview.check({}, declared);
  await preview.check({}, { ...declared, __guard: "acme" });
  const means = "if it is the organization's first one, WorkOS switches the organization's other ways to sign in off";
  expect(preview.said).toEqual([
    `workos:SsoConnection externalId "okta": is to be made: ${means}`,
    `workos:SsoConnection externalId "okta": is to be made for tenant acme: ${means}`,
  ]);
});

test("without a word of how it is set up it can be imported, and not made", async () => {
  const home = await organization();
  expect(failures({})).toEqual([]);
  await expect(run().up({ ...home, externalId: "okta" })).rejects.toThrow("nothing says how it is set up");
  expect(await connectionsOf(home)).toEqual([]);
});

describe("a connection with the external id of one that somebody else made", () => {
  async function met(): Promise<{ home: Bag; id: string }> {
    const home = await organization();
    const { id } = await dana().post("/connections", {
      organization_id: home.organizationId,
      external_id: "okta",
      ...theirs,
    });
    return { home, id };
  }

  test("is taken over with a warning, set up as declared, and let go", async () => {
    const { home, id } = await met();
    const first = run();
    const state = await first.up({ ...home, externalId: "okta", ...saml });
    expect(state.id).toBe(id);
    expect(first.said).toEqual([FORETOLD, expect.stringContaining(`took over ${id}`)]);
    expect(await ssoUrlOf(id)).toBe(saml.idpSsoUrl);
    await run().remove(state);
    expect((await connectionsOf(home)).map((row) => row.id)).toEqual([id]);
  });

  test("is theirs also when an answer was lost on the way", async () => {
    const { home, id } = await met();
    emulator().faults.add({ kind: "do-then-drop", method: "POST", route: "/connections" });
    const declared = { ...home, externalId: "okta", ...saml };
    await expect(run().up(declared)).rejects.toThrow(`an answer was lost, and ${id} has the external id okta already`);
    await run().remove(await run().up(declared));
    expect((await connectionsOf(home)).map((row) => row.id)).toEqual([id]);
  });

  test("is ours when it was asked for", async () => {
    const { home, id } = await met();
    await run().remove(await run([id]).up({ ...home, externalId: "okta", ...saml }));
    expect(await connectionsOf(home)).toEqual([]);
  });
});

test("one whose creation was not answered is ours", async () => {
  const home = await organization();
  emulator().faults.add({ kind: "do-then-drop", method: "POST", route: "/connections" });
  const lost = run();
  const state = await lost.up({ ...home, externalId: "okta", ...saml });
  expect(lost.said).toEqual([FORETOLD]);
  await run().remove(state);
  expect(await connectionsOf(home)).toEqual([]);
});

test("in another organization the same external id is another connection", async () => {
  const [home, other] = [await organization(), await organization()];
  const states = [
    await run().up({ ...home, externalId: "okta", ...saml }),
    await run().up({ ...other, externalId: "okta", ...saml }),
  ];
  expect(states[0]?.id).not.toBe(states[1]?.id);
  await run().remove(states[0] as never);
  expect((await connectionsOf(other)).map(({ id }) => id)).toEqual([states[1]?.id]);
});

test("SAML does not become OIDC, which says what to do instead", async () => {
  const home = await organization();
  const state = await run().up({ ...home, externalId: "okta", ...saml });
  const toOidc = async () =>
    expect(run().up({ ...home, externalId: "okta", ...oidc, clientSecret: "s" }, state)).rejects.toThrow(
      /GenericSAML, and WorkOS changes no type\. .*another externalId/,
    );
  expect(await writes(toOidc)).toEqual([]);
});

test("a creation sends no nulls, which stand for what there is without them", async () => {
  const home = await organization();
  await dana().post("/_emulator/custom_attributes", { name: "team" });
  const nulls = { acsUrl: null, spEntityId: null, metadataUrl: null, customAttributes: { team: null } };
  const state = await run().up({ ...home, externalId: "okta", ...saml, ...nulls });
  expect(await ssoUrlOf(state.id)).toBe(saml.idpSsoUrl);
});

describe("the certificates", () => {
  const valuesOf = async (id: string): Promise<unknown[]> =>
    (await dana().get(`/connections/${id}/saml_idp_signing_certs`)).data.map(({ value }: Bag) => value);

  test("that came with its creation are ours, and a new one stands before the old one goes", async () => {
    const home = await organization();
    const first = run();
    const { id, outs } = await first.up({ ...home, externalId: "okta", ...saml });
    const declared = { ...home, connectionId: id, cameWith: outs.certificateIds };
    const certificates = first.beside(SamlIdpCertificate);
    const old = await certificates.up({ ...declared, value: PEM });
    expect([old.id]).toEqual(outs.certificateIds);
    expect(old.outs).toMatchObject({
      expiresAt: "2046-11-23T23:58:39.000Z",
      fingerprint: expect.stringMatching(/^..:/),
    });
    expect(certificates.said).toEqual([]);
    await certificates.up({ ...declared, value: PEM_OF_SUCCESSOR });
    expect(await valuesOf(id)).toEqual([PEM, PEM_OF_SUCCESSOR]);
    await run().beside(SamlIdpCertificate).remove(old);
    expect(await valuesOf(id)).toEqual([PEM_OF_SUCCESSOR]);
  });

  test("that somebody else added are let go", async () => {
    const home = await organization();
    const first = run();
    const { id, outs } = await first.up({ ...home, externalId: "okta", ...saml });
    await dana().post(`/connections/${id}/saml_idp_signing_certs`, { value: PEM_OF_SUCCESSOR });
    const certificates = first.beside(SamlIdpCertificate);
    const declared = { ...home, connectionId: id, cameWith: outs.certificateIds };
    const state = await certificates.up({ ...declared, value: PEM_OF_SUCCESSOR });
    expect(certificates.said).toEqual([expect.stringContaining(`took over ${state.id}`)]);
    await run().beside(SamlIdpCertificate).remove(state);
    expect(await valuesOf(id)).toEqual([PEM, PEM_OF_SUCCESSOR]);
  });
});
