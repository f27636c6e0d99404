import { describe, expect, test } from "vitest";
import { SamlSpSigningCertificate } from "../../../providers/workos/saml-sp-signing-certificate.ts";
import { SsoConnection } from "../../../providers/workos/sso-connection.ts";
import { PEM } from "../../harness/certificates.ts";
import { type Bag, useRuns } from "./runs.ts";

const { emulator, run, dana, writes } = useRuns(SamlSpSigningCertificate);

const saml = { idpSsoUrl: "https://idp.acme.example/sso", certificates: [PEM] };

async function organization(): Promise<{ organizationId: string }> {
  return { organizationId: (await dana().post("/organizations", { name: "Acme" })).id };
}

/** A connection of somebody else, with all that comes along. */
async function connection(): Promise<{ organizationId: string; connectionId: string }> {
  const { organizationId } = await organization();
  const { id } = await dana().post("/connections", {
    organization_id: organizationId,
    saml_options: { idp_sso_url: saml.idpSsoUrl, idp_signing_certs: [PEM] },
  });
  return { organizationId, connectionId: id };
}

describe("the certificate that requests are signed with", () => {
  const path = ({ connectionId }: Bag): string => `/connections/${connectionId}/saml_sp_signing_cert`;
  const idOf = async (home: Bag): Promise<unknown> => {
    const { status, body } = await dana().request("GET", path(home));
    return status === 404 ? undefined : body.id;
  };
  const withdrawn = async (home: Bag): Promise<void> => {
    await dana().delete(`${path(home)}/${await idOf(home)}`);
  };

  test("that came with a connection of this run is taken over with a warning, and stays", async () => {
    const home = await organization();
    const first = run();
    const { id: connectionId } = await first.beside(SsoConnection).up({ ...home, externalId: "okta", ...saml });
    // Were one made first, a lost answer would have it taken for ours.
    emulator().faults.add({
      kind: "do-then-drop",
      method: "POST",
      route: "/connections/{connection_id}/saml_sp_signing_cert",
    });
    const came = await idOf({ connectionId });
    const { id, outs } = await first.up({ ...home, connectionId });
    expect([id, first.said]).toEqual([came, [expect.stringContaining(`took over ${came}`)]]);
    expect(outs).toMatchObject({
      value: expect.stringContaining("BEGIN CERTIFICATE"),
      fingerprint: expect.stringMatching(/^..:/),
    });
    expect(await writes(() => run().remove({ id, outs }))).toEqual([]);
    expect(await idOf({ connectionId })).toBe(came);
  });

  test("that was there before is renewed only when somebody says that it is ours", async () => {
    const home = await connection();
    const came = await idOf(home);
    const state = await run().up({ ...home, generation: "2026" });
    const declared = { ...state.outs, generation: "2027" };
    const renewed = async () =>
      expect(run().diff(state.id, state.outs, declared)).rejects.toThrow(`TENANTRY_ADOPT=${came}`);
    expect(await writes(renewed)).toEqual([]);
    const ours = await run([String(came)]).refresh(state);
    expect(await run().diff(state.id, ours?.outs ?? {}, declared)).toEqual({
      replaces: ["generation"],
      deleteBeforeReplace: true,
    });
  });

  test("of a first generation is the one that there is", async () => {
    const home = await connection();
    const state = await run().up(home);
    const first = async () => expect((await run().up({ ...home, generation: "2026" }, state)).id).toBe(state.id);
    expect(await writes(first)).toEqual([]);
  });

  test("that a colleague made anew is hers", async () => {
    const home = await connection();
    await withdrawn(home);
    const state = await run().up(home);
    await withdrawn(home);
    await dana().post(path(home), {});
    expect(await run().refresh(state)).toBeUndefined();
    await run().remove(await run().up(home));
    expect(await idOf(home)).toMatch(/./);
  });

  test("of a connection that is no SAML connection is refused", async () => {
    const { organizationId } = await organization();
    const oidc = { discovery_endpoint: "https://idp.example/.well-known/openid-configuration", client_id: "c" };
    const body = { organization_id: organizationId, oidc_options: { ...oidc, client_secret: "s" } };
    const { id } = await dana().post("/connections", body);
    await expect(run().up({ organizationId, connectionId: id })).rejects.toThrow("no SAML connection");
  });
});
