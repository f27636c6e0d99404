import { z } from "zod";
import type { Collection } from "../host/collection.ts";
import { local, secret } from "../host/marks.ts";
import { defineResource } from "../host/resource.ts";
import { UnexpectedError } from "../http/errors/unexpected-error.ts";
import { type WorkosClient, workos } from "./client.ts";
import { CreationNotes } from "./creation-notes.ts";
import { Newborns } from "./newborns.ts";
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

/** The secrets that this run makes, until they are in state. */
const newborns = new Newborns("workos:ApplicationClientSecret");

const warn = (line: string): void => console.error(`workos:ApplicationClientSecret ${line}`);

const notes = new CreationNotes(process.env, warn);

const nameOf = (applicationId: string, name: string): string => `secret ${JSON.stringify(name)} of ${applicationId}`;

/** How long after its beginning a creation may have taken effect: the vendor's clock is not ours, and requests wait. */
const WITHIN_MS = 5 * 60_000;

/**
 * A secret of a Connect application, shown once, when it is made; it lives on as a secret output. It does not expire.
 *
 * WorkOS lists secrets without a name and without their maker. So a creation notes on this machine what was there just
 * before, and what it made: what a lost answer or a run that died left behind, which nobody knows, is removed before the
 * next one is made. It must be the only new one since then, and never used; every other is left alone.
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
  scope: ({ applicationId }) => applicationId,
  // Known to be made under that name by this machine, though state has it no more.
  matches: (row, { applicationId, name }) => notes.made(applicationId, name) === row.id,
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

  // Without a note of it there is nothing to look for.
  async lookUp(client, { applicationId, name }) {
    const id = notes.made(applicationId, name);
    return id === undefined
      ? undefined
      : (await clientSecrets.list(client, applicationId)).find((row) => row.id === id);
  },

  // One at a time, so that what is new after a lost answer can be of that creation only.
  ensure: (client, { applicationId, name }) =>
    client.inTurn(`client secrets of ${applicationId}`, () =>
      newborns.make(nameOf(applicationId, name), async () => {
        const present = await withoutOrphan(client, applicationId);
        notes.begin(applicationId, present, Date.now());
        try {
          const row = await client.post<Omit<SecretRow, "applicationId">>(secretsOf(applicationId), {});
          notes.answered(applicationId, name, row.id);
          return { ...row, applicationId };
        } catch (error) {
          if (!(error instanceof Error && error.name === "OutcomeUnknownError")) notes.settled(applicationId);
          throw error;
        }
      }),
    ),

  async remove(client, { id, inputs: { applicationId } }) {
    await client.delete(path(id));
    notes.forget(applicationId, id);
  },

  async discard(client, row) {
    newborns.mustNotHave(row.id, `one secret of ${row.applicationId}`);
    // A secret in use is somebody's production traffic: it stays, and its owner decides.
    if (row.last_used_at) return false;
    await client.delete(path(row.id));
    return true;
  },
}) {}

/** Removes what a creation left whose answer never came. Answers the ids of what is there then. */
async function withoutOrphan(client: WorkosClient, applicationId: string): Promise<string[]> {
  const rows = await clientSecrets.list(client, applicationId);
  const unanswered = notes.unanswered(applicationId);
  const ids = rows.map(({ id }) => id);
  if (!unanswered) return ids;
  const unknown = rows.filter(({ id }) => !unanswered.before.includes(id));
  const [orphan] = unknown;
  if (!orphan) {
    notes.settled(applicationId);
    return ids;
  }
  const isProven =
    unknown.length === 1 &&
    !orphan.last_used_at &&
    Math.abs(Date.parse(orphan.created_at) - unanswered.at) <= WITHIN_MS;
  if (!isProven) {
    warn(
      `a creation in ${applicationId} was cut off, and ${unknown.map(({ id }) => id).join(", ")} came to be since. Nothing tells whether one of them is its; if nobody knows it, remove it in the dashboard`,
    );
    notes.settled(applicationId);
    return ids;
  }
  await client.delete(path(orphan.id));
  warn(`removed ${orphan.id} of ${applicationId}: the run that made it was cut off, so nobody has it`);
  notes.settled(applicationId);
  return ids.filter((id) => id !== orphan.id);
}
