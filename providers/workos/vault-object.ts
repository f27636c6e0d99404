import { z } from "zod";
import type { Collection } from "../host/collection.ts";
import { secret } from "../host/marks.ts";
import { defineResource } from "../host/resource.ts";
import { ConflictError } from "../http/errors/conflict-error.ts";
import { type WorkosClient, workos } from "./client.ts";

interface Metadata {
  id: string;
  context: Record<string, string>;
  version_id?: string | null;
  updated_at: string;
}

interface ObjectRow {
  id: string;
  name: string;
  value: string;
  metadata: Metadata;
}

const inputs = z.strictObject({
  /** The natural key: unique in the environment; up to 200 characters. */
  name: z
    .string()
    .trim()
    .min(1)
    .max(200)
    .regex(/^(?!\.{1,2}$)/, "must not be a dot or two: it is part of a path"),
  /** Decides which key the value is encrypted with, e.g. `{ organization_id }`. Up to 10 entries of 500 characters. */
  context: z
    .record(z.string().min(1), z.string().max(500))
    .refine((context) => Object.keys(context).length <= 10, "has more than the 10 entries that WorkOS takes")
    .optional(),
  /** What is kept. A secret in state; not empty, since an empty one is a variable that nobody set. */
  value: secret(z.string().min(1)),
});

const LIST = "/vault/v1/kv";

const path = (id: string): string => `${LIST}/${encodeURIComponent(id)}`;

/** By its name, which is unique, one at a time: the vault's list has no values, so that each would be read all the same. */
export const vaultObjects: Collection<WorkosClient, ObjectRow> = {
  name: "vault objects",
  async list(client, name) {
    const row = await client.find<ObjectRow>(`${LIST}/name/${encodeURIComponent(name)}`);
    return row ? [row] : [];
  },
  id: (row) => row.id,
};

/**
 * A secret value in WorkOS Vault. One of the same name that this stack did not make is refused, since taking it over
 * would overwrite its value. A value that changes while we change it is refused as well.
 * Source: WorkOS API reference, "Vault", "Object".
 */
export class VaultObject extends defineResource({
  vendor: workos,
  name: "VaultObject",
  inputs,
  computed: z.object({}),
  identity: ["name"],
  immutable: ["name", "context"],
  importId: ["name"],
  // The vault does not say when it was made; as long as nobody touched it since, its last change was that.
  standalone: { createdAt: ({ metadata }: ObjectRow) => new Date(metadata.updated_at) },
  collection: vaultObjects,
  scope: ({ name }) => name,
  matches: () => true,
  feed: {
    changes: ["vault.data.created", "vault.data.updated"],
    removals: ["vault.data.deleted"],
    concerns: (data, { inputs: { name } }) => data.kv_name === name,
  },

  describe: ({ id, name, value, metadata }) => ({
    id,
    inputs: { name, context: metadata.context, value },
    computed: {},
  }),

  async ensure(client, { name, context = {}, value }) {
    const metadata = await client.post<Metadata>(LIST, { name, value, key_context: context });
    return { id: metadata.id, name, value, metadata };
  },

  async sync(client, _changes, { row, inputs: { value } }) {
    const version_check = row.metadata.version_id ?? undefined;
    try {
      return { ...(await client.put<Omit<ObjectRow, "value">>(path(row.id), { value, version_check })), value };
    } catch (error) {
      if (!(error instanceof ConflictError)) throw error;
      // Another version by now: ours, if the answer to it was lost, or somebody else's.
      const current = await client.find<ObjectRow>(path(row.id));
      if (current?.value === value) return current;
      error.message += ". Somebody changed its value at this very moment: run `pulumi up --refresh` to see it first";
      throw error;
    }
  },

  async remove(client, { id }) {
    await client.delete(path(id));
  },
}) {}
