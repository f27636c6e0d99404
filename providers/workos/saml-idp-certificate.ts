import { at, defineResource, local, z } from "../kit.ts";
import { workos } from "./client.ts";
import { certificate, vendorId } from "./fields.ts";
import { type SamlCertificateRow, samlCertificateOutputs, showSamlCertificate } from "./saml-certificate.ts";

/**
 * A certificate that a customer's identity provider signs with. Several stand beside each other: another value is added
 * before the old one goes, so that a rotation never locks anybody out. One of the same value is taken over.
 * Source: WorkOS's Python client 10.8.0, `SSO`.
 */
export class SamlIdpCertificate extends defineResource(workos, "SamlIdpCertificate", {
  inputs: z.strictObject({
    organizationId: vendorId,
    connectionId: vendorId,
    /** The certificate as PEM, and the natural key; RSA keys of 2048 bits or more. */
    value: certificate,
    /** `certificateIds` of the connection: what came with its creation is of this stack's making. */
    cameWith: local(z.array(vendorId).optional()),
  }),
  outputs: z.object(samlCertificateOutputs),
  parent: { organizationId: "workos:Organization", connectionId: "workos:SsoConnection" },
  key: ["value"],
  list: (api, { connectionId }) =>
    api.unpaged<SamlCertificateRow>(at`/connections/${connectionId}/saml_idp_signing_certs`),
  cameAlong: (row, { cameWith }) => cameWith?.includes(row.id) === true,
  show: showSamlCertificate,
  born: (row) => new Date(row.created_at),
  ensure: (api, { connectionId, value }) =>
    api.post(at`/connections/${connectionId}/saml_idp_signing_certs`, { value }),
  remove: (api, { connectionId, id }) => api.delete(at`/connections/${connectionId}/saml_idp_signing_certs/${id}`),
}) {}
