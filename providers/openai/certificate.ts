import { X509Certificate } from "node:crypto";
import type { OpenAI } from "openai";
import { advise, at, defineResource, eventsOf, isInvalid, z } from "../kit.ts";
import { openai } from "./client.ts";
import { certificate, name, unixTime } from "./fields.ts";

type CertificateRow = OpenAI.Admin.Organization.Certificate;

/** Without it OpenAI shows a name and two times. */
const WITH_CONTENT = { include: ["content"] };

/**
 * A certificate that clients of the API may be asked for (mutual TLS); an organization has up to 50. By itself it does
 * nothing: it is switched on by a `CertificateActivation` or a `ProjectCertificateActivation`. Another value is added before the
 * old one goes, so a rotation locks nobody out. Source: OpenAI API reference, "Certificates".
 * @removal deletes; OpenAI refuses it as long as it is active anywhere
 */
export class Certificate extends defineResource(openai, "Certificate", {
  inputs: z.strictObject({
    /** The certificate as PEM, and the natural key; RSA keys of 2048 bits or more. */
    certificate,
    /** Shown to people. Omitted: left alone. */
    name: name.optional(),
  }),
  outputs: z.object({
    /** Absent where OpenAI does not say it. */
    expiresAt: unixTime.optional(),
    createdAt: unixTime,
  }),
  // By its value, so that only those which could be it are asked for theirs.
  scope: ["certificate"],
  key: ["certificate"],
  immutable: ["certificate"],
  importId: ["id"],
  feed: { ...eventsOf("certificate"), covers: {} },
  async list(api, { certificate }) {
    const rows = await api.list<CertificateRow>(at`/organization/certificates`);
    const wanted = certificate === "" ? undefined : new X509Certificate(certificate);
    const alike = rows.filter(({ certificate_details: { valid_at, expires_at } }) => {
      const isOther = (said: number | undefined, at: string) => said !== undefined && said !== Date.parse(at) / 1000;
      return !wanted || !(isOther(valid_at, wanted.validFrom) || isOther(expires_at, wanted.validTo));
    });
    const whole = async (row: CertificateRow) =>
      (await api.find<CertificateRow>(at`/organization/certificates/${row.id}`, WITH_CONTENT)) ?? row;
    return Promise.all(alike.map(whole));
  },
  show: ({ name, certificate_details: { content, expires_at }, created_at }) => ({
    certificate: content === undefined ? undefined : new X509Certificate(content).toString(),
    name,
    expiresAt: expires_at,
    createdAt: created_at,
  }),
  born: (row) => new Date(row.created_at * 1000),
  observe: (api, { id }) => api.find(at`/organization/certificates/${id}`, WITH_CONTENT),
  ensure: (api, declared) => api.post(at`/organization/certificates`, declared),
  sync: (api, changes, { id }) => api.post(at`/organization/certificates/${id}`, changes),
  remove: (api, { id }) => api.delete(at`/organization/certificates/${id}`).catch(unlessInactive),
}) {}

const unlessInactive = advise(
  isInvalid,
  "One that is active, in the organization or in a project, cannot be deleted: deactivate it there first.",
);
