import { X509Certificate } from "node:crypto";
import { z } from "../kit.ts";
import { certificate, timestamp } from "./fields.ts";

/** A certificate of a SAML connection, whoever holds its private key. */
export interface SamlCertificateRow {
  id: string;
  /** As PEM. */
  value: string;
  not_before: string | null;
  not_after: string | null;
  created_at: string;
}

/** What is known of every one of them, beside its value. */
export const samlCertificateOutputs = {
  /** RFC 3339. */
  validFrom: z.string().nullable(),
  /** RFC 3339: when it is good for nothing any more. */
  expiresAt: z.string().nullable(),
  /** SHA-256, as the identity provider shows it. */
  fingerprint: z.string(),
  createdAt: timestamp,
};

/** In canonical form, as far as it can be read. */
export function showSamlCertificate({ value, not_before, not_after, created_at }: SamlCertificateRow) {
  const parsed = certificate.safeParse(value);
  return {
    value: parsed.success ? parsed.data : value,
    validFrom: not_before,
    expiresAt: not_after,
    fingerprint: parsed.success ? new X509Certificate(value).fingerprint256 : "",
    createdAt: created_at,
  };
}

/** The same of one that WorkOS made for our side: nobody declares it. */
export function showOurs(row: SamlCertificateRow) {
  const { value, ...shown } = showSamlCertificate(row);
  return { certificate: value, ...shown };
}
