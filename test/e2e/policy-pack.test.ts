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

test("a fleet that breaks both rules is stopped, and each says what to change", async () => {
  const fleet = smallFleet["fleet.yaml"]?.replace("starter: {}", "starter: { require: { mfa: ENCOURAGED } }") ?? "";
  const tenant =
    smallFleet["tenants/halden-bank.yaml"]?.replace("name: pipeline-runner,", "name: pipeline-runner, role: owner,") ??
    "";
  folder.write("fleet.yaml", fleet);
  folder.write("tenants/halden-bank.yaml", tenant);

  const { code, output } = await folder.pulumi(PREVIEW);
  expect(code, output).not.toBe(0);
  expect(output).toMatch(/^ +❌ tenantry@v/m);
  expect(output).toMatch(/\[mandatory\].* tenant-mfa-required +\(tenantry:index:Tenant: halden-bank\)/);
  expect(output).toContain("set mfa.policy to ENCOURAGED or REQUIRED in tenants/halden-bank.yaml");
  expect(output).toMatch(
    /\[mandatory\].* openai-service-account-not-owner +\(.*ServiceAccount: halden-bank\/openai-service-account\/pipeline-runner\)/,
  );
  expect(output).toContain("set role to member in tenants/halden-bank.yaml, openai.project.serviceAccounts");
  expect(folder.writes()).toBe(0);
});
