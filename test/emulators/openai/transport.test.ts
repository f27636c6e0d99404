import { expect, test } from "vitest";
import { ORGANIZATION_ID } from "../../../emulators/openai/store.ts";
import { PROJECTS, useOpenai } from "./organization.ts";

const openai = useOpenai();

test.each([
  ["GET", "/organization/nothing"],
  ["GET", "/organization/projects//archive"],
  ["PATCH", "/organization/projects"],
  ["GET", "/chat/completions"],
])("%s %s is 404 in the full envelope, with a request id", async (method, path) => {
  const answer = await openai.call(method, path);
  expect([answer.status, answer.body]).toEqual([
    404,
    {
      error: { message: `Invalid URL (${method} /v1${path})`, type: "invalid_request_error", param: null, code: null },
    },
  ]);
  expect(answer.headers.get("x-request-id")).toMatch(/^req_\w+$/);
});

test.each([
  [undefined, 401, null],
  ["Bearer sk-admin-other", 401, "invalid_api_key"],
  ["Bearer sk-proj-ordinary", 403, "insufficient_permissions"],
  ["Bearer", 401, "invalid_api_key"],
])("with the key %s it is %s", async (authorization, status, code) => {
  const headers = authorization === undefined ? undefined : { authorization };
  const response = await fetch(openai.emulator.url + PROJECTS, { ...(headers ? { headers } : {}) });
  expect([response.status, ((await response.json()) as { error: { code: string } }).error.code]).toEqual([
    status,
    code,
  ]);
});

test.each([
  [ORGANIZATION_ID, 200, undefined],
  ["org-other", 401, "mismatched_organization"],
])("a request that names the organization %s is answered %i", async (organization, status, code) => {
  const headers = { authorization: `Bearer ${openai.emulator.adminApiKey}`, "openai-organization": organization };
  const response = await fetch(openai.emulator.url + PROJECTS, { headers });
  const { error } = (await response.json()) as { error?: { code: string } };
  expect([response.status, error?.code]).toEqual([status, code]);
});

test("nothing of the API is outside of /v1, and nothing of the control plane inside", async () => {
  expect((await fetch(openai.emulator.origin + PROJECTS)).status).toBe(401);
  expect((await openai.get("/_emulator/requests")).status).toBe(404);
  expect((await fetch(`${openai.emulator.origin}/_emulator/requests`)).status).toBe(200);
});

test("what the control plane does not have is said to be missing, needs no key, and is no request of the API", async () => {
  const nowhere = await fetch(`${openai.emulator.origin}/_emulator/nowhere`);
  expect([nowhere.status, await nowhere.json()]).toEqual([
    404,
    { error: "the control plane has no GET /_emulator/nowhere" },
  ]);
  expect((await fetch(`${openai.emulator.origin}/_emulator/requests`, { method: "PUT" })).status).toBe(404);
  expect(openai.emulator.requests.total).toBe(0);
});

test("switches are read and set by HTTP; what is misspelt changes nothing", async () => {
  const path = `${openai.emulator.origin}/_emulator/switches`;
  const set = (body: object) => fetch(path, { method: "POST", body: JSON.stringify(body) });
  expect((await set({ auditLogging: false })).status).toBe(200);
  expect((await set({ auditLogging: true, auditLoging: true })).status).toBe(400);
  expect((await set({ auditLogging: "yes" })).status).toBe(400);
  expect(await (await fetch(path)).json()).toMatchObject({ auditLogging: false, omitLastId: false });
});

test("a colleague acts through a path as well as in process", async () => {
  const path = `${openai.emulator.origin}/_emulator/as/dana@ourcompany.example${PROJECTS}`;
  const response = await fetch(path, { method: "POST", body: JSON.stringify({ name: "By hand" }) });
  expect(response.status).toBe(200);
  const [log] = (await openai.get("/organization/audit_logs")).body.data;
  expect(log.actor.session.user.email).toBe("dana@ourcompany.example");
});
