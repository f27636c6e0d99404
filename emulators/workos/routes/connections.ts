import { z } from "zod";
import { type Call, del, type Endpoint, get, optionalBody, param, patch, post } from "../../core/api.ts";
import { changed } from "../changes.ts";
import {
  type Certificates,
  configurationChangeSchema,
  configurationSchema,
  configured,
  isOidc,
  reconfigured,
  renderConfiguration,
} from "../connection-configuration.ts";
import { dashboardCause } from "../dashboard.ts";
import { invalid, refusal, valid } from "../errors.ts";
import { existingConnection, existingOrganization } from "../existing.ts";
import { externalId } from "../fields.ts";
import { list, text } from "../paging.ts";
import type { Connection, SamlCertificate } from "../records.ts";
import { type Cause, connectionKey, iso, type WorkosStore } from "../store.ts";
import {
  addCertificate,
  certificatesOf,
  endingAt,
  expirySchema,
  insertCertificate,
  isSaml,
  kindOf,
  removeCertificates,
} from "./saml-certificates.ts";

const STATES = ["requires_type", "draft", "active", "validating", "inactive", "deleting"] as const;

/** What a list can be narrowed to. Source: WorkOS OpenAPI 0.61. */
const TYPES = [
  "ADFSSAML",
  "AdpOidc",
  "AppleOAuth",
  "Auth0SAML",
  "AzureSAML",
  "BitbucketOAuth",
  "CasSAML",
  "CloudflareSAML",
  "ClassLinkSAML",
  "CleverOIDC",
  "CyberArkSAML",
  "DiscordOAuth",
  "DuoSAML",
  "EntraIdOIDC",
  "GenericOIDC",
  "GenericSAML",
  "GithubOAuth",
  "GitLabOAuth",
  "GoogleOAuth",
  "GoogleOIDC",
  "GoogleSAML",
  "GrokOAuth",
  "XOAuth",
  "IntuitOAuth",
  "JumpCloudSAML",
  "KeycloakSAML",
  "LastPassSAML",
  "LinkedInOAuth",
  "LoginGovOidc",
  "MagicLink",
  "MicrosoftOAuth",
  "MiniOrangeSAML",
  "NetIqSAML",
  "OktaOIDC",
  "OktaSAML",
  "OneLoginSAML",
  "OracleSAML",
  "PingFederateSAML",
  "PingOneSAML",
  "RipplingSAML",
  "SalesforceSAML",
  "ShibbolethGenericSAML",
  "ShibbolethSAML",
  "SimpleSamlPhpSAML",
  "SalesforceOAuth",
  "SlackOAuth",
  "VercelMarketplaceOAuth",
  "VercelOAuth",
  "VMwareSAML",
  "XeroOAuth",
] as const;

const filterSchema = z.object({ connection_type: z.enum(TYPES).optional() });
/** ASSUMED: external ids have the bounds of those of other objects. */
const createSchema = configurationSchema.extend({
  organization_id: z.string(),
  name: z.string().optional(),
  external_id: externalId.optional(),
  connection_type: z.enum(TYPES).optional(),
});
const changeSchema = configurationChangeSchema.extend({
  name: z.string().optional(),
  external_id: externalId.nullable().optional(),
  connection_type: z.string().optional(),
});
/** The Admin Portal knows other types as well, and what the API does not show. */
const setUpSchema = createSchema.extend({
  // Where the list says GithubOAuth, the object says GitHubOAuth.
  connection_type: z.enum(TYPES).exclude(["GithubOAuth"]),
  state: z.enum(STATES).default("active"),
  domains: z.array(z.string()).default([]),
  certificates: z.array(expirySchema).default([]),
});
const updateSchema = z.object({ name: z.string().optional(), state: z.enum(STATES).optional() });
const attributeSchema = z.object({ name: z.string().min(1, "must not be empty") });

export function connectionEndpoints(store: WorkosStore): Endpoint[] {
  const { connections } = store;
  return [
    get("/connections", ({ query }) => {
      const { connection_type } = valid(filterSchema, { connection_type: text(query, "connection_type") });
      const organizationId = text(query, "organization_id");
      const domain = text(query, "domain")?.toLowerCase();
      const search = text(query, "search")?.toLowerCase();
      const where = (connection: Connection) =>
        (connection_type === undefined || connection.connection_type === connection_type) &&
        (organizationId === undefined || connection.organization_id === organizationId) &&
        (domain === undefined || connection.domains.some((held) => held.domain === domain)) &&
        (search === undefined || connection.name.toLowerCase().includes(search));
      return { status: 200, body: list(connections, connections.all, query, render, { where }) };
    }),

    // ASSUMED: the one that has the external id is answered as it is, with 200; a new one is active at once.
    post("/connections", (call) => {
      const body = valid(createSchema, call.body);
      const organization = existingOrganization(store, body.organization_id);
      const connection_type = createdType(body);
      const { configuration, certificates } = configured(store, connection_type, body, call.now);
      const held = holderOf(store, organization.id, body.external_id);
      if (held) return { status: 200, body: render(held) };
      const connection = insert(
        store,
        { ...body, connection_type, name: body.name ?? organization.name, state: "active", configuration },
        call.now,
      );
      insertCertificates(store, connection, certificates, call.now);
      emit(store, "connection.activated", connection, call.actor, call.now);
      return { status: 201, body: render(connection) };
    }),

    get("/connections/{id}", (call) => ({ status: 200, body: render(existing(store, call)) })),

    // ASSUMED: the codes are known, their statuses are not (422 and 409). One that was a draft works once it is complete.
    patch("/connections/{id}", (call) => {
      const connection = existing(store, call);
      const body = valid(changeSchema, optionalBody(call));
      if (body.connection_type !== undefined && body.connection_type !== connection.connection_type)
        throw refusal(422, "connection_type_not_updatable", "The type of a connection cannot be changed.");
      refuseTakenExternalId(store, connection.organization_id, body.external_id, connection.id);
      const isConfigured = body.attribute_maps || body.saml_options || body.oidc_options;
      const told = isConfigured ? reconfigured(store, connection, body, call.now) : undefined;
      const fields: Partial<Connection> = {
        ...(body.name === undefined ? {} : { name: body.name }),
        ...(body.external_id === undefined ? {} : { external_id: body.external_id }),
        ...(told ? { configuration: told.configuration } : {}),
      };
      const imported = told?.certificates.idp_signing;
      if (imported) replaceIdpCertificates(store, connection, imported, call);
      const isComplete = isDraft(connection) && hasWhatItNeeds(store, { ...connection, ...fields });
      const change = changed<Connection>(
        connection,
        { ...fields, ...(isComplete ? { state: "active" } : {}) },
        call.now,
      );
      if (!change) return { status: 200, body: render(connection) };
      const updated = connections.replace(change.record);
      if (isComplete) emit(store, "connection.activated", updated, call.actor, call.now);
      return { status: 200, body: render(updated) };
    }),

    del("/connections/{id}", (call) => {
      const connection = existing(store, call);
      removeConnection(store, connection);
      const { status, domains, ...data } = render(connection);
      const facts = { cause: call.actor, now: call.now, organizationId: connection.organization_id };
      store.emit("connection.deleted", { ...data, state: eventState(connection) }, facts);
      return { status: 204 };
    }),
  ];
}

/** What happens in the Admin Portal, and what nobody is shown. */
export function connectionControl(store: WorkosStore): Endpoint[] {
  return [
    post("/connections", (call) => {
      const body = valid(setUpSchema, call.body);
      const organization = existingOrganization(store, body.organization_id);
      refuseTakenExternalId(store, organization.id, body.external_id);
      const isConfigured = body.attribute_maps || body.saml_options || body.oidc_options;
      const told = isConfigured ? configured(store, body.connection_type, body, call.now) : undefined;
      if (body.certificates.length > 0 && !isSaml(body))
        throw invalid([{ field: "certificates", text: `are not for connections of type ${body.connection_type}` }]);
      const connection = insert(
        store,
        { ...body, name: body.name ?? organization.name, configuration: told?.configuration },
        call.now,
      );
      insertCertificates(store, connection, told?.certificates ?? {}, call.now);
      for (const { certificate_type, expiry_date } of body.certificates)
        insertCertificate(store, connection, kindOf(certificate_type), endingAt(expiry_date, call.now), call.now);
      if (connection.state === "active")
        emit(store, "connection.activated", connection, dashboardCause(call), call.now);
      return { status: 201, body: render(connection) };
    }),

    get("/connections/{id}/configuration", (call) => ({
      status: 200,
      body: renderConfiguration(existing(store, call)),
    })),

    // Attributes of profiles are defined in the dashboard only.
    post("/custom_attributes", (call) => {
      const { name } = valid(attributeSchema, call.body);
      if (!store.customAttributes.get(name)) store.customAttributes.insert({ id: name });
      return { status: 201, body: { name } };
    }),

    patch("/connections/{id}", (call) => {
      const connection = existing(store, call);
      const body = valid(updateSchema, optionalBody(call)) as Partial<Connection>;
      const change = changed<Connection>(connection, body, call.now);
      if (!change) return { status: 200, body: render(connection) };
      const updated = store.connections.replace(change.record);
      const [was, is] = [connection.state === "active", updated.state === "active"];
      if (was !== is)
        emit(store, `connection.${is ? "activated" : "deactivated"}`, updated, dashboardCause(call), call.now);
      return { status: 200, body: render(updated) };
    }),
  ];
}

/** Removes a connection with its certificates. Sends no event. */
export function removeConnection(store: WorkosStore, { id }: Connection): void {
  removeCertificates(store, id);
  store.connections.delete(id);
}

const existing = (store: WorkosStore, call: Call): Connection => existingConnection(store, param(call, "id"));

/** The type that a body names, or the generic one of its options (ASSUMED: which one is inferred is not stated). */
function createdType({ connection_type, oidc_options }: z.infer<typeof createSchema>): string {
  if (connection_type === undefined) return oidc_options ? "GenericOIDC" : "GenericSAML";
  if (isSaml({ connection_type }) || isOidc(connection_type)) return connection_type;
  throw invalid([{ field: "connection_type", text: "must be a SAML or OIDC type" }]);
}

function insert(
  store: WorkosStore,
  body: Pick<Connection, "organization_id" | "connection_type" | "name" | "state" | "configuration"> & {
    external_id?: string | undefined;
    domains?: readonly string[];
  },
  now: Date,
): Connection {
  return store.connections.insert({
    id: store.id("conn", now),
    organization_id: body.organization_id,
    connection_type: body.connection_type,
    name: body.name,
    state: body.state,
    external_id: body.external_id ?? null,
    configuration: body.configuration,
    // ASSUMED: one that the API makes has no domains; it is not told any.
    domains: (body.domains ?? []).map((domain) => ({
      object: "connection_domain",
      id: store.id("conn_domain", now),
      domain: domain.toLowerCase(),
    })),
    created_at: iso(now),
    updated_at: iso(now),
  });
}

function insertCertificates(store: WorkosStore, connection: Connection, certificates: Certificates, now: Date): void {
  for (const [kind, values] of Object.entries(certificates) as [SamlCertificate["kind"], readonly string[]][])
    for (const value of values) insertCertificate(store, connection, kind, value, now);
}

/** Those that a metadata document has. ASSUMED: what was there already keeps its id. */
function replaceIdpCertificates(
  store: WorkosStore,
  connection: Connection,
  values: readonly string[],
  call: Call,
): void {
  const former = certificatesOf(store, connection.id, "idp_signing");
  for (const value of values)
    if (!former.some((one) => one.value === value))
      addCertificate(store, connection, "idp_signing", value, call.actor, call.now);
  for (const { id, value } of former) if (!values.includes(value)) store.samlCertificates.delete(id);
}

const holderOf = (store: WorkosStore, organizationId: string, externalId: string | null | undefined) =>
  externalId === undefined || externalId === null
    ? undefined
    : store.connections.find("external_id", connectionKey(organizationId, externalId));

function refuseTakenExternalId(
  store: WorkosStore,
  organizationId: string,
  externalId: string | null | undefined,
  except?: string,
): void {
  const holder = holderOf(store, organizationId, externalId);
  if (holder && holder.id !== except)
    throw refusal(409, "external_id_already_used", `A connection with the external id '${externalId}' already exists.`);
}

const isDraft = ({ state }: Connection): boolean => state === "draft" || state === "requires_type";

/** Whether it has all that people need for signing in. */
function hasWhatItNeeds(store: WorkosStore, { id, configuration }: Connection): boolean {
  const { saml_options: saml, oidc_options: oidc } = configuration ?? {};
  if (oidc) return oidc.discovery_endpoint !== undefined && oidc.client_id !== undefined;
  return saml?.idp_sso_url !== undefined && certificatesOf(store, id, "idp_signing").length > 0;
}

/** `status` is the deprecated way to say whether it works. */
const render = ({ external_id, configuration, ...connection }: Connection) => ({
  object: "connection",
  ...connection,
  status: connection.state === "active" ? "linked" : "unlinked",
});

/** Events have no word for a connection that still needs its type. */
const eventState = ({ state }: Connection) => (state === "requires_type" ? "draft" : state);

function emit(store: WorkosStore, type: string, connection: Connection, cause: Cause, now: Date): void {
  const data = { ...render(connection), state: eventState(connection), external_key: connection.id };
  store.emit(type, data, { cause, now, organizationId: connection.organization_id });
}
