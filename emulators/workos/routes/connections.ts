import { z } from "zod";
import { type Call, del, type Endpoint, get, optionalBody, param, patch, post, put } from "../../core/api.ts";
import { changed } from "../changes.ts";
import { dashboardCause } from "../dashboard.ts";
import { notFound, valid } from "../errors.ts";
import { existingOrganization } from "../existing.ts";
import { moment } from "../fields.ts";
import { list, text } from "../paging.ts";
import type { Certificate, Connection } from "../records.ts";
import { type Cause, iso, type WorkosStore } from "../store.ts";

const CERTIFICATE_TYPES = ["ResponseSigning", "RequestSigning", "ResponseEncryption"] as const;
const DAY_MS = 24 * 60 * 60 * 1000;
/** ASSUMED: how many days before a certificate expires its renewal is asked for; nobody states them. */
const REMINDER_DAYS = [30, 7, 1, 0] as const;

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
const createSchema = z.object({
  organization_id: z.string(),
  // Where the list says GithubOAuth, the object says GitHubOAuth.
  connection_type: z.enum(TYPES).exclude(["GithubOAuth"]),
  name: z.string().optional(),
  state: z.enum(STATES).default("active"),
  domains: z.array(z.string()).default([]),
});
const certificateSchema = z.object({
  certificate_type: z.enum(CERTIFICATE_TYPES).default("ResponseSigning"),
  expiry_date: moment.transform((date) => iso(new Date(date))),
});
const updateSchema = z.object({ name: z.string().optional(), state: z.enum(STATES).optional() });

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

    get("/connections/{id}", (call) => ({ status: 200, body: render(existing(store, call)) })),

    del("/connections/{id}", (call) => {
      const connection = existing(store, call);
      connections.delete(connection.id);
      const { status, domains, ...data } = render(connection);
      const facts = { cause: call.actor, now: call.now, organizationId: connection.organization_id };
      store.emit("connection.deleted", { ...data, state: eventState(connection) }, facts);
      return { status: 204 };
    }),
  ];
}

/** What happens in the Admin Portal. */
export function connectionControl(store: WorkosStore): Endpoint[] {
  return [
    post("/connections", (call) => {
      const body = valid(createSchema, call.body);
      const organization = existingOrganization(store, body.organization_id);
      const connection = store.connections.insert({
        id: store.id("conn", call.now),
        organization_id: organization.id,
        connection_type: body.connection_type,
        name: body.name ?? organization.name,
        state: body.state,
        domains: body.domains.map((domain) => ({
          object: "connection_domain",
          id: store.id("conn_domain", call.now),
          domain: domain.toLowerCase(),
        })),
        created_at: iso(call.now),
        updated_at: iso(call.now),
      });
      if (connection.state === "active")
        emit(store, "connection.activated", connection, dashboardCause(call), call.now);
      return { status: 201, body: render(connection) };
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

    // The first certificate is set up; later ones are renewals.
    put("/connections/{id}/certificate", (call) => {
      const connection = existing(store, call);
      const certificate = valid(certificateSchema, call.body);
      const isRenewal = connection.certificate !== undefined;
      const updated = store.connections.replace({ ...connection, certificate });
      if (isRenewal)
        emitAboutCertificate(store, "renewed", updated, dashboardCause(call), call.now, {
          certificate,
          renewed_at: iso(call.now),
        });
      remindOfRenewal(store, updated.id, certificate, call.now);
      return { status: 200, body: { connection_id: updated.id, ...certificate } };
    }),
  ];
}

function existing(store: WorkosStore, call: Call): Connection {
  const connection = store.connections.get(param(call, "id"));
  if (!connection) throw notFound("Connection", param(call, "id"));
  return connection;
}

/** Schedules the reminders to renew a certificate. They are skipped if it was renewed by then. */
function remindOfRenewal(store: WorkosStore, id: string, certificate: Certificate, now: Date): void {
  const expiry = Date.parse(certificate.expiry_date);
  for (const days_until_expiry of REMINDER_DAYS) {
    const moment = expiry - days_until_expiry * DAY_MS;
    if (moment < now.getTime()) continue;
    store.schedule.at(new Date(moment), (at) => {
      const connection = store.connections.get(id);
      if (connection?.certificate !== certificate) return;
      emitAboutCertificate(store, "renewal_required", connection, { kind: "system" }, at, {
        certificate: { ...certificate, is_expired: days_until_expiry === 0 },
        days_until_expiry,
      });
    });
  }
}

function emitAboutCertificate(
  store: WorkosStore,
  what: "renewal_required" | "renewed",
  { id, organization_id }: Connection,
  cause: Cause,
  now: Date,
  data: object,
): void {
  const about = { connection: { id, organization_id }, ...data };
  store.emit(`connection.saml_certificate_${what}`, about, { cause, now, organizationId: organization_id });
}

/** `status` is the deprecated way to say whether it works. */
const render = ({ certificate, ...connection }: Connection) => ({
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
