import { createPrivateKey } from "node:crypto";
import { z } from "zod";
import { mapOf } from "../core/map-of.ts";
import { selfSigned } from "../core/self-signed.ts";
import { invalid, refusal } from "./errors.ts";
import type { Connection, ConnectionConfiguration, OidcOptions, SamlCertificate, SamlOptions } from "./records.ts";
import { isSaml, ownCertificate, readCertificate } from "./routes/saml-certificates.ts";
import type { WorkosStore } from "./store.ts";

// What the API is told of a connection, and which of it fits together. Source: the docstrings of WorkOS's Python client 10.8.0.

const DEFAULT_METHOD = "client_secret_post";

const isWebAddress = (text: string): boolean => /^https?:$/.test(URL.parse(text)?.protocol ?? "");
const url = z.string().refine(isWebAddress, "must be a URL");
const keyPair = z.object({ key: z.string(), cert: z.string() });
/** Null, where it can be said, leaves a mapping unset. */
const standardAttributes = z.object({
  idp_id: z.string().optional(),
  email: z.string().optional(),
  first_name: z.string().optional(),
  last_name: z.string().optional(),
  groups: z.string().nullable().optional(),
  name: z.string().nullable().optional(),
});
const oidcFields = {
  client_secret: z.string().min(1, "must not be empty").optional(),
  pkce: z.boolean().optional(),
  token_authentication_method: z.enum(["client_secret_post", "client_secret_basic", "private_key_jwt"]).optional(),
  id_token_signature_algorithm: z
    .enum([
      "ES256",
      "ES384",
      "ES512",
      "EdDSA",
      "HS256",
      "HS384",
      "HS512",
      "PS256",
      "PS384",
      "PS512",
      "RS256",
      "RS384",
      "RS512",
    ])
    .optional(),
  fetch_user_info: z.boolean().optional(),
};

export const configurationSchema = z.object({
  attribute_maps: z
    .object({ standard_attributes: standardAttributes.optional(), custom_attributes: mapOf(z.string()).optional() })
    .optional(),
  saml_options: z
    .object({
      idp_metadata_url: url.optional(),
      acs_url: url.optional(),
      sp_entity_id: z.string().optional(),
      idp_entity_id: z.string().optional(),
      idp_sso_url: z.string().optional(),
      idp_signing_certs: z.array(z.string()).optional(),
      sp_signing_key_pair: keyPair.optional(),
      sp_encryption_key_pairs: z.array(keyPair).optional(),
    })
    .optional(),
  oidc_options: z
    .object({
      discovery_endpoint: url,
      client_id: z.string().min(1, "must not be empty"),
      redirect_uri: url.optional(),
      jwt_signing_key_pair: keyPair.optional(),
      ...oidcFields,
    })
    .optional(),
});

/** In a change null reverts to the default. */
export const configurationChangeSchema = z.object({
  attribute_maps: z
    .object({
      standard_attributes: standardAttributes.optional(),
      custom_attributes: mapOf(z.string().nullable()).optional(),
    })
    .optional(),
  saml_options: z
    .object({
      idp_metadata_url: url.nullable().optional(),
      acs_url: url.nullable().optional(),
      sp_entity_id: z.string().nullable().optional(),
      idp_entity_id: z.string().optional(),
      idp_sso_url: z.string().optional(),
    })
    .optional(),
  oidc_options: z
    .object({
      discovery_endpoint: url.optional(),
      client_id: z.string().min(1, "must not be empty").optional(),
      redirect_uri: url.nullable().optional(),
      ...oidcFields,
    })
    .optional(),
});

type Told = z.infer<typeof configurationSchema>;
type ToldToChange = z.infer<typeof configurationChangeSchema>;

/** Certificates as PEM, by kind; a kind that is left out stays as it is. */
export type Certificates = Partial<Record<SamlCertificate["kind"], readonly string[]>>;

interface Configured {
  readonly configuration: ConnectionConfiguration;
  readonly certificates: Certificates;
}

/**
 * What a new connection is told. ASSUMED: exactly one kind of options, the one of its type, and with SAML either a metadata
 * URL or the manual fields; clients cannot say it otherwise, and no status is given (422).
 */
export function configured(store: WorkosStore, connectionType: string, told: Told, now: Date): Configured {
  const { attribute_maps, saml_options, oidc_options } = told;
  if (!saml_options && !oidc_options) throw invalid([{ field: "", text: "saml_options or oidc_options is required" }]);
  requireFittingOptions(connectionType, told);
  const maps = {
    standard_attributes: given(attribute_maps?.standard_attributes ?? {}),
    custom_attributes: attribute_maps?.custom_attributes ?? {},
  };
  requireCustomAttributes(store, maps.custom_attributes);
  if (saml_options) {
    const { idp_signing_certs, sp_signing_key_pair, sp_encryption_key_pairs = [], ...options } = saml_options;
    const imported = options.idp_metadata_url === undefined ? undefined : importedFrom(options.idp_metadata_url);
    requireOneWayToIdp(options, idp_signing_certs);
    if (!imported) {
      if (options.idp_sso_url === undefined)
        throw invalid([{ field: "saml_options", text: "idp_metadata_url or idp_sso_url is required" }]);
      if (!idp_signing_certs?.length)
        throw invalid([{ field: "saml_options.idp_signing_certs", text: "is required with manual IdP fields" }]);
    }
    idp_signing_certs?.forEach((value, index) => {
      readCertificate(value, `saml_options.idp_signing_certs.${index}`);
    });
    const signing = sp_signing_key_pair && certificateOf(sp_signing_key_pair, "saml_options.sp_signing_key_pair");
    const encryption = sp_encryption_key_pairs.map((pair, index) =>
      certificateOf(pair, `saml_options.sp_encryption_key_pairs.${index}`),
    );
    return {
      configuration: { attribute_maps: maps, saml_options: { ...given(options), ...imported?.fields } },
      certificates: {
        idp_signing: idp_signing_certs ?? imported?.certificates ?? [],
        sp_signing: [signing ?? ownCertificate(now)],
        sp_encryption: encryption.length > 0 ? encryption : [ownCertificate(now)],
      },
    };
  }
  const { jwt_signing_key_pair: pair, ...options } = oidc_options ?? {};
  const oidc = authenticated(options);
  if (pair && oidc.token_authentication_method !== "private_key_jwt")
    throw invalid([{ field: "oidc_options.jwt_signing_key_pair", text: "is for private_key_jwt only" }]);
  const jwt = pair && certificateOf(pair, "oidc_options.jwt_signing_key_pair");
  return {
    configuration: { attribute_maps: maps, oidc_options: withJwtCertificate(oidc, jwt, now) },
    certificates: {},
  };
}

/** What a connection is told in addition. What is not mentioned stays. */
export function reconfigured(store: WorkosStore, connection: Connection, told: ToldToChange, now: Date): Configured {
  requireFittingOptions(connection.connection_type, told);
  const held = connection.configuration;
  const custom = { ...held?.attribute_maps.custom_attributes, ...told.attribute_maps?.custom_attributes };
  requireCustomAttributes(store, custom);
  const attribute_maps = {
    standard_attributes: {
      ...held?.attribute_maps.standard_attributes,
      ...given(told.attribute_maps?.standard_attributes ?? {}),
    },
    custom_attributes: Object.fromEntries(
      Object.entries(custom).filter((entry): entry is [string, string] => entry[1] !== null),
    ),
  };
  if (told.saml_options) {
    requireOneWayToIdp({ idp_metadata_url: held?.saml_options?.idp_metadata_url, ...given(told.saml_options) });
    const { idp_metadata_url: url } = told.saml_options;
    const imported = url ? importedFrom(url) : undefined;
    const saml_options = { ...held?.saml_options, ...given(told.saml_options), ...imported?.fields };
    return {
      configuration: { attribute_maps, saml_options },
      certificates: imported ? { idp_signing: imported.certificates } : {},
    };
  }
  if (told.oidc_options) {
    const oidc = authenticated(told.oidc_options, held?.oidc_options ?? {});
    const [certificate] = oidc.jwt_signing_certs ?? [];
    return {
      configuration: { attribute_maps, oidc_options: withJwtCertificate(oidc, certificate, now) },
      certificates: {},
    };
  }
  return { configuration: { ...held, attribute_maps }, certificates: {} };
}

/** As a test may ask for it: of the secret there are the last characters only. */
export function renderConfiguration({ id, external_id, configuration }: Connection) {
  const { client_secret, ...oidc } = configuration?.oidc_options ?? {};
  return {
    connection_id: id,
    external_id,
    ...configuration,
    ...(configuration?.oidc_options
      ? { oidc_options: { ...oidc, client_secret_hint: client_secret?.slice(-4) ?? null } }
      : {}),
  };
}

function requireFittingOptions(
  connectionType: string,
  { saml_options, oidc_options }: Pick<ToldToChange, "saml_options" | "oidc_options">,
): void {
  if (saml_options && oidc_options)
    throw invalid([{ field: "oidc_options", text: "cannot be combined with saml_options" }]);
  if (saml_options && !isSaml({ connection_type: connectionType }))
    throw invalid([{ field: "saml_options", text: `is not for connections of type ${connectionType}` }]);
  if (oidc_options && !isOidc(connectionType))
    throw invalid([{ field: "oidc_options", text: `is not for connections of type ${connectionType}` }]);
}

export const isOidc = (connectionType: string): boolean => /oidc$/i.test(connectionType);

/**
 * A metadata URL, or what the document behind it would say. ASSUMED: as long as the URL is tracked nothing beside it can be
 * set, in a later request neither.
 */
function requireOneWayToIdp(options: SamlOptions, certificates?: readonly string[]): void {
  const { idp_metadata_url, idp_entity_id, idp_sso_url } = options;
  const isManual = idp_entity_id !== undefined || idp_sso_url !== undefined || certificates !== undefined;
  if (idp_metadata_url && isManual)
    throw invalid([{ field: "saml_options.idp_metadata_url", text: "cannot be combined with manual IdP fields" }]);
  // ASSUMED: the two codes are known, their statuses are not (422). Hosts that end in .invalid have no document, others have.
  if (idp_sso_url !== undefined && !isWebAddress(idp_sso_url))
    throw refusal(422, "invalid_idp_sso_url", "The IdP SSO URL is not valid.");
  if (idp_metadata_url && URL.parse(idp_metadata_url)?.hostname.endsWith(".invalid"))
    throw refusal(422, "idp_metadata_fetch_failed", "The IdP metadata could not be fetched.");
}

/**
 * Which secrets a method of authentication takes; `held` is undefined for a new connection. ASSUMED: the method is
 * `client_secret_post` if nobody says.
 */
function authenticated(told: OidcOptions, held?: OidcOptions): OidcOptions {
  const former = held && (held.token_authentication_method ?? DEFAULT_METHOD);
  const method = told.token_authentication_method ?? former ?? DEFAULT_METHOD;
  const { client_secret, ...merged } = { ...held, ...given(told) };
  if (method === "private_key_jwt") {
    if (told.client_secret !== undefined)
      throw invalid([{ field: "oidc_options.client_secret", text: "cannot be combined with private_key_jwt" }]);
    return merged;
  }
  if (told.client_secret === undefined && (held === undefined || former === "private_key_jwt"))
    throw invalid([{ field: "oidc_options.client_secret", text: `is required for ${method}` }]);
  return client_secret === undefined ? merged : { ...merged, client_secret };
}

/** ASSUMED: the certificate that WorkOS makes is in no answer. A docstring says where, the answer has no such member. */
function withJwtCertificate(options: OidcOptions, certificate: string | undefined, now: Date): OidcOptions {
  if (options.token_authentication_method !== "private_key_jwt") return options;
  return { ...options, jwt_signing_certs: [certificate ?? ownCertificate(now)] };
}

/** ASSUMED: an attribute that nobody defined is refused with 422; that it must be defined is documented. */
function requireCustomAttributes(store: WorkosStore, attributes: Readonly<Record<string, unknown>>): void {
  const unknown = Object.keys(attributes).find((name) => !store.customAttributes.get(name));
  if (unknown !== undefined)
    throw invalid([{ field: "attribute_maps.custom_attributes", text: `'${unknown}' is not defined` }]);
}

/** ASSUMED: a key that is not the certificate's is refused with 422. */
function certificateOf({ key, cert }: z.infer<typeof keyPair>, field: string): string {
  const certificate = readCertificate(cert, `${field}.cert`);
  try {
    if (certificate.checkPrivateKey(createPrivateKey(key))) return cert;
  } catch {
    // What Node says may show the key.
  }
  throw invalid([{ field: `${field}.key`, text: "must be the private key of the certificate in PEM format" }]);
}

/** What the metadata document says. There is no network here: behind each URL is always the same document. */
function importedFrom(url: string): { fields: SamlOptions; certificates: readonly string[] } {
  const [notBefore, notAfter] = [new Date("2025-01-15T09:00:00Z"), new Date("2045-01-15T09:00:00Z")];
  return {
    fields: { idp_entity_id: url, idp_sso_url: new URL("/sso", url).href },
    certificates: [selfSigned({ commonName: "idp.example", seed: url, notBefore, notAfter }).certificate],
  };
}

/** Without what is undefined, so that it replaces nothing. */
const given = <T extends object>(options: T): T =>
  Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as T;
