import { at, defineResource, fail, isConflict, secret, when, z } from "../kit.ts";
import { workos } from "./client.ts";
import { vaultContext, vaultName } from "./fields.ts";

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

/**
 * A secret value in WorkOS Vault. One of the same name that this stack did not make is refused, since taking it over
 * would overwrite its value. A value that changes while we change it is refused as well.
 * Source: WorkOS API reference, "Vault", "Object".
 */
export class VaultObject extends defineResource(workos, "VaultObject", {
  inputs: z.strictObject({
    /** The natural key: unique in the environment; up to 200 characters. */
    name: vaultName,
    /** Decides which key the value is encrypted with, e.g. `{ organization_id }`. Up to 10 entries of 500 characters. */
    context: vaultContext.optional(),
    /** What is kept. A secret in state; not empty, since an empty one is a variable that nobody set. */
    value: secret(z.string().min(1)),
  }),
  scope: ["name"],
  key: ["name"],
  immutable: ["name", "context"],
  importId: "key",
  feed: {
    changes: ["vault.data.created", "vault.data.updated"],
    removals: ["vault.data.deleted"],
    about: (data, { name }) => data.kv_name === name,
  },
  // By its name, one at a time: the vault's list has no values, so that each would be read all the same.
  async list(api, { name }) {
    const row = await api.find<ObjectRow>(at`/vault/v1/kv/name/${name}`);
    return row ? [row] : [];
  },
  lookAgain: (api, { id }) => api.find(at`/vault/v1/kv/${id}`),
  show: ({ name, value, metadata }) => ({ name, context: metadata.context, value }),
  // The vault does not say when it was made; as long as nobody touched it since, its last change was that.
  born: ({ metadata }) => new Date(metadata.updated_at),
  async ensure(api, { name, context = {}, value }) {
    const metadata = await api.post<Metadata>(at`/vault/v1/kv`, { name, value, key_context: context });
    return { id: metadata.id, name, value, metadata };
  },
  async sync(api, _changes, { id, value, row }) {
    const version_check = row.metadata.version_id ?? undefined;
    const written = api.put<ObjectRow>(at`/vault/v1/kv/${id}`, { value, version_check });
    // Another version by now: ours, if the answer to it was lost, or somebody else's.
    const changed = when(isConflict, async (error) => {
      const current = await api.find<ObjectRow>(at`/vault/v1/kv/${id}`);
      if (current?.value === value) return current;
      throw fail(error, "Somebody changed its value at this very moment: run `pulumi up --refresh` to see it first");
    });
    return { ...(await written.catch(changed)), value };
  },
  remove: (api, { id }) => api.delete(at`/vault/v1/kv/${id}`),
}) {}
