import type { VendorErrorKind } from "../contract/errors.ts";
import type { Actor, Change } from "../contract/vendor.ts";
import { words } from "../contract/words.ts";
import type { Paging } from "../http/api.ts";
import type { RateLimit } from "../http/pacing.ts";
import { at } from "../http/path.ts";
import { httpVendor } from "../http/vendor.ts";
import { ADVICE } from "./advice.ts";
import { environmentId } from "./fields.ts";

/** WorkOS "Rate limits": what it documents per API key and environment. Everything else is 6,000 a minute in all. */
function documentedLimit(route: string): RateLimit | undefined {
  if (route === "DELETE /organizations/{id}") return { requests: 50, windowMs: 60_000 };
  const [method, path = ""] = route.split(" ");
  if (!path.startsWith("/user_management/")) return undefined;
  return { requests: method === "GET" ? 1000 : 500, windowMs: 10_000 };
}

/** "Already there" under other statuses than 409 (API reference, error codes of each create operation). */
const KINDS: ReadonlyMap<string, VendorErrorKind> = new Map(
  [
    ...words("external_id_already_used email_already_invited email_already_invited_to_organization"),
    ...words("email_not_available user_already_organization_member"),
    // ASSUMED: the description has no answer for a membership that is there already; public clients expect this code.
    "organization_membership_already_exists",
  ].map((code) => [code, "conflict"]),
);

const PAGING: Paging = {
  query: { limit: 100, order: "asc" },
  next: ({ list_metadata }) => {
    if (!list_metadata) throw new Error("the list does not say whether it goes on");
    return (list_metadata as { after?: string | null }).after || undefined;
  },
};

export const workos = httpVendor(
  "workos",
  {
    key: {
      variable: "WORKOS_API_KEY",
      prefix: "sk_",
      howToGet: "take the key of the environment from the WorkOS dashboard, API keys",
      otherwise: "does not look like a WorkOS API key, which begins with sk_test_ or sk_live_",
      real: { name: "a live key", is: (key) => key.startsWith("sk_live_") },
    },
    url: {
      variable: "WORKOS_BASE_URL",
      default: "https://api.workos.com",
      problem: ({ pathname }) =>
        pathname === "/" ? undefined : "WORKOS_BASE_URL must not have a path: the API's paths begin at its root",
    },
    // WorkOS takes no such header, and shows the id in no answer.
    account: {
      variable: "WORKOS_CLIENT_ID",
      id: environmentId,
      otherwise: "is not the client id of an environment, which begins with client_",
    },
  },
  () => ({
    vendor: "WorkOS",
    explain,
    kinds: KINDS,
    busy: new Set(["lock_timeout", "resource_type_update_in_progress"]),
    paging: PAGING,
    documentedLimit,
    overallLimit: { requests: 6000, windowMs: 60_000 },
    concurrency: 32,
    prove: async (api) => landmarksAmong(await api.unpaged(at`/authorization/roles`)),
    hasLandmark: async () => false,
    // The order is asked for and never relied on: the API was seen to answer with the oldest first whatever it is asked for
    // (github.com/workos/workos-node/issues/1610).
    async feedPage(api, { events, from, until, after, limit = 100 }) {
      const range = { range_start: moment(from), range_end: moment(until) };
      // A cursor and a range exclude each other.
      const query = { events: events.join(","), ...(after === undefined && range) };
      const paging = { ...PAGING, query: { limit, order: "desc" } };
      const { rows, next } = await api.page<EventRow>(at`/events`, query, paging, after);
      return { changes: rows.map(changeOf), next };
    },
  }),
);

const moment = (ms: number | undefined): string | undefined =>
  ms === undefined ? undefined : new Date(ms).toISOString();

export function changeOf({ id, event, created_at, context, data }: EventRow): Change {
  const actor = context?.actor;
  return {
    id,
    event,
    at: new Date(created_at),
    by: actor ? `${actor.name ?? actor.id} (${actor.source})` : "somebody unnamed",
    actor: actorOf(actor),
    data,
    within: organizationIn(data),
  };
}

/** Events of keys name the organization as their owner, or as their owner's. */
export function organizationIn({ organization_id, owner, organization_domain }: EventRow["data"]): string | undefined {
  const of = (owner ?? {}) as { type?: unknown; id?: unknown; organization_id?: unknown };
  const nested = (organization_domain ?? {}) as { organization_id?: unknown };
  const id = organization_id ?? nested.organization_id ?? (of.type === "organization" ? of.id : of.organization_id);
  return typeof id === "string" ? id : undefined;
}

/**
 * Ids that tell the environment from others, the surest first. The API cannot delete a role of the environment, and `member`
 * is there from the start. ASSUMED: its id is the environment's alone and stays; two environments with one id of it would
 * show otherwise.
 */
export const landmarksAmong = (roles: readonly { readonly id: string; readonly slug: string }[]): string[] =>
  [...roles.filter(({ slug }) => slug === "member"), ...roles].map(({ id }) => id);

export interface EventRow {
  id: string;
  event: string;
  created_at: string;
  data: Record<string, unknown>;
  context?: { actor?: EventActor; previous_attributes?: Record<string, unknown> };
}

interface EventActor {
  readonly id: string;
  readonly source: string;
  readonly name?: string | null;
}

/** Source: WorkOS API reference, "Event", the sources of an actor. A word that is new stands as it is. */
const WAYS_IN: Readonly<Record<string, string>> = {
  api: "API",
  dashboard: "dashboard",
  admin_portal: "Admin Portal",
  system: "vendor",
};

export const actorOf = (actor: EventActor | undefined): Actor => ({
  id: actor?.id ?? null,
  name: actor?.name ?? null,
  through: (actor && (WAYS_IN[actor.source] ?? actor.source)) ?? null,
});

/** `{message, code, errors: [{code, message, field}]}`, any part of which may be missing. A conflict may be in `errors`. */
function explain(body: unknown): { code?: string | undefined; message?: string | undefined } {
  const { code, message, error, errors } = (body ?? {}) as Record<string, unknown>;
  const details = Array.isArray(errors)
    ? errors.map((each) =>
        typeof each === "string" ? each : [each?.field, each?.message ?? each?.code].filter(Boolean).join(": "),
      )
    : [];
  const parts = [message ?? error, ...details].filter((part) => typeof part === "string" && part !== "");
  if (typeof code === "string" && ADVICE[code]) parts.push(ADVICE[code]);
  const codes = [...(Array.isArray(errors) ? errors.map((each) => each?.code) : []), code].filter(
    (each): each is string => typeof each === "string",
  );
  return {
    code: codes.find((each) => KINDS.has(each)) ?? (typeof code === "string" ? code : undefined),
    message: parts.join("; ") || undefined,
  };
}
