import { request } from "node:http";
import { connect } from "node:net";
import { expect, test } from "vitest";
import { type OpenaiEmulator, startEmulators, startOpenai, startWorkos } from "../../../emulators/index.ts";
import { type Answer, useWorkos } from "../workos/environment.ts";

const workos = useWorkos({ blank: true });

const control = async (method: string, path: string, body?: unknown) => {
  const response = await fetch(`${workos.emulator.origin}/_emulator${path}`, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as Answer["body"] };
};

test("requests are counted by the templates of the specification, in order, with what became of them", async () => {
  const { id } = await workos.organization();
  await workos.get(`/organizations/${id}`);
  await workos.get("/organizations/org_unknown");
  await workos.get("/no/such/path");
  const { requests } = workos.emulator;
  expect(requests.counts()).toEqual({
    "GET /no/such/path": 1,
    "GET /organizations/{id}": 2,
    "POST /organizations": 1,
  });
  expect([requests.total, requests.writes, requests.count("GET /organizations/{id}")]).toEqual([4, 1, 2]);
  expect(requests.log.map(({ index, route, status }) => [index, route, status])).toEqual([
    [0, "/organizations", 201],
    [1, "/organizations/{id}", 200],
    [2, "/organizations/{id}", 404],
    [3, "/no/such/path", 404],
  ]);
  requests.reset();
  expect([requests.total, requests.counts(), requests.log]).toEqual([0, {}, []]);
});

test("another actor's requests are logged with the actor, and neither counted nor hindered", async () => {
  const { emulator } = workos;
  emulator.faults.add({ kind: "answer", times: Number.POSITIVE_INFINITY });
  emulator.limits.set([{ capacity: 1, perSeconds: 60, shared: true }]);
  await emulator.as("dana@x.example").post("/organizations", { name: "Acme" });
  const { url, origin } = emulator;
  const byHeader = await fetch(`${url}/organizations`, { headers: { "x-emulator-actor": "dana@x.example" } });
  const byPath = await fetch(`${origin}/_emulator/as/d%C3%A4na@x.example/organizations?limit=1`);
  expect([byHeader.status, byPath.status, ((await byPath.json()) as Answer["body"]).data.length]).toEqual([
    200, 200, 1,
  ]);
  expect(emulator.requests.total).toBe(0);
  expect(emulator.requests.log.map(({ actor, query }) => [actor, query])).toEqual([
    ["dana@x.example", ""],
    ["dana@x.example", ""],
    ["däna@x.example", "limit=1"],
  ]);
});

test("without the right key nothing is done, and the answer is JSON with a request id", async () => {
  for (const authorization of ["", "Bearer", "Bearer sk_test_wrong", "Basic c2s="]) {
    const answer = await workos.call("POST", "/organizations", { name: "Acme" }, { authorization });
    expect([answer.status, answer.body]).toEqual([401, { message: "Unauthorized" }]);
    expect(answer.headers.get("x-request-id")).toMatch(/^req_\w+$/);
    expect(answer.headers.get("content-type")).toMatch(/^application\/json/);
  }
  expect((await workos.get("/organizations")).body.data).toEqual([]);
});

test("an operation of the specification that is not served says so; anything else is 404", async () => {
  const unserved = await workos.post("/user_management/authenticate");
  expect([unserved.status, unserved.body]).toEqual([
    501,
    {
      code: "not_emulated",
      message: "POST /user_management/authenticate is part of WorkOS's API, and not yet of this emulator.",
    },
  ]);
  for (const [method, path] of [
    ["GET", "/organisations"],
    ["PATCH", "/organizations"],
    ["GET", "//organizations"],
  ] as const)
    expect([path, (await workos.call(method, path)).status]).toEqual([path, 404]);
});

test("a body that is not JSON or too long is refused", async () => {
  const send = async (body: string) => {
    const headers = { authorization: `Bearer ${workos.emulator.apiKey}` };
    return (await fetch(`${workos.emulator.url}/organizations`, { method: "POST", headers, body })).status;
  };
  expect(await send("{")).toBe(400);
  expect(await send(JSON.stringify({ name: "x".repeat(1024 * 1024) }))).toBe(413);
  expect(await send("[".repeat(100_000) + "]".repeat(100_000))).toBe(422);
});

test("a body that never ends is refused as soon as it is too long, by the API and by the control plane", async () => {
  const { url, origin, apiKey } = workos.emulator;
  /** Sends so many bytes in chunks of 64 kB, and never an end. */
  const statusAfter = (address: string, bytes: number) =>
    new Promise<number | undefined>((resolve, reject) => {
      const sending = request(address, { method: "POST", headers: { authorization: `Bearer ${apiKey}` } });
      sending.on("error", reject);
      sending.on("response", ({ statusCode }) => {
        resolve(statusCode);
        sending.destroy();
      });
      for (let sent = 0; sent < bytes; sent += 65_536) sending.write("x".repeat(65_536));
    });
  const megabytes = 1024 * 1024;
  expect(await statusAfter(`${url}/organizations`, 2 * megabytes)).toBe(413);
  expect(await statusAfter(`${origin}/_emulator/as/dana@x.example/organizations`, 2 * megabytes)).toBe(413);
  expect(await statusAfter(`${origin}/_emulator/seed`, 34 * megabytes)).toBe(400);
});

test("latency is waited out together by requests in flight together", async () => {
  const arrived: number[] = [];
  let release = () => {};
  const everybodyIsHere = new Promise<void>((resolve) => {
    release = resolve;
  });
  workos.emulator.latencyMs = 1;
  workos.emulator.onRequest = async ({ index, phase }) => {
    if (phase !== "received") return;
    arrived.push(index);
    if (arrived.length === 5) release();
    await everybodyIsHere;
  };
  // Would hang if requests were handled one after the other.
  await Promise.all([1, 2, 3, 4, 5].map(() => workos.get("/organizations")));
  workos.emulator.onRequest = undefined;
  workos.emulator.latencyMs = 0;
  expect(arrived).toEqual([0, 1, 2, 3, 4]);
});

test("the hook sees each request before and after it takes effect", async () => {
  const seen: unknown[] = [];
  workos.emulator.onRequest = async ({ index, method, route, phase }) => {
    const held = (await workos.emulator.as("test").get("/organizations")).data.length;
    seen.push([index, method, route, phase, held]);
  };
  await workos.post("/organizations", { name: "Acme" });
  workos.emulator.onRequest = undefined;
  expect(seen).toEqual([
    [0, "POST", "/organizations", "received", 0],
    [0, "POST", "/organizations", "handled", 1],
  ]);
});

test("every answer is dated by the emulator's clock", async () => {
  workos.emulator.clock.set("2030-01-01T00:00:00Z");
  expect((await workos.get("/organizations")).headers.get("date")).toBe("Tue, 01 Jan 2030 00:00:00 GMT");
});

test("HEAD is answered like GET, without a body", async () => {
  const answer = await workos.call("HEAD", "/organizations");
  expect([answer.status, answer.body]).toEqual([200, undefined]);
});

test("a page under another name cannot reach it", async () => {
  const status = await new Promise<string>((resolve, reject) => {
    const socket = connect(workos.emulator.port, "127.0.0.1");
    socket.on("error", reject);
    socket.on("data", (data) => {
      resolve(data.toString().split("\r\n")[0] ?? "");
      socket.destroy();
    });
    socket.write("GET /_emulator/dump HTTP/1.1\r\nHost: evil.example\r\n\r\n");
  });
  expect(status).toContain("403");
});

test("a page from elsewhere cannot use it either", async () => {
  const reset = (origin: string) =>
    fetch(`${workos.emulator.origin}/_emulator/reset`, { method: "POST", headers: { origin } });
  await workos.organization();
  expect((await reset("https://evil.example")).status).toBe(403);
  expect((await reset("null")).status).toBe(403);
  expect((await workos.get("/organizations")).body.data).toHaveLength(1);
  expect((await reset("http://localhost:3000")).status).toBe(200);
});

test("one collection of what is held can be asked for alone", async () => {
  const all = (await control("GET", "/dump")).body;
  expect(Object.keys(all).length).toBeGreaterThan(5);
  for (const [name, held] of Object.entries(all)) expect((await control("GET", `/dump/${name}`)).body).toEqual(held);
  for (const name of ["organisations", "toString"]) {
    const { status, body } = await control("GET", `/dump/${name}`);
    expect([status, body.error]).toEqual([400, expect.stringContaining(`there is no ${name}: organizations, `)]);
  }
});

test("reset leaves what a fresh environment has", async () => {
  const fresh = (await control("GET", "/dump")).body;
  await workos.organization({ domain_data: [{ domain: "acme.com", state: "pending" }] });
  workos.emulator.faults.add({ kind: "answer", times: 5 });
  await control("POST", "/reset");
  const sizes = (dump: Record<string, unknown[]>) => Object.entries(dump).map(([name, held]) => [name, held.length]);
  expect(sizes((await control("GET", "/dump")).body)).toEqual(sizes(fresh));
  expect((await workos.get("/organizations")).status).toBe(200);
});

test("both vendors start together on ports of their own, and close", async () => {
  const { workos, openai, close } = await startEmulators();
  expect(workos.url).toBe(`http://127.0.0.1:${workos.port}`);
  expect(openai.url).toBe(`http://127.0.0.1:${openai.port}/v1`);
  await close();
  await expect(fetch(workos.url)).rejects.toThrow();
});

test("a taken port is an error", async () => {
  await expect(startWorkos({ port: workos.emulator.port })).rejects.toThrow(/EADDRINUSE/);
});

test("closing does not wait for a request that is never answered", async () => {
  const emulator: OpenaiEmulator = await startOpenai();
  emulator.faults.add({ kind: "hang" });
  const answer = fetch(`${emulator.url}/organization/projects`).catch((error: Error) => error);
  await expect.poll(() => emulator.requests.total).toBe(1);
  await emulator.close();
  expect(await answer).toBeInstanceOf(Error);
});
