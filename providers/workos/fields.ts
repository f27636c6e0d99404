import { z } from "zod";
import { asciiLine, asSet, httpsUrl, line, lineOrNone, matching, scope, text, upTo } from "../contract/fields.ts";
import { words } from "../contract/words.ts";
import { invitationLocales } from "./invitation-locales.ts";
import { WEBHOOK_EVENTS } from "./webhook-events.ts";

/**
 * Every value that a WorkOS resource takes and a tenant's file can hold, checked in one place for both. Limits are those of
 * the WorkOS API reference, unless a comment says otherwise.
 */

export { certificate } from "../contract/certificate.ts";
export * from "../contract/fields.ts";

/** For a value that stands in paths, where `.` and `..` would be another path. */
const inPath = [/^(?!\.{1,2}$)/, "must not be a dot or two: it is part of a path"] as const;

// Names

/** Of an organization or a Connect application. ASSUMED of applications: no limit is documented. */
export const name = line(255);
/** Shown to people; up to 48 characters. */
export const shortName = line(48);
export const groupName = line(256);
/** ASSUMED: no limit is documented. */
export const apiKeyName = line(255);
/** Ours: WorkOS knows no name of a client secret. */
export const clientSecretName = line(255);
/** Up to 150 characters; null, or nothing, for none. */
export const description = lineOrNone(150);
/** Up to 500 characters; null for none. ASSUMED: WorkOS documents no limit. */
export const longDescription = lineOrNone(500);

/** Of the environment itself, which the dashboard shows beside its keys: `client_…`. */
export const environmentId = matching(
  255,
  /^client_[A-Za-z0-9]+$/,
  "must be the client id of an environment, client_…",
);

// Roles and permissions

const alphabet = (more: string) => `may hold lower-case letters, digits${more} only`;

/**
 * What a role is called: up to 48 lower-case letters and digits, with a single `-` or `_` between them. Source: WorkOS
 * documentation of roles; the API reference has the alphabet alone.
 */
export const roleSlug = matching(
  48,
  /^[a-z0-9]+(?:[-_][a-z0-9]+)*$/,
  "may hold lower-case letters and digits only, with a single - or _ between them",
);
/** What a role of one organization is called: it begins with `org-`, e.g. `org-auditor`; otherwise as any role's. */
export const organizationRoleSlug = matching(
  48,
  /^org(?:-[a-z0-9]+)(?:[-_][a-z0-9]+)*$/,
  "must begin with org- and go on with lower-case letters and digits, with a single - or _ between them",
);
/** The roles that somebody has: the whole set. */
export const roleSlugs = z
  .array(roleSlug)
  .min(1, "must name a role: leave it out for the organization's default one")
  .transform(asSet);
/** What a permission is called, e.g. `invoices:read`: up to 48 lower-case letters, digits and `-` `_` `:` `.` `*`. */
export const permissionSlug = matching(48, /^[a-z0-9:_.*-]+$/, alphabet(" and - _ : . *")).regex(...inPath);
/** Slugs of permissions that exist; the whole set, in any order. `[]` for none. */
export const permissions = z.array(permissionSlug).transform(asSet);
/** The type of resources that it is for; such types are made in the dashboard. Omitted: `organization`. */
export const resourceTypeSlug = matching(48, /^[a-z0-9_-]+$/, alphabet(", - and _"));
/** Your own id of it; unique among those of its type in the organization. Up to 128 ASCII characters. */
export const resourceExternalId = asciiLine(128).regex(...inPath);

// Organizations and people

/** Your own id of it. Unique in the environment; up to 64 ASCII characters. */
export const externalId = asciiLine(64).regex(...inPath);

const ascii = /^[\x20-\x7e]*$/;
export const metadataKey = matching(40, ascii, "must be plain ASCII").min(1, "must not be empty");
export const metadataValue = matching(600, ascii, "must be plain ASCII");
export const mostMetadata = 50;
/** Up to 50 pairs; keys up to 40, values up to 600 characters, ASCII. Keys you do not declare are left alone. */
export const metadata = z
  .record(metadataKey, metadataValue)
  .refine(
    (map) => Object.keys(map).length <= mostMetadata,
    `has more than the ${mostMetadata} pairs that WorkOS stores`,
  );
export const stripeCustomerId = z.string().regex(/^cus_[A-Za-z0-9]+$/, "must be a Stripe customer id, cus_…");

/** How long the invitation can be accepted: 1 to 30 days. WorkOS takes 7 without it. */
export const invitationDays = upTo(30, "days");
/** Language of the e-mail, e.g. `de`. */
export const invitationLocale = z.enum(invitationLocales);
/** How long events of the audit log are kept: 30 or 365 days. */
export const auditLogRetentionDays = z.literal([30, 365], "must be 30 or 365");

// Keys and secrets

/** How long an API key lives. Our limit: WorkOS documents none. */
export const apiKeyDays = upTo(3650, "days");
/** How long an API key goes on working beside its successor. */
export const overlapHours = upTo(24 * 365, "hours");
export const vaultName = line(200).regex(...inPath);
/** Decides which key a value of the vault is encrypted with. */
export const vaultContext = z
  .record(text(500).min(1, "must not be empty"), text(500))
  .refine((context) => Object.keys(context).length <= 10, "has more than the 10 entries that WorkOS takes");

// Applications and what connects to them

/** Of an OAuth client. ASSUMED: no limit is documented. */
export const clientId = line(255);
/** OAuth scopes; the whole set, in any order. */
export const scopes = z.array(scope).transform(asSet);
/** Of a service that accounts can be connected at, as WorkOS calls it, e.g. `github`, or one of our own. */
export const integrationSlug = text(255)
  .trim()
  .regex(/^[a-z0-9][a-z0-9_-]*$/, alphabet(", - and _"));
/** How accounts are connected; the whole set, in any order. */
export const authMethods = z
  .array(z.enum(["api_key", "client_credentials", "oauth"]))
  .min(1, "must not be empty")
  .transform(asSet);
/** What a provider wants to know besides, e.g. `account_identifier` of a Snowflake account. */
export const integrationConfig = z.record(z.string().min(1, "must not be empty"), text(1000));
/** Your own word for an account at a third party. ASSUMED: no limit is documented. */
export const accountIdentifier = line(255);
/** Of such an account, for people; null, or nothing, for none. ASSUMED: no limit is documented. */
export const accountLabel = lineOrNone(255);

/** The definition of a provider that WorkOS does not know. What is left out is as WorkOS has it by default. */
export const customProvider = z.strictObject({
  /** Shown to people. */
  name,
  /** Both URLs are needed unless accounts connect by API key. */
  authorizationUrl: httpsUrl.optional(),
  /** Where a code is exchanged for a token. */
  tokenUrl: httpsUrl.optional(),
  /** Where it differs from `tokenUrl`; null where it does not. */
  refreshTokenUrl: httpsUrl.nullish(),
  /** Whether the exchange uses PKCE. */
  pkceEnabled: z.boolean().optional(),
  /** What stands between scopes in a request, e.g. a blank; up to 10 characters. */
  requestScopeSeparator: text(10).optional(),
  /** Whether an account cannot be connected without scopes. */
  scopesRequired: z.boolean().optional(),
  /** Whether the exchange needs a client secret. */
  clientSecretRequired: z.boolean().optional(),
  /** What else goes into the address of the authorization, by parameter. */
  additionalAuthorizationParameters: z.record(z.string().min(1, "must not be empty"), z.string()).optional(),
  /** Content type of the exchange, e.g. `application/json`. */
  tokenBodyContentType: line(255).optional(),
  /** Where the exchange has the client's id and secret. */
  authenticateVia: z.enum(["request_body", "basic_auth_header"]).optional(),
});

/** Of a feature flag; flags are made in the WorkOS dashboard. */
export const flagSlug = text(255)
  .trim()
  .regex(/^[a-z0-9][a-z0-9_-]*$/, "must be the slug of a flag: lower-case letters, digits, - and _");
/** E.g. `user.created`. */
export const webhookEvent = z.enum(WEBHOOK_EVENTS, {
  error: ({ input }) =>
    `${JSON.stringify(input)} is no event that WorkOS sends to webhooks, as far as this version knows`,
});
/** A Liquid template of a JSON object, e.g. `{"plan": "{{organization.metadata.plan}}"}`. */
export const jwtTemplate = z.string().regex(/\S/, "must not be empty: WorkOS cannot delete a template");

/** With one `*` at most: as the first label of the host, or as the last segment of the path. */
const onePattern = /^(?:[^*]*|[^*]+:\/\/(?:\*\.[^*]+|[^*]+\/\*))$/;
/** An absolute URI without a fragment (RFC 8707). Source of the pattern: the WorkOS client. ASSUMED: 2048 characters at most. */
export const resourceIndicator = text(2048)
  .trim()
  .regex(/^[^#\s]*$/, "must have no fragment (#…) and no blanks")
  .refine((uri) => URL.canParse(uri), "must be an absolute URI, e.g. https://mcp.example.com")
  .regex(onePattern, "may have one * only, as the first label of the host or the last segment of the path");

// Agents

/** As what an agent acts: for a person (`delegated`), by itself (`autonomous`); the whole set, in any order. */
export const agentInstanceTypes = z
  .array(z.enum(["delegated", "autonomous"]))
  .min(1, "must not be empty")
  .transform(asSet);
/** How long what agents sign in with lasts. All three come together: WorkOS makes none of only some of them. */
export const agentSessions = z.strictObject({
  /** Of a session, which no refresh extends: up to 31,536,000 (365 days). */
  maxAgeSeconds: upTo(31_536_000, "seconds"),
  /** Of an access token: up to 3,600 (1 hour). */
  accessTokenTtlSeconds: upTo(3600, "seconds"),
  /** Of a refresh token, each time: up to 5,184,000 (60 days). */
  refreshTokenTtlSeconds: upTo(5_184_000, "seconds"),
});

// Single sign-on

/** Your own id of it, unique among the connections of its organization. ASSUMED: no limit is documented. */
export const connectionExternalId = asciiLine(255);
/** Of a SAML or OIDC kind, which alone can be made. Source: `ConnectionType` of the WorkOS client. */
export const connectionType = z.enum([
  ...words("ADFSSAML Auth0SAML AzureSAML CasSAML ClassLinkSAML CloudflareSAML CyberArkSAML DuoSAML GenericSAML"),
  ...words("GoogleSAML JumpCloudSAML KeycloakSAML LastPassSAML MiniOrangeSAML NetIqSAML OktaSAML OneLoginSAML"),
  ...words("OracleSAML PingFederateSAML PingOneSAML RipplingSAML SalesforceSAML ShibbolethGenericSAML ShibbolethSAML"),
  ...words("SimpleSamlPhpSAML VMwareSAML AdpOidc CleverOIDC EntraIdOIDC GenericOIDC GoogleOIDC LoginGovOidc OktaOIDC"),
]);
/** Of one side of a SAML connection; usually an address, but any name will do. */
export const entityId = line(2048);
/** What the identity provider calls an attribute or a claim, e.g. `http://schemas.example/claims/email`. */
const attributeName = line(1024);
/** Where the fields of a profile come from; what is left out is as it is for connections of that type. */
export const standardAttributes = z.strictObject({
  idpId: attributeName.optional(),
  email: attributeName.optional(),
  firstName: attributeName.optional(),
  lastName: attributeName.optional(),
  groups: attributeName.optional(),
  name: attributeName.optional(),
});
/** By attribute, which must exist in the WorkOS dashboard; null for none. */
export const customAttributes = z.record(line(255), attributeName.nullable());
/** How we prove to the identity provider who we are. */
export const tokenAuthentication = z.enum(["client_secret_post", "client_secret_basic", "private_key_jwt"]);
/** By which algorithm its id tokens have to be signed. */
export const idTokenAlgorithm = z.enum(
  words("ES256 ES384 ES512 EdDSA HS256 HS384 HS512 PS256 PS384 PS512 RS256 RS384 RS512"),
);

/** Ours: WorkOS knows no name of a certificate. */
export const encryptionCertificateName = line(255);
/**
 * Ours, e.g. `2027`: another one makes another certificate, in place of the one that there is. One that is said for the first
 * time makes none.
 */
export const certificateGeneration = line(255);

/** What somebody at the customer may set up; the whole set, in any order. */
export const setupIntents = z
  .array(z.enum(words("sso directory_sync log_streams domain_verification bring_your_own_key")))
  .transform(asSet);

// Audit logs

/** What the events are called, e.g. `invoice.viewed`: the natural key. ASSUMED: no limit is documented. */
export const auditLogAction = line(255).regex(...inPath);
/** Of something that an event is about. */
export const auditLogTargetType = line(255);

type JsonSchema = Readonly<Record<string, unknown>>;

export const schemaOrNone = (schema: JsonSchema | null | undefined): JsonSchema | null =>
  schema && Object.keys(schema).length > 0 ? schema : null;

/**
 * JSON Schema of the metadata of an event, an actor or a target. Metadata is an object, so its schema says so:
 * `{ plan: { type: "string" } }` alone would be no schema of anything. An empty schema allows everything: it is none.
 */
export const auditLogMetadata = z
  .record(z.string(), z.json())
  .refine(
    (schema) => schema.type === "object" || schemaOrNone(schema) === null,
    'must be a JSON Schema of an object: { type: "object", properties: { … } }',
  )
  .transform(schemaOrNone) as unknown as z.ZodType<JsonSchema | null, JsonSchema>;
