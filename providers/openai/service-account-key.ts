import type { OpenAI } from "openai";
import { at, defineResource, given, says, secret, snakeCase, z } from "../kit.ts";
import { openai } from "./client.ts";
import { keySeconds, name, scopes, unixTime, vendorId } from "./fields.ts";

type ListedKey = OpenAI.Admin.Organization.Projects.ProjectAPIKey;

/** The value is in the answer to its creation only, which names no owner. */
interface KeyRow extends Pick<ListedKey, "id" | "name" | "created_at"> {
  serviceAccountId: string;
  expires_at?: number | null | undefined;
  value?: string;
}

const ofServiceAccount = ({ owner, ...row }: ListedKey): KeyRow[] => {
  const account = given(owner, "owner").service_account;
  return account ? [{ ...row, serviceAccountId: account.id }] : [];
};

/**
 * An API key of a service account. Its value is shown once, when it is made, and lives on as a secret output; any change
 * makes a new key. Source: OpenAI API reference, "Project service account API keys" and "Project API keys".
 *
 * ASSUMED: keys of one account may share a name, so that a replacement under the old name is made before the old key goes.
 * Should OpenAI refuse that, the replacement fails, the old key stays, and a new name is the way out.
 * @removal revokes; where OpenAI refuses that, it is left to its account if that goes as well, and stays with an error if not
 */
export class ServiceAccountKey extends defineResource(openai, "ServiceAccountKey", {
  inputs: z.strictObject({
    projectId: vendorId,
    /** Id of the service account that the key speaks for. */
    serviceAccountId: vendorId,
    /** The natural key within the service account. A new name makes the new key before the old one goes. */
    name,
    /** What the key may do, e.g. `model.request`. OpenAI never shows it again. Omitted: all the account may do. */
    scopes: scopes.optional(),
    /** Lifetime counted from creation. Omitted: it does not expire. Needs an API newer than OpenAI's published description. */
    expiresInSeconds: keySeconds.optional(),
  }),
  outputs: z.object({
    /** The key itself, shown once by OpenAI. Empty for a key that was imported. */
    value: secret(z.string()),
    createdAt: unixTime,
    /** Unix seconds; null when it does not expire, or when OpenAI does not say. */
    expiresAt: z.number().nullable(),
  }),
  parent: { projectId: "openai:Project" },
  key: ["serviceAccountId", "name"],
  feed: {
    changes: ["api_key.created", "api_key.updated"],
    removals: ["api_key.deleted"],
    // The payload's tracking id is not promised to be the key's id, so one that does not look like one proves nothing.
    // ASSUMED: one that does is the id of that key, as in the documentation's examples.
    about: (data, { id, serviceAccountId }, _stored, event) => {
      if (event === "service_account.deleted") return says(data, { id: serviceAccountId });
      return data.id === id || (String(data.id).startsWith("key_") ? false : undefined);
    },
    covers: { also: ["service_account.deleted"] },
  },
  /** All keys of the project that belong to a service account, whatever access their owners have by now. */
  async list(api, { projectId }): Promise<KeyRow[]> {
    const query = { owner_project_access: "any" };
    const rows = await api.list<ListedKey>(at`/organization/projects/${projectId}/api_keys`, query);
    return rows.flatMap(ofServiceAccount);
  },
  async lookAgain(api, { projectId, id }) {
    const row = await api.find<ListedKey>(at`/organization/projects/${projectId}/api_keys/${id}`);
    return row && ofServiceAccount(row)[0];
  },
  show: (row) => ({
    serviceAccountId: row.serviceAccountId,
    name: row.name,
    ...(row.value !== undefined && { value: row.value }),
    createdAt: row.created_at,
    expiresAt: row.expires_at ?? null,
  }),
  born: (row) => new Date(row.created_at * 1000),
  shownOnce: { ends: ({ expiresAt }) => (expiresAt ? new Date(expiresAt * 1000) : undefined) },
  async ensure(api, { projectId, serviceAccountId, ...key }) {
    const path = at`/organization/projects/${projectId}/service_accounts/${serviceAccountId}/api_keys`;
    return { ...(await api.post<KeyRow>(path, snakeCase(key))), serviceAccountId };
  },
  remove: (api, { projectId, id }) => api.delete(at`/organization/projects/${projectId}/api_keys/${id}`),
  removal: {
    alone: {
      goesWith: { serviceAccountId: "openai:ServiceAccount" },
      wayOut: (file) =>
        "The key still works: OpenAI does not delete keys of service accounts here, but an account goes with its keys. " +
        (file === undefined
          ? "Declare another service account with a key of its own; once nobody uses this one, remove it."
          : `In ${file}, openai.project.serviceAccounts, see to the account's rotation. If it has none, give it one: with every, from ` +
            "(today) and overlap another account takes over, and this one goes after the overlap. If it has epoch, another label " +
            "makes another account and takes this one away in the same run. If it has every, it goes at the end of its time: " +
            "leave from as it is. If the key was taken out of the file, putting it back will do as well."),
    },
  },
}) {}
