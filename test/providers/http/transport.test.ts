import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { VendorError, vendorErrorOf } from "../../../providers/http/errors/vendor-error.ts";
import { Pacer } from "../../../providers/http/pacing.ts";
import type { LoggedRequest } from "../../../providers/http/request-log.ts";
import { routeMatcher } from "../../../providers/http/routes.ts";
import { createTransport, type TransportOptions } from "../../../providers/http/transport.ts";
import { ManualClock } from "./manual-clock.ts";
import { cut, type Move, type ScriptedServer, scriptedServer, silence, stall } from "./scripted-server.ts";

const CANARY = "cAnArY0123456789";

let server: ScriptedServer;
let clock: ManualClock;
let log: LoggedRequest[];
let notices: string[];

beforeAll(async () => {
  server = await scriptedServer();
});
afterAll(() => server.close());

beforeEach(() => {
  clock = new ManualClock();
  log = [];
  notices = [];
});

function transport(options: Partial<TransportOptions> = {}): typeof fetch {
  return createTransport({
    vendor: "WorkOS",
    routeOf: routeMatcher(["/organizations", "/organizations/{id}"]),
    basePath: "",
    explain: (body) => (body ?? {}) as { code?: string; message?: string },
    conflictCodes: new Set(["external_id_already_used"]),
    pacer: new Pacer(() => undefined),
    clock,
    log: (entry) => log.push(entry),
    notice: (line) => notices.push(line),
    beforeWrite: async () => {},
    concurrency: 8,
    timeoutMs: 2_000,
    ...options,
  });
}

/** One request to the server while it plays the moves; its answer, or the error it ended with. */
async function send(method: string, moves: Move[], options: Partial<TransportOptions> = {}) {
  server.plays(...moves);
  return transport(options)(`${server.url}/organizations/org_1?limit=1`, { method, ...bodyOf(method) });
}

const bodyOf = (method: string): RequestInit =>
  method === "GET" || method === "DELETE" ? {} : { body: "{}", headers: { "content-type": "application/json" } };

async function failure(method: string, moves: Move[], options: Partial<TransportOptions> = {}): Promise<VendorError> {
  const error = await send(method, moves, options).then(
    (response) => new Error(`it answered ${response.status}`),
    (reason: unknown) => reason,
  );
  if (!(error instanceof VendorError)) throw error;
  return error;
}

const refused = (status: number, body: unknown = { code: "some_code", message: "Some reason." }): Move => ({
  status,
  body,
  headers: { "x-request-id": "req_1" },
});

describe("an answer becomes the error that says what to do next", () => {
  test.each([
    ["GET", 400, "InvalidRequestError"],
    ["POST", 400, "InvalidRequestError"],
    ["POST", 422, "InvalidRequestError"],
    ["GET", 401, "DeniedError"],
    ["POST", 401, "DeniedError"],
    ["DELETE", 403, "DeniedError"],
    ["GET", 404, "NotFoundError"],
    ["DELETE", 404, "NotFoundError"],
    ["POST", 409, "ConflictError"],
    ["GET", 402, "UnexpectedError"],
    ["POST", 402, "UnexpectedError"],
    ["POST", 413, "UnexpectedError"],
    ["GET", 304, "UnexpectedError"],
    ["POST", 500, "OutcomeUnknownError"],
    ["PATCH", 502, "OutcomeUnknownError"],
    ["POST", 503, "OutcomeUnknownError"],
    ["POST", 504, "OutcomeUnknownError"],
    ["POST", 408, "OutcomeUnknownError"],
  ])("%s %i is a %s, and is sent once", async (method, status, name) => {
    const error = await failure(method, [refused(status)]);
    expect(error.name).toBe(name);
    expect(server.received).toEqual([`${method} /organizations/org_1?limit=1`]);
    expect(clock.slept).toEqual([]);
  });

  test("a code that means conflict beats its status", async () => {
    const error = await failure("POST", [refused(400, { code: "external_id_already_used", message: "Taken." })]);
    expect(error.name).toBe("ConflictError");
  });

  test("the message says vendor, method, path, status, code, reason and request id, and no host and no query", async () => {
    const error = await failure("POST", [refused(422)]);
    expect(error.message).toBe("WorkOS POST /organizations/org_1: 422 some_code: Some reason. (request req_1)");
    expect(error.request).toEqual({
      vendor: "WorkOS",
      method: "POST",
      path: "/organizations/org_1",
      route: "/organizations/{id}",
      status: 422,
      code: "some_code",
      requestId: "req_1",
    });
  });

  test("what the vendor says is redacted", async () => {
    const error = await failure("POST", [refused(400, { message: `the key sk_live_${CANARY} is bad` })]);
    expect(error.message).toContain("the key [redacted] is bad");
    expect(JSON.stringify([error.message, error.stack, error.request])).not.toContain(CANARY);
  });

  test.each([
    ["HTML", { status: 400, body: `<html>${CANARY}</html>`, headers: { "content-type": "text/html" } }],
    ["nothing", { status: 400 }],
    ["half of a JSON text", { status: 400, body: `{"message": "${CANARY}` }],
    ["a list", { status: 400, body: [CANARY] }],
    ["null", { status: 400, body: "null" }],
  ])("a refusal that is %s is still that refusal", async (_what, move) => {
    const error = await failure("POST", [move]);
    expect(error.name).toBe("InvalidRequestError");
    expect(error.message).toContain("the answer does not say why");
    expect(error.message).not.toContain(CANARY);
  });

  test("it is found again inside what a vendor's client wraps around it", async () => {
    const error = await failure("POST", [refused(409)]);
    const wrapped = new Error("Connection error.", { cause: new Error("Unexpected error", { cause: error }) });
    expect(vendorErrorOf(wrapped)).toBe(error);
    expect(vendorErrorOf(new Error("Connection error."))).toBeUndefined();
    expect(vendorErrorOf(undefined)).toBeUndefined();
  });
});

describe("what may be sent twice is", () => {
  const okay: Move = { status: 200, body: { id: "org_1" } };

  test.each([
    ["GET", "500", refused(500)],
    ["GET", "503", refused(503)],
    ["GET", "408", refused(408)],
    ["GET", "a cut connection", cut],
    ["PUT", "500", refused(500)],
    ["PUT", "a cut connection", cut],
    ["DELETE", "502", refused(502)],
    ["DELETE", "a cut connection", cut],
  ])("%s after %s", async (method, _what, move) => {
    const response = await send(method, [move, move, okay]);
    expect(await response.json()).toEqual({ id: "org_1" });
    expect(server.received).toHaveLength(3);
    expect(clock.slept).toEqual([500, 1000]);
  });

  test.each([
    ["GET", "500", "UnexpectedError", refused(500)],
    ["GET", "a cut connection", "UnexpectedError", cut],
    ["PUT", "500", "OutcomeUnknownError", refused(500)],
    ["DELETE", "500", "OutcomeUnknownError", refused(500)],
    ["DELETE", "a cut connection", "OutcomeUnknownError", cut],
  ])("%s five times at most: %s each time is an %s", async (method, _what, name, move) => {
    expect((await failure(method, [move])).name).toBe(name);
    expect(server.received).toHaveLength(5);
    expect(clock.slept).toEqual([500, 1000, 2000, 4000]);
  });

  test("chance spreads the second sendings", async () => {
    clock.chance = 0.5;
    await send("GET", [refused(500), okay]);
    expect(clock.slept).toEqual([375]);
  });

  test("429s do not use up the second sendings", async () => {
    const throttled = refused(429);
    const moves = [...Array.from({ length: 6 }, () => throttled), refused(500), okay];
    expect((await send("GET", moves)).status).toBe(200);
  });
});

describe("what may not be sent twice is not", () => {
  test.each(["POST", "PATCH"])("%s whose connection was cut may have been applied", async (method) => {
    const error = await failure(method, [cut]);
    expect(error.name).toBe("OutcomeUnknownError");
    expect(error.message).toContain("it may have been applied");
    expect(server.received).toHaveLength(1);
  });

  test.each(["POST", "PATCH"])("%s that is never answered likewise", async (method) => {
    const error = await failure(method, [silence], { timeoutMs: 30 });
    expect(error.name).toBe("OutcomeUnknownError");
    expect(error.message).toContain("TimeoutError");
    expect(server.received).toHaveLength(1);
  });

  test("POST whose answer stalls half-way likewise", async () => {
    expect((await failure("POST", [stall], { timeoutMs: 30 })).name).toBe("OutcomeUnknownError");
    expect(server.received).toHaveLength(1);
  });

  test("GET whose answer stalls is sent again", async () => {
    const response = await send("GET", [stall, { status: 200, body: { data: [] } }], { timeoutMs: 100 });
    expect(await response.json()).toEqual({ data: [] });
  });
});

describe("a server that is not there", () => {
  /** A port where nobody listens any more. */
  async function nobody(): Promise<string> {
    const gone = await scriptedServer();
    await gone.close();
    return gone.url;
  }

  test("has applied nothing, also for a POST", async () => {
    const url = await nobody();
    const error = await transport()(`${url}/organizations`, { method: "POST", body: "{}" }).catch((reason) => reason);
    expect(error.name).toBe("UnreachableError");
    expect(error.message).toContain(`no server answers at ${url} (ECONNREFUSED)`);
    expect(clock.slept).toEqual([]);
  });

  test("is waited for with a GET", async () => {
    const error = await transport()(`${await nobody()}/organizations`).catch((reason) => reason);
    expect(error.name).toBe("UnreachableError");
    expect(clock.slept).toEqual([500, 1000, 2000, 4000]);
  });
});

describe("a 429 was not carried out, so any method comes again", () => {
  const okay: Move = { status: 200, body: {} };

  test.each(["GET", "POST", "PATCH", "DELETE"])("%s after as long as the header says", async (method) => {
    const throttled: Move = { status: 429, headers: { "retry-after": "7" } };
    expect((await send(method, [throttled, okay])).status).toBe(200);
    expect(clock.slept).toEqual([7000]);
    expect(server.received).toHaveLength(2);
  });

  test("after the rest of a minute where there is no header", async () => {
    expect((await send("POST", [{ status: 429 }, okay])).status).toBe(200);
    expect(clock.slept.reduce((sum, ms) => sum + ms, 0)).toBeGreaterThanOrEqual(1000);
    expect(clock.slept.reduce((sum, ms) => sum + ms, 0)).toBeLessThanOrEqual(60_000);
  });

  test("people are told what a long wait is for", async () => {
    await send("POST", [{ status: 429, headers: { "retry-after": "7" } }, okay]);
    expect(notices).toEqual(["waiting 7 s: WorkOS limits POST /organizations/{id}"]);
  });

  test("a short one is not worth a line", async () => {
    await send("POST", [{ status: 429, headers: { "retry-after": "2" } }, okay]);
    expect(notices).toEqual([]);
  });

  test("until the time for waiting is spent", async () => {
    const error = await failure("POST", [{ status: 429, headers: { "retry-after": "40" } }], {
      maxThrottledMs: 100_000,
    });
    expect(error.name).toBe("ThrottledError");
    expect(error.message).toContain("held back for 80 s");
    expect(clock.slept).toEqual([40_000, 40_000]);
    expect(server.received).toHaveLength(3);
  });

  test("a wait longer than the time for waiting is not begun", async () => {
    const error = await failure("GET", [{ status: 429, headers: { "retry-after": "86400" } }]);
    expect(error.name).toBe("ThrottledError");
    expect(clock.slept).toEqual([]);
  });

  test("a header that says 0 for ever does not make us hammer", async () => {
    const error = await failure("GET", [{ status: 429, headers: { "retry-after": "0" } }], { maxThrottledMs: 60_000 });
    expect(error.name).toBe("ThrottledError");
    expect(server.received.length).toBeLessThan(20);
  });

  test("other routes pause as well when a header speaks for the whole key", async () => {
    server.plays({ status: 429, headers: { "retry-after": "7" } }, okay);
    const fetch = transport();
    await fetch(`${server.url}/organizations/org_1`);
    clock.slept.length = 0;
    await fetch(`${server.url}/organizations`);
    expect(clock.slept).toEqual([]); // The first one has waited already.
  });
});

describe("pacing", () => {
  test("a documented limit holds requests back before the vendor has to", async () => {
    server.plays({ status: 200, body: {} });
    const fetch = transport({
      pacer: new Pacer((route) =>
        route === "DELETE /organizations/{id}" ? { requests: 2, windowMs: 1000 } : undefined,
      ),
    });
    for (let n = 0; n < 5; n++) await fetch(`${server.url}/organizations/org_${n}`, { method: "DELETE" });
    expect(clock.slept).toEqual([1000, 1000]);
    for (let n = 0; n < 5; n++) await fetch(`${server.url}/organizations/org_${n}`);
    expect(clock.slept).toEqual([1000, 1000]);
  });

  test("no more requests are open at once than are meant to be", async () => {
    server.plays((_request, response) => {
      setImmediate(() => response.setHeader("content-type", "application/json").end("{}"));
    });
    const fetch = transport({ concurrency: 3 });
    await Promise.all(Array.from({ length: 20 }, (_, n) => fetch(`${server.url}/organizations/org_${n}`)));
    expect(server.received).toHaveLength(20);
    expect(server.atOnce.most).toBeLessThanOrEqual(3);
  });

  test("a request that waits for its second sending leaves its place to others", async () => {
    server.plays(refused(500), { status: 200, body: {} });
    const fetch = transport({ concurrency: 1 });
    const [first, second] = await Promise.all([
      fetch(`${server.url}/organizations/org_1`),
      fetch(`${server.url}/organizations`),
    ]);
    expect([first.status, second.status]).toEqual([200, 200]);
  });
});

describe("an answer that is no answer", () => {
  const login: Move = { status: 200, body: "<html>Sign in</html>", headers: { "content-type": "text/html" } };

  test("HTML instead of an object is an error, not an object and not its absence", async () => {
    const error = await failure("GET", [login]);
    expect(error.name).toBe("UnexpectedError");
    expect(error.message).toContain("is not JSON");
  });

  test("after a write it leaves the outcome unknown", async () => {
    expect((await failure("POST", [login])).name).toBe("OutcomeUnknownError");
  });

  test("nothing instead of an object likewise", async () => {
    expect((await failure("GET", [{ status: 200 }])).name).toBe("UnexpectedError");
  });

  test.each([200, 202, 204])("%i without a body is a good answer to a DELETE", async (status) => {
    const response = await send("DELETE", [{ status }]);
    expect(response.status).toBe(status);
    expect(await response.text()).toBe("");
  });

  test("a redirect is not followed: a POST would arrive as a GET, and the key at another host", async () => {
    const move: Move = { status: 302, headers: { location: `${server.url}/elsewhere` } };
    expect((await failure("POST", [move])).name).toBe("UnexpectedError");
    expect(server.received).toHaveLength(1);
  });
});

describe("before each write", () => {
  test("somebody may say no, and nothing is sent", async () => {
    const beforeWrite = () => Promise.reject(new Error("the engine is gone"));
    server.plays({ status: 200, body: {} });
    const fetch = transport({ beforeWrite });
    await expect(fetch(`${server.url}/organizations`, { method: "POST" })).rejects.toThrow("the engine is gone");
    expect(server.received).toEqual([]);
    await fetch(`${server.url}/organizations`);
    expect(server.received).toHaveLength(1);
  });

  test("also before it is sent again", async () => {
    let asked = 0;
    const beforeWrite = async () => {
      if (++asked === 2) throw new Error("the engine is gone");
    };
    await expect(send("DELETE", [refused(500)], { beforeWrite })).rejects.toThrow("the engine is gone");
    expect(server.received).toHaveLength(1);
  });
});

describe("the request log", () => {
  test("has one entry per attempt, with templates and no id, query, host or body", async () => {
    await send("DELETE", [refused(500), cut, { status: 429, headers: { "retry-after": "3" } }, { status: 204 }]);
    expect(log.map(({ status, attempt, heldMs }) => [status, attempt, heldMs])).toEqual([
      [500, 1, 0],
      [0, 2, 500],
      [429, 3, 1500],
      [204, 4, 4500],
    ]);
    for (const entry of log) {
      expect(entry).toMatchObject({ vendor: "WorkOS", method: "DELETE", route: "/organizations/{id}", tookMs: 0 });
      expect(JSON.stringify(entry)).not.toMatch(/org_1|127\.0\.0\.1|limit/);
    }
  });

  test("leaves out the part of the path that belongs to the base URL", async () => {
    server.plays({ status: 200, body: {} });
    const fetch = transport({ basePath: "/v1" });
    await fetch(`${server.url}/v1/organizations/org_1`);
    expect(log.map(({ route }) => route)).toEqual(["/organizations/{id}"]);
  });
});
