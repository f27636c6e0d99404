import type OpenAI from "openai";
import type { SnapshotStore } from "../host/collection.ts";
import type { Connection, Vendor } from "../host/definition.ts";
import { ConfigurationError } from "../http/configuration-error.ts";
import { accountName, openConnection } from "../http/connection.ts";
import { baseUrl, isLoopback } from "../http/endpoint.ts";
import { NotFoundError } from "../http/errors/not-found-error.ts";
import { UnexpectedError } from "../http/errors/unexpected-error.ts";
import { vendorErrorOf } from "../http/errors/vendor-error.ts";
import { Pacer } from "../http/pacing.ts";
import { routeMatcher } from "../http/routes.ts";
import { Snapshots } from "../http/snapshots.ts";

/** Every path we send, as the official description writes it (below `/v1`). */
const ROUTES = [
  "/organization/projects",
  "/organization/projects/{project_id}",
  "/organization/projects/{project_id}/archive",
  "/organization/projects/{project_id}/service_accounts",
  "/organization/projects/{project_id}/service_accounts/{service_account_id}",
  "/organization/projects/{project_id}/service_accounts/{service_account_id}/api_keys",
  "/organization/projects/{project_id}/api_keys",
  "/organization/projects/{project_id}/api_keys/{api_key_id}",
  "/organization/audit_logs",
];

/** The largest page every list that we read allows. */
const PAGE_SIZE = 100;

/** A list that has not ended by then never will. */
const MAX_PAGES = 1000;

type Organization = OpenAI["admin"]["organization"];

interface Page<Row> {
  data: Row[];
  has_more?: boolean;
  last_id?: string | null;
}

/**
 * OpenAI's administration API as our resources use it: the vendor's own client on our transport, plus a listing that
 * does not stop early. The client is loaded on first use, since loading it takes longer than most runs need it for.
 */
export class OpenaiClient {
  readonly #load: () => Promise<OpenAI>;
  /** What this run has listed so far. */
  readonly snapshots: SnapshotStore<OpenaiClient>;

  constructor(
    { url, adminApiKey }: OpenaiConfiguration,
    transport: typeof fetch,
    snapshots?: SnapshotStore<OpenaiClient>,
  ) {
    this.snapshots = snapshots ?? new Snapshots<OpenaiClient>(this);
    let loading: Promise<OpenAI> | undefined;
    const load = () => {
      loading ??= import("openai").then(
        ({ OpenAI }) =>
          // Null, not undefined: else the client takes these from the environment and sends them along.
          new OpenAI({
            adminAPIKey: adminApiKey,
            apiKey: null,
            organization: null,
            project: null,
            baseURL: url.href.replace(/\/$/, ""),
            fetch: transport,
            maxRetries: 0, // The transport retries, and knows what may be sent twice.
            timeout: 3_600_000, // The transport limits each attempt; a paced request may wait long before it.
          }),
      );
      return loading;
    };
    this.#load = load;
  }

  /** Runs calls of the vendor's client and gives their failures as `VendorError`s. */
  async admin<Result>(call: (organization: Organization) => PromiseLike<Result>): Promise<Result> {
    const { admin } = await this.#load();
    try {
      return await call(admin.organization);
    } catch (error) {
      throw vendorErrorOf(error) ?? error;
    }
  }

  /** The object, or `undefined` when the API says 404 for it. */
  async find<Result>(call: (organization: Organization) => PromiseLike<Result>): Promise<Result | undefined> {
    try {
      return await this.admin(call);
    } catch (error) {
      if (error instanceof NotFoundError) return undefined;
      throw error;
    }
  }

  /**
   * Every page of a list. The vendor's own pager stops in silence when a cursor is missing; here that is an error, as
   * are a repeated cursor and an answer that is no list, since each would make objects look gone.
   */
  async list<Row extends { id: string }>(
    what: string,
    pageOf: (
      organization: Organization,
      page: { limit: number; after?: string },
    ) => PromiseLike<Page<Row>> & { asResponse(): Promise<Response> },
  ): Promise<Row[]> {
    const rows: Row[] = [];
    const seen = new Set<string>();
    let after: string | undefined;
    for (let number = 0; number < MAX_PAGES; number++) {
      // The answer itself: the vendor's page has an empty list where the answer has none.
      const answer = await this.admin((organization) =>
        pageOf(organization, { limit: PAGE_SIZE, ...(after ? { after } : {}) }).asResponse(),
      );
      const page = (await answer.json().catch(() => undefined)) as Page<Row> | undefined;
      if (!page || !Array.isArray(page.data)) throw malformed(what, "the answer is not a list");
      if (typeof page.has_more !== "boolean") throw malformed(what, "the list does not say whether it goes on");
      rows.push(...page.data);
      if (!page.has_more) return rows;
      after = page.last_id ?? page.data.at(-1)?.id;
      if (!after) throw malformed(what, "the list says that it goes on, but not where");
      if (seen.has(after)) throw malformed(what, "the list's cursor does not move");
      seen.add(after);
    }
    throw malformed(what, `the list does not end within ${MAX_PAGES} pages`);
  }
}

const malformed = (what: string, problem: string): UnexpectedError =>
  new UnexpectedError({ vendor: "OpenAI", method: "GET", path: what, route: what }, problem);

export interface OpenaiConfiguration {
  /** With the `/v1` at its end. */
  readonly url: URL;
  readonly adminApiKey: string;
}

/**
 * `OPENAI_ADMIN_KEY` and, for another server than OpenAI's own, `OPENAI_BASE_URL` (with its `/v1`).
 * @throws ConfigurationError with everything that is missing or does not fit together
 */
export function openaiConfiguration(environment: NodeJS.ProcessEnv): OpenaiConfiguration {
  const problems: string[] = [];
  const adminApiKey = environment.OPENAI_ADMIN_KEY?.trim() ?? "";
  const url = baseUrl("OPENAI_BASE_URL", environment.OPENAI_BASE_URL?.trim() || "https://api.openai.com/v1");
  if (typeof url === "string") problems.push(url);
  if (adminApiKey === "") {
    problems.push(
      "OPENAI_ADMIN_KEY is not set: an organization owner makes one in the OpenAI platform settings, Admin keys",
    );
  } else if (!adminApiKey.startsWith("sk-admin-")) {
    problems.push(
      "OPENAI_ADMIN_KEY is not an admin key, which begins with sk-admin-: project keys cannot manage projects",
    );
  } else if (/\s/.test(adminApiKey)) {
    problems.push("OPENAI_ADMIN_KEY has a blank or a line break in it: set it anew, in one piece");
  } else if (typeof url !== "string" && isLoopback(url) !== adminApiKey.includes("emulator")) {
    problems.push(
      isLoopback(url)
        ? `OPENAI_ADMIN_KEY is a real admin key, but OPENAI_BASE_URL is ${url.origin}, an emulator: unset one of them`
        : `OPENAI_ADMIN_KEY is the emulator's key, but requests would go to ${url.origin}: set OPENAI_BASE_URL`,
    );
  }
  if (problems.length > 0 || typeof url === "string") throw new ConfigurationError(problems);
  return { url, adminApiKey };
}

let connection: Connection<OpenaiClient> | undefined;

export const openai: Vendor<OpenaiClient> = {
  name: "openai",
  isInUse: () => Boolean(process.env.OPENAI_ADMIN_KEY?.trim()),
  connect() {
    connection ??= open(openaiConfiguration(process.env));
    return connection;
  },
};

function open(configuration: OpenaiConfiguration): Connection<OpenaiClient> {
  const { url, adminApiKey } = configuration;
  return openConnection({
    transport: {
      vendor: "OpenAI",
      routeOf: routeMatcher(ROUTES),
      basePath: url.pathname.replace(/\/$/, ""),
      explain,
      conflictCodes: new Set(),
      // OpenAI documents no limit for these paths; measured were 7 to 10 requests a minute per route, so few at a time.
      pacer: new Pacer(() => undefined),
      concurrency: 4,
    },
    client: (send, _clock, snapshots) => new OpenaiClient(configuration, send, snapshots),
    account: accountName(url, adminApiKey),
    prove: (client) => client.admin((organization) => organization.projects.list({ limit: 1 })),
    async changes(client, events) {
      const log = await client.admin((organization) =>
        organization.auditLogs.list({ event_types: events as AuditLogType[], limit: 100 }),
      );
      return log.data.map((entry) => ({
        event: entry.type,
        at: new Date(entry.effective_at * 1000),
        by: actorOf(entry),
        // The details stand under a property that is named like the event.
        data: (entry as unknown as Record<string, Record<string, unknown> | undefined>)[entry.type] ?? {},
      }));
    },
  });
}

type AuditLogType = OpenAI.Admin.Organization.AuditLogListResponse["type"];

function actorOf({ actor }: OpenAI.Admin.Organization.AuditLogListResponse): string {
  const key = actor?.api_key;
  if (key) return `API key ${key.id ?? "without id"}`;
  return actor?.session?.user?.email ?? actor?.session?.user?.id ?? "somebody unnamed";
}

/** `{error: {message, type, param, code}}`, any part of which may be missing. */
function explain(body: unknown): { code?: string | undefined; message?: string | undefined } {
  const { error } = (body ?? {}) as { error?: unknown };
  if (typeof error === "string") return { message: error };
  const { code, message } = (error ?? {}) as Record<string, unknown>;
  return {
    code: typeof code === "string" ? code : undefined,
    message: typeof message === "string" ? message : undefined,
  };
}
