import { describe, expect, test } from "vitest";
import { composeFleet } from "../../fleet/load.ts";
import { mirrored } from "../../fleet/mirror.ts";
import { metadata } from "../../providers/workos/fields.ts";
import { declared, fleetProblems, fleetYaml, folder, problemsOf, tenantYaml } from "./sources.ts";

const mirroring = (paths: string) => `${fleetYaml}mirrorToMetadata: ${paths}\n`;
const metadataOf = (file: string, fleet: string) => declared(file, fleet).resources[0]?.inputs.metadata;
const pairs = (count: number) =>
  `metadata: { ${Array.from({ length: count }, (_, index) => `k${index}: v`).join(", ")} }\n`;

describe("fields that are mirrored", () => {
  test("stand in the organization's metadata, as policies see them, beside what the file says", () => {
    const file = "mfa: { policy: ENCOURAGED }\nmetadata: { segment: banking }\n";
    expect(metadataOf(file, mirroring("[plan, status, mfa.policy, session.lifetimeMinutes, allowSignups]"))).toEqual({
      segment: "banking",
      tenantry_plan: "starter",
      tenantry_status: "active",
      tenantry_mfa_policy: "ENCOURAGED",
      tenantry_session_lifetimeMinutes: "480",
      tenantry_allowSignups: "false",
    });
  });

  test("are left out where the tenant has no such value", () => {
    expect(metadataOf("", mirroring("[mfa.effectiveFrom, sso.required, owner]"))).toEqual({
      tenantry_owner: "ops@ours.example",
    });
  });

  test("are none for [], which takes them back, and leave metadata unmanaged where nothing is said", () => {
    expect(metadataOf("", mirroring("[]"))).toEqual({});
    expect(metadataOf("", fleetYaml)).toBeUndefined();
  });

  test("are what WorkOS takes as metadata, all of them", () => {
    const file = `mfa: { policy: REQUIRED, effectiveFrom: 2026-11-01 }\nsso: { provider: okta }\nowner: ${"o".repeat(64)}@${"a".repeat(63)}.example\n`;
    const text = tenantYaml("acme").replace("owner: ops@ours.example\n", "");
    const fleet = mirroring(`[${mirrored.join(", ")}]`);
    expect(problemsOf(folder({ acme: text + file }, fleet))).toEqual([]);
    const labels = metadataOf(file.replace(/owner.*\n/, ""), fleet);
    expect(Object.keys(labels as object)).toHaveLength(mirrored.length);
    expect(metadata.parse(labels)).toEqual(labels);
  });

  test.each([
    ["[mfa.polcy]", '8:20: mirrorToMetadata[0]: "mfa.polcy" is not known, did you mean mfa.policy?'],
    ["[members]", expect.stringMatching(/^8:20: mirrorToMetadata\[0\]: "members" is not one of plan, status, owner, /)],
    ["plan", "8:19: mirrorToMetadata: expected a list, found text"],
  ])("are refused as %s", (paths, message) => {
    expect(fleetProblems(mirroring(paths))).toEqual([message]);
  });

  test("count among the pairs that WorkOS stores", () => {
    const load = (count: number) =>
      problemsOf(folder({ acme: tenantYaml("acme", pairs(count)) }, mirroring("[plan, plan, owner]")));
    expect(load(48)).toEqual([]);
    expect(load(49)).toEqual([
      "fleet/tenants/acme.yaml:5:11: metadata: 49 pairs with its plan's and 2 of mirrorToMetadata, 50 at most",
    ]);
    const { warnings } = composeFleet(folder({ acme: tenantYaml("acme", pairs(9)) }, mirroring("[plan, owner]")));
    expect(warnings.map(({ message }) => message)).toEqual([
      "metadata: 9 pairs with its plan's and 2 of mirrorToMetadata, 10 at most",
    ]);
  });
});
