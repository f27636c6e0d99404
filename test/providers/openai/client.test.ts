import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { isConflict, isDenied, isNotFound } from "../../../providers/contract/errors.ts";
import type { Api } from "../../../providers/http/api.ts";
import { at } from "../../../providers/http/path.ts";
import { openai } from "../../../providers/openai/client.ts";
import { type Move, type ScriptedServer, scriptedServer } from "../http/scripted-server.ts";

let server: ScriptedServer;

beforeAll(async () => {
  server = await scriptedServer();
});
afterAll(() => server.close());

/** A client of a server that plays these moves. */
function client(...moves: Move[]): Api {
  server.plays(...moves);
  return openai.open({ url: new URL("/v1", server.url), key: "sk-admin-cAnArY0123456789" }).writer;
}

const answer = (body: unknown, status = 200): Move => ({ status, body });
const refused = (status: number, code?: string): Move => answer({ error: { message: "no", code } }, status);

const projects = at`/organization/projects`;
const project = at`/organization/projects/${"proj_1"}`;

describe("a list", () => {
  test("is read to its last page, 100 at a time", async () => {
    const page = (id: string, has_more: boolean) => answer({ object: "list", data: [{ id }], has_more, last_id: id });
    const openai = client(page("proj_0", true), page("proj_1", true), page("proj_2", false));
    expect((await openai.list<{ id: string }>(projects)).map(({ id }) => id)).toEqual(["proj_0", "proj_1", "proj_2"]);
    expect(server.received).toEqual([
      "GET /v1/organization/projects?limit=100",
      "GET /v1/organization/projects?limit=100&after=proj_0",
      "GET /v1/organization/projects?limit=100&after=proj_1",
    ]);
  });

  test("that does not name its last row goes on after the last row it has", async () => {
    const page = (id: string, has_more: boolean) => answer({ data: [{ id }], has_more });
    expect(await client(page("proj_0", true), page("proj_1", false)).list(projects)).toHaveLength(2);
    expect(server.received[1]).toContain("after=proj_0");
  });

  test("of rows without an id goes on after the group that the last one is about", async () => {
    const page = (group_id: string, has_more: boolean) => answer({ data: [{ group_id }], has_more, next: null });
    expect(await client(page("group_0", true), page("group_1", false)).list(projects)).toHaveLength(2);
    expect(server.received[1]).toContain("after=group_0");
  });

  test("that fails on a later page is no list", async () => {
    const half = client(answer({ data: [{ id: "proj_1" }], has_more: true }), refused(403));
    await expect(half.list(projects)).rejects.toSatisfy(isDenied);
    expect(server.received).toHaveLength(2);
  });

  test.each([
    ["goes on but not where", answer({ data: [], has_more: true }), /but not where/],
    ["has a cursor that does not move", answer({ data: [{ id: "a" }], has_more: true }), /does not move/],
    ["does not say whether it goes on", answer({ data: [{ id: "a" }] }), /whether it goes on/],
    ["has no data", answer({}), /is not a list/],
    ["is null", answer(null), /is not a list/],
    ["is not JSON", { status: 200, body: "<html>", headers: { "content-type": "text/html" } }, /is not JSON/],
  ] as [string, Move, RegExp][])("that %s is an error, not its end", async (_what, move, message) => {
    await expect(client(move).list(projects)).rejects.toThrow(message);
  });
});

describe("an object", () => {
  test("that is not there is undefined, and nothing else is", async () => {
    expect(await client(refused(404)).find(project)).toBeUndefined();
    await expect(client(refused(403)).find(project)).rejects.toSatisfy(isDenied);
  });

  test("in an archived project, whose status does not say so, is not there", async () => {
    expect(await client(refused(400, "project_archived")).find(project)).toBeUndefined();
    await expect(client(refused(400, "project_archived")).get(project)).rejects.toSatisfy(isNotFound);
    await expect(client(refused(400)).find(project)).rejects.toThrow("400");
  });
});

test("a failure keeps its kind, and is sent once", async () => {
  await expect(client(refused(409)).post(projects, { name: "acme" })).rejects.toSatisfy(isConflict);
  expect(server.received).toEqual(["POST /v1/organization/projects"]);
});

test.each(["mismatched_organization", "invalid_organization"])(
  "the organization goes out if the environment names one, and its refusal as %s says where it stands",
  async (code) => {
    server.plays(refused(401, code));
    const environment = {
      OPENAI_ADMIN_KEY: "sk-admin-emulator",
      OPENAI_ORG_ID: "org-a1 ",
      OPENAI_BASE_URL: `${server.url}/v1`,
    };
    const { reader } = openai.open(openai.configuration(environment));
    await expect(reader.list(projects)).rejects.toThrow(
      "no; OPENAI_ORG_ID names another one than the key is of; the key in the environment is not accepted",
    );
    expect(server.headers[0]?.["openai-organization"]).toBe("org-a1");
  },
);

test("the admin key goes out, and nothing that other variables of the environment say", async () => {
  vi.stubEnv("OPENAI_API_KEY", "sk-proj-other");
  vi.stubEnv("OPENAI_ORG_ID", "org-other");
  vi.stubEnv("OPENAI_PROJECT_ID", "proj_other");
  await client(answer({ data: [], has_more: false })).list(projects);
  expect(server.headers[0]?.authorization).toBe("Bearer sk-admin-cAnArY0123456789");
  expect(JSON.stringify(server.headers[0])).not.toContain("other");
  vi.unstubAllEnvs();
});
