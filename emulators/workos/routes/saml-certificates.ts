import { X509Certificate } from "node:crypto";
import { z } from "zod";
import { type Call, del, type Endpoint, get, param, post, put } from "../../core/api.ts";
import { randomText } from "../../core/ids.ts";
import { selfSigned } from "../../core/self-signed.ts";
import { dashboardCause } from "../dashboard.ts";
import { invalid, notFound, plainRefusal, valid } from "../errors.ts";
import { existingConnection } from "../existing.ts";
import { moment } from "../fields.ts";
import type { Connection, SamlCertificate } from "../records.ts";
import { type Cause, iso, type WorkosStore } from "../store.ts";

const DAY_MS = 24 * 60 * 60 * 1000;
/** ASSUMED: how many days before a certificate expires its renewal is asked for; nobody states them. */
const REMINDER_DAYS = [30, 7, 1, 0] as const;
/** ASSUMED: how long the certificates are good that WorkOS makes. */
const YEARS = 10;

type Kind = SamlCertificate["kind"];

/** The word of events for each kind, and what its ids begin with (ASSUMED: no page has such an id). */
const KINDS: Record<Kind, { readonly type: string; readonly prefix: string }> = {
  idp_signing: { type: "ResponseSigning", prefix: "saml_idp_signing_cert" },
  sp_signing: { type: "RequestSigning", prefix: "saml_sp_signing_cert" },
  sp_encryption: { type: "ResponseEncryption", prefix: "saml_sp_encryption_cert" },
};

const createSchema = z.object({ value: z.string() });
/** A certificate of which only its end matters. */
export const expirySchema = z.object({
  certificate_type: z.enum(["ResponseSigning", "RequestSigning", "ResponseEncryption"]).default("ResponseSigning"),
  expiry_date: moment.transform((date) => new Date(date)),
});

/** Those of the identity provider and of encryption stand beside each other, so that a rotation overlaps; one signs. */
export function samlCertificateEndpoints(store: WorkosStore): Endpoint[] {
  const { samlCertificates } = store;
  const base = "/connections/{connection_id}";
  /** ASSUMED: what is no SAML connection is refused with 400, which is listed without a reason. */
  const samlConnection = (call: Call): Connection => {
    const connection = existingConnection(store, param(call, "connection_id"));
    if (!isSaml(connection)) throw plainRefusal(400, `The connection '${connection.id}' is no SAML connection.`);
    return connection;
  };
  const all = (call: Call, kind: Kind) => ({
    status: 200,
    body: { object: "list", data: certificatesOf(store, samlConnection(call).id, kind).map(render) },
  });
  const existing = (call: Call, kind: Kind): SamlCertificate => {
    const { id } = existingConnection(store, param(call, "connection_id"));
    const held = certificatesOf(store, id, kind).find((one) => one.id === param(call, "certificate_id"));
    if (!held) throw notFound("Certificate", param(call, "certificate_id"));
    return held;
  };
  const make = (call: Call, kind: Kind) => {
    const connection = samlConnection(call);
    const certificate = addCertificate(store, connection, kind, ownCertificate(call.now), call.actor, call.now);
    return { status: 201, body: render(certificate) };
  };

  return [
    get(`${base}/saml_idp_signing_certs`, (call) => all(call, "idp_signing")),

    // ASSUMED: a certificate that is there already is added once more.
    post(`${base}/saml_idp_signing_certs`, (call) => {
      const connection = samlConnection(call);
      const { value } = valid(createSchema, call.body);
      readCertificate(value, "value");
      const certificate = addCertificate(store, connection, "idp_signing", value, call.actor, call.now);
      return { status: 201, body: render(certificate) };
    }),

    // ASSUMED: the last one stays, which is documented, with 400, which is listed without a reason.
    del(`${base}/saml_idp_signing_certs/{certificate_id}`, (call) => {
      const certificate = existing(call, "idp_signing");
      if (certificatesOf(store, certificate.connection_id, "idp_signing").length === 1)
        throw plainRefusal(400, "The last remaining certificate cannot be deleted.");
      samlCertificates.delete(certificate.id);
      return { status: 204 };
    }),

    get(`${base}/saml_sp_encryption_certs`, (call) => all(call, "sp_encryption")),

    post(`${base}/saml_sp_encryption_certs`, (call) => make(call, "sp_encryption")),

    del(`${base}/saml_sp_encryption_certs/{certificate_id}`, (call) => {
      samlCertificates.delete(existing(call, "sp_encryption").id);
      return { status: 204 };
    }),

    get(`${base}/saml_sp_signing_cert`, (call) => {
      const connection = samlConnection(call);
      const [certificate] = certificatesOf(store, connection.id, "sp_signing");
      if (!certificate) throw notFound("Signing certificate of connection", connection.id);
      return { status: 200, body: render(certificate) };
    }),

    // A connection signs with one key at a time: the former certificate is deleted first.
    post(`${base}/saml_sp_signing_cert`, (call) => {
      const [certificate] = certificatesOf(store, samlConnection(call).id, "sp_signing");
      if (certificate) throw plainRefusal(409, `The connection has the signing certificate '${certificate.id}'.`);
      return make(call, "sp_signing");
    }),

    del(`${base}/saml_sp_signing_cert/{certificate_id}`, (call) => {
      samlCertificates.delete(existing(call, "sp_signing").id);
      return { status: 204 };
    }),
  ];
}

/** The customer sets a certificate up in the Admin Portal; another one takes its place and renews it. */
export function samlCertificateControl(store: WorkosStore): Endpoint[] {
  return [
    put("/connections/{id}/certificate", (call) => {
      const connection = existingConnection(store, param(call, "id"));
      if (!isSaml(connection)) throw plainRefusal(400, `The connection '${connection.id}' is no SAML connection.`);
      const body = valid(expirySchema, call.body);
      const kind = kindOf(body.certificate_type);
      const former = certificatesOf(store, connection.id, kind);
      for (const { id } of former) store.samlCertificates.delete(id);
      const certificate = insertCertificate(store, connection, kind, endingAt(body.expiry_date, call.now), call.now);
      if (former.length > 0) announceRenewal(store, connection, certificate, dashboardCause(call), call.now);
      return { status: 200, body: { connection_id: connection.id, ...renderForEvent(certificate) } };
    }),
  ];
}

export const isSaml = ({ connection_type }: Pick<Connection, "connection_type">): boolean =>
  connection_type.endsWith("SAML");

export const kindOf = (certificateType: string): Kind =>
  (Object.keys(KINDS) as Kind[]).find((kind) => KINDS[kind].type === certificateType) ?? "idp_signing";

/** Oldest first, those that expired included. */
export const certificatesOf = (store: WorkosStore, connectionId: string, kind: Kind): readonly SamlCertificate[] =>
  [...store.samlCertificates.group("connection_id", connectionId)].filter((one) => one.kind === kind);

/** @throws Refusal with 422, which names the field */
export function readCertificate(value: string, field: string): X509Certificate {
  try {
    if (value.includes("-----BEGIN CERTIFICATE-----")) return new X509Certificate(value);
  } catch {
    // Said below: what Node says of it is no help.
  }
  throw invalid([{ field, text: "must be an X.509 certificate in PEM format" }]);
}

/** The certificate of a key that WorkOS makes and keeps. */
export function ownCertificate(now: Date): string {
  const notAfter = new Date(now);
  notAfter.setUTCFullYear(now.getUTCFullYear() + YEARS);
  return selfSigned({ commonName: "WorkOS", seed: randomText(32), notBefore: now, notAfter }).certificate;
}

/** A certificate of which only its end matters; it has begun by then. */
export function endingAt(notAfter: Date, now: Date): string {
  const notBefore = new Date(Math.min(now.getTime(), notAfter.getTime()));
  return selfSigned({ commonName: "idp.example", seed: randomText(32), notBefore, notAfter }).certificate;
}

/** Keeps a certificate, and schedules the reminders to renew it. */
export function insertCertificate(
  store: WorkosStore,
  connection: Connection,
  kind: Kind,
  value: string,
  now: Date,
): SamlCertificate {
  const { validFromDate, validToDate } = new X509Certificate(value);
  const certificate = store.samlCertificates.insert({
    id: store.id(KINDS[kind].prefix, now),
    connection_id: connection.id,
    kind,
    value,
    not_before: isoOrNull(validFromDate),
    not_after: isoOrNull(validToDate),
    created_at: iso(now),
  });
  remindOfRenewal(store, certificate, now);
  return certificate;
}

/**
 * Keeps a certificate beside those that are there. ASSUMED: one that lasts longer than all others of its kind renews them:
 * an event tells, and nobody is reminded of the others any more.
 */
export function addCertificate(
  store: WorkosStore,
  connection: Connection,
  kind: Kind,
  value: string,
  cause: Cause,
  now: Date,
): SamlCertificate {
  const others = certificatesOf(store, connection.id, kind);
  const certificate = insertCertificate(store, connection, kind, value, now);
  if (others.length > 0 && others.every((other) => outlasts(certificate, other)))
    announceRenewal(store, connection, certificate, cause, now);
  return certificate;
}

export function removeCertificates(store: WorkosStore, connectionId: string): void {
  for (const { id } of [...store.samlCertificates.group("connection_id", connectionId)])
    store.samlCertificates.delete(id);
}

const outlasts = (one: SamlCertificate, other: SamlCertificate): boolean =>
  one.not_after !== null && other.not_after !== null && Date.parse(one.not_after) > Date.parse(other.not_after);

/** A reminder is skipped if the certificate is gone by then, or another one lasts longer. */
function remindOfRenewal(store: WorkosStore, { id, not_after }: SamlCertificate, now: Date): void {
  if (not_after === null) return;
  for (const days_until_expiry of REMINDER_DAYS) {
    const moment = Date.parse(not_after) - days_until_expiry * DAY_MS;
    if (moment < now.getTime()) continue;
    store.schedule.at(new Date(moment), (at) => {
      const certificate = store.samlCertificates.get(id);
      const connection = certificate && store.connections.get(certificate.connection_id);
      if (!connection) return;
      const others = certificatesOf(store, connection.id, certificate.kind);
      if (others.some((other) => outlasts(other, certificate))) return;
      const shown = { ...renderForEvent(certificate), is_expired: days_until_expiry === 0 };
      emit(store, "renewal_required", connection, { kind: "system" }, at, { certificate: shown, days_until_expiry });
    });
  }
}

function announceRenewal(
  store: WorkosStore,
  connection: Connection,
  certificate: SamlCertificate,
  cause: Cause,
  now: Date,
): void {
  emit(store, "renewed", connection, cause, now, { certificate: renderForEvent(certificate), renewed_at: iso(now) });
}

function emit(
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

const render = ({ connection_id, kind, id, ...certificate }: SamlCertificate) => ({
  object: `saml_${kind}_certificate`,
  id,
  ...certificate,
});

const renderForEvent = ({ kind, not_after }: SamlCertificate) => ({
  certificate_type: KINDS[kind].type,
  expiry_date: not_after,
});

/** A certificate may name a moment that is none. */
const isoOrNull = (moment: Date): string | null => (Number.isNaN(moment.getTime()) ? null : iso(moment));
