import { ConflictError } from "../http/errors/conflict-error.ts";
import { OutcomeUnknownError } from "../http/errors/outcome-unknown-error.ts";
import type { WorkosClient } from "./client.ts";
import type { DomainRow } from "./organization-domain.ts";

/** A domain, by whatever is known of it: one whose creation was not answered has no id yet. */
export type KnownDomain = Pick<DomainRow, "domain" | "state"> & { readonly id?: string };

/**
 * What this process did to the domains of one organization. A read can be behind it, and a write that replaces the whole
 * set of domains must not be.
 */
export class DomainWrites {
  readonly #made = new Map<string, KnownDomain>();
  readonly #removed = new Set<string>();

  /** Domains by name, and none that this process removed. What it made itself is part of it, whatever the reads show. */
  upToDate(...reads: readonly (readonly KnownDomain[])[]): Map<string, KnownDomain> {
    const known = new Map<string, KnownDomain>();
    for (const row of [...reads.flat(), ...this.#made.values()]) {
      if (row.id !== undefined && this.#removed.has(row.id)) continue;
      const name = row.domain.toLowerCase();
      const before = known.get(name);
      // Nothing makes a verified domain unverified, so the read that says so is behind; one of another id is another one.
      const isSame = before?.id === row.id || before?.id === undefined || row.id === undefined;
      known.set(name, before && isSame && isVerified(before) ? before : { ...before, ...row });
    }
    return known;
  }

  /** Sends what makes the domain, or attests it. Without an answer it may be there, so it counts as made. */
  async make(intended: KnownDomain, send: () => Promise<DomainRow>): Promise<DomainRow> {
    const before = this.#made.get(intended.domain);
    this.#made.set(intended.domain, before && isVerified(before) ? before : intended);
    try {
      const row = await send();
      this.#made.set(intended.domain, row);
      return row;
    } catch (error) {
      if (mayBeThere(error)) throw error;
      if (before) this.#made.set(intended.domain, before);
      else this.#made.delete(intended.domain);
      throw error;
    }
  }

  /** Sends its removal. Without an answer it may be gone, and is to be, so it counts as removed. */
  async remove({ id, domain }: { id: string; domain: string }, send: () => Promise<unknown>): Promise<void> {
    this.#removed.add(id);
    if (this.#made.get(domain)?.id === undefined) this.#made.delete(domain);
    try {
      await send();
    } catch (error) {
      if (!(error instanceof OutcomeUnknownError)) this.#removed.delete(id);
      throw error;
    }
  }

  hasMade(name: string): boolean {
    return this.#made.has(name);
  }
}

export const isVerified = ({ state }: KnownDomain): boolean => state === "verified" || state === "legacy_verified";

const mayBeThere = (error: unknown): boolean =>
  error instanceof OutcomeUnknownError ||
  (error instanceof ConflictError && error.request.code === "domain_already_exists");

const all = new WeakMap<WorkosClient, Map<string, DomainWrites>>();

/** Those of one run, as a run has one client that writes. */
export function domainWrites(client: WorkosClient, organizationId: string): DomainWrites {
  const ofClient = all.get(client) ?? new Map<string, DomainWrites>();
  all.set(client, ofClient);
  const writes = ofClient.get(organizationId) ?? new DomainWrites();
  ofClient.set(organizationId, writes);
  return writes;
}
