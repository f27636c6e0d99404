import type { ApplicationCredentialsListItemResponse } from "@workos-inc/node";
import { at, defineResource, local, secret, z } from "../kit.ts";
import { workos } from "./client.ts";
import { clientSecretName, timestamp, vendorId } from "./fields.ts";

/** The secret itself is in the answer to its creation only. */
type SecretRow = ApplicationCredentialsListItemResponse & { secret?: string };

/**
 * A secret of a Connect application, shown once, when it is made; it lives on as a secret output. It does not expire.
 *
 * WorkOS lists secrets without a name and without their maker. So this machine notes which one it made under which name,
 * and what a lost answer or a run that died may have left behind is named when the next one is made.
 * Source: WorkOS API reference, "Connect application secrets".
 */
export class ApplicationClientSecret extends defineResource(workos, "ApplicationClientSecret", {
  inputs: z.strictObject({
    applicationId: vendorId,
    /**
     * Ours, e.g. `2026-q3`: WorkOS knows no name of a secret. A new name makes the new secret before the old one goes. To
     * have both for a while, declare both.
     */
    name: local(clientSecretName),
  }),
  outputs: z.object({
    /** The secret itself, shown once by WorkOS. Empty for one that was imported. */
    secret: secret(z.string()),
    /** Its last characters. */
    secretHint: z.string(),
    createdAt: timestamp,
  }),
  parent: { applicationId: "workos:ConnectApplication" },
  key: ["name"],
  importId: ["applicationId", "name", "id"],
  list: (api, { applicationId }) =>
    api.unpaged<SecretRow>(at`/connect/applications/${applicationId}/client_secrets`, {}, "bare"),
  show: ({ secret, secret_hint, created_at }, { name }) => ({
    name,
    ...(secret !== undefined && { secret }),
    secretHint: secret_hint,
    createdAt: created_at,
  }),
  born: (row) => new Date(row.created_at),
  shownOnce: { names: "none" },
  ensure: (api, { applicationId }) => api.post(at`/connect/applications/${applicationId}/client_secrets`, {}),
  remove: (api, { id }) => api.delete(at`/connect/client_secrets/${id}`),
}) {}
