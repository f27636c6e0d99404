import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createFleetFolder, type FleetFolder } from "./fleet-folder.ts";
import { smallFleet } from "./small-fleet.ts";

const PREVIEW = ["preview", "--policy-pack", fileURLToPath(new URL("../../policies", import.meta.url))];

let folder: FleetFolder;
beforeAll(async () => {
  folder = await createFleetFolder("policy-pack", smallFleet);
});
afterAll(() => folder?.close());

test("a fleet that keeps to the rules passes, and the engine says that they were asked", async () => {
  const { code, output } = await folder.pulumi(PREVIEW);
  expect(code, output).toBe(0);
  expect(output).toMatch(/^ +✅ tenantry@v\d+\.\d+\.\d+ \(local: .*policies\)$/m);
  expect(output).not.toMatch(/mandatory|advisory/);
});

/** More than the tenant declares, each for a rule of its own. */
const required = {
  mfa: "ENCOURAGED",
  sessionMaxMinutes: 60,
  passwordPolicy: "strict",
  sso: true,
  scim: true,
  verifiedDomains: 2,
  admins: { min: 1, max: 2 },
  auditLogRetentionDays: 30,
  dataRetention: ["zero_data_retention"],
  externalKey: true,
  spendLimitMaxUsd: 100,
};
const broken = [
  ...["tenant-mfa-required", "tenant-session-lifetime-cap", "tenant-password-policy-strict"],
  ...["workos-sso-connection-active", "workos-scim-directory-linked", "workos-domain-verified-required"],
  ...["workos-admin-count", "tenant-audit-retention-min"],
  ...["openai-data-retention", "openai-external-key-required", "openai-spend-limit-required"],
  ...["tenant-signup-domains"],
];

test("a fleet that breaks the rules is stopped, and each says what to change", async () => {
  const plan = `starter: { require: ${JSON.stringify(required)} }`;
  const fleet = smallFleet["fleet.yaml"]?.replace("starter: {}", plan) ?? "";
  const tenant =
    smallFleet["tenants/halden-bank.yaml"]?.replace("name: pipeline-runner,", "name: pipeline-runner, role: owner,") ??
    "";
  folder.write("fleet.yaml", fleet);
  folder.write("tenants/halden-bank.yaml", `${tenant}allowSignups: true\n`);
  folder.write("levels.json", JSON.stringify({ "tenant-audit-retention-min": "advisory" }));

  const { code, output } = await folder.pulumi([...PREVIEW, "--policy-pack-config", "levels.json"]);
  expect(code, output).not.toBe(0);
  expect(output).toMatch(/^ +❌ tenantry@v/m);
  for (const rule of broken) {
    const level = ["tenant-audit-retention-min", "tenant-password-policy-strict"].includes(rule)
      ? "advisory"
      : "mandatory";
    expect(output).toMatch(new RegExp(`\\[${level}\\].* ${rule} +\\(tenantry:index:Tenant: halden-bank\\)`));
  }
  expect(output).toContain("set mfa.policy to ENCOURAGED or REQUIRED in tenants/halden-bank.yaml");
  expect(output).toMatch(
    /\[mandatory\].* openai-service-account-not-owner +\(.*ServiceAccount: halden-bank\/openai-service-account\/pipeline-runner\)/,
  );
  expect(output).toContain("set role to member in tenants/halden-bank.yaml, openai.project.serviceAccounts");
  expect(folder.writes()).toBe(0);
});
