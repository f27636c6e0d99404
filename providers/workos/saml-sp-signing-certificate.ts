import { at, defineResource, z } from "../kit.ts";
import { workos } from "./client.ts";
import { certificateGeneration, vendorId } from "./fields.ts";
import { type SamlCertificateRow, samlCertificateOutputs, showOurs } from "./saml-certificate.ts";

/**
 * The certificate of the key that requests to a customer's identity provider are signed with; WorkOS makes the key and keeps
 * it. A connection has one at most. ASSUMED: each SAML connection comes with one. Such a one is taken over with a warning,
 * and let go when it is declared no more.
 *
 * It is renewed by another `generation`, the old one first, since WorkOS takes no second one beside it. In between, and after
 * a run that ended there, requests are sent unsigned; afterwards they are signed with a key that the identity provider does
 * not know yet. One that demands signatures lets nobody in until it is given the new `certificate`: have somebody there, or let it
 * do without them for that time. Source: WorkOS's Python client 10.8.0, `SSO`.
 * @removal deletes, and requests are sent unsigned; one that came with its connection stays
 */
export class SamlSpSigningCertificate extends defineResource(workos, "SamlSpSigningCertificate", {
  inputs: z.strictObject({
    organizationId: vendorId,
    connectionId: vendorId,
    generation: certificateGeneration.optional(),
  }),
  outputs: z.object({
    /** What the identity provider needs, as PEM. */
    certificate: z.string(),
    ...samlCertificateOutputs,
  }),
  parent: { organizationId: "workos:Organization", connectionId: "workos:SsoConnection" },
  key: [],
  async list(api, { connectionId }): Promise<SamlCertificateRow[]> {
    const row = await api.find<SamlCertificateRow>(at`/connections/${connectionId}/saml_sp_signing_cert`);
    return row ? [row] : [];
  },
  // It is looked for in a new connection too, and nothing here tells whether this stack made that one.
  cameAlong: () => false,
  show: showOurs,
  born: (row) => new Date(row.created_at),
  ensure: (api, { connectionId }) => api.post(at`/connections/${connectionId}/saml_sp_signing_cert`),
  remove: (api, { connectionId, id }) => api.delete(at`/connections/${connectionId}/saml_sp_signing_cert/${id}`),
}) {}
