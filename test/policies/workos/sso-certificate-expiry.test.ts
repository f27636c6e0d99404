import { workosSsoCertificateExpiry as rule } from "../../../policies/index.ts";
import { ruleCases } from "../cases.ts";

import { synced } from "../synced.ts";

const certificates = (...ends: (string | undefined)[]) =>
  Object.fromEntries(
    ends.map((expiresAt, index) => [
      `acme/workos-saml-idp-certificate/sso/${index}`,
      ["workos:SamlIdpCertificate", expiresAt === undefined ? {} : { expiresAt }] as const,
    ]),
  );

ruleCases(rule, {
  passes: {
    "a certificate with a month to go": { others: certificates("2026-12-22T12:00:00Z") },
    "one that ends, beside the next one,": { others: certificates("2026-11-23T00:00:00Z", "2028-01-01T00:00:00Z") },
    "connections of which WorkOS warns of nothing": {
      others: synced({ connections: [{ name: "Okta", certificateEndsAt: null }] }),
    },
  },
  violations: {
    "one with less": {
      others: certificates("2026-12-20T12:00:00Z"),
      says: ["the certificate of connection sso of acme ends in 28 days: have the identity provider's next one added."],
    },
    "one that has ended": {
      others: certificates("2026-11-01T00:00:00Z"),
      says: ["the certificate of connection sso of acme has ended: have the identity provider's next one added."],
    },
    "one of a customer's connection": {
      others: synced({ connections: [{ name: "Okta", certificateEndsAt: "2026-12-01T12:00:00Z" }] }),
      says: ["the certificate of connection Okta of acme ends in 9 days: have the identity provider's next one added."],
    },
  },
  notApplicable: { "a tenant of which none was seen": { why: "no certificate of the tenant was seen" } },
  unknown: {
    "one that was not read": { others: certificates(undefined), why: "when a certificate of connection sso ends" },
  },
});
