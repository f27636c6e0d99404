import { X509Certificate } from "node:crypto";
import { at, defineResource, local, z } from "../kit.ts";
import { workos } from "./client.ts";
import { certificate, timestamp, vendorId } from "./fields.ts";

interface CertificateRow {
  id: string;
  value: string;
  not_before: string | null;
  not_after: string | null;
  created_at: string;
}

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
  outputs: z.object({
    /** RFC 3339; `expiresAt` is when people cannot sign in by it any more. */
    validFrom: z.string().nullable(),
    expiresAt: z.string().nullable(),
    /** SHA-256, as the identity provider shows it. */
    fingerprint: z.string(),
    createdAt: timestamp,
  }),
  parent: { organizationId: "workos:Organization", connectionId: "workos:SsoConnection" },
  key: ["value"],
  list: (api, { connectionId }) => api.unpaged<CertificateRow>(at`/connections/${connectionId}/saml_idp_signing_certs`),
  cameAlong: (row, { cameWith }) => cameWith?.includes(row.id) === true,
  show: (row) => {
    const parsed = certificate.safeParse(row.value);
    return {
      value: parsed.success ? parsed.data : row.value,
      validFrom: row.not_before,
      expiresAt: row.not_after,
      fingerprint: parsed.success ? new X509Certificate(row.value).fingerprint256 : "",
      createdAt: row.created_at,
    };
  },
  born: (row) => new Date(row.created_at),
  ensure: (api, { connectionId, value }) =>
    api.post(at`/connections/${connectionId}/saml_idp_signing_certs`, { value }),
  remove: (api, { connectionId, id }) => api.delete(at`/connections/${connectionId}/saml_idp_signing_certs/${id}`),
}) {}
