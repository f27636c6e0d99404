import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { z } from "zod";
import { canonicalise } from "../../../providers/host/canonical.ts";
import {
  ConnectApplication,
  CorsOrigin,
  JwtTemplate,
  OrganizationApiKey,
  RedirectUri,
  WebhookEndpoint,
} from "../../../providers/workos/index.ts";
import { WEBHOOK_EVENTS } from "../../../providers/workos/webhook-events.ts";

/** What a preview says is wrong, as `property: reason`. */
const problems = ({ definition }: { definition: { inputs: z.ZodObject } }, declared: object): string[] =>
  canonicalise(definition.inputs, declared as Record<string, unknown>).failures.map(
    ({ property, reason }) => `${property}: ${reason}`,
  );

const canonical = ({ definition }: { definition: { inputs: z.ZodObject } }, declared: object): unknown => {
  const { inputs, failures } = canonicalise(definition.inputs, declared as Record<string, unknown>);
  expect(failures).toEqual([]);
  expect(canonicalise(definition.inputs, inputs)).toEqual({ inputs, failures: [] });
  return inputs;
};

describe("ConnectApplication", () => {
  const oauth = { name: "Portal", type: "oauth" };
  const m2m = { name: "Robot", type: "m2m", organizationId: "org_1" };
  const https = (host: string) => ({ uri: `https://${host}/callback` });

  test.each([
    ["first-party for want of an organization", oauth],
    ["first-party in so many words", { ...oauth, isFirstParty: true, usesPkce: true }],
    ["third-party for having one", { ...oauth, organizationId: "org_1" }],
    ["for machines", { ...m2m, scopes: ["read"] }],
  ])("passes: %s", (_, declared) => {
    expect(problems(ConnectApplication, declared)).toEqual([]);
  });

  test.each([
    [{ name: "Robot", type: "m2m" }, "organizationId: is needed: an m2m application belongs to one"],
    [{ ...m2m, redirectUris: [] }, "redirectUris: is for applications of type oauth only"],
    [{ ...m2m, usesPkce: false }, "usesPkce: is for applications of type oauth only"],
    [{ ...m2m, isFirstParty: false }, "isFirstParty: is for applications of type oauth only"],
    [{ ...oauth, isFirstParty: false }, "organizationId: is needed: a third-party application belongs to one"],
    [
      { ...oauth, isFirstParty: true, organizationId: "org_1" },
      "organizationId: cannot be: a first-party application belongs to the environment",
    ],
    [{ ...oauth, redirectUris: [https("a"), https("b")] }, "redirectUris: must have exactly one with default: true"],
    [{ ...oauth, redirectUris: [{ ...https("a"), default: true }, https("a")] }, "redirectUris: has one address twice"],
    [
      { ...oauth, redirectUris: [{ uri: "http://a.example" }] },
      "redirectUris: 0.uri: must be an https address; http goes to localhost, 127.0.0.1 and [::1] only",
    ],
  ])("refuses %j", (declared, problem) => {
    expect(problems(ConnectApplication, declared)).toEqual([problem]);
  });

  test("scopes and addresses have one order, and the only address is the default", () => {
    const redirectUris = [https("b"), { ...https("a"), default: true }];
    expect(canonical(ConnectApplication, { ...oauth, scopes: ["b", "a", "b"], redirectUris })).toMatchObject({
      scopes: ["a", "b"],
      redirectUris: [
        { ...https("a"), default: true },
        { ...https("b"), default: false },
      ],
    });
    expect(canonical(ConnectApplication, { ...oauth, redirectUris: [https("a")] })).toMatchObject({
      redirectUris: [{ ...https("a"), default: true }],
    });
  });
});

describe("RedirectUri", () => {
  test.each(["https://a.example/x?y=z", "http://localhost:3000/cb", "http://127.0.0.1/cb", "http://[::1]:8080/cb"])(
    "passes: %s",
    (uri) => {
      expect(problems(RedirectUri, { uri })).toEqual([]);
    },
  );

  test.each([
    "http://a.example",
    "http://localhost.evil.example",
    "javascript:alert(1)",
    "a.example",
    "",
    "https://a#b",
  ])("refuses %j", (uri) => {
    expect(problems(RedirectUri, { uri })).toHaveLength(1);
  });
});

describe("CorsOrigin", () => {
  test("is written in small letters", () => {
    expect(canonical(CorsOrigin, { origin: " HTTPS://App.Example:8443 " })).toEqual({
      origin: "https://app.example:8443",
    });
  });

  test.each([
    "https://a.example/",
    "https://a.example/x",
    "https://a.example:443",
    "a.example",
    "ftp://a.example",
    "*",
  ])("refuses %s", (origin) => {
    expect(problems(CorsOrigin, { origin })).toHaveLength(1);
  });
});

describe("OrganizationApiKey", () => {
  const key = { organizationId: "org_1", name: "main" };

  test("a moment is the same in every zone, to the second", () => {
    for (const expiresAt of ["2035-01-01T00:00:00Z", "2035-01-01T01:00:00.999+01:00"])
      expect(canonical(OrganizationApiKey, { ...key, expiresAt })).toMatchObject({ expiresAt: "2035-01-01T00:00:00Z" });
  });

  test.each([
    [{ expiresAt: "2035-01-01" }, "expiresAt: must be a date and time such as 2027-01-01T00:00:00Z"],
    [
      { expiresAt: "2035-01-01T00:00:00Z", expiresInDays: 3 },
      "expiresInDays: cannot stand beside expiresAt: give one of them",
    ],
    [{ expiresAt: null, expiresInDays: 3 }, "expiresInDays: cannot stand beside expiresAt: give one of them"],
  ])("refuses %j", (more, problem) => {
    expect(problems(OrganizationApiKey, { ...key, ...more })).toEqual([problem]);
  });
});

describe("WebhookEndpoint", () => {
  const endpoint = { url: "https://a.example", events: ["user.created"] };

  test("knows the events that the official description has, and no others", () => {
    const description = JSON.parse(readFileSync(new URL("../../contract/specs/workos.json", import.meta.url), "utf8"));
    const { events } = description.components.schemas.CreateWebhookEndpointDto.properties;
    expect([...WEBHOOK_EVENTS].sort()).toEqual([...events.items.enum].sort());
    expect(WEBHOOK_EVENTS).toHaveLength(93);
  });

  test.each([
    [{ events: ["user.created", "user.exploded"] }, /^events: 1: "user.exploded" is no event/],
    [{ events: ["vault.data.created"] }, /^events: 0: "vault.data.created" is no event/],
    [{ url: "http://a.example" }, /^url: must be an https address/],
    [{ status: "paused" }, /^status: /],
  ])("refuses %j", (more, problem) => {
    expect(problems(WebhookEndpoint, { ...endpoint, ...more })).toEqual([expect.stringMatching(problem)]);
  });
});

test("a JWT template is not empty, since it cannot be deleted", () => {
  expect(problems(JwtTemplate, { content: " \n" })).toEqual([
    "content: must not be empty: WorkOS cannot delete a template",
  ]);
});
