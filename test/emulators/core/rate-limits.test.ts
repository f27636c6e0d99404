import { describe, expect, test } from "vitest";
import { RateLimits } from "../../../emulators/core/rate-limits.ts";
import { startEmulators } from "../../../emulators/index.ts";
import { useOpenai } from "../openai/organization.ts";
import { useWorkos } from "../workos/environment.ts";

const at = (seconds: number) => new Date(Date.UTC(2026, 0, 1) + seconds * 1000);

describe(RateLimits, () => {
  test("a bucket is per method and route, empties, and fills up with time", () => {
    const limits = new RateLimits([{ capacity: 2, perSeconds: 60 }]);
    expect([limits.take("GET", "/a", at(0)), limits.take("GET", "/a", at(0)), limits.take("GET", "/a", at(0))]).toEqual(
      [0, 0, 30],
    );
    expect([limits.take("POST", "/a", at(0)), limits.take("GET", "/b", at(0))]).toEqual([0, 0]);
    expect([
      limits.take("GET", "/a", at(29)),
      limits.take("GET", "/a", at(30)),
      limits.take("GET", "/a", at(30)),
    ]).toEqual([1, 0, 30]);
  });

  test("a shared bucket is one for all that match", () => {
    const limits = new RateLimits([{ method: "GET", capacity: 1, perSeconds: 10, shared: true }]);
    expect([
      limits.take("GET", "/a", at(0)),
      limits.take("GET", "/b", at(0)),
      limits.take("POST", "/b", at(0)),
    ]).toEqual([0, 10, 0]);
  });

  test("a request that one bucket refuses takes nothing from another", () => {
    const limits = new RateLimits([
      { capacity: 1, perSeconds: 10, shared: true },
      { route: "/a", capacity: 5, perSeconds: 50 },
    ]);
    for (let n = 0; n < 4; n++) limits.take("GET", "/a", at(0));
    expect(limits.take("GET", "/a", at(10))).toBe(0);
    limits.set([]);
    expect(limits.take("GET", "/a", at(10))).toBe(0);
  });

  test("a rule can be for routes that begin alike, and for all writes", () => {
    const limits = new RateLimits([{ route: "/users/*", method: "writes", capacity: 1, perSeconds: 10, shared: true }]);
    const taken = (method: string, route: string) => limits.take(method, route, at(0));
    expect([taken("POST", "/users/{id}"), taken("PUT", "/users/{id}/roles")]).toEqual([0, 10]);
    expect([taken("GET", "/users/{id}"), taken("POST", "/organizations")]).toEqual([0, 0]);
  });

  test("a clock that is set back refuses nobody for longer than the bucket takes to fill", () => {
    const limits = new RateLimits([{ capacity: 1, perSeconds: 10 }]);
    limits.take("GET", "/a", at(1000));
    expect(limits.take("GET", "/a", at(0))).toBe(10);
    expect(limits.take("GET", "/a", at(10))).toBe(0);
  });
});

describe("over HTTP", () => {
  const workos = useWorkos();
  const openai = useOpenai();

  test("WorkOS says when to come back", async () => {
    workos.emulator.limits.set([{ capacity: 1, perSeconds: 20 }]);
    await workos.get("/organizations");
    const refused = await workos.get("/organizations");
    expect([refused.status, refused.headers.get("retry-after")]).toEqual([429, "20"]);
    workos.emulator.clock.advance(20_000);
    expect((await workos.get("/organizations")).status).toBe(200);
  });

  test("the vendors' own limits are there by name", async () => {
    const limited = await startEmulators({ workos: { limits: "vendor" }, openai: { limits: "vendor" } });
    for (const emulator of [limited.workos, limited.openai]) emulator.clock.stop();
    const send = async (url: string, method: string, key: string) =>
      (await fetch(url, { method, headers: { authorization: `Bearer ${key}` } })).status;
    const deletion = () => send(`${limited.workos.url}/organizations/org_x`, "DELETE", limited.workos.apiKey);
    for (let n = 0; n < 50; n++) expect(await deletion()).toBe(404);
    expect(await deletion()).toBe(429);
    const listing = (project: string) =>
      send(`${limited.openai.url}/organization/projects/${project}/api_keys`, "GET", limited.openai.adminApiKey);
    for (let n = 0; n < 10; n++) expect(await listing(`proj_${n}`)).toBe(404);
    expect(await listing("proj_other")).toBe(429);
    await limited.close();
  });

  test("OpenAI does not", async () => {
    openai.emulator.limits.set([{ capacity: 1, perSeconds: 60 }]);
    await openai.get("/organization/projects");
    const refused = await openai.get("/organization/projects");
    expect(refused.status).toBe(429);
    expect([...refused.headers.keys()].filter((name) => /retry|limit/.test(name))).toEqual([]);
    const path = `${openai.emulator.origin}/_emulator/limits`;
    await fetch(path, { method: "DELETE" });
    expect((await openai.get("/organization/projects")).status).toBe(200);
    await fetch(path, { method: "PUT", body: JSON.stringify([{ capacity: 1, perSeconds: 60 }]) });
    await openai.get("/organization/projects");
    expect((await openai.get("/organization/projects")).status).toBe(429);
  });
});
