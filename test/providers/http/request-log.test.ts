import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { requestLog } from "../../../providers/http/request-log.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "tenantry-log-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

const entry = {
  vendor: "WorkOS",
  method: "GET",
  route: "/organizations",
  status: 200,
  attempt: 1,
  tookMs: 3,
  heldMs: 0,
};

test("one JSON line per attempt is appended to the file that was asked for", () => {
  const file = join(folder, "requests.jsonl");
  requestLog({ TENANTRY_REQUEST_LOG: file })(entry);
  requestLog({ TENANTRY_REQUEST_LOG: file })({ ...entry, attempt: 2 });
  const lines = readFileSync(file, "utf8").trimEnd().split("\n");
  expect(lines.map((line) => JSON.parse(line))).toEqual([entry, { ...entry, attempt: 2 }]);
});

test("only this user can read it", () => {
  const file = join(folder, "private.jsonl");
  requestLog({ TENANTRY_REQUEST_LOG: file })(entry);
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test.each([{}, { TENANTRY_REQUEST_LOG: "" }])("with %o nothing is written", (environment) => {
  requestLog(environment)(entry);
});
