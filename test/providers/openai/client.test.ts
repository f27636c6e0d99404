import { afterEach, describe, expect, test, vi } from "vitest";
import { ConflictError } from "../../../providers/http/errors/conflict-error.ts";
import { DeniedError } from "../../../providers/http/errors/denied-error.ts";
import { NotFoundError } from "../../../providers/http/errors/not-found-error.ts";
import type { RequestFacts } from "../../../providers/http/errors/vendor-error.ts";
import { OpenaiClient } from "../../../providers/openai/client.ts";

type Answer = (url: URL, init: RequestInit) => Response | Promise<Response>;

const sent: { path: string; headers: Headers }[] = [];

function client(answer: Answer): OpenaiClient {
  sent.length = 0;
  const transport: typeof fetch = async (input, init = {}) => {
    const url = new URL(input instanceof Request ? input.url : input);
    sent.push({ path: `${url.pathname}${url.search}`, headers: new Headers(init.headers) });
    return answer(url, init);
  };
  return new OpenaiClient(
    { url: new URL("http://127.0.0.1:4020/v1"), adminApiKey: "sk-admin-cAnArY0123456789" },
    transport,
  );
}

const facts: RequestFacts = { vendor: "OpenAI", method: "GET", path: "/organization/projects", route: "/x" };

const projects = (openai: OpenaiClient) =>
  openai.list("/organization/projects", (organization, page) => organization.projects.list(page));

describe("a list", () => {
  test("is read to its last page, 100 at a time", async () => {
    let at = 0;
    const openai = client(() => {
      const id = `proj_${at++}`;
      return Response.json({ object: "list", data: [{ id }], has_more: at < 3, last_id: id });
    });
    expect((await projects(openai)).map(({ id }) => id)).toEqual(["proj_0", "proj_1", "proj_2"]);
    expect(sent.map(({ path }) => path)).toEqual([
      "/v1/organization/projects?limit=100",
      "/v1/organization/projects?limit=100&after=proj_0",
      "/v1/organization/projects?limit=100&after=proj_1",
    ]);
  });

  test("that does not name its last row goes on after the last row it has", async () => {
    let at = 0;
    const openai = client(() => Response.json({ data: [{ id: `proj_${at++}` }], has_more: at < 2 }));
    expect(await projects(openai)).toHaveLength(2);
    expect(sent[1]?.path).toContain("after=proj_0");
  });

  test("that fails on a later page is no list", async () => {
    let page = 0;
    const half = client(() => {
      if (++page === 2) throw new DeniedError(facts, "no");
      return Response.json({ data: [{ id: "proj_1" }], has_more: true });
    });
    await expect(projects(half)).rejects.toThrow(DeniedError);
  });

  test.each([
    ["goes on but not where", () => Response.json({ data: [], has_more: true }), /but not where/],
    ["has a cursor that does not move", () => Response.json({ data: [{ id: "a" }], has_more: true }), /does not move/],
    ["does not say whether it goes on", () => Response.json({ data: [{ id: "a" }] }), /whether it goes on/],
    ["has no data", () => Response.json({}), /is not a list/],
    ["is null", () => Response.json(null), /is not a list/],
    ["is not JSON", () => new Response("<html>", { headers: { "content-type": "text/html" } }), /is not a list/],
  ] as [string, Answer, RegExp][])("that %s is an error, not its end", async (_what, answer, message) => {
    await expect(projects(client(answer))).rejects.toThrow(message);
  });
});

describe("an object", () => {
  test("that is not there is undefined, and nothing else is", async () => {
    const gone = client(() => Promise.reject(new NotFoundError(facts, "gone")));
    expect(await gone.find((organization) => organization.projects.retrieve("proj_1"))).toBeUndefined();
    const denied = client(() => Promise.reject(new DeniedError(facts, "no")));
    await expect(denied.find((organization) => organization.projects.retrieve("proj_1"))).rejects.toThrow(DeniedError);
  });
});

test("a failure keeps its class on the way through the vendor's client", async () => {
  const conflict = client(() => Promise.reject(new ConflictError(facts, "taken")));
  const creation = conflict.admin((organization) => organization.projects.create({ name: "acme" }));
  await expect(creation).rejects.toBeInstanceOf(ConflictError);
  expect(sent).toHaveLength(1);
});

test("the admin key goes out, and nothing that other variables of the environment say", async () => {
  vi.stubEnv("OPENAI_API_KEY", "sk-proj-other");
  vi.stubEnv("OPENAI_ORG_ID", "org-other");
  vi.stubEnv("OPENAI_PROJECT_ID", "proj_other");
  await projects(client(() => Response.json({ data: [], has_more: false })));
  expect(sent[0]?.headers.get("authorization")).toBe("Bearer sk-admin-cAnArY0123456789");
  expect(JSON.stringify([...(sent[0]?.headers ?? [])])).not.toContain("other");
  vi.unstubAllEnvs();
});

describe("a request that was held back for minutes", () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  test("keeps the class of its failure", async () => {
    const held = client(async () => {
      await vi.advanceTimersByTimeAsync(900_000);
      throw new NotFoundError(facts, "gone");
    });
    await projects(client(() => Response.json({ data: [], has_more: false }))); // The vendor's client is loaded, with real timers.
    vi.useFakeTimers();
    expect(await held.find((organization) => organization.projects.retrieve("proj_1"))).toBeUndefined();
  });
});
