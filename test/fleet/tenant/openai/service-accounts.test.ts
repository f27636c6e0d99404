import { describe, expect, test } from "vitest";
import { composeFleet } from "../../../../fleet/load.ts";
import { folder, resources, tenantProblems, tenantYaml, today } from "../../sources.ts";

describe("accounts that rotate", () => {
  const account = (rotation: string, keys = "{ name: main, scopes: all }", name = "api") =>
    `{ name: ${name}, rotation: ${rotation}, keys: [${keys}] }`;
  const accounts = (...all: string[]) => `openai: { project: { serviceAccounts: [${all.join(", ")}] } }\n`;
  const declared = (one: string) =>
    resources(accounts(one))
      .slice(1)
      .map(({ resourceName, inputs, refs, shows, epoch }) => [
        resourceName.replace(/^acme\/openai-/, ""),
        inputs.name,
        refs?.serviceAccountId && "of" in refs.serviceAccountId ? refs.serviceAccountId.of : undefined,
        shows?.[0]?.name,
        epoch,
      ]);
  const owner = (...key: string[]) => ["acme/openai-service-account", ...key].join("/");

  test("carry their epoch in both names, and their keys are called as ever", () => {
    expect(declared(account("{ epoch: b }"))).toEqual([
      ["service-account/api/b", "api-b", undefined, undefined, undefined],
      ["service-account-key/api/b/main", "main", owner("api", "b"), "api/main", undefined],
    ]);
  });

  test("stand side by side during an overlap, each with all of its keys", () => {
    // Read on 2026-11-22, the 3rd day of the third epoch.
    expect(declared(account("{ every: 30d, from: 2026-09-21, overlap: 7d }"))).toEqual([
      ["service-account/api/2026-11-20", "api-2026-11-20", undefined, undefined, "current"],
      ["service-account-key/api/2026-11-20/main", "main", owner("api", "2026-11-20"), "api/main", "current"],
      ["service-account/api/2026-10-21", "api-2026-10-21", undefined, undefined, "previous"],
      ["service-account-key/api/2026-10-21/main", "main", owner("api", "2026-10-21"), undefined, "previous"],
    ]);
  });

  test("are as they were before the first day, and then go on through an overlap, with keys that rotate by themselves", () => {
    const keys = "{ name: main, scopes: all, rotation: { every: 150d, from: 2026-01-16, overlap: 14d } }";
    const asTheyWere = [
      ["service-account-key/api/main/2026-11-12", "main-2026-11-12", owner("api")],
      ["service-account-key/api/main/2026-06-15", "main-2026-06-15", owner("api")],
    ] as const;
    const [current, previous] = asTheyWere;
    expect(declared(account("{ every: 90d, from: 2026-11-23, overlap: 7d }", keys))).toEqual([
      ["service-account/api", "api", undefined, undefined, "current"],
      [...current, "api/main", "current"],
      [...previous, undefined, "previous"],
    ]);
    expect(declared(account("{ every: 90d, from: 2026-11-22, overlap: 7d }", keys))).toEqual([
      ["service-account/api/2026-11-22", "api-2026-11-22", undefined, undefined, "current"],
      ["service-account-key/api/2026-11-22/main", "main", owner("api", "2026-11-22"), "api/main", "current"],
      ["service-account/api", "api", undefined, undefined, "previous"],
      [...current, undefined, "previous"],
      [...previous, undefined, "previous"],
    ]);
    expect(declared(account("{ every: 90d, from: 2026-11-15, overlap: 7d }"))).toHaveLength(2);
  });

  test("take their keys along when the tenant leaves", () => {
    const [, _models, api, key] = resources(`status: offboarding\n${accounts(account("{ epoch: b }"))}`);
    expect([api?.deletedWith, key?.deletedWith]).toEqual(["acme/openai-project", api?.resourceName]);
  });

  const at = "openai.project.serviceAccounts";
  const rotatingKey = "{ name: main, scopes: all, rotation: { every: 30d, from: 2026-01-01, overlap: 7d } }";
  const long = "a".repeat(223);
  test.each([
    [
      [account("{ epoch: a, overlap: 7d }")],
      `5:84: ${at}[0].rotation.overlap: OpenAI ends no service account later, so nothing would end the old one after the overlap: write every, from and overlap, or epoch alone, which deletes the old account in the run that makes the new one`,
    ],
    [
      [account("{ epoch: a }", rotatingKey)],
      `5:121: ${at}[0].keys[0].rotation: its account rotates, with all of its keys: take this rotation out`,
    ],
    [
      [account("{ epoch: eu }"), "{ name: api-eu }"],
      `5:125: ${at}[1].name: with its epoch it is called "api-eu", and so is the account in line 5`,
    ],
    [
      [account("{ epoch: a }", undefined, long)],
      `5:48: ${at}[0].name: must be 222 characters or less, since its epoch is appended`,
    ],
  ])("are refused as %s", (all, message) => {
    expect(tenantProblems(tenantYaml("acme", accounts(...all)))).toEqual([message]);
  });

  test.each([
    ["2026-11-15", 1],
    ["2026-11-16", 0],
    ["2026-12-24", 0],
  ])("from %s on: of keys that still say they rotate, %i are named", (from, count) => {
    const { warnings } = composeFleet(
      folder({
        acme: tenantYaml("acme", accounts(account(`{ every: 60d, from: ${from}, overlap: 7d }`, rotatingKey))),
      }),
      [],
      today,
    );
    expect(warnings.map(({ message }) => message)).toEqual(
      Array(count).fill(
        `${at}[0].keys[0].rotation: does nothing any more, since its account rotates, with all of its keys: take it out`,
      ),
    );
  });
});
