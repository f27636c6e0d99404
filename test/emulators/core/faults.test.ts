import { expect, test } from "vitest";
import { Faults } from "../../../emulators/core/faults.ts";
import { type Answer, useWorkos } from "../workos/environment.ts";

const workos = useWorkos({ blank: true });

const create = () => workos.post("/organizations", { name: "Acme" });
const held = async () => (await workos.emulator.as("test").get("/organizations")).data.length;

test("answer: the vendor's envelope comes back, and nothing happens", async () => {
  const fault = workos.emulator.faults.add({ kind: "answer" });
  expect(await create()).toMatchObject({ status: 500, body: { message: expect.any(String) } });
  expect([await held(), fault.hits]).toEqual([0, 1]);
  expect((await create()).status).toBe(201);
});

test("answer: status, headers and body as asked for", async () => {
  workos.emulator.faults.add({
    kind: "answer",
    status: 429,
    headers: { "Retry-After": "7" },
    body: "<html>busy</html>",
  });
  const response = await fetch(`${workos.emulator.url}/organizations`);
  expect([response.status, response.headers.get("retry-after"), await response.text()]).toEqual([
    429,
    "7",
    "<html>busy</html>",
  ]);
});

test("misreport: it happens, and the answer says otherwise", async () => {
  workos.emulator.faults.add({ kind: "misreport", status: 502 });
  expect((await create()).status).toBe(502);
  expect(await held()).toBe(1);
});

test.each([
  ["drop", 0],
  ["do-then-drop", 1],
] as const)("%s: the connection is cut and %i organization is there", async (kind, organizations) => {
  workos.emulator.faults.add({ kind });
  await expect(create()).rejects.toThrow("fetch failed");
  expect(await held()).toBe(organizations);
  expect(workos.emulator.requests.log[0]?.status).toBe("dropped");
});

test("hang: it happens and no answer comes, while others are served", async () => {
  workos.emulator.faults.add({ kind: "hang" });
  const aborter = new AbortController();
  const { url, apiKey } = workos.emulator;
  const answer = fetch(`${url}/organizations`, {
    method: "POST",
    headers: { authorization: `Bearer ${apiKey}` },
    body: JSON.stringify({ name: "Acme" }),
    signal: aborter.signal,
  }).catch((error: Error) => error.name);
  await expect.poll(held).toBe(1);
  expect((await workos.get("/organizations")).body.data).toHaveLength(1);
  aborter.abort();
  expect(await answer).toBe("AbortError");
  expect(workos.emulator.requests.log.find(({ method }) => method === "POST")?.status).toBe("pending");
});

test("delay: it happens later", async () => {
  workos.emulator.faults.add({ kind: "delay", delayMs: 1 });
  expect((await create()).status).toBe(201);
});

test("method, route, after and times say which requests are struck", async () => {
  const { faults } = workos.emulator;
  const { id } = await workos.organization();
  const fault = faults.add({
    method: "GET",
    route: "/organizations/{id}",
    after: 1,
    times: 2,
    kind: "answer",
    status: 503,
  });
  const statuses = [];
  for (let n = 0; n < 5; n++) {
    statuses.push((await workos.get(`/organizations/${id}`)).status);
    expect((await workos.get("/organizations")).status).toBe(200);
  }
  expect(statuses).toEqual([200, 503, 503, 200, 200]);
  expect(fault.hits).toBe(2);
  fault.remove();
  expect(faults.list()).toEqual([]);
});

test("faults are placed, listed and cleared by HTTP; what is misspelt is refused", async () => {
  const control = async (method: string, body?: object) => {
    const init = { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
    const response = await fetch(`${workos.emulator.origin}/_emulator/faults`, init);
    return { status: response.status, body: (await response.json()) as Answer["body"] };
  };
  expect((await control("POST", { kind: "answer", status: 418, times: -1 })).status).toBe(201);
  expect([(await create()).status, (await create()).status]).toEqual([418, 418]);
  expect((await control("GET")).body.data).toMatchObject([{ kind: "answer", times: -1, hits: 2 }]);
  await control("DELETE");
  expect((await create()).status).toBe(201);
  expect((await control("POST", { kind: "anser" })).status).toBe(400);
  expect((await control("POST", { kind: "answer", routes: "/x" })).status).toBe(400);
});

test("by chance: only the share that was asked for is struck, for as long as it is there", () => {
  const draws = [0.1, 0.9, 0.29, 0.3, 0];
  const faults = new Faults(() => draws.shift() ?? 1);
  const placed = faults.add({ kind: "answer", probability: 0.3 });
  const struck = Array.from({ length: 5 }, () => faults.strike("GET", "/organizations") !== undefined);
  expect([struck, placed.hits]).toEqual([[true, false, true, false, true], 3]);
});

test("a share that is none is refused by the control plane", async () => {
  const path = `${workos.emulator.origin}/_emulator/faults`;
  const place = async (probability: number) =>
    (await fetch(path, { method: "POST", body: JSON.stringify({ kind: "answer", probability }) })).status;
  expect([await place(1.5), await place(-0.1), await place(0.5)]).toEqual([400, 400, 201]);
});
