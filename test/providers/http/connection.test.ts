import { describe, expect, test } from "vitest";
import { readOnly } from "../../../providers/http/connection.ts";
import { at } from "../../../providers/http/path.ts";
import type { ApiRequest, Send } from "../../../providers/http/transport.ts";
import { openai } from "../../../providers/openai/client.ts";

describe("what only reads", () => {
  const sent: string[] = [];
  const send: Send = async ({ method }) => {
    sent.push(method);
    return { status: 200, body: {} };
  };
  const organizations = at`/organizations`;

  test.each(["POST", "PUT", "PATCH", "DELETE", "post", "delete", "HEAD", "QUERY"])("does not send %s", (method) => {
    sent.length = 0;
    const request = { method, path: organizations } as ApiRequest;
    expect(() => readOnly(send)(request)).toThrow(/wanted to send/);
    expect(sent).toEqual([]);
  });

  test("sends GET", async () => {
    sent.length = 0;
    await readOnly(send)({ method: "GET", path: organizations });
    expect(sent).toEqual(["GET"]);
  });

  test("is all that a connection's reader is made of", async () => {
    const { reader } = openai.open({ url: new URL("http://127.0.0.1:1"), key: "sk-admin-cAnArY0123456789" });
    const path = at`/organization/projects/${"proj_1"}`;
    for (const write of [reader.post(path), reader.put(path), reader.patch(path, {}), reader.delete(path)])
      await expect(write).rejects.toThrow(/wanted to send/);
  });
});

test("an account's name tells accounts apart and holds nothing of the key", () => {
  const account = (url: string, key: string): string => openai.open({ url: new URL(url), key }).account;
  const name = account("https://api.example/v1", "sk_live_abcdef0123456789");
  expect(name).toMatch(/^https:\/\/api\.example [0-9a-f]{16}$/);
  expect(name).not.toBe(account("https://api.example/v1", "sk_live_abcdef0123456780"));
  expect(name).not.toBe(account("https://other.example", "sk_live_abcdef0123456789"));
});
