import { afterEach, describe, expect, test, vi } from "vitest";
import { ConflictError } from "../../../providers/http/errors/conflict-error.ts";
import { DeniedError } from "../../../providers/http/errors/denied-error.ts";
import { NotFoundError } from "../../../providers/http/errors/not-found-error.ts";
import type { RequestFacts } from "../../../providers/http/errors/vendor-error.ts";
import { WorkosClient } from "../../../providers/workos/client.ts";
import { ManualClock } from "../http/manual-clock.ts";

type Answer = (url: URL, init: RequestInit) => Response | Promise<Response>;

const sent: { method: string; path: string; body: unknown }[] = [];

function client(answer: Answer): WorkosClient {
  sent.length = 0;
  const transport: typeof fetch = async (input, init = {}) => {
    const url = new URL(input instanceof Request ? input.url : input);
    const body = typeof init.body === "string" && init.body !== "" ? JSON.parse(init.body) : undefined;
    sent.push({ method: init.method ?? "GET", path: `${url.pathname}${url.search}`, body });
    return answer(url, init);
  };
  const configuration = { url: new URL("http://127.0.0.1:4010"), apiKey: "sk_test_cAnArY0123456789" };
  return new WorkosClient(configuration, transport, new ManualClock());
}

const facts: RequestFacts = { vendor: "WorkOS", method: "GET", path: "/organizations", route: "/organizations" };

describe("a list", () => {
  const pages = (...names: (string | undefined)[]): Answer => {
    let at = 0;
    return () =>
      Response.json({ data: [{ id: `row_${at}` }], list_metadata: { before: null, after: names[at++] ?? null } });
  };

  test("is read to its last page, 100 at a time", async () => {
    expect(await client(pages("p1", "p2", undefined)).list("/organizations", { organization_id: "org_1" })).toEqual([
      { id: "row_0" },
      { id: "row_1" },
      { id: "row_2" },
    ]);
    expect(sent.map(({ path }) => path)).toEqual([
      "/organizations?organization_id=org_1&limit=100&order=asc",
      "/organizations?organization_id=org_1&limit=100&order=asc&after=p1",
      "/organizations?organization_id=org_1&limit=100&order=asc&after=p2",
    ]);
  });

  test("that fails on a later page is no list", async () => {
    let page = 0;
    const half = client(() => {
      if (++page === 2) throw new DeniedError(facts, "no");
      return Response.json({ data: [{ id: "row" }], list_metadata: { after: "p1" } });
    });
    await expect(half.list("/organizations")).rejects.toThrow(DeniedError);
  });

  test.each([
    ["a cursor that does not move", pages("p1", "p1"), /cursor does not move/],
    ["an answer that does not say whether it goes on", () => Response.json({ data: [] }), /whether it goes on/],
    ["an answer without data", () => Response.json({}), /is not a list/],
    ["an answer whose data is no list", () => Response.json({ data: {} }), /is not a list/],
    ["an answer that is null", () => Response.json(null), /is not a list/],
    ["an answer that is not JSON", () => new Response("<html>"), /is not a list/],
  ] as [string, Answer, RegExp][])("with %s is an error, not its end", async (_what, answer, message) => {
    await expect(client(answer).list("/organizations")).rejects.toThrow(message);
  });

  test("without pages is held to be a list as well", async () => {
    expect(await client(() => Response.json({ data: [1] })).unpaged("/roles")).toEqual([1]);
    await expect(client(() => Response.json({ object: "error" })).unpaged("/roles")).rejects.toThrow(/is not a list/);
  });
});

describe("an object", () => {
  test("that is not there is undefined, and nothing else is", async () => {
    const gone = client(() => Promise.reject(new NotFoundError(facts, "gone")));
    expect(await gone.find("/organizations/org_1")).toBeUndefined();
    const denied = client(() => Promise.reject(new DeniedError(facts, "no")));
    await expect(denied.find("/organizations/org_1")).rejects.toThrow(DeniedError);
  });
});

describe("a write", () => {
  test("sends what it is given, with undefined left out and null kept", async () => {
    await client(() => Response.json({ id: "org_1" })).put("/organizations/org_1", {
      name: undefined,
      external_id: null,
    });
    expect(sent).toEqual([{ method: "PUT", path: "/organizations/org_1", body: { external_id: null } }]);
  });

  test.each(["post", "put", "patch"] as const)("%s that fails keeps the class of its failure", async (method) => {
    const conflict = client(() => Promise.reject(new ConflictError(facts, "taken")));
    await expect(conflict[method]("/organizations", {})).rejects.toBeInstanceOf(ConflictError);
  });

  test("a DELETE tells whether the object is gone now; gone already is", async () => {
    expect(await client(() => new Response(null, { status: 204 })).delete("/organizations/org_1")).toBe(true);
    expect(await client(() => new Response(null, { status: 202 })).delete("/organizations/org_1")).toBe(false);
    const gone = client(() => Promise.reject(new NotFoundError(facts, "gone")));
    expect(await gone.delete("/organizations/org_1")).toBe(true);
    const denied = client(() => Promise.reject(new DeniedError(facts, "no")));
    await expect(denied.delete("/organizations/org_1")).rejects.toThrow(DeniedError);
  });

  test("writes that share a key go one after another, others do not wait for them", async () => {
    const order: string[] = [];
    const slow = client(async () => Response.json({}));
    const write = (name: string) => async () => {
      order.push(`${name} begins`);
      await slow.post("/roles", {});
      order.push(`${name} ends`);
    };
    await Promise.all([
      slow.inTurn("org_1", write("first")),
      slow.inTurn("org_1", write("second")),
      slow.inTurn("org_2", write("other")),
    ]);
    expect(order.indexOf("first ends")).toBeLessThan(order.indexOf("second begins"));
    expect(order.indexOf("other begins")).toBeLessThan(order.indexOf("first ends"));
  });

  test("a failed one lets the next in its turn go on", async () => {
    const workos = client(() => Response.json({}));
    await expect(workos.inTurn("org_1", () => Promise.reject(new Error("no")))).rejects.toThrow("no");
    await expect(workos.inTurn("org_1", async () => "next")).resolves.toBe("next");
  });
});

describe("a request that was held back for minutes", () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  test.each([
    ["keeps the class of its failure", () => Promise.reject(new NotFoundError(facts, "gone")), undefined],
    ["keeps its answer", () => Response.json({ id: "org_1" }), { id: "org_1" }],
  ] as const)("%s", async (_what, end, expected) => {
    vi.useFakeTimers();
    const held = client(async () => {
      await vi.advanceTimersByTimeAsync(300_000);
      return end();
    });
    expect(await held.find("/organizations/org_1")).toEqual(expected);
  });
});
