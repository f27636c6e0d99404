import type { PastChange } from "../contract/history.ts";
import type { Api } from "../http/api.ts";
import { at } from "../http/path.ts";
import { type AuditEntry, changeOf } from "./client.ts";

/**
 * Every entry of the organization's audit log since a moment, newest first, as far back as OpenAI keeps them. What an admin key does
 * is filed under the default project wherever it was (OpenAI API reference, "Audit logs"), so that all entries are read, and whose
 * each one is has to be told by the ids in it. Empty where audit logging is off.
 */
export async function history(api: Api, since: Date): Promise<PastChange[]> {
  const from = Math.floor(since.getTime() / 1000);
  const entries = await api.list<AuditEntry>(at`/organization/audit_logs`, { "effective_at[gte]": from });
  return entries
    .filter(({ effective_at }) => effective_at >= from)
    .map((entry) => {
      const change = changeOf(entry);
      return { ...change, fields: Object.keys((change.data.changes_requested ?? {}) as object) };
    })
    .sort((a, b) => b.at.getTime() - a.at.getTime()); // OpenAI has whole seconds; within one its own order stands.
}
