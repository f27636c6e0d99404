import { output } from "@pulumi/pulumi";
import { expect, test } from "vitest";
import { together, valuesOf } from "../../../examples/secrets/names.ts";

const of = (...names: string[]) => Object.fromEntries(names.map((name) => [name, output(`value of ${name}`)]));
const namesOf = (values: object) => Object.keys(values);

test("values are called after their vendor, kind and name", () => {
  const values = valuesOf("acme", {
    apiKeys: of("ingest"),
    clientIds: of("Portal"),
    clientSecrets: of("Portal/main"),
    keys: of("pipeline-runner/main"),
  });
  expect(namesOf(values)).toEqual([
    "WORKOS_API_KEY_INGEST",
    "WORKOS_CLIENT_ID_PORTAL",
    "WORKOS_CLIENT_SECRET_PORTAL_MAIN",
    "OPENAI_KEY_PIPELINE_RUNNER_MAIN",
  ]);
  expect(namesOf(valuesOf("catalogue", { signingSecrets: of("directory") }))).toEqual([
    "WORKOS_SIGNING_SECRET_DIRECTORY",
  ]);
});

test("of all owners, after the owner too", () => {
  const owners = new Map([
    ["halden-bank", valuesOf("halden-bank", { apiKeys: of("a") })],
    ["acme", valuesOf("acme", { apiKeys: of("a") })],
  ]);
  expect(namesOf(together(owners))).toEqual(["HALDEN_BANK_WORKOS_API_KEY_A", "ACME_WORKOS_API_KEY_A"]);
});

test("two that would be called the same are refused", () => {
  expect(() => valuesOf("acme", { apiKeys: of("a b", "a-b", "c") })).toThrow(
    "acme: more than one value would be called WORKOS_API_KEY_A_B; rename one of them in its file, in letters or digits",
  );
  const owners = new Map(["a-b", "a--b"].map((owner) => [owner, valuesOf(owner, { apiKeys: of("c") })]));
  expect(() => together(owners)).toThrow("the fleet: more than one value would be called A_B_WORKOS_API_KEY_C");
});
