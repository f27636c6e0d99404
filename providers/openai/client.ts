import type OpenAI from "openai";
import type { Actor, Change } from "../contract/vendor.ts";
import type { Paging } from "../http/api.ts";
import { at } from "../http/path.ts";
import { httpVendor } from "../http/vendor.ts";
import { organizationId } from "./fields.ts";

const PAGING: Paging = {
  query: { limit: 100 }, // The largest page every list that we read allows.
  next: ({ has_more, next, last_id, data }) => {
    if (typeof has_more !== "boolean") throw new Error("the list does not say whether it goes on");
    if (!has_more) return undefined;
    // Groups of a project have no `id`.
    const last = (data as { id?: string; group_id?: string }[]).at(-1);
    const after = next ?? last_id ?? last?.id ?? last?.group_id;
    if (typeof after !== "string" || after === "") throw new Error("the list says that it goes on, but not where");
    return after;
  },
};

export const openai = httpVendor(
  "openai",
  {
    key: {
      variable: "OPENAI_ADMIN_KEY",
      prefix: "sk-admin-",
      howToGet: "an organization owner makes one in the OpenAI platform settings, Admin keys",
      otherwise: "is not an admin key, which begins with sk-admin-: project keys cannot manage projects",
      real: { name: "a real admin key", is: (key) => !key.includes("emulator") },
    },
    // With the `/v1` at its end.
    url: { variable: "OPENAI_BASE_URL", default: "https://api.openai.com/v1" },
    account: {
      variable: "OPENAI_ORG_ID",
      id: organizationId,
      otherwise: "is not the id of an organization, which begins with org-",
      header: "openai-organization",
    },
  },
  () => ({
    vendor: "OpenAI",
    explain,
    // An archived project can never be used again: for whatever is in it, that is gone.
    kinds: new Map([["project_archived", "not found"]]),
    busy: new Set(),
    paging: PAGING,
    // OpenAI documents no limit for these paths; measured were 7 to 10 requests a minute per route, so few at a time.
    documentedLimit: () => undefined,
    usualLimit: { requests: 10, windowMs: 60_000 },
    concurrency: 4,
    // A project is never deleted, only archived, and can be read for ever; an organization begins with one.
    async prove(api) {
      const query = { limit: 1, include_archived: true };
      return (await api.get<{ data: { id: string }[] }>(at`/organization/projects`, query)).data.map(({ id }) => id);
    },
    hasLandmark: async (api, id) => (await api.find(at`/organization/projects/${id}`)) !== undefined,
    async feedPage(api, { events, from, until, after, limit = 100 }) {
      const range = { "effective_at[gte]": seconds(from), "effective_at[lte]": seconds(until) };
      const paging = { ...PAGING, query: { limit } };
      const query = { event_types: events, ...range };
      const { rows, next } = await api.page<AuditEntry>(at`/organization/audit_logs`, query, paging, after);
      return { changes: rows.map(changeOf), next };
    },
  }),
);

export type AuditEntry = OpenAI.Admin.Organization.AuditLogListResponse;

/** The details stand under a property that is named like the event. */
const detailOf = (entry: AuditEntry): Record<string, unknown> =>
  (entry as unknown as Record<string, Record<string, unknown> | undefined>)[entry.type] ?? {};

/** A session is somebody in the dashboard: the API is asked with keys alone. */
function actorOf({ actor }: AuditEntry): Actor {
  const { api_key: key, session } = actor ?? {};
  if (key) return { id: key.id ?? null, name: null, through: "API" };
  const { id = null, email = null } = session?.user ?? {};
  return { id, name: email, through: session ? "dashboard" : null };
}

const seconds = (ms: number | undefined): number | undefined => (ms === undefined ? undefined : Math.floor(ms / 1000));

export const changeOf = (entry: AuditEntry) =>
  ({
    id: entry.id,
    event: entry.type,
    at: new Date(entry.effective_at * 1000),
    by: actorText(entry),
    actor: actorOf(entry),
    data: detailOf(entry),
    // What an API key does may be filed under the default project, wherever it was.
    within: entry.actor?.type === "session" ? entry.project?.id : undefined,
  }) satisfies Change;

function actorText({ actor }: AuditEntry): string {
  const key = actor?.api_key;
  if (key) return `API key ${key.id ?? "without id"}`;
  return actor?.session?.user?.email ?? actor?.session?.user?.id ?? "somebody unnamed";
}

/**
 * A header that names another organization, or none that there is. ASSUMED: these are the codes that users report of keys of
 * projects; an admin key that is answered otherwise would show it.
 */
const OTHER_ORGANIZATION: ReadonlySet<unknown> = new Set(["mismatched_organization", "invalid_organization"]);

/** `{error: {message, type, param, code}}`, any part of which may be missing. */
function explain(body: unknown): { code?: string | undefined; message?: string | undefined } {
  const { error } = (body ?? {}) as { error?: unknown };
  const { code, message } = (error ?? {}) as Record<string, unknown>;
  const advice = OTHER_ORGANIZATION.has(code) ? "; OPENAI_ORG_ID names another one than the key is of" : "";
  return {
    code: typeof code === "string" ? code : undefined,
    message: typeof message === "string" ? `${message}${advice}` : undefined,
  };
}
