import { ownerAndKey } from "../../fleet/index.ts";
import { daysFrom, momentOf } from "../moment.ts";
import { rule } from "../rule.ts";
import type { Found } from "../verdict.ts";

export const workosSsoCertificateExpiry = rule({
  name: "workos-sso-certificate-expiry",
  description:
    "The certificate by which an identity provider is known is replaced before it ends, and nobody gets in any more.",
  level: "advisory",
  severity: "high",
  controls: { iso27001: ["8.24"] },
  remedy: "Add the new certificate to sso.connection.saml.certificates beside the one that ends.",
  settings: {
    days: { type: "integer", minimum: 0, default: 30, description: "How many days before its end it is told." },
  },
  observedTenant(_, own, { tenant, now, settings: { days } }) {
    const ours = own.filter(({ type }) => type === "workos:SamlIdpCertificate");
    const synced = own.find(({ type }) => type === "workos:OrganizationSync")?.outputs.connections as
      | readonly { readonly name?: string; readonly certificateEndsAt?: string | null }[]
      | undefined;
    const warned = (synced ?? []).filter(({ certificateEndsAt }) => certificateEndsAt);
    if (ours.length === 0 && synced === undefined) return { notApplicable: "no certificate of the tenant was seen" };
    const latest = [...Map.groupBy(ours, ({ name }) => ownerAndKey(name).key[0] ?? "")].map(([connection, all]) => ({
      connection,
      ends: all.map(({ outputs }) => momentOf(outputs.expiresAt)),
    }));
    const told = warned.map(({ name = "", certificateEndsAt }) => ({
      connection: name,
      ends: [momentOf(certificateEndsAt)],
    }));
    return [...latest, ...told].flatMap(({ connection, ends }): Found[] => {
      if (ends.includes(undefined)) return [{ unknown: `when a certificate of connection ${connection} ends` }];
      const left = daysFrom(now, Math.max(...(ends as number[])));
      if (left >= days) return [];
      const when = left < 0 ? "has ended" : `ends in ${left} days`;
      return [
        `the certificate of connection ${connection} of ${tenant} ${when}: have the identity provider's next one added.`,
      ];
    });
  },
});
