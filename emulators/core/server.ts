import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { getRequestListener, type HttpBindings } from "@hono/node-server";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import { type Context, Hono } from "hono";
import { ACTOR_HEADER, type ActingClient, actingClient } from "./acting-client.ts";
import { type Actor, type Answer, type Call, type Endpoint, Refusal, type Vendor } from "./api.ts";
import { bodyText } from "./body.ts";
import type { EmulatorClock } from "./clock.ts";
import { controlPlane } from "./control.ts";
import { type Fault, Faults } from "./faults.ts";
import { type Change, History } from "./history.ts";
import { type LimitRule, RateLimits } from "./rate-limits.ts";
import { RequestLog } from "./requests.ts";

const DEFAULT_HOST = "127.0.0.1";
const LOOPBACK_HOSTS: ReadonlySet<string> = new Set(["127.0.0.1", "localhost", "[::1]"]);

/** Longer bodies are refused with 413. */
const MAX_BODY_BYTES = 1024 * 1024;

/** Statuses that HTTP allows no body for. */
const BODILESS: ReadonlySet<number> = new Set([204, 205, 304]);

/** The actor who makes the objects of a seed. */
const SEEDER = "founder@ourcompany.example";

export interface EmulatorOptions {
  /** @default 0, any free port */
  readonly port?: number;
  /**
   * Where to listen. On another address than loopback, anybody who reaches the port can do anything, the control plane included.
   * @default "127.0.0.1"
   */
  readonly host?: string;
  /** Delay before each API request is handled. Concurrent requests are delayed in parallel. @default 0 */
  readonly latencyMs?: number;
  /**
   * Time, by the emulator's clock, after which reads with the API key show a write. Checks of writes always see the
   * latest state. @default 0
   */
  readonly lagMs?: number;
  /**
   * The same counted in reads: how many reads of a path after a write do not show it yet. A created object is missing, a
   * deleted one is still there. If both lags are set, the longer one applies. @default 0
   */
  readonly lagReads?: number;
  /** Where the emulator's clock starts to run. @default the present */
  readonly startAt?: Date;
  /** `"vendor"`: what the vendor's real limits are known or said to be. @default no limits */
  readonly limits?: "vendor" | readonly LimitRule[];
  readonly onRequest?: RequestHook;
}

/**
 * Called and awaited twice for each request made with the API key: `received` before it is handled, `handled` after it
 * took effect or was refused and before it is answered. A test that kills its client here knows which requests took effect.
 */
export type RequestHook = (info: {
  /** As in the request log. */
  readonly index: number;
  readonly method: string;
  readonly route: string;
  readonly path: string;
  readonly phase: "received" | "handled";
}) => void | Promise<void>;

/** A request and what the API answered to it, before any fault replaced the answer. */
export interface Exchange {
  readonly method: string;
  /** Template as the official specification spells it; undefined if it knows no such operation. */
  readonly route: string | undefined;
  readonly path: string;
  readonly query: string;
  /** Parsed; undefined when there was none, or none that is JSON. */
  readonly requestBody: unknown;
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

/** One vendor's API on a loopback port. */
export class EmulatorServer {
  readonly requests = new RequestLog();
  readonly faults = new Faults();
  readonly clock: EmulatorClock;
  readonly limits: RateLimits;
  latencyMs: number;
  onRequest: RequestHook | undefined;
  /** Called with every exchange, also those of other actors. It must not throw: nobody catches the error. */
  onExchange: ((exchange: Exchange) => void) | undefined;
  /** "http://127.0.0.1:PORT" or what `host` makes of it: the control plane is under `${origin}/_emulator/`. */
  readonly origin: string;
  /** What a client takes as base URL. */
  readonly url: string;
  readonly port: number;
  readonly #vendor: Vendor;
  readonly #history = new History();
  #lagMs: number;
  #lagReads: number;
  readonly #openToOthers: boolean;
  readonly #app: Hono<{ Bindings: HttpBindings }>;
  readonly #server: Server;

  /** @throws if the port is taken, or the host is none of this machine. */
  static async start(vendor: Vendor, clock: EmulatorClock, options: EmulatorOptions = {}): Promise<EmulatorServer> {
    const server = createServer();
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(options.port ?? 0, options.host ?? DEFAULT_HOST, () => {
        server.off("error", reject);
        resolve();
      });
    });
    return new EmulatorServer(server, vendor, clock, options);
  }

  private constructor(server: Server, vendor: Vendor, clock: EmulatorClock, options: EmulatorOptions) {
    this.clock = clock;
    this.limits = new RateLimits(options.limits === "vendor" ? vendor.limits : options.limits);
    this.latencyMs = options.latencyMs ?? 0;
    this.#lagMs = options.lagMs ?? 0;
    this.#lagReads = options.lagReads ?? 0;
    this.onRequest = options.onRequest;
    this.#vendor = vendor;
    for (const collection of vendor.collections) collection.onChange = (change) => this.#remember(change);
    this.#openToOthers = !LOOPBACK_HOSTS.has(inUrl(options.host ?? DEFAULT_HOST));
    this.#app = this.#routes();
    this.#server = server;
    this.port = (server.address() as AddressInfo).port;
    this.origin = `http://${reachable(options.host ?? DEFAULT_HOST)}:${this.port}`;
    this.url = this.origin + this.#vendor.basePath;
    // Node's adapter fails on invalid requests, such as one with a broken Host header: the client's error, hence 400.
    const errorHandler = () => this.#toResponse(this.#vendor.errors.error(400, "Bad request"));
    server.on("request", getRequestListener(this.#app.fetch as never, { errorHandler, overrideGlobalObjects: false }));
  }

  get lagMs(): number {
    return this.#lagMs;
  }

  /** Setting it makes everything written so far visible. */
  set lagMs(ms: number) {
    this.#lagMs = ms;
    this.#history.clear();
  }

  get lagReads(): number {
    return this.#lagReads;
  }

  /** Setting it makes everything written so far visible. */
  set lagReads(reads: number) {
    this.#lagReads = reads;
    this.#history.clear();
  }

  /** A client that acts as `actor`, usually the e-mail address of a colleague with access to the dashboard. */
  as(actor: string): ActingClient {
    const addressOf = (path: string) => (path.startsWith("/_emulator/") ? this.origin : this.url) + path;
    return actingClient((path, init) => this.#app.request(addressOf(path), init), actor);
  }

  /**
   * Resets objects, request log, faults, limits, switches and clock to those of a new account. Port, key, latency and
   * hooks stay. The seed is not applied again.
   */
  reset(): void {
    this.requests.reset();
    this.faults.clear();
    this.limits.reset();
    this.#vendor.switches.reset();
    this.clock.reset(() => this.#vendor.reset());
    this.#history.clear();
  }

  /**
   * Adds the objects of an estate, as `POST /_emulator/seed` does.
   * @throws if the estate has unknown members, or objects that the API refuses. Objects made before that stay.
   */
  async seed(estate: unknown): Promise<void> {
    try {
      await this.#vendor.seed(estate, this.as(SEEDER));
    } finally {
      // Seeded objects count as old: no lag applies to them, and the log does not show how they were made.
      this.#history.clear();
      this.requests.forget(SEEDER);
    }
  }

  /** Seeds a server that was just started, and closes it if one of the estates is refused. */
  async furnish(...estates: unknown[]): Promise<void> {
    try {
      for (const estate of estates) if (estate !== undefined) await this.seed(estate);
    } catch (error) {
      await this.close();
      throw error;
    }
  }

  /** Stops listening and cuts every open connection. */
  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.#server.closeAllConnections();
    await closed;
  }

  #routes(): Hono<{ Bindings: HttpBindings }> {
    const vendor = this.#vendor;
    // Both vendors ignore a trailing slash. Clients send one when an id is empty.
    const app = new Hono<{ Bindings: HttpBindings }>({ strict: false });
    // A web page can reach 127.0.0.1, also by DNS rebinding. Such requests have a foreign Origin or Host header.
    app.use(async (c, next) => {
      const origin = c.req.header("origin");
      const isOwn = origin === undefined || isLoopback(origin);
      if (isOwn && (this.#openToOthers || isLoopback(c.req.url))) return await next();
      return this.#toResponse(vendor.errors.error(403, "This emulator is for this machine only."));
    });
    app.onError((error) => {
      console.error(`${vendor.name} emulator:`, error);
      return this.#toResponse(vendor.errors.error(500, "The emulator failed; its log says more."));
    });
    const control = controlPlane({
      requests: this.requests,
      faults: this.faults,
      clock: this.clock,
      limits: this.limits,
      switches: vendor.switches,
      timing: this,
      reset: () => this.reset(),
      seed: (estate) => this.seed(estate),
      dump: () => vendor.dump(),
    });
    for (const endpoint of vendor.control)
      control.on(endpoint.method, toHonoPath(endpoint.route), async (c) =>
        this.#toResponse(await this.#control(c, endpoint)),
      );
    app.all("/_emulator/as/:actor/*", (c) => this.#actAs(c));
    app.route("/_emulator", control);
    app.all("/_emulator/*", (c) => c.json({ error: `the control plane has no ${c.req.method} ${c.req.path}` }, 404));

    const known = new Map(vendor.specification.map((operation) => [operation, notServed(vendor, operation)]));
    for (const endpoint of vendor.endpoints) known.set(`${endpoint.method} ${endpoint.route}`, endpoint);
    for (const endpoint of [...known.values()].sort(fixedSegmentsFirst))
      app.on(endpoint.method, vendor.basePath + toHonoPath(endpoint.route), (c) => this.#serve(c, endpoint));
    app.notFound((c) => this.#serve(c, undefined));
    return app;
  }

  /** `/_emulator/as/dana@example.com/organizations` is `/organizations` with the actor in a header. */
  async #actAs(c: Context<{ Bindings: HttpBindings }>): Promise<Response> {
    const url = new URL(c.req.url);
    const [actor = "", ...rest] = url.pathname.slice("/_emulator/as/".length).split("/");
    url.pathname = `${this.#vendor.basePath}/${rest.join("/")}`;
    const headers = new Headers(c.req.raw.headers);
    headers.set(ACTOR_HEADER, actor);
    if (["GET", "HEAD"].includes(c.req.method)) return await this.#app.request(url, { method: c.req.method, headers });
    const body = await bodyText(c.req, MAX_BODY_BYTES);
    if (body === undefined) return this.#toResponse(this.#vendor.errors.tooLarge(MAX_BODY_BYTES, url.pathname));
    return await this.#app.request(url, { method: c.req.method, headers, body });
  }

  async #control(c: Context, endpoint: Endpoint): Promise<Answer> {
    const now = this.clock.now();
    this.#vendor.runDue(now);
    const read = await this.#readBody(c);
    if ("status" in read) return read;
    return this.#handle(endpoint, this.#call(c, { kind: "key" }, now, read));
  }

  /** One API request from arrival to answer. `endpoint` is undefined when the specification knows no such operation. */
  async #serve(c: Context<{ Bindings: HttpBindings }>, endpoint: Endpoint | undefined): Promise<Response> {
    const { errors } = this.#vendor;
    const method = c.req.method;
    const { pathname, search } = new URL(c.req.url);
    const path = pathname.startsWith(this.#vendor.basePath) ? pathname.slice(this.#vendor.basePath.length) : pathname;
    const route = endpoint?.route ?? path;
    const actorHeader = c.req.header(ACTOR_HEADER)?.trim();
    const actorName = actorHeader ? safeDecode(actorHeader) : undefined;
    const idempotencyKey = c.req.header("idempotency-key");
    const entry = this.requests.arrive({
      method,
      route,
      path,
      query: search.slice(1),
      ...(actorName === undefined ? {} : { actor: actorName }),
      ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
    });
    const body = await this.#readBody(c);
    const decide = (actor: Actor): Answer => {
      if ("status" in body) return body;
      if (endpoint === undefined) return errors.notFound(method, pathname);
      const now = this.clock.now();
      this.#vendor.runDue(now);
      const handle = () => this.#handle(endpoint, this.#call(c, actor, now, body));
      const isLate = this.#lags && endpoint.method === "GET" && actor.kind === "key";
      return isLate ? this.#history.asOf(this.#shown(path, now), handle) : handle();
    };
    const report = (answer: Answer): Answer => {
      this.onExchange?.({
        method,
        route: endpoint?.route,
        path,
        query: search.slice(1),
        requestBody: "status" in body ? undefined : body.json,
        status: answer.status,
        headers: this.#headersOf(answer),
        body: answer.body,
      });
      return answer;
    };

    if (actorName !== undefined) {
      const answer = report(decide({ kind: "person", email: actorName }));
      entry.status = answer.status;
      return this.#toResponse(answer);
    }

    const info = { index: entry.index, method, route, path };
    await this.onRequest?.({ ...info, phase: "received" });
    if (this.latencyMs > 0) await wait(this.latencyMs);
    const fault = this.faults.strike(method, route);
    const instead =
      fault && faultAnswer(fault, errors.error(fault.status ?? 500, "The emulator was told to fail here."));
    if (fault?.kind === "delay") await wait(fault.delayMs ?? 0);
    const harmless = fault?.kind === "answer" || fault?.kind === "drop";
    const holder: Actor = { kind: "key", authorization: c.req.header("authorization") };
    const answer = harmless && instead ? instead : report(this.#admit(c, method, route) ?? decide(holder));
    await this.onRequest?.({ ...info, phase: "handled" });

    if (fault?.kind === "hang") return await new Promise<never>(() => {});
    if (fault?.kind === "drop" || fault?.kind === "do-then-drop") {
      entry.status = "dropped";
      (c.env.incoming as IncomingMessage).socket.destroy();
      return RESPONSE_ALREADY_SENT;
    }
    const sent = fault?.kind === "misreport" && instead ? instead : answer;
    entry.status = sent.status;
    return this.#toResponse(sent);
  }

  get #lags(): boolean {
    return this.#lagMs > 0 || this.#lagReads > 0;
  }

  #remember(change: Change): void {
    if (this.#lags) this.#history.record(change, this.clock.now());
  }

  /** The state to answer a read of `path` with. */
  #shown(path: string, now: Date): number {
    const byTime = this.#history.at(new Date(now.getTime() - this.#lagMs));
    return this.#lagReads === 0 ? byTime : Math.min(byTime, this.#history.behind(path, this.#lagReads));
  }

  /** Checks key and rate limits. Undefined: the request is allowed. */
  #admit(c: Context, method: string, route: string): Answer | undefined {
    const denied = this.#vendor.authenticate(c.req.header("authorization"), c.req.raw.headers);
    if (denied) return denied;
    const waitSeconds = this.limits.take(method, route, this.clock.now());
    return waitSeconds === 0 ? undefined : this.#vendor.errors.throttled(waitSeconds);
  }

  #handle(endpoint: Endpoint, call: Call): Answer {
    try {
      return endpoint.handle(call);
    } catch (error) {
      if (error instanceof Refusal) return error.answer;
      console.error(`${this.#vendor.name} emulator: ${endpoint.method} ${endpoint.route} is broken`, error);
      return this.#vendor.errors.error(500, "The emulator has a bug; its log says more.");
    }
  }

  #call(c: Context, actor: Actor, now: Date, read: { text: string; json: unknown }): Call {
    return {
      actor,
      now,
      params: c.req.param() as Record<string, string>,
      query: new URL(c.req.url).searchParams,
      body: read.json,
      bodyText: read.text,
      headers: c.req.raw.headers,
    };
  }

  async #readBody(c: Context): Promise<{ text: string; json: unknown } | Answer> {
    if (c.req.method === "GET" || c.req.method === "HEAD") return { text: "", json: undefined };
    const { errors } = this.#vendor;
    try {
      const text = await bodyText(c.req, MAX_BODY_BYTES);
      if (text === undefined) return errors.tooLarge(MAX_BODY_BYTES, c.req.path);
      return { text, json: text.trim() === "" ? undefined : JSON.parse(text) };
    } catch {
      return errors.invalidJson(c.req.path);
    }
  }

  #headersOf(answer: Answer): Headers {
    const headers = new Headers({ date: this.clock.now().toUTCString(), ...this.#vendor.responseHeaders() });
    if (answer.body !== undefined) headers.set("content-type", "application/json; charset=utf-8");
    for (const [name, value] of Object.entries(answer.headers ?? {})) headers.set(name, value);
    return headers;
  }

  #toResponse(answer: Answer): Response {
    const headers = this.#headersOf(answer);
    if (answer.body === undefined || BODILESS.has(answer.status))
      return new Response(null, { status: answer.status, headers });
    const text = typeof answer.body === "string" ? answer.body : JSON.stringify(answer.body);
    return new Response(text, { status: answer.status, headers });
  }
}

/** An IPv6 address needs brackets in a URL. */
const inUrl = (host: string): string => (host.includes(":") ? `[${host}]` : host);

/** Clients cannot connect to a wildcard address; they use loopback instead. */
const reachable = (host: string): string => (["0.0.0.0", "::"].includes(host) ? DEFAULT_HOST : inUrl(host));

function isLoopback(url: string): boolean {
  return URL.canParse(url) && LOOPBACK_HOSTS.has(new URL(url).hostname);
}

/** `/organizations/{id}` in the router's notation. */
const toHonoPath = (route: string): string => route.replaceAll(/\{(\w+)\}/g, ":$1");

/** Fixed segments are matched first: otherwise `/certificates/activate` would be a certificate called activate. */
function fixedSegmentsFirst(a: Endpoint, b: Endpoint): number {
  const rank = ({ route }: Endpoint) => route.replaceAll(/\{\w+\}/g, "\uffff");
  return rank(a) < rank(b) ? -1 : 1;
}

function notServed(vendor: Vendor, operation: string): Endpoint {
  const [method = "GET", route = "/"] = operation.split(" ");
  return {
    method: method as Endpoint["method"],
    route,
    handle: () => vendor.errors.notImplemented(method, route),
  };
}

const faultAnswer = (fault: Fault, envelope: Answer): Answer => ({
  status: fault.status ?? 500,
  body: fault.body === undefined ? envelope.body : fault.body,
  headers: fault.headers,
});

function safeDecode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
