import { WorkOS } from "@workos-inc/node";
import pLimit, { type LimitFunction } from "p-limit";
import type { SnapshotStore } from "../host/collection.ts";
import type { Connection, Vendor } from "../host/definition.ts";
import type { Clock } from "../http/clock.ts";
import { ConfigurationError } from "../http/configuration-error.ts";
import { accountName, openConnection } from "../http/connection.ts";
import { baseUrl, isLoopback } from "../http/endpoint.ts";
import { NotFoundError } from "../http/errors/not-found-error.ts";
import { UnexpectedError } from "../http/errors/unexpected-error.ts";
import { vendorErrorOf } from "../http/errors/vendor-error.ts";
import { Pacer, type RateLimit } from "../http/pacing.ts";
import { routeMatcher } from "../http/routes.ts";
import { Snapshots } from "../http/snapshots.ts";
import { ADVICE } from "./advice.ts";
import { ROUTES } from "./routes.ts";

/** WorkOS "Rate limits": what it documents per API key and environment. Everything else is 6,000 a minute in all. */
function documentedLimit(route: string): RateLimit | undefined {
  if (route === "DELETE /organizations/{id}") return { requests: 50, windowMs: 60_000 };
  const [method, path = ""] = route.split(" ");
  if (!path.startsWith("/user_management/")) return undefined;
  return { requests: method === "GET" ? 1000 : 500, windowMs: 10_000 };
}

/** "Already there" under other statuses than 409 (API reference, error codes of each create operation). */
const CONFLICT_CODES = new Set([
  "external_id_already_used",
  "email_already_invited",
  "email_already_invited_to_organization",
  "email_not_available",
  // ASSUMED: the description has no answer for a membership that is there already; public clients expect this code.
  "organization_membership_already_exists",
  "user_already_organization_member",
]);

const PAGE_SIZE = 100;

interface Page<Row> {
  data: Row[];
  list_metadata?: { after?: string | null };
}

/**
 * The WorkOS API as our resources use it: the vendor's own client, through its raw calls, since its typed methods drop
 * or null fields (organization settings, key expiry, event types). Rows are in the API's own snake_case form.
 */
export class WorkosClient {
  readonly #sdk: WorkOS;
  readonly #fetch: typeof fetch;
  readonly #configuration: WorkosConfiguration;
  readonly #queues = new Map<string, LimitFunction>();
  readonly #clock: Clock;
  /** What this run has listed so far. */
  readonly snapshots: SnapshotStore<WorkosClient>;

  constructor(
    configuration: WorkosConfiguration,
    transport: typeof fetch,
    clock: Clock,
    snapshots?: SnapshotStore<WorkosClient>,
  ) {
    const { url, apiKey } = configuration;
    this.snapshots = snapshots ?? new Snapshots<WorkosClient>(this);
    this.#clock = clock;
    this.#configuration = configuration;
    this.#fetch = transport;
    this.#sdk = new WorkOS(apiKey, {
      apiHostname: url.hostname,
      https: url.protocol === "https:",
      ...(url.port ? { port: Number(url.port) } : {}),
      fetchFn: transport,
      maxRetries: 0, // The transport retries, and knows what may be sent twice.
      timeout: 3_600_000, // The transport limits each attempt; a paced request may wait long before it.
    });
  }

  get<Row>(path: string, query?: Record<string, string | number>): Promise<Row> {
    return this.#answer(this.#sdk.get<Row>(path, query ? { query } : {}));
  }

  /** The object, or `undefined` when the API says 404 for it. */
  async find<Row>(path: string): Promise<Row | undefined> {
    try {
      return await this.get<Row>(path);
    } catch (error) {
      if (error instanceof NotFoundError) return undefined;
      throw error;
    }
  }

  post<Row>(path: string, body: object): Promise<Row> {
    return this.#answer(this.#sdk.post<Row, object>(path, body));
  }

  put<Row>(path: string, body: object): Promise<Row> {
    return this.#answer(this.#sdk.put<Row, object>(path, body));
  }

  patch<Row>(path: string, body: object): Promise<Row> {
    return this.#answer(this.#sdk.patch<Row, object>(path, body));
  }

  /**
   * Deletes; gone already is success. The SDK hides whether the API answered 202 "later", so this one is sent without
   * it. Answers whether the object is gone now.
   */
  async delete(path: string): Promise<boolean> {
    const { url, apiKey } = this.#configuration;
    try {
      const response = await this.#fetch(new URL(path, url), {
        method: "DELETE",
        headers: { authorization: `Bearer ${apiKey}` },
      });
      return response.status !== 202;
    } catch (error) {
      if (error instanceof NotFoundError) return true;
      throw error;
    }
  }

  /** Every page of a list. An answer that is no list, or a cursor that does not move, is an error, never the end. */
  async list<Row>(path: string, query: Record<string, string | number> = {}): Promise<Row[]> {
    const rows: Row[] = [];
    const seen = new Set<string>();
    let after: string | undefined;
    do {
      const page = await this.get<Page<Row>>(path, {
        ...query,
        limit: PAGE_SIZE,
        order: "asc",
        ...(after ? { after } : {}),
      });
      if (!Array.isArray(page?.data)) throw this.#malformed(path, "the answer is not a list");
      if (!page.list_metadata) throw this.#malformed(path, "the list does not say whether it goes on");
      rows.push(...page.data);
      after = page.list_metadata.after ?? undefined;
      if (after && seen.has(after)) throw this.#malformed(path, "the list's cursor does not move");
      if (after) seen.add(after);
    } while (after);
    return rows;
  }

  /** A list that the API gives whole, without pages. */
  async unpaged<Row>(path: string): Promise<Row[]> {
    const page = await this.get<Page<Row>>(path);
    if (!Array.isArray(page?.data)) throw this.#malformed(path, "the answer is not a list");
    return page.data;
  }

  pause(ms: number): Promise<void> {
    return this.#clock.sleep(ms);
  }

  /** Runs the writes that share a key one after another, e.g. the role changes of one organization. */
  inTurn<Result>(key: string, write: () => Promise<Result>): Promise<Result> {
    let queue = this.#queues.get(key);
    if (!queue) {
      queue = pLimit(1);
      this.#queues.set(key, queue);
    }
    return queue(write);
  }

  async #answer<Row>(call: Promise<{ data: Row }>): Promise<Row> {
    try {
      return (await call).data;
    } catch (error) {
      throw vendorErrorOf(error) ?? error;
    }
  }

  #malformed(path: string, what: string): UnexpectedError {
    return new UnexpectedError({ vendor: "WorkOS", method: "GET", path, route: path }, what);
  }
}

export interface WorkosConfiguration {
  readonly url: URL;
  readonly apiKey: string;
}

/**
 * `WORKOS_API_KEY` and, for another server than WorkOS's own, `WORKOS_BASE_URL`.
 * @throws ConfigurationError with everything that is missing or does not fit together
 */
export function workosConfiguration(environment: NodeJS.ProcessEnv): WorkosConfiguration {
  const problems: string[] = [];
  const apiKey = environment.WORKOS_API_KEY?.trim() ?? "";
  const url = baseUrl("WORKOS_BASE_URL", environment.WORKOS_BASE_URL?.trim() || "https://api.workos.com");
  if (typeof url === "string") problems.push(url);
  else if (url.pathname !== "/")
    problems.push("WORKOS_BASE_URL must not have a path: the vendor's client cannot use one");
  if (apiKey === "") {
    problems.push("WORKOS_API_KEY is not set: take the key of the environment from the WorkOS dashboard, API keys");
  } else if (!apiKey.startsWith("sk_")) {
    problems.push("WORKOS_API_KEY does not look like a WorkOS API key, which begins with sk_test_ or sk_live_");
  } else if (/\s/.test(apiKey)) {
    problems.push("WORKOS_API_KEY has a blank or a line break in it: set it anew, in one piece");
  } else if (typeof url !== "string" && isLoopback(url) && apiKey.startsWith("sk_live_")) {
    problems.push(`WORKOS_API_KEY is a live key, but WORKOS_BASE_URL is ${url.origin}, an emulator: unset one of them`);
  } else if (typeof url !== "string" && !isLoopback(url) && apiKey.includes("emulator")) {
    problems.push(`WORKOS_API_KEY is the emulator's key, but requests would go to ${url.origin}: set WORKOS_BASE_URL`);
  }
  if (problems.length > 0 || typeof url === "string") throw new ConfigurationError(problems);
  return { url, apiKey };
}

let connection: Connection<WorkosClient> | undefined;

export const workos: Vendor<WorkosClient> = {
  name: "workos",
  isInUse: () => Boolean(process.env.WORKOS_API_KEY?.trim()),
  connect() {
    connection ??= openWorkos(workosConfiguration(process.env));
    return connection;
  },
};

/** A connection that knows nothing yet. A process has one, which `workos` opens; a test has as many as it plays runs. */
export function openWorkos(configuration: WorkosConfiguration): Connection<WorkosClient> {
  return openConnection({
    transport: {
      vendor: "WorkOS",
      routeOf: routeMatcher(ROUTES),
      basePath: "",
      explain,
      conflictCodes: CONFLICT_CODES,
      pacer: new Pacer(documentedLimit),
      concurrency: 32,
    },
    client: (send, clock, snapshots) => new WorkosClient(configuration, send, clock, snapshots),
    account: accountName(configuration.url, configuration.apiKey),
    prove: (client) => client.get("/organizations", { limit: 1 }),
    async changes(client, events) {
      const page = await client.get<Page<EventRow>>("/events", { events: events.join(","), order: "desc", limit: 100 });
      return page.data.map(({ event, created_at, context, data }) => ({
        event,
        at: new Date(created_at),
        by: context?.actor ? `${context.actor.name ?? context.actor.id} (${context.actor.source})` : "somebody unnamed",
        data,
      }));
    },
  });
}

interface EventRow {
  event: string;
  created_at: string;
  data: Record<string, unknown>;
  context?: { actor?: { id: string; source: string; name?: string | null } };
}

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
    code: codes.find((each) => CONFLICT_CODES.has(each)) ?? (typeof code === "string" ? code : undefined),
    message: parts.join("; ") || undefined,
  };
}
