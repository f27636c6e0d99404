import { describe, expect, test } from "vitest";
import { canonicalise } from "../../../providers/host/canonical.ts";
import { DataIntegration } from "../../../providers/workos/data-integration.ts";
import { DataIntegrationConfiguration } from "../../../providers/workos/data-integration-configuration.ts";
import { secretBehind } from "../../../providers/workos/last-four.ts";

describe("the last characters of a secret", () => {
  test.each([
    ["those of another secret tell of it", "9999", "secret-1111", null],
    ["our own tell nothing", "1111", "secret-1111", undefined],
    ["behind a mask they tell the same", "••••1111", "secret-1111", undefined],
    ["of one that is shorter than four are all of it", "abc", "abc", undefined],
    ["that are not shown tell nothing", null, "secret-1111", undefined],
    ["without a declared secret tell nothing", "9999", undefined, undefined],
  ] as const)("%s", (_, shown, declared, told) => {
    expect(secretBehind(shown, declared)).toBe(told);
  });
});

const failures = (schema: Parameters<typeof canonicalise>[0], declared: object): string[] =>
  canonicalise(schema, declared as Record<string, unknown>).failures.map(
    ({ property, reason }) => `${property} ${reason}`,
  );

test.each([
  [{ clientId: "a" }, "clientSecret clientId and clientSecret go together"],
  [{ clientSecret: "a" }, "clientSecret clientId and clientSecret go together"],
  [{ credentials: "organization", clientId: "a", clientSecret: "b" }, "clientId with credentials"],
  [{ credentials: "custom" }, 'credentials "custom" needs clientId and clientSecret'],
  [{ slug: "GitHub" }, "slug may hold lower-case letters"],
  [{ authMethods: [] }, "authMethods must not be empty"],
  [{ customProvider: { name: "CRM", tokenUrl: "crm" } }, "customProvider tokenUrl:"],
  [{ customProvider: { name: "CRM", tokenURL: "crm" } }, "customProvider tokenURL: there is no such property"],
])("an integration with %j is refused at preview", (change, said) => {
  expect(failures(DataIntegration.definition.inputs, { slug: "github", ...change })).toEqual([
    expect.stringContaining(said),
  ]);
});

test.each([
  [{}, "enabled nothing is configured"],
  [{ enabled: true, clientId: "a" }, "clientSecret clientId and clientSecret go together"],
])("a configuration with %j is refused at preview", (change, said) => {
  const declared = { organizationId: "org_1", slug: "github", ...change };
  expect(failures(DataIntegrationConfiguration.definition.inputs, declared)).toEqual([expect.stringContaining(said)]);
});
