import { z } from "zod";
import type { Collection } from "../host/collection.ts";
import { local, secret } from "../host/marks.ts";
import { defineResource } from "../host/resource.ts";
import { UnexpectedError } from "../http/errors/unexpected-error.ts";
import { type WorkosClient, workos } from "./client.ts";
import { noneIfGone } from "./none-if-gone.ts";

interface SecretRow {
  applicationId: string;
  id: string;
  secret_hint: string;
  last_used_at: string | null;
  created_at: string;
  /** In the answer to its creation only. */
  secret?: string;
}

const inputs = z.strictObject({
  applicationId: z.string().min(1),
  /**
   * Ours, e.g. `2026-q3`: WorkOS knows no name of a secret. A new name makes the new secret before the old one goes. To
   * have both for a while, declare both.
   */
  name: local(z.string().trim().min(1).max(255)),
});

const computed = z.object({
  /** The secret itself, shown once by WorkOS. Empty for one that was taken over. */
  secret: secret(z.string()),
  /** Its last characters. */
  secretHint: z.string(),
  /** RFC 3339. */
  createdAt: z.string(),
});

const secretsOf = (applicationId: string): string =>
  `/connect/applications/${encodeURIComponent(applicationId)}/client_secrets`;

const path = (id: string): string => `/connect/client_secrets/${encodeURIComponent(id)}`;

/** The list is a bare array, whole and without an envelope. */
export const clientSecrets: Collection<WorkosClient, SecretRow> = {
  name: "client secrets",
  within: "workos:ConnectApplication",
  async list(client, applicationId) {
    const listPath = secretsOf(applicationId);
    const rows = await noneIfGone(client.get<Omit<SecretRow, "applicationId">[]>(listPath));
    if (!Array.isArray(rows)) {
      const facts = { vendor: "WorkOS", method: "GET", path: listPath, route: listPath };
      throw new UnexpectedError(facts, "the answer is not a list");
    }
    return rows.map((row) => ({ ...row, applicationId }));
  },
  id: (row) => row.id,
};

/**
 * A secret of a Connect application, shown once, when it is made; it lives on as a secret output. It does not expire.
 *
 * WorkOS lists secrets without a name and without their maker. So this machine notes which one it made under which name,
 * and what a lost answer or a run that died left behind is removed before the next one is made.
 * Source: WorkOS API reference, "Connect application secrets".
 */
export class ApplicationClientSecret extends defineResource({
  vendor: workos,
  name: "ApplicationClientSecret",
  inputs,
  computed,
  identity: ["applicationId", "name"],
  immutable: ["applicationId", "name"],
  importId: ["applicationId", "name", "id"],
  collection: clientSecrets,
  shownOnce: {
    nameless: true,
    createdAt: (row) => new Date(row.created_at),
    isUsed: (row) => row.last_used_at !== null,
    async discard(client, row) {
      await client.delete(path(row.id));
    },
  },
  scope: ({ applicationId }) => applicationId,
  // Nothing of it says what it is called.
  matches: () => false,
  feed: { changes: [], removals: [], concerns: () => undefined },

  describe: (row, { name }) => ({
    id: row.id,
    inputs: { applicationId: row.applicationId, name },
    computed: {
      ...(row.secret === undefined ? {} : { secret: row.secret }),
      secretHint: row.secret_hint,
      createdAt: row.created_at,
    },
  }),

  async ensure(client, { applicationId }) {
    const row = await client.post<Omit<SecretRow, "applicationId">>(secretsOf(applicationId), {});
    return { ...row, applicationId };
  },

  async remove(client, { id }) {
    await client.delete(path(id));
  },
}) {}
