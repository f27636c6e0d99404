import { expect, test } from "vitest";
import { keyToRotate } from "../../cli/key-to-rotate.ts";

const urnOf = (type: string, name: string): string =>
  `urn:pulumi:prod::fleet::tenantry:index:Fleet$tenantry:index:Tenant$pulumi-nodejs:dynamic/${type}::${name}`;
const stored = (type: string, name: string) => ({ type: `pulumi-nodejs:dynamic/${type}`, urn: urnOf(type, name) });

const ingestB = stored("workos:OrganizationApiKey", "acme/workos-organization-api-key/ingest/b");
const ingestA = stored("workos:OrganizationApiKey", "acme/workos-organization-api-key/ingest/a");
const slashed = stored("workos:OrganizationApiKey", "acme/workos-organization-api-key/in%2Fout 100%25");
const main = stored("openai:ServiceAccountKey", "acme/openai-service-account-key/runner/main");
const secret = stored("workos:ApplicationClientSecret", "catalogue/workos-application-client-secret/Console/web");
const green = stored("openai:ServiceAccountKey", "acme/openai-service-account-key/api/2026-12-01/main");
const theirs = stored("openai:ServiceAccountKey", "globex/openai-service-account-key/runner/main");
const role = stored("workos:OrganizationRole", "acme/workos-organization-role/ingest");
const stack = [role, ingestB, ingestA, slashed, main, green, secret, theirs];

test.each([
  ["acme", "ingest/a", ingestA],
  ["acme", "runner/main", main],
  ["acme", "runner", main],
  ["acme", "api/main", green],
  ["acme", "api/2026-12-01/main", green],
  ["acme", "in/out 100%", slashed],
  ["catalogue", "Console/web", secret],
  ["globex", "runner", theirs],
])("%s %s is one key", (tenant, key, { urn }) => {
  expect(keyToRotate(stack, tenant, key)).toBe(urn);
});

test("the one that an account had before it rotated is meant while there is no other", () => {
  const before = { ...stored("openai:ServiceAccountKey", "acme/openai-service-account-key/api/main") };
  const isOver = { ...before, inputs: { __epoch: "previous" } };
  expect(keyToRotate([isOver], "acme", "api/main")).toBe(before.urn);
  expect(keyToRotate([before, green], "acme", "api/main")).toBe(before.urn);
  expect(keyToRotate([isOver, green], "acme", "api/main")).toBe(green.urn);
});

test("one that is about to go is not meant", () => {
  expect(keyToRotate([ingestB, { ...ingestA, delete: true }], "acme", "ingest")).toBe(ingestB.urn);
});

test.each([
  ["acme", "ingest", "ingest may be any of ingest/a, ingest/b: say which one."],
  ["acme", "main", "acme has no key main in the stack, which has api/2026-12-01/main, "],
  [
    "acme",
    "run",
    "acme has no key run in the stack, which has api/2026-12-01/main, in/out 100%, ingest/a, ingest/b, runner/main.",
  ],
  ["umbrella", "main", "The stack has no keys of umbrella. What is declared and not made yet is made by `pulumi up`."],
])("%s %s: %s", (tenant, key, message) => {
  expect(() => keyToRotate(stack, tenant, key)).toThrow(message);
});
