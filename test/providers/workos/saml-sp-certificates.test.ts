import { describe, expect, test } from "vitest";
import { SamlSpEncryptionCertificate } from "../../../providers/workos/saml-sp-encryption-certificate.ts";
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
      certificate: expect.stringContaining("BEGIN CERTIFICATE"),
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

describe("a certificate that answers are encrypted with", () => {
  /** Less the one that came with the connection, which has to stay. */
  const idsOf = async ({ connectionId }: Bag): Promise<unknown[]> => {
    const { data } = await dana().get(`/connections/${connectionId}/saml_sp_encryption_certs`);
    expect(data[0]).toMatchObject({ id: expect.any(String) });
    return data.slice(1).map(({ id }: Bag) => id);
  };
  const certificates = () => run().beside(SamlSpEncryptionCertificate);

  test("of another name stands beside the first, and each goes alone", async () => {
    const home = await connection();
    const first = await certificates().up({ ...home, name: "2026" });
    const second = await certificates().up({ ...home, name: "2027" });
    expect(first.outs).toMatchObject({ name: "2026", certificate: expect.stringContaining("BEGIN CERTIFICATE") });
    expect(first.outs.certificate).not.toBe(second.outs.certificate);
    expect(await idsOf(home)).toEqual([first.id, second.id]);
    await certificates().remove(first);
    expect(await idsOf(home)).toEqual([second.id]);
  });

  test("of another name is made before the old one goes", async () => {
    const home = await connection();
    const { id, outs } = await certificates().up({ ...home, name: "2026" });
    const renamed = { ...outs, name: "2027" };
    expect(await certificates().diff(id, outs, renamed)).toEqual({ replaces: ["name"], deleteBeforeReplace: false });
  });

  test("that a lost answer left behind is named and stays, beside one that state has", async () => {
    const home = await connection();
    const route = "/connections/{connection_id}/saml_sp_encryption_certs";
    emulator().faults.add({ kind: "do-then-drop", method: "POST", route });
    const own = certificates();
    const state = await own.up({ ...home, name: "2026" });
    const [left, ...others] = await idsOf(home);
    expect(others).toEqual([state.id]);
    expect(own.said).toEqual([expect.stringContaining(`${left} came to be since`)]);
    await certificates().remove(state);
    expect(await idsOf(home)).toEqual([left]);
  });

  test("that a colleague made is not taken for ours when that is gone", async () => {
    const home = await connection();
    const state = await certificates().up({ ...home, name: "2026" });
    const path = `/connections/${home.connectionId}/saml_sp_encryption_certs`;
    await dana().delete(`${path}/${state.id}`);
    await dana().post(path, {});
    expect(await certificates().refresh(state)).toBeUndefined();
  });

  test("that has expired is told, and how to get another", async () => {
    const home = await connection();
    const state = await certificates().up({ ...home, name: "2026" });
    emulator().clock.advance(11 * 365 * 24 * 60 * 60 * 1000);
    const next = certificates();
    await next.refresh(state);
    expect(next.said).toEqual([expect.stringMatching(/expired at .*declare another name/)]);
  });
});
