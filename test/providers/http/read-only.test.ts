import { expect, test } from "vitest";
import { accountName, readOnly } from "../../../providers/http/connection.ts";

const sent: string[] = [];
const transport: typeof fetch = async (_input, init) => {
  sent.push(init?.method ?? "GET");
  return Response.json({});
};

test.each(["POST", "PUT", "PATCH", "DELETE", "post", "delete", "HEAD", "QUERY"])("%s is not sent", (method) => {
  sent.length = 0;
  expect(() => readOnly(transport)("https://api.example/organizations", { method })).toThrow(/wanted to send/);
  expect(sent).toEqual([]);
});

test("not even inside a Request", () => {
  sent.length = 0;
  const request = new Request("https://api.example/organizations", { method: "POST" });
  expect(() => readOnly(transport)(request)).toThrow(/wanted to send/);
  expect(sent).toEqual([]);
});

test.each([{}, { method: "GET" }, { method: "get" }])("%o is", async (init) => {
  sent.length = 0;
  await readOnly(transport)("https://api.example/organizations", init);
  expect(sent).toHaveLength(1);
});

test("an account's name tells accounts apart and holds nothing of the key", () => {
  const url = new URL("https://api.example/v1");
  const name = accountName(url, "sk_live_abcdef0123456789");
  expect(name).toMatch(/^https:\/\/api\.example [0-9a-f]{16}$/);
  expect(name).not.toBe(accountName(url, "sk_live_abcdef0123456780"));
  expect(name).not.toBe(accountName(new URL("https://other.example"), "sk_live_abcdef0123456789"));
});
