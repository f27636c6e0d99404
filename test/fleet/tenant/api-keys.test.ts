import { describe, expect, test } from "vitest";
import { complaints, declared, resources } from "../sources.ts";

const keys = (text: string) => `apiKeys: [${text}]\n`;
const named = (text: string) =>
  resources(keys(text)).map(({ resourceName, inputs, shows }) => [resourceName, inputs, shows]);
const shown = (name: string) => [{ as: "apiKeys", name, property: "value" }];

describe("API keys", () => {
  test("say what they may do and when they end", () => {
    expect(
      named(
        '{ name: b, permissions: [pipelines:run, pipelines:read, pipelines:run], expiresInDays: 90 }, { name: a, expiresAt: "2030-01-01T00:00:00Z" }',
      ),
    ).toEqual([
      [
        "acme/workos-organization-api-key/a",
        { name: "a", permissions: [], expiresAt: "2030-01-01T00:00:00Z" },
        shown("a"),
      ],
      [
        "acme/workos-organization-api-key/b",
        { name: "b", permissions: ["pipelines:read", "pipelines:run"], expiresInDays: 90 },
        shown("b"),
      ],
    ]);
  });

  test("carry their epoch in both names, and go on working for the overlap", () => {
    expect(named("{ name: ingest, rotation: { epoch: 2026-q4, overlap: 24h } }")).toEqual([
      [
        "acme/workos-organization-api-key/ingest/2026-q4",
        { name: "ingest-2026-q4", permissions: [], overlapHours: 24 },
        shown("ingest"),
      ],
    ]);
  });

  test("that overlap by dates are both there, and the current one is shown", () => {
    // Read on 2026-11-22, the 11th day of the third epoch.
    expect(named("{ name: k, rotation: { every: 150d, from: 2026-01-16, overlap: 14d } }")).toEqual([
      [
        "acme/workos-organization-api-key/k/2026-11-12",
        { name: "k-2026-11-12", permissions: [], overlapHours: 336 },
        shown("k"),
      ],
      ["acme/workos-organization-api-key/k/2026-06-15", { name: "k-2026-06-15", permissions: [] }, undefined],
    ]);
  });

  test("are shown to policies as they are declared", () => {
    expect(declared(keys("{ name: k, permissions: [pipelines:run], rotation: { epoch: a } }")).inputs.apiKeys).toEqual([
      { name: "k", permissions: ["pipelines:run"], rotation: { epoch: "a" } },
    ]);
  });

  test.each([
    [
      "{ name: k, permissions: [pipelines:rnu] }",
      "apiKeys[0].permissions[0]: no such permission, did you mean pipelines:run?",
    ],
    [
      '{ name: k, expiresInDays: 5, expiresAt: "2030-01-01T00:00:00Z" }',
      "apiKeys[0].expiresAt: a key has either expiresInDays or expiresAt, not both",
    ],
    [
      "{ name: k, expiresAt: 2030-01-01 }",
      "apiKeys[0].expiresAt: must be a date and time such as 2027-01-01T00:00:00Z",
    ],
    ["{ name: k, expiresInDays: 0 }", "apiKeys[0].expiresInDays: must be 1 to 3650 days"],
    ["{ name: k }, { name: k }", 'apiKeys[1].name: "k" is already in this list, in line 5'],
    [
      "{ name: k-a }, { name: k, rotation: { epoch: a } }",
      'apiKeys[1].name: with its epoch it is called "k-a", and so is the key in line 5',
    ],
  ])("are refused as %s", (text, message) => {
    expect(complaints(keys(text))).toEqual([message]);
  });
});
