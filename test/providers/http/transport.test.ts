import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { VendorError, type VendorErrorKind } from "../../../providers/contract/errors.ts";
import { Secrets } from "../../../providers/contract/redaction.ts";
import { VendorClock } from "../../../providers/http/clock.ts";
import { Pacer } from "../../../providers/http/pacing.ts";
import { at } from "../../../providers/http/path.ts";
import type { LoggedRequest } from "../../../providers/http/request-log.ts";
import {
  type Answer,
  type ApiRequest,
  createTransport,
  type Send,
  type TransportOptions,
} from "../../../providers/http/transport.ts";
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

function transport(options: Partial<TransportOptions> = {}): Send {
  return createTransport({
    vendor: "WorkOS",
    url: new URL(server.url),
    key: `sk_live_${CANARY}`,
    explain: (body) => (body ?? {}) as { code?: string; message?: string },
    busy: new Set(["lock_timeout", "resource_type_update_in_progress"]),
    kinds: new Map<string, VendorErrorKind>([["external_id_already_used", "conflict"]]),
    pacer: new Pacer(() => undefined),
    secrets: new Secrets(),
    clock,
    vendorClock: new VendorClock(clock),
    log: (entry) => log.push(entry),
    notice: (line) => notices.push(line),
    beforeWrite: async () => {},
    concurrency: 8,
    timeoutMs: 2_000,
    ...options,
  });
}

type Method = ApiRequest["method"];

const organization = (id: string): Pick<ApiRequest, "path"> => ({ path: at`/organizations/${id}` });
const organizations = { path: at`/organizations` };

/** One request to the server while it plays the moves; its answer, or the error it ended with. */
function send(method: Method, moves: Move[], options: Partial<TransportOptions> = {}): Promise<Answer> {
  server.plays(...moves);
  return transport(options)({ method, ...organization("org_1"), query: { limit: 1 }, ...bodyOf(method) });
}

const bodyOf = (method: Method): Pick<ApiRequest, "body"> =>
  method === "GET" || method === "DELETE" ? {} : { body: {} };

async function failure(method: Method, moves: Move[], options: Partial<TransportOptions> = {}): Promise<VendorError> {
  const error = await send(method, moves, options).then(
    (response) => new Error(`it answered ${response.status}`),
    (reason: unknown) => reason,
  );
  if (!(error instanceof VendorError)) throw error;
  return error;
}

const refused = (status: number, body: unknown = { code: "some_code", message: "Some reason." }) => ({
  status,
  body,
  headers: { "x-request-id": "req_1" },
});

describe("an answer becomes the error that says what to do next", () => {
  test.each([
    ["GET", 400, "invalid"],
    ["POST", 400, "invalid"],
    ["POST", 422, "invalid"],
    ["GET", 401, "denied"],
    ["POST", 401, "denied"],
    ["DELETE", 403, "denied"],
    ["GET", 404, "not found"],
    ["DELETE", 404, "not found"],
    ["POST", 409, "conflict"],
    ["GET", 402, "unexpected"],
    ["POST", 402, "unexpected"],
    ["POST", 413, "unexpected"],
    ["GET", 304, "unexpected"],
    ["POST", 500, "outcome unknown"],
    ["PATCH", 502, "outcome unknown"],
    ["POST", 503, "outcome unknown"],
    ["POST", 504, "outcome unknown"],
    ["POST", 408, "outcome unknown"],
  ] as [Method, number, VendorErrorKind][])("%s %i is %s, and is sent once", async (method, status, kind) => {
    const error = await failure(method, [refused(status)]);
    expect(error.kind).toBe(kind);
    expect(server.received).toEqual([`${method} /organizations/org_1?limit=1`]);
    expect(clock.slept).toEqual([]);
  });

  test("a code that means conflict beats its status", async () => {
    const error = await failure("POST", [refused(400, { code: "external_id_already_used", message: "Taken." })]);
    expect(error.kind).toBe("conflict");
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

  test("secrets of the run are withheld from all that it says, in every form, before anything is cut", async () => {
    const secret = `"p/w" ${CANARY}`;
    const secrets = new Secrets();
    secrets.add(secret);
    const said = [secret, JSON.stringify(secret), encodeURIComponent(secret), Buffer.from(secret).toString("base64")];
    const message = `${said.join(", ")}, ${"x".repeat(1_000 - said.join(", ").length - 20)}${secret}`;
    const headers = { "x-request-id": encodeURIComponent(secret) };
    const move: Move = { status: 422, body: { code: secret, message }, headers };
    const error = await failure("POST", [move], { secrets });
    const shown = JSON.stringify([error.message, error.stack, error.request]);
    for (const form of [CANARY, ...said, CANARY.slice(0, 6)]) expect(shown).not.toContain(form);
    expect(error.message).toContain("422 [redacted]: [redacted]");
  });

  test("a reason as long as a book is cut", async () => {
    const error = await failure("POST", [refused(422, { code: "c".repeat(9_999), message: "m".repeat(99_999) })]);
    expect(error.message.length).toBeLessThan(1_500);
    expect(error.message).toMatch(/m… \(request req_1\)$/);
  });

  test.each([
    ["HTML", { status: 400, body: `<html>${CANARY}</html>`, headers: { "content-type": "text/html" } }],
    ["nothing", { status: 400 }],
    ["half of a JSON text", { status: 400, body: `{"message": "${CANARY}` }],
    ["a list", { status: 400, body: [CANARY] }],
    ["null", { status: 400, body: "null" }],
  ])("a refusal that is %s is still that refusal", async (_what, move) => {
    const error = await failure("POST", [move]);
    expect(error.kind).toBe("invalid");
    expect(error.message).toContain("the answer does not say why");
    expect(error.message).not.toContain(CANARY);
  });
});

describe("a 404 that is not the vendor's own tells of no absence", () => {
  const page: Move = { status: 404, body: "<html>Not Found</html>", headers: { "content-type": "text/html" } };

  test.each([
    ["GET", "an HTML page", page],
    ["DELETE", "an HTML page", page],
    ["POST", "an HTML page", page],
    ["GET", "the vendor's words as another type", { ...refused(404), headers: { "content-type": "text/plain" } }],
    ["GET", "nothing", { status: 404 }],
    ["GET", "JSON without a message", refused(404, { detail: "Not Found" })],
    ["GET", "half of a JSON text", refused(404, '{"message": "Not')],
  ] as [Method, string, Move][])("%s answered with %s", async (method, _what, move) => {
    const error = await failure(method, [move]);
    expect(error.kind).toBe("unexpected");
    expect(error.message).toContain("the answer is not WorkOS's own, so it tells of no absence");
    expect(server.received).toHaveLength(1);
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
  ] as [Method, string, Move][])("%s after %s", async (method, _what, move) => {
    const { body } = await send(method, [move, move, okay]);
    expect(body).toEqual({ id: "org_1" });
    expect(server.received).toHaveLength(3);
    expect(clock.slept).toEqual([500, 1000]);
  });

  test.each([
    ["GET", "500", "unexpected", refused(500)],
    ["GET", "a cut connection", "unexpected", cut],
    ["PUT", "500", "outcome unknown", refused(500)],
    ["DELETE", "500", "outcome unknown", refused(500)],
    ["DELETE", "a cut connection", "outcome unknown", cut],
  ] as [Method, string, VendorErrorKind, Move][])("%s five times at most: %s each time is %s", async (...given) => {
    const [method, _what, kind, move] = given;
    expect((await failure(method, [move])).kind).toBe(kind);
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
  test.each(["POST", "PATCH"] as const)("%s whose connection was cut may have been applied", async (method) => {
    const error = await failure(method, [cut]);
    expect(error.kind).toBe("outcome unknown");
    expect(error.message).toContain("it may have been applied");
    expect(server.received).toHaveLength(1);
  });

  test.each(["POST", "PATCH"] as const)("%s that is never answered likewise", async (method) => {
    const error = await failure(method, [silence], { timeoutMs: 300 });
    expect(error.kind).toBe("outcome unknown");
    expect(error.message).toContain("TimeoutError");
    expect(server.received).toHaveLength(1);
  });

  test("POST whose answer stalls half-way likewise", async () => {
    expect((await failure("POST", [stall], { timeoutMs: 300 })).kind).toBe("outcome unknown");
    expect(server.received).toHaveLength(1);
  });

  test("GET whose answer stalls is sent again", async () => {
    const { body } = await send("GET", [stall, { status: 200, body: { data: [] } }], { timeoutMs: 300 });
    expect(body).toEqual({ data: [] });
  });
});

describe("a server that is not there", () => {
  /** A port where nobody listens any more. */
  async function nobody(): Promise<URL> {
    const gone = await scriptedServer();
    await gone.close();
    return new URL(gone.url);
  }

  const ask = async (url: URL, request: ApiRequest): Promise<VendorError> => {
    const error = await transport({ url })(request).catch((reason: unknown) => reason);
    if (!(error instanceof VendorError)) throw error;
    return error;
  };

  test("has applied nothing, also for a POST", async () => {
    const url = await nobody();
    const error = await ask(url, { method: "POST", ...organizations, body: {} });
    expect(error.kind).toBe("unreachable");
    expect(error.message).toContain(`no server answers at ${url.origin} (ECONNREFUSED)`);
    expect(clock.slept).toEqual([]);
  });

  test("is waited for with a GET", async () => {
    const error = await ask(await nobody(), { method: "GET", ...organizations });
    expect(error.kind).toBe("unreachable");
    expect(clock.slept).toEqual([500, 1000, 2000, 4000]);
  });
});

describe("a 429 was not carried out, so any method comes again", () => {
  const okay: Move = { status: 200, body: {} };

  test.each(["GET", "POST", "PATCH", "DELETE"] as const)("%s after as long as the header says", async (method) => {
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
    expect(notices).toEqual([
      "waiting 7 s, until 12:00:07 UTC, for a request that WorkOS limits: POST /organizations/{id}",
    ]);
  });

  test("a short one is not worth a line", async () => {
    await send("POST", [{ status: 429, headers: { "retry-after": "2" } }, okay]);
    expect(notices).toEqual([]);
  });

  test("until the time for waiting is spent", async () => {
    const error = await failure("POST", [{ status: 429, headers: { "retry-after": "40" } }], {
      maxThrottledMs: 100_000,
    });
    expect(error.kind).toBe("throttled");
    expect(error.message).toBe(
      "WorkOS POST /organizations/org_1: held back for 1 min 20 s by the vendor's rate limit and would have to wait another 40 s: run again after 2026-05-04 12:02:00 UTC",
    );
    expect(clock.slept).toEqual([40_000, 40_000]);
    expect(server.received).toHaveLength(3);
  });

  test("a wait longer than the time for waiting is not begun, and when it would be over is said", async () => {
    clock.advance(-300);
    const error = await failure("GET", [{ status: 429, headers: { "retry-after": "86400" } }]);
    expect(error.kind).toBe("throttled");
    expect(error.message).toContain("would have to wait another 1440 min: run again after 2026-05-05 12:00:00 UTC");
    expect(clock.slept).toEqual([]);
  });

  test("a header that says 0 for ever does not make us hammer", async () => {
    const error = await failure("GET", [{ status: 429, headers: { "retry-after": "0" } }], { maxThrottledMs: 60_000 });
    expect(error.kind).toBe("throttled");
    expect(server.received.length).toBeLessThan(20);
  });

  test("other routes pause as well when a header speaks for the whole key", async () => {
    server.plays({ status: 429, headers: { "retry-after": "7" } }, okay);
    const send = transport();
    await send({ method: "GET", ...organization("org_1") });
    clock.slept.length = 0;
    await send({ method: "GET", ...organizations });
    expect(clock.slept).toEqual([]); // The first one has waited already.
  });
});

describe("a request that was held back for minutes", () => {
  const held: Move = { status: 429, headers: { "retry-after": "300" } };

  test("keeps its answer", async () => {
    expect(await send("GET", [held, { status: 200, body: { id: "org_1" } }])).toEqual({
      status: 200,
      body: { id: "org_1" },
    });
    expect(clock.slept).toEqual([300_000]);
  });

  test("keeps the kind of its failure", async () => {
    expect((await failure("GET", [held, refused(404)])).kind).toBe("not found");
    expect(clock.slept).toEqual([300_000]);
  });
});

describe("what goes out", () => {
  test("is the key, and JSON where there is a body: undefined left out, null kept", async () => {
    server.plays({ status: 200, body: {} });
    const send = transport();
    await send({ method: "PUT", ...organization("org_1"), body: { name: undefined, external_id: null } });
    await send({ method: "DELETE", ...organization("org_1") });
    expect(server.bodies).toEqual([{ external_id: null }, undefined]);
    expect(server.headers.map((sent) => [sent.authorization, sent["content-type"]])).toEqual([
      [`Bearer sk_live_${CANARY}`, "application/json"],
      [`Bearer sk_live_${CANARY}`, undefined],
    ]);
  });

  test("is a query in which lists are repeated and undefined is left out", async () => {
    server.plays({ status: 200, body: {} });
    const query = { limit: 100, name: "a&b", ids: ["1", "2"], after: undefined, all: false };
    await transport()({ method: "GET", ...organizations, query });
    expect(server.received).toEqual(["GET /organizations?limit=100&name=a%26b&ids%5B%5D=1&ids%5B%5D=2&all=false"]);
  });
});

describe("pacing", () => {
  test("a documented limit holds requests back before the vendor has to", async () => {
    server.plays({ status: 200, body: {} });
    const send = transport({
      pacer: new Pacer((route) =>
        route === "DELETE /organizations/{id}" ? { requests: 2, windowMs: 1000 } : undefined,
      ),
    });
    for (let n = 0; n < 5; n++) await send({ method: "DELETE", ...organization(`org_${n}`) });
    expect(clock.slept).toEqual([1000, 1000]);
    for (let n = 0; n < 5; n++) await send({ method: "GET", ...organization(`org_${n}`) });
    expect(clock.slept).toEqual([1000, 1000]);
  });

  describe("a queue of 60 at ten a minute", () => {
    const tenAMinute = () => new Pacer(() => ({ requests: 10, windowMs: 60_000 }));
    const all = (send: Send) =>
      Promise.allSettled(
        Array.from({ length: 60 }, (_, n) => send({ method: "POST", ...organization(`org_${n}`), body: {} })),
      );

    test("says for what, how long and until when, and says it again only when that is over", async () => {
      server.plays({ status: 200, body: {} });
      await all(transport({ pacer: tenAMinute(), concurrency: 1 }));
      expect(notices).toEqual([
        "waiting 5 min, until 12:05:00 UTC, for 50 requests so far that WorkOS limits to 10 a minute: POST /organizations/{id}",
      ]);
      expect(clock.slept).toEqual(Array(5).fill(60_000));
      expect(log.at(-1)?.heldMs).toBe(300_000);
    });

    test("is served in the order in which it came", async () => {
      server.plays({ status: 200, body: {} });
      await all(transport({ pacer: tenAMinute(), concurrency: 1 }));
      expect(server.received).toEqual(Array.from({ length: 60 }, (_, n) => `POST /organizations/org_${n}`));
    });

    test("is waited for however long it is, as long as it moves", async () => {
      server.plays({ status: 200, body: {} });
      const outcomes = await all(transport({ pacer: tenAMinute(), maxThrottledMs: 61_000 }));
      expect(outcomes.filter(({ status }) => status === "rejected")).toEqual([]);
    });

    test("moves also by requests whose answer is lost: they are not what the limit holds back", async () => {
      server.plays(cut);
      const outcomes = await all(transport({ pacer: tenAMinute(), maxThrottledMs: 61_000 }));
      const kinds = outcomes.map((outcome) => outcome.status === "rejected" && (outcome.reason as VendorError).kind);
      expect(kinds).toEqual(Array(60).fill("outcome unknown"));
    });

    test("is given up at once when it does not move any more, by all who are in it", async () => {
      server.plays(...Array<Move>(20).fill({ status: 200, body: {} }), { status: 429 });
      const outcomes = await all(transport({ pacer: tenAMinute(), concurrency: 1 }));
      const reasons = outcomes.flatMap((outcome) => (outcome.status === "rejected" ? [outcome.reason] : []));
      expect(reasons.map(({ kind }) => kind)).toEqual(Array(40).fill("throttled"));
      const sleptMs = clock.slept.reduce((sum, ms) => sum + ms, 0);
      expect(sleptMs).toBeLessThanOrEqual(60_000 + 600_000);
      expect(server.received.length).toBeLessThan(20 + 100);
    });

    test("whose end goes beyond five minutes is told of again after five", async () => {
      server.plays({ status: 200, body: {} });
      const send = transport({ pacer: new Pacer(() => ({ requests: 1, windowMs: 60_000 })), concurrency: 1 });
      await Promise.all(Array.from({ length: 9 }, () => send({ method: "GET", ...organizations })));
      const what = "requests so far that WorkOS limits to 1 a minute: GET /organizations";
      expect(notices).toEqual([
        `waiting 8 min, until 12:08:00 UTC, for 8 ${what}`,
        `waiting 3 min, until 12:08:00 UTC, for 3 ${what}`,
      ]);
    });
  });

  test("of a burst only those are refused that were open at the first refusal, and then people are told what was learned", async () => {
    server.plays(...Array<Move>(10).fill({ status: 200, body: {} }), { status: 429 });
    clock.sleep = () => new Promise(() => {}); // Time stands still: what happens now happens in the first minute.
    const told = new Promise<string>((notice) => {
      const send = transport({ notice, concurrency: 4 });
      for (let n = 0; n < 60; n++) void send({ method: "POST", ...organization(`org_${n}`), body: {} });
    });
    expect(await told).toBe(
      "waiting 5 min 1 s, until 12:05:01 UTC, for 50 requests so far that WorkOS limits to 10 a minute: POST /organizations/{id}",
    );
    expect(server.received.length).toBeLessThanOrEqual(10 + 4);
  });

  test("no more requests are open at once than are meant to be", async () => {
    server.plays((_request, response) => {
      setImmediate(() => response.setHeader("content-type", "application/json").end("{}"));
    });
    const send = transport({ concurrency: 3 });
    await Promise.all(Array.from({ length: 20 }, (_, n) => send({ method: "GET", ...organization(`org_${n}`) })));
    expect(server.received).toHaveLength(20);
    expect(server.atOnce.most).toBeLessThanOrEqual(3);
  });

  test("a request that waits for its second sending leaves its place to others", async () => {
    server.plays(refused(500), { status: 200, body: {} });
    const send = transport({ concurrency: 1 });
    const [first, second] = await Promise.all([
      send({ method: "GET", ...organization("org_1") }),
      send({ method: "GET", ...organizations }),
    ]);
    expect([first.status, second.status]).toEqual([200, 200]);
  });
});

describe("an answer that is no answer", () => {
  const login: Move = { status: 200, body: "<html>Sign in</html>", headers: { "content-type": "text/html" } };

  test("HTML instead of an object is an error, not an object and not its absence", async () => {
    const error = await failure("GET", [login]);
    expect(error.kind).toBe("unexpected");
    expect(error.message).toContain("is not JSON");
  });

  test("after a write it leaves the outcome unknown", async () => {
    expect((await failure("POST", [login])).kind).toBe("outcome unknown");
  });

  test("nothing instead of an object likewise", async () => {
    expect((await failure("GET", [{ status: 200 }])).kind).toBe("unexpected");
  });

  test.each([200, 202, 204])("%i without a body is a good answer to a DELETE", async (status) => {
    expect(await send("DELETE", [{ status }])).toEqual({ status, body: undefined });
  });

  test("a redirect is not followed: a POST would arrive as a GET, and the key at another host", async () => {
    const move: Move = { status: 302, headers: { location: `${server.url}/elsewhere` } };
    expect((await failure("POST", [move])).kind).toBe("unexpected");
    expect(server.received).toHaveLength(1);
  });
});

describe("before each write", () => {
  test("somebody may say no, and nothing is sent", async () => {
    const beforeWrite = () => Promise.reject(new Error("the engine is gone"));
    server.plays({ status: 200, body: {} });
    const send = transport({ beforeWrite });
    await expect(send({ method: "POST", ...organizations })).rejects.toThrow("the engine is gone");
    expect(server.received).toEqual([]);
    await send({ method: "GET", ...organizations });
    expect(server.received).toHaveLength(1);
  });

  test("and then it takes nothing from what the limit allows", async () => {
    let isGone = true;
    const beforeWrite = async () => {
      if (isGone) throw new Error("the engine is gone");
    };
    server.plays({ status: 200, body: {} });
    const send = transport({ beforeWrite, pacer: new Pacer(() => ({ requests: 1, windowMs: 60_000 })) });
    await expect(send({ method: "POST", ...organizations })).rejects.toThrow("the engine is gone");
    isGone = false;
    await send({ method: "POST", ...organizations });
    expect(clock.slept).toEqual([]);
    await send({ method: "POST", ...organizations });
    expect(clock.slept).toEqual([60_000]);
  });

  test("also when the engine dies while a write waits for others that are open", async () => {
    let isGone = false;
    const beforeWrite = async () => {
      if (isGone) throw new Error("the engine is gone");
    };
    server.plays((_request, response) => {
      isGone = true;
      response.setHeader("content-type", "application/json").end("{}");
    });
    const send = transport({ beforeWrite, concurrency: 1 });
    const [read, write] = await Promise.allSettled([
      send({ method: "GET", ...organizations }),
      send({ method: "POST", ...organizations, body: {} }),
    ]);
    expect([read.status, write.status]).toEqual(["fulfilled", "rejected"]);
    expect(server.received).toEqual(["GET /organizations"]);
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

  test.each(["/v1", "/v1/"])("leaves out the part of the path that belongs to the base URL, %s", async (base) => {
    server.plays({ status: 200, body: {} });
    await transport({ url: new URL(base, server.url) })({ method: "GET", ...organization("org_1") });
    expect(server.received).toEqual(["GET /v1/organizations/org_1"]);
    expect(log.map(({ route }) => route)).toEqual(["/organizations/{id}"]);
  });
});

describe.each([
  ["lock_timeout", 400],
  ["resource_type_update_in_progress", 409],
])("a write that the vendor is too busy for, with %s,", (code, status) => {
  const refusal: Move = { status, body: { code, message: "come again" } };

  test.each<Method>(["POST", "PATCH", "DELETE"])("is sent again, a little later each time: %s", async (method) => {
    await send(method, [refusal, refusal, refusal, { status: 200, body: {} }]);
    expect(server.received).toHaveLength(4);
    expect(clock.slept).toEqual([1000, 2000, 4000]);
  });

  test("fails after half a minute, and is not taken for a conflict with an object of its own name", async () => {
    const error = await send("POST", [refusal]).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ name: "Failure", message: expect.stringContaining(`${status} ${code}: come again`) });
    expect((error as Error).message).toMatch(/tried for 31 s; nothing was changed\.$/);
    expect(server.received).toHaveLength(6);
    expect(clock.slept).toEqual([1000, 2000, 4000, 8000, 16_000]);
  });
});

test("a POST that says it does nothing more a second time is sent again when its answer is lost", async () => {
  server.plays(cut, cut, { status: 200, body: {} });
  await transport()({ method: "POST", path: at`/organizations/${"org_1"}`, body: {}, isRepeatable: true });
  expect(server.received).toHaveLength(3);
});
