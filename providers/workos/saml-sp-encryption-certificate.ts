import { at, defineResource, local, z } from "../kit.ts";
import { workos } from "./client.ts";
import { encryptionCertificateName, vendorId } from "./fields.ts";
import { type SamlCertificateRow, samlCertificateOutputs, showOurs } from "./saml-certificate.ts";

/**
 * A certificate that a customer's identity provider encrypts its answers with; WorkOS makes the key and keeps it. Several
 * stand beside each other, and every one of them decrypts: for a rotation declare the next one as well, have `certificate` put in
 * place at the identity provider, and take the old one away only then. In one step, by another name, the old one goes as soon
 * as the new one is made, and nobody signs in until the identity provider has it.
 *
 * WorkOS lists them without a name and without their maker. So this machine notes which one it made under which name, and what
 * a lost answer or a run that died may have left behind is named when the next one is made, and stays.
 * Source: WorkOS's Python client 10.8.0, `SSO`.
 * @removal deletes, and what is encrypted with it cannot be read any more
 */
export class SamlSpEncryptionCertificate extends defineResource(workos, "SamlSpEncryptionCertificate", {
  inputs: z.strictObject({
    organizationId: vendorId,
    connectionId: vendorId,
    /** Ours, e.g. `2026`: WorkOS knows no name of it. Another name makes another one before this one goes. */
    name: local(encryptionCertificateName),
  }),
  outputs: z.object({
    /** What the identity provider needs, as PEM. */
    certificate: z.string(),
    ...samlCertificateOutputs,
  }),
  parent: { organizationId: "workos:Organization", connectionId: "workos:SsoConnection" },
  key: ["name"],
  importId: ["organizationId", "connectionId", "name", "id"],
  list: (api, { connectionId }) =>
    api.unpaged<SamlCertificateRow>(at`/connections/${connectionId}/saml_sp_encryption_certs`),
  show: (row, { name }) => ({ name, ...showOurs(row) }),
  born: (row) => new Date(row.created_at),
  // Anybody may ask for its value; but as none tells which one is meant, what is there is left to whoever uses it.
  shownOnce: { names: "none", ends: ({ expiresAt }) => (expiresAt ? new Date(expiresAt) : undefined) },
  ensure: (api, { connectionId }) => api.post(at`/connections/${connectionId}/saml_sp_encryption_certs`),
  remove: (api, { connectionId, id }) => api.delete(at`/connections/${connectionId}/saml_sp_encryption_certs/${id}`),
}) {}
