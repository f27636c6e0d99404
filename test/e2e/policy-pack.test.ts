import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { AuditReport } from "../../cli/audit-report.ts";
import { rules } from "../../policies/index.ts";
import { createFleetFolder, type FleetFolder } from "./fleet-folder.ts";
import { smallFleet } from "./small-fleet.ts";

const POLICIES = fileURLToPath(new URL("../../policies", import.meta.url));
const PREVIEW = ["preview", "--policy-pack", POLICIES];

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
const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
const exempt = (rule: string, expires: string) => ({
  ...{ rule, tenant: "halden-bank", reason: "until they are ready", owner: "ciso@loomline.example", expires },
});
const policies = {
  levels: { "workos-scim-directory-linked": "disabled", "workos-outside-profiles": "advisory" },
  settings: {
    "tenant-owner-required": { domains: ["ours.example"] },
    "openai-model-allow-list": { models: ["gpt-5"] },
    "openai-spend-total-ceiling": { totalUsd: 100 },
    "workos-webhook-url": { hosts: ["ours.example"] },
  },
  exemptions: [
    exempt("workos-sso-connection-active", inDays(30)),
    exempt("openai-service-account-not-owner", inDays(30)),
    exempt("tenant-session-lifetime-cap", inDays(-1)),
  ],
};
const tenant = `allowSignups: true
allowProfilesOutsideOrganization: true
allowedEmailDomains: []
apiKeys: [{ name: sync, permissions: ["pipelines:run"] }]
applications:
  - { name: Portal, type: oauth, usesPkce: false, redirectUris: [{ uri: "http://localhost/back", default: true }] }
  - { name: Sync, type: m2m }
`;

const ofTenant = [
  ...["tenant-mfa-required", "tenant-session-lifetime-cap", "tenant-password-policy-strict", "tenant-signup-domains"],
  ...["workos-domain-verified-required", "workos-admin-count", "tenant-audit-retention-min", "tenant-owner-required"],
  ...["openai-data-retention", "openai-external-key-required", "openai-spend-limit-required"],
  ...["openai-model-allow-list", "openai-key-scopes-declared", "tenant-exemption-expired"],
  ...["workos-outside-profiles", "workos-member-email-domain", "workos-invitation-expiry"],
  ...["workos-api-key-expiry-required", "workos-app-pkce", "workos-app-redirect-https", "workos-app-scopes"],
  ...["workos-domain-no-self-attest", "workos-sso-connection-active"],
];
const advisory = [
  ...["tenant-audit-retention-min", "tenant-password-policy-strict", "workos-outside-profiles"],
  ...["workos-sso-connection-active", "openai-service-account-not-owner"],
];
const level = (rule: string) => (advisory.includes(rule) ? "advisory" : "mandatory");

const account = "halden-bank/openai-service-account/pipeline-runner";

test("a fleet that breaks the rules is stopped, and each says what to change", async () => {
  const plan = `starter: { require: ${JSON.stringify(required)} }`;
  const fleet = smallFleet["fleet.yaml"]?.replace("starter: {}", plan) ?? "";
  const file = smallFleet["tenants/halden-bank.yaml"]
    ?.replace("name: pipeline-runner,", "name: pipeline-runner, role: owner,")
    .replace("scopes: [model.request]", "scopes: all")
    .replace("domain: haldenbank.example", "domain: haldenbank.example, verification: attested")
    .replace(
      "members:\n",
      "members:\n  - { email: kari@elsewhere.example, roles: [org-engineer], invite: { expiresInDays: 30 } }\n",
    );
  const webhook = 'webhooks: [{ name: a, url: "https://hooks.elsewhere.example/", events: [user.created] }]\n';
  const refresh = "refresh: { syncs: [openai.ProjectSync, openai.OrganizationSync] }\n";
  folder.write("fleet.yaml", `${fleet}policies: ${JSON.stringify(policies)}\n${webhook}${refresh}`);
  folder.write("tenants/halden-bank.yaml", `${file}${tenant}`);
  folder.write("levels.json", JSON.stringify({ "tenant-audit-retention-min": "advisory" }));

  folder.write("none.json", "{}");

  const own = ["--policy-pack", fileURLToPath(new URL("../../examples/own-policies", import.meta.url))];
  const configs = ["levels.json", "none.json"].flatMap((file) => ["--policy-pack-config", file]);
  const { code, output } = await folder.pulumi([...PREVIEW, ...own, ...configs]);
  expect(code, output).not.toBe(0);
  expect(output).toMatch(/^ +❌ tenantry@v/m);
  // A pack of somebody's own, which holds ours as well.
  expect(output).toMatch(/^ +❌ ours@v/m);
  expect(output).toMatch(/\[mandatory\].* ours-keys-are-paid-for +\(tenantry:index:Tenant: halden-bank\)/);
  expect(output).toContain("halden-bank has API key sync on plan starter: take it out of tenants/halden-bank.yaml.");
  for (const rule of ofTenant) {
    expect(output).toMatch(new RegExp(`\\[${level(rule)}\\].* ${rule} +\\(tenantry:index:Tenant: halden-bank\\)`));
  }
  expect(output).toMatch(/\[mandatory\].* workos-webhook-url +\(tenantry:index:Catalogue: catalogue\)/);
  expect(output).toContain("set mfa.policy to ENCOURAGED or REQUIRED in tenants/halden-bank.yaml");
  expect(output).toMatch(
    /\[advisory\].* openai-service-account-not-owner +\(.*ServiceAccount: halden-bank\/openai-service-account\/pipeline-runner\)/,
  );
  const excused = `exempt until ${inDays(30)}, by ciso@loomline.example: until they are ready: `;
  expect(output).toContain(`${excused}service account pipeline-runner has role owner`);
  expect(output).toContain("set role to member in tenants/halden-bank.yaml, openai.project.serviceAccounts");
  expect(output).toContain(`${excused}halden-bank declares no single sign-on`);
  expect(output).toContain(`halden-bank was exempt from tenant-session-lifetime-cap until ${inDays(-1)}`);
  expect(output).not.toContain("workos-scim-directory-linked");
  expect(folder.writes()).toBe(0);
});

test("what got past is found by an audit of the state, by the same rules, with how much each of them judged", async () => {
  const lab = await folder.emulators.openai.as("dana@loomline.example").post("/organization/projects", { name: "Lab" });
  const up = await folder.pulumi(["up", "--yes", "--skip-preview"]);
  expect(up.code, up.output).toBe(0);
  const sent = folder.emulators.workos.requests.total + folder.emulators.openai.requests.total;

  const { code, output } = await folder.tenantry("audit", "--json");
  expect(code, output).toBe(2);
  const [json = "", told] = output.split(/\n(?=\d+ findings that stop a run)/);
  expect(told).toMatch(/^\d+ findings that stop a run: mandatory rules\.\n$/);
  const { findings, rules } = JSON.parse(json) as AuditReport;
  const found = findings.filter(({ is }) => is !== "unknown");
  // The last two are of what OpenAI has besides: the admin key of this run, and the project that a colleague made.
  const ofAll = ["workos-webhook-url", "openai-admin-key-expiry", "openai-project-unmanaged"];
  expect(found.filter(({ tenant }) => tenant !== "halden-bank").map(({ rule }) => rule)).toEqual(ofAll);
  expect(found.find(({ rule }) => rule === "openai-project-unmanaged")?.message).toContain(`project Lab (${lab.id})`);
  expect(new Set(found.map(({ rule }) => rule))).toEqual(
    new Set([...ofTenant, "openai-service-account-not-owner", ...ofAll]),
  );
  expect(
    found
      .filter(({ is }) => is === "exempt")
      .map(({ rule }) => rule)
      .sort(),
  ).toEqual([...["openai-service-account-not-owner", "workos-sso-connection-active"]]);
  expect(found.find(({ rule }) => rule === "openai-service-account-not-owner")?.resource).toBe(account);
  expect(findings.filter(({ is }) => is === "unknown").map(({ rule }) => rule)).toEqual(["openai-spend-total-ceiling"]);
  const count = (name: string) => rules.find(({ rule }) => rule === name);
  expect(count("openai-key-rotation-age")).toMatchObject({ judged: 1, passed: 1, violations: 0, unknown: 0 });
  for (const rule of [
    "openai-project-archived",
    "openai-key-unused",
    "openai-key-owner-inactive",
    "openai-project-idle",
  ])
    expect(count(rule), rule).toMatchObject({ judged: 1, passed: 1, violations: 0, unknown: 0 });
  expect(count("workos-scim-directory-linked")).toMatchObject({ level: "disabled", judged: 0 });
  expect(count("tenant-blast-radius")).toBeUndefined();

  const analysis = await folder.pulumi(["policy", "analyze", "--policy-pack", POLICIES]);
  expect(analysis.code, analysis.output).not.toBe(0);
  for (const { rule } of found) expect(analysis.output).toContain(rule);
  expect(folder.emulators.workos.requests.total + folder.emulators.openai.requests.total).toBe(sent);
});

test("an `up` that nobody previewed makes no service account that is an owner", async () => {
  const rule = "openai-service-account-not-owner";
  const levels = Object.fromEntries(rules.flatMap(({ name }) => (name === rule ? [] : [[name, "disabled"]])));
  const { exemptions } = policies;
  folder.write("fleet.yaml", `${smallFleet["fleet.yaml"]}policies: ${JSON.stringify({ levels, exemptions })}\n`);
  const file = (tenant: string) =>
    smallFleet["tenants/halden-bank.yaml"]
      ?.replaceAll("halden-bank", tenant)
      .replaceAll("haldenbank.example", `${tenant}.example`)
      .replace("cus_QnHb7Lk2VxP3aE", "cus_RnHb7Lk2VxP3aE")
      .replace("Halden Bank ASA", "Tide AS")
      .replace("name: pipeline-runner,", "name: deployer, role: owner,") ?? "";
  folder.write("tenants/tide.yaml", file("tide"));

  const { code, output } = await folder.pulumi(["up", "--yes", "--skip-preview", "--policy-pack", POLICIES]);
  expect(code, output).not.toBe(0);
  expect(output).toMatch(new RegExp(`\\[mandatory\\].* ${rule} +\\(.*: tide/openai-service-account/deployer\\)`));
  const openai = folder.emulators.openai.as("auditor@loomline.example");
  const { data: projects } = await openai.get("/organization/projects?limit=100");
  const accounts = await Promise.all(
    projects.map(({ id }: { id: string }) => openai.get(`/organization/projects/${id}/service_accounts?limit=100`)),
  );
  expect(accounts.flatMap(({ data }) => data.map(({ name }: { name: string }) => name))).toEqual(["pipeline-runner"]);
});
