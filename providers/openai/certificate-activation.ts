import type { OpenAI } from "openai";
import { type Api, at, defineResource, given, type Path, z } from "../kit.ts";
import { openai } from "./client.ts";
import { vendorId } from "./fields.ts";

export type ActivationRow = OpenAI.Admin.Organization.Certificate;

/** How activations are told about: several certificates at once, and not where. */
export const activationFeed = {
  changes: ["certificates.activated"],
  removals: ["certificates.deactivated"],
  about: ({ certificates }: Readonly<Record<string, unknown>>, { certificateId }: { certificateId: string }) =>
    Array.isArray(certificates) ? certificates.some(({ id }) => id === certificateId) : undefined,
  covers: {},
};

/** Those that are active in one place: the organization, or a project. */
export async function activeAt(api: Api, place: Path): Promise<ActivationRow[]> {
  return (await api.list<ActivationRow>(at`${place}/certificates`)).filter(({ active }) => active === true);
}

/**
 * Switches one on or off. OpenAI answers a second time as it did the first.
 * @param path ends in `activate` or `deactivate`
 */
export async function toggle(api: Api, path: Path, certificateId: string): Promise<ActivationRow> {
  const { data } = await api.repost<{ data: ActivationRow[] }>(path, { certificate_ids: [certificateId] });
  return given(
    data.find(({ id }) => id === certificateId),
    certificateId,
  );
}

/**
 * That clients of the whole organization may be asked for a certificate. One that is active already is taken over with
 * a warning. Source: OpenAI API reference, "Certificates".
 * @removal deactivates; whoever signs in by it alone is locked out, so activate its successor first
 */
export class CertificateActivation extends defineResource(openai, "CertificateActivation", {
  inputs: z.strictObject({ certificateId: vendorId }),
  key: ["certificateId"],
  importId: "key",
  feed: activationFeed,
  list: (api) => activeAt(api, at`/organization`),
  show: ({ id }) => ({ certificateId: id }),
  ensure: (api, { certificateId }) => toggle(api, at`/organization/certificates/activate`, certificateId),
  remove: (api, { certificateId }) => toggle(api, at`/organization/certificates/deactivate`, certificateId),
}) {}
