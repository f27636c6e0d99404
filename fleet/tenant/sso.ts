import { z } from "zod";
import {
  clientId,
  connectionExternalId,
  connectionType,
  customAttributes,
  domain,
  entityId,
  httpsUrl,
  idTokenAlgorithm,
  name,
  standardAttributes,
  tokenAuthentication,
} from "../../providers/workos/fields.ts";
import { only } from "../canonical.ts";
import { certificateFile, endingCertificates, unfitCertificates } from "../certificate-files.ts";
import { declaration, idOf, outputOf } from "../declaration.ts";
import type { Problem } from "../fleet-error.ts";
import { each, textsAt, valueAt } from "../paths.ts";
import { nameOf } from "../resource-names.ts";
import { secretReference, secretSource } from "../secret-references.ts";
import { type DraftTenant, type FileOf, type Known, tenantSection } from "../section.ts";
import { oneOf, refused } from "../words.ts";
import type { domains } from "./domains.ts";
import { inOrganization } from "./organization.ts";

const saml = z
  .strictObject({
    /** Where the identity provider describes itself. WorkOS reads the rest from there, certificates included. */
    metadataUrl: httpsUrl.exactOptional(),
    entityId: entityId.exactOptional(),
    /** Where people are sent to sign in. */
    ssoUrl: httpsUrl.exactOptional(),
    /** Files beside the tenant's. To replace one, list the new one as well, and take the old one out in a later run. */
    certificates: z.array(certificateFile).min(1, { error: "must name a certificate" }).exactOptional(),
    /** What we are called, if not as WorkOS has it; null for that. */
    spEntityId: entityId.nullable().exactOptional(),
    /** Where answers go, if not as WorkOS has it; null for that. */
    acsUrl: httpsUrl.nullable().exactOptional(),
  })
  .refine(
    ({ metadataUrl, ...byHand }) =>
      metadataUrl === undefined || ["entityId", "ssoUrl", "certificates"].every((field) => !(field in byHand)),
    { error: "has either metadataUrl, or entityId, ssoUrl and certificates, not both" },
  )
  .refine(({ metadataUrl, ssoUrl, certificates }) => metadataUrl !== undefined || (ssoUrl && certificates), {
    error: "needs metadataUrl, or ssoUrl and certificates",
  });

const oidc = z
  .strictObject({
    /** `https://…/.well-known/openid-configuration`. */
    discoveryEndpoint: httpsUrl,
    clientId,
    /** Needed unless `tokenAuthentication` is `private_key_jwt`. */
    clientSecret: secretReference.exactOptional(),
    /** Where people come back to, if not as WorkOS has it; null for that. */
    redirectUri: httpsUrl.nullable().exactOptional(),
    /** Whether the exchange uses PKCE. Left out: as it is at WorkOS. */
    usesPkce: z.boolean().exactOptional(),
    tokenAuthentication: tokenAuthentication.exactOptional(),
    idTokenAlgorithm: idTokenAlgorithm.exactOptional(),
    /** Whether WorkOS asks the provider for more of the profile. Left out: as it is at WorkOS. */
    fetchesUserInfo: z.boolean().exactOptional(),
  })
  .refine(
    ({ clientSecret, tokenAuthentication }) =>
      (clientSecret === undefined) === (tokenAuthentication === "private_key_jwt"),
    { error: "needs a clientSecret, unless tokenAuthentication is private_key_jwt: then it takes none" },
  );

const connection = z
  .strictObject({
    /** What we call it at WorkOS, unique in the organization. @default `sso` */
    externalId: connectionExternalId.exactOptional(),
    /** WorkOS calls it like the organization without it. */
    name: name.exactOptional(),
    /** E.g. `PingOneSAML`. @default what `provider` is called at WorkOS, else the generic one. It can't be changed. */
    type: connectionType.exactOptional(),
    /** The settings of a connection by SAML; instead of `oidc`. */
    saml: saml.exactOptional(),
    /** The settings of a connection by OpenID Connect; instead of `saml`. */
    oidc: oidc.exactOptional(),
    /** How profiles are read; what is left out is as WorkOS has it for the type. */
    attributes: standardAttributes.exactOptional(),
    /** By attribute, which has to exist in the WorkOS dashboard; null for none. */
    customAttributes: customAttributes.exactOptional(),
    /** Whose people sign in by it, for policies: some of the tenant's `domains`. */
    domains: z.array(domain).exactOptional(),
  })
  .refine(({ saml, oidc }) => (saml === undefined) !== (oidc === undefined), { error: "has either saml or oidc" });
type Connection = z.output<typeof connection>;

/** Who runs the identity provider. */
const providers = ["google", "microsoft", "okta", "saml", "oidc", "any"] as const;
type Provider = (typeof providers)[number];
type Protocol = "saml" | "oidc";

/** What WorkOS calls a connection to one; every other is of the generic type. */
const types: { readonly [Who in Provider]?: Readonly<Record<Protocol, Connection["type"]>> } = {
  google: { saml: "GoogleSAML", oidc: "GoogleOIDC" },
  microsoft: { saml: "AzureSAML", oidc: "EntraIdOIDC" },
  okta: { saml: "OktaSAML", oidc: "OktaOIDC" },
};
const anyone = "any";

/** How a customer's people sign in: wanted, where the customer sets it up in the Admin Portal; or set up from here. */
export const sso = tenantSection({
  at: ["sso"],
  own: {
    /** The connection, set up from here. Left out: the customer sets it up in the Admin Portal. */
    connection: connection.exactOptional(),
    ...refused(["setupContacts"], "stands at the top of the file: itContacts, with invite: [sso]"),
  },
  shared: {
    /** Whether there has to be a connection, for policies. */
    required: z.boolean().exactOptional(),
    /** Who runs the identity provider. @default any */
    provider: oneOf(providers).exactOptional(),
  },
  secrets: [["sso", "connection", "oidc", "clientSecret"]],
  tenantRules: [unfitProvider, unownedDomains, certificatesFit],
  warnings: [certificatesLast],
  facts: ({ required, provider, connection }) => ({
    required: required ?? false,
    provider: provider ?? anyone,
    connection: connection
      ? {
          protocol: protocolOf(connection),
          type: typeOf(connection, provider) ?? null,
          domains: (connection.domains ?? []).toSorted(),
        }
      : null,
  }),
  declare({ connection, provider }, { tenant, certificates }) {
    if (connection === undefined) return [];
    const { externalId = "sso", saml, oidc } = connection;
    const organization = inOrganization(tenant);
    const type = typeOf(connection, provider);
    const { certificates: files = [], entityId, ssoUrl, ...samlOptions } = saml ?? {};
    const { clientSecret, ...oidcOptions } = oidc ?? {};
    const pems = files.map((file) => ({ file, pem: certificates.get(file) ?? "" })); // all are there: checked by a rule
    const own = nameOf(tenant, "workos:SsoConnection", externalId);
    return [
      declaration(
        "workos:SsoConnection",
        [tenant, externalId],
        {
          externalId,
          ...(type && { type }),
          ...only(connection, "name", "attributes", "customAttributes"),
          ...samlOptions,
          ...(entityId !== undefined && { idpEntityId: entityId }),
          ...(ssoUrl !== undefined && { idpSsoUrl: ssoUrl }),
          ...(pems.length > 0 && { certificates: pems.map(({ pem }) => pem) }),
          ...oidcOptions,
        },
        {
          refs: {
            ...organization.refs,
            ...(clientSecret !== undefined && { clientSecret: { secret: secretSource(clientSecret) } }),
          },
          deletedWith: organization.deletedWith,
        },
      ),
      ...pems.map(({ file, pem }) =>
        declaration(
          "workos:SamlIdpCertificate",
          [tenant, externalId, file.slice("./".length, -".pem".length)],
          { value: pem },
          {
            refs: {
              ...organization.refs,
              connectionId: idOf(own),
              cameWith: outputOf(own, "certificateIds"),
            },
            // A connection that is about to change does not say them, in a preview.
            once: ["cameWith"],
            deletedWith: own,
          },
        ),
      ),
    ];
  },
});

const protocolOf = ({ saml }: Connection): Protocol => (saml ? "saml" : "oidc");

const typeOf = (connection: Connection, provider: Provider = anyone): Connection["type"] =>
  connection.type ?? types[provider]?.[protocolOf(connection)];

type Draft = DraftTenant<
  { readonly sso?: { readonly provider?: Provider; readonly connection?: Connection } } & FileOf<typeof domains>
>;

const CERTIFICATES = ["sso", "connection", "saml", "certificates"] as const;

function unfitProvider({ file, effective }: Draft): Problem[] {
  const provider = valueAt(effective, ["sso", "provider"]);
  if (provider !== "saml" && provider !== "oidc") return [];
  const other = ["sso", "connection", provider === "saml" ? "oidc" : "saml"] as const;
  const isOther = valueAt(effective, other) !== undefined;
  return isOther ? [file.problem(other, `is not what provider: ${provider} asks for`)] : [];
}

function unownedDomains({ file, effective }: Draft): Problem[] {
  const owned = new Set(textsAt(effective, ["domains", each, "domain"]).map(({ text }) => text.trim().toLowerCase()));
  return textsAt(effective, ["sso", "connection", "domains", each])
    .filter(({ text }) => !owned.has(text.trim().toLowerCase()))
    .map(({ path, text }) => file.problem(path, `"${text}" is none of the tenant's domains`));
}

const certificatesOf = ({ effective }: Draft) => textsAt(effective, [...CERTIFICATES, each]);

function certificatesFit(tenant: Draft, { certificates, today }: Known): Problem[] {
  const useless = "nobody signs in by it";
  return unfitCertificates(tenant.file, certificatesOf(tenant), certificates, { today, useless });
}

function certificatesLast(tenant: Draft, { certificates, today }: Known): Problem[] {
  const advice = "ask the customer for the next one and list it as well";
  return endingCertificates(tenant.file, certificatesOf(tenant), certificates, { today, advice });
}
