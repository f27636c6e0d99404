import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isConflict, isDenied } from "../../../providers/contract/errors.ts";
import type { Api } from "../../../providers/http/api.ts";
import { at } from "../../../providers/http/path.ts";
import { workos } from "../../../providers/workos/client.ts";
import { type Move, type ScriptedServer, scriptedServer } from "../http/scripted-server.ts";

let server: ScriptedServer;

beforeAll(async () => {
  server = await scriptedServer();
});
afterAll(() => server.close());

/** A client of a server that plays these moves. */
function client(...moves: Move[]): Api {
  server.plays(...moves);
  return workos.open({ url: new URL(server.url), key: "sk_test_cAnArY0123456789" }).writer;
}

const answer = (body: unknown, status = 200): Move => ({ status, body });
const refused = (status: number): Move => answer({ message: "no" }, status);

const organizations = at`/organizations`;
const organization = at`/organizations/${"org_1"}`;
const roles = at`/authorization/roles`;

describe("a list", () => {
  const pages = (...names: (string | undefined)[]): Move[] =>
    names.map((name, page) =>
      answer({ data: [{ id: `row_${page}` }], list_metadata: { before: null, after: name ?? null } }),
    );

  test("is read to its last page, 100 at a time", async () => {
    const workos = client(...pages("p1", "p2", undefined));
    expect(await workos.list(organizations, { organization_id: "org_1" })).toEqual([
      { id: "row_0" },
      { id: "row_1" },
      { id: "row_2" },
    ]);
    expect(server.received).toEqual([
      "GET /organizations?organization_id=org_1&limit=100&order=asc",
      "GET /organizations?organization_id=org_1&limit=100&order=asc&after=p1",
      "GET /organizations?organization_id=org_1&limit=100&order=asc&after=p2",
    ]);
  });

  test("that fails on a later page is no list", async () => {
    const half = client(...pages("p1"), refused(403));
    await expect(half.list(organizations)).rejects.toSatisfy(isDenied);
    expect(server.received).toHaveLength(2);
  });

  test.each([
    ["a cursor that does not move", pages("p1", "p1"), /cursor does not move/],
    ["an answer that does not say whether it goes on", [answer({ data: [] })], /whether it goes on/],
    ["an answer without data", [answer({})], /is not a list/],
    ["an answer whose data is no list", [answer({ data: {} })], /is not a list/],
    ["an answer that is null", [answer(null)], /is not a list/],
    ["an answer that is not JSON", [answer("<html>")], /is not JSON/],
  ])("with %s is an error, not its end", async (_what, moves, message) => {
    await expect(client(...moves).list(organizations)).rejects.toThrow(message);
  });

  test("without pages is held to be a list as well", async () => {
    expect(await client(answer({ data: [1] })).unpaged(roles)).toEqual([1]);
    expect(server.received).toEqual(["GET /authorization/roles"]);
    await expect(client(answer({ object: "error" })).unpaged(roles)).rejects.toThrow(/is not a list/);
  });

  test("without an envelope likewise", async () => {
    expect(await client(answer([1])).unpaged(roles, {}, "bare")).toEqual([1]);
    await expect(client(answer({ data: [1] })).unpaged(roles, {}, "bare")).rejects.toThrow(/is not a list/);
    await expect(client(answer([1])).unpaged(roles)).rejects.toThrow(/is not a list/);
  });
});

describe("an object", () => {
  test("that is not there is undefined, and nothing else is", async () => {
    expect(await client(refused(404)).find(organization)).toBeUndefined();
    await expect(client(refused(403)).find(organization)).rejects.toSatisfy(isDenied);
    expect(await client(answer({ id: "org_1" })).find(organization)).toEqual({ id: "org_1" });
  });
});

describe("a write", () => {
  test("sends what it is given, with undefined left out and null kept", async () => {
    await client(answer({ id: "org_1" })).put(organization, { name: undefined, external_id: null });
    expect(server.received).toEqual(["PUT /organizations/org_1"]);
    expect(server.bodies).toEqual([{ external_id: null }]);
  });

  test.each(["post", "put", "patch"] as const)("%s that fails keeps the kind of its failure", async (method) => {
    await expect(client(refused(409))[method](organizations, {})).rejects.toSatisfy(isConflict);
  });

  test.each([
    ["status", 422, { code: "external_id_already_used", message: "Taken." }],
    ["place in the answer", 422, { message: "Validation failed", errors: [{ code: "email_already_invited" }] }],
  ])("that meets what is there already is a conflict, whatever its %s", async (_what, status, body) => {
    await expect(client(answer(body, status)).post(organizations)).rejects.toSatisfy(isConflict);
  });

  test("a DELETE tells whether the object goes now, later, or was not there", async () => {
    expect(await client({ status: 204 }).delete(organization)).toBe("deleted");
    expect(await client({ status: 202 }).delete(organization)).toBe("accepted");
    expect(await client(refused(404)).delete(organization)).toBe("absent");
    await expect(client(refused(403)).delete(organization)).rejects.toSatisfy(isDenied);
  });

  test("a DELETE of one of several says which, or is not sent", async () => {
    const api = client({ status: 204 });
    await api.delete(organization, { several: true, id: "a/b" });
    await expect(api.delete(organization, { several: true, id: "" })).rejects.toThrow("empty id");
    expect(server.received).toEqual(["DELETE /organizations/org_1?several=true&id=a%2Fb"]);
  });

  test("writes that share a key go one after another, others do not wait for them", async () => {
    const order: string[] = [];
    const slow = client(answer({}));
    const write = (name: string) => async () => {
      order.push(`${name} begins`);
      await slow.post(roles);
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
    const workos = client(answer({}));
    await expect(workos.inTurn("org_1", () => Promise.reject(new Error("no")))).rejects.toThrow("no");
    await expect(workos.inTurn("org_1", async () => "next")).resolves.toBe("next");
  });
});

test("the key goes out", async () => {
  await client(answer({})).get(organization);
  expect(server.headers[0]?.authorization).toBe("Bearer sk_test_cAnArY0123456789");
});
