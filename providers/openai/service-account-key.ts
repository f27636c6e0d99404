import { z } from "zod";
import type { Collection } from "../host/collection.ts";
import { secret } from "../host/marks.ts";
import { defineResource } from "../host/resource.ts";
import { InvalidRequestError } from "../http/errors/invalid-request-error.ts";
import { type OpenaiClient, openai } from "./client.ts";
import { isArchivedAnswer } from "./project.ts";

interface KeyRow {
  projectId: string;
  serviceAccountId: string;
  id: string;
  name: string;
  created_at: number;
  expires_at?: number | null | undefined;
  last_used_at?: number | null | undefined;
  /** In the answer to its creation only. */
  value?: string;
}

const inputs = z.strictObject({
  projectId: z.string().min(1),
  /** Id of the service account that the key speaks for. */
  serviceAccountId: z.string().min(1),
  /** The natural key within the service account. A new name makes the new key before the old one goes. */
  name: z.string().trim().min(1).max(255),
  /** What the key may do, e.g. `model.request`. OpenAI never shows it again. Omitted: all the account may do. */
  scopes: z
    .array(z.string().min(1))
    .min(1, "must not be empty: OpenAI takes an empty list for every permission; leave it out if that is meant")
    .transform((scopes) => [...new Set(scopes)].sort())
    .optional(),
  /** Lifetime counted from creation. Omitted: it does not expire. Needs an API newer than OpenAI's published description. */
  expiresInSeconds: z.int().positive().optional(),
});

const computed = z.object({
  /** The key itself, shown once by OpenAI. Empty for a key that was taken over. */
  value: secret(z.string()),
  /** Unix seconds. */
  createdAt: z.number(),
  /** Unix seconds; null when it does not expire, or when OpenAI does not say. */
  expiresAt: z.number().nullable(),
});

/** All keys of the project that belong to a service account, whatever access their owners have by now. */
export const serviceAccountKeys: Collection<OpenaiClient, KeyRow> = {
  name: "service account keys",
  within: "openai:Project",
  async list(client, projectId) {
    try {
      const rows = await client.list("/organization/projects/{project_id}/api_keys", (organization, page) =>
        organization.projects.apiKeys.list(projectId, { ...page, owner_project_access: "any" }),
      );
      return rows.flatMap(({ id, name, created_at, expires_at, last_used_at, owner }) =>
        owner?.service_account
          ? [{ projectId, serviceAccountId: owner.service_account.id, id, name, created_at, expires_at, last_used_at }]
          : [],
      );
    } catch (error) {
      if (isArchivedAnswer(error)) return []; // An archived project has none.
      throw error;
    }
  },
  id: (row) => row.id,
};

/**
 * An API key of a service account. Its value is shown once, when it is made, and lives on as a secret output; any change
 * makes a new key. Source: OpenAI API reference, "Project service account API keys" and "Project API keys".
 */
export class ServiceAccountKey extends defineResource({
  vendor: openai,
  name: "ServiceAccountKey",
  inputs,
  computed,
  identity: ["projectId", "serviceAccountId", "name"],
  immutable: ["projectId", "serviceAccountId", "name", "scopes", "expiresInSeconds"],
  importId: ["projectId", "id"],
  collection: serviceAccountKeys,
  shownOnce: {
    createdAt: (row) => new Date(row.created_at * 1000),
    isUsed: (row) => Boolean(row.last_used_at),
    discard: (client, row) => revoke(client, row.projectId, row.id),
  },
  scope: ({ projectId }) => projectId,
  matches: (row, { serviceAccountId, name }) => row.serviceAccountId === serviceAccountId && row.name === name,
  feed: {
    changes: ["api_key.created", "api_key.updated"],
    removals: ["api_key.deleted"],
    // The payload's tracking id is not promised to be the key's id, so another id proves nothing.
    concerns: (data, { id }) => (data.id === id ? true : undefined),
  },

  describe: (row) => ({
    id: row.id,
    inputs: { projectId: row.projectId, serviceAccountId: row.serviceAccountId, name: row.name },
    computed: {
      ...(row.value === undefined ? {} : { value: row.value }),
      createdAt: row.created_at,
      expiresAt: row.expires_at ?? null,
    },
  }),

  async ensure(client, { projectId, serviceAccountId, name, scopes, expiresInSeconds }) {
    const created = await client.admin((organization) =>
      organization.projects.serviceAccounts.apiKeys.create(serviceAccountId, {
        project_id: projectId,
        name,
        ...(scopes ? { scopes } : {}),
        ...(expiresInSeconds ? { expires_in_seconds: expiresInSeconds } : {}),
      }),
    );
    return { ...created, projectId, serviceAccountId };
  },

  async remove(client, { id, inputs: { projectId } }) {
    await revoke(client, projectId, id);
  },
}) {}

async function revoke(client: OpenaiClient, projectId: string, id: string): Promise<void> {
  try {
    await client.find((organization) => organization.projects.apiKeys.delete(id, { project_id: projectId }));
  } catch (error) {
    if (isArchivedAnswer(error)) return; // An archived project has none.
    if (error instanceof InvalidRequestError) {
      error.message += ". If OpenAI does not delete keys of service accounts here, remove the service account instead";
    }
    throw error;
  }
}
