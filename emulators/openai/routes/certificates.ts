import { X509Certificate } from "node:crypto";
import { z } from "zod";
import { type Call, del, type Endpoint, get, param, post } from "../../core/api.ts";
import { notFound, refusal, valid } from "../errors.ts";
import { choices, cursorPage, listed } from "../paging.ts";
import type { Certificate, Scope } from "../records.ts";
import { placesOf } from "../scopes.ts";
import { type OpenaiStore, projectOf, seconds } from "../store.ts";

const uploadSchema = z.object({ certificate: z.string(), name: z.string().optional() });
const updateSchema = z.object({ name: z.string().optional() });
const toggleSchema = z.object({
  certificate_ids: z.array(z.string()).min(1, "must name a certificate").max(10, "must name at most 10"),
});

export function certificateEndpoints(store: OpenaiStore): Endpoint[] {
  const { certificates } = store;
  const base = "/organization/certificates";

  return [
    ...placesOf(store).flatMap((place) => activationEndpoints(store, place)),

    post(base, (call) => {
      const body = valid(uploadSchema, call.body);
      const { validFrom, validTo } = parsed(body.certificate);
      const { mostCertificates } = store.switches.values;
      if (certificates.size >= mostCertificates)
        throw refusal(`An organization can have at most ${mostCertificates} certificates.`);
      const certificate = certificates.insert({
        id: store.id("cert_"),
        name: body.name ?? null,
        content: body.certificate,
        valid_at: seconds(new Date(validFrom)),
        expires_at: seconds(new Date(validTo)),
        created_at: seconds(call.now),
      });
      const detail = { id: certificate.id, ...named(certificate) };
      store.audit("certificate.created", detail, call.actor, call.now);
      return store.created(render("certificate", certificate));
    }),

    get(`${base}/{certificate_id}`, (call) => {
      const certificate = existing(store, call);
      const withContent = choices(call.query, "include", ["content"]) !== undefined;
      return { status: 200, body: render("certificate", certificate, withContent) };
    }),

    post(`${base}/{certificate_id}`, (call) => {
      const certificate = existing(store, call);
      const { name = certificate.name } = valid(updateSchema, call.body);
      const updated = certificates.replace({ ...certificate, name });
      if (name !== certificate.name)
        store.audit("certificate.updated", { id: updated.id, ...named(updated) }, call.actor, call.now);
      return { status: 200, body: render("certificate", updated) };
    }),

    // Source: the specification. It must be inactive in the organization and in every project.
    del(`${base}/{certificate_id}`, (call) => {
      const certificate = existing(store, call);
      if (store.certificateActivations.group("certificate_id", certificate.id).size > 0)
        throw refusal(`The certificate ${certificate.id} is active.`);
      certificates.delete(certificate.id);
      const detail = { id: certificate.id, ...named(certificate), certificate: certificate.content };
      store.audit("certificate.deleted", detail, call.actor, call.now);
      return { status: 200, body: { object: "certificate.deleted", id: certificate.id } };
    }),
  ];
}

/**
 * Which certificates are active, in the organization and in each project: the same operations on two roots. ASSUMED: a
 * project lists all certificates of the organization.
 */
function activationEndpoints(store: OpenaiStore, place: ReturnType<typeof placesOf>[number]): Endpoint[] {
  const { certificates, certificateActivations } = store;
  const base = `${place.root}/certificates`;
  const object = place.kind === "organization" ? "organization.certificate" : "organization.project.certificate";
  const renderIn = (scope: Scope) => (certificate: Certificate) => ({
    ...render(object, certificate),
    active: certificateActivations.get(`${scope}/${certificate.id}`) !== undefined,
  });

  /** All of them or none; one that is as it should be already is left alone. */
  const toggle = (verb: "activate" | "deactivate", call: Call) => {
    const scope = place.change(call);
    const { certificate_ids } = valid(toggleSchema, call.body);
    const chosen = certificate_ids.map((id) => {
      const certificate = certificates.get(id);
      if (!certificate) throw notFound("certificate", id);
      return certificate;
    });
    const changed = [];
    for (const certificate of chosen) {
      const id = `${scope}/${certificate.id}`;
      const isActive = certificateActivations.get(id) !== undefined;
      if (isActive === (verb === "activate")) continue;
      if (isActive) certificateActivations.delete(id);
      else certificateActivations.insert({ id, scope, certificate_id: certificate.id });
      changed.push({ id: certificate.id, ...named(certificate) });
    }
    if (changed.length > 0)
      store.audit(`certificates.${verb}d`, { certificates: changed }, call.actor, call.now, projectOf(scope));
    const kind = verb === "activate" ? "activation" : "deactivation";
    return { status: 200, body: { object: `${object}.${kind}`, data: chosen.map(renderIn(scope)) } };
  };

  return [
    get(base, (call) => {
      const options = { ordered: true, direction: "desc" } as const;
      const page = cursorPage(listed(certificates, certificates.all), call.query, renderIn(place.read(call)), options);
      return { status: 200, body: page };
    }),
    post(`${base}/activate`, (call) => toggle("activate", call)),
    post(`${base}/deactivate`, (call) => toggle("deactivate", call)),
  ];
}

function existing(store: OpenaiStore, call: Call): Certificate {
  const id = param(call, "certificate_id");
  const certificate = store.certificates.get(id);
  if (!certificate) throw notFound("certificate", id);
  return certificate;
}

function parsed(pem: string): X509Certificate {
  try {
    return new X509Certificate(pem);
  } catch {
    throw refusal("Invalid 'certificate': not a certificate in PEM format.", {
      param: "certificate",
      code: "invalid_value",
    });
  }
}

const named = ({ name }: Certificate) => (name === null ? {} : { name });

const render = (object: string, certificate: Certificate, withContent = false) => ({
  object,
  id: certificate.id,
  name: certificate.name,
  created_at: certificate.created_at,
  certificate_details: {
    valid_at: certificate.valid_at,
    expires_at: certificate.expires_at,
    ...(withContent ? { content: certificate.content } : {}),
  },
});
