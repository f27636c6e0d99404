import { describe, expect, test } from "vitest";
import { auditReport, stopping } from "../../cli/audit-report.ts";
import { auditText } from "../../cli/commands/audit.ts";
import { sarif } from "../../cli/sarif.ts";
import { declareFleet } from "../../fleet/index.ts";
import { composeFleet } from "../../fleet/load.ts";
import { rule } from "../../policies/index.ts";
import { fleetYaml, folder, tenantYaml, today } from "../fleet/sources.ts";
import { harm, hostileText } from "../harness/hostile-text.ts";

const now = Date.parse("2026-11-22T12:00:00Z");
const exemption =
  "{ rule: tenant-mfa-required, tenant: bolt, reason: one more month, owner: al@ours.example, expires: 2026-12-31 }";
const files = {
  acme: tenantYaml("acme", "mfa: { policy: DISABLED }\n"),
  bolt: tenantYaml("bolt", "mfa: { policy: DISABLED }\n"),
  cork: tenantYaml("cork"),
};
const fleet = declareFleet(
  composeFleet(folder(files, `${fleetYaml}policies: { exemptions: [${exemption}] }\n`), [], today),
);
const urn = (type: string, name: string) => `urn:pulumi:dev::test::${type}::${name}`;
const stored = (type: string, name: string, rest: object) => ({ type, urn: urn(type, name), ...rest });
const resources = [
  stored("tenantry:index:Fleet", "fleet", { outputs: { policies: fleet.policies } }),
  ...fleet.tenants.map(({ slug, inputs }) => stored("tenantry:index:Tenant", slug, { inputs, outputs: {} })),
  stored("pulumi-nodejs:dynamic/workos:Member", "acme/workos-member/a", { outputs: { state: "active" } }),
  stored("pulumi-nodejs:dynamic/workos:Member", "cork/workos-member/c", { outputs: {} }),
  stored("pulumi-nodejs:dynamic/workos:Member", "cork/workos-member/gone", { outputs: {}, delete: true }),
];

const mfa = rule({
  ...{
    name: "tenant-mfa-required",
    description: "MFA.",
    level: "mandatory",
    severity: "high",
    controls: { soc2: ["CC6.1"] },
  },
  remedy: "Set it.",
  tenant: ({ mfa }, { tenant }) => (mfa?.policy === "DISABLED" ? [`${tenant} declares none`] : []),
});
const state = rule({
  ...{ name: "workos-member-state", description: "State.", level: "advisory", severity: "low" },
  observed: {
    "workos:Member": ({ state }) => (state === undefined ? [{ unknown: "its state" }] : [`is ${state}`, "is here"]),
  },
});
const failing = rule({
  ...{ name: "failing", description: "Fails.", level: "advisory", severity: "low" },
  stack: () => {
    throw new Error(hostileText);
  },
});
const onSteps = rule({
  ...{ name: "on-steps", description: "Steps.", level: "mandatory", severity: "low" },
  steps: () => ["never asked"],
});
const silent = rule({
  ...{ name: "silent", description: "Nothing.", level: "mandatory", severity: "low" },
  tenant: () => ({ notApplicable: "never" }),
});
const all = [mfa, state, onSteps, silent];
const report = auditReport(all, resources, now);

describe("an audit", () => {
  test("tells what each rule found, by tenant, and how much it judged", () => {
    expect(auditText(report)).toBe(`acme
  mandatory  tenant-mfa-required: acme declares none
  advisory   workos-member-state: is active
  advisory   workos-member-state: is here

bolt
  exempt     tenant-mfa-required: bolt declares none
             exempt until 2026-12-31, by al@ours.example: one more month

cork
  unknown    workos-member-state: its state

rule                 judged  passed  violations  exempt  unknown
tenant-mfa-required       3       1           1       1        0
workos-member-state       1       0           1       0        1

4 things judged, 2 violations, 1 exempt, 1 unknown, as of the last run or
refresh. Nothing to judge had silent.`);
  });

  test("does not say of a rule that is disabled that it had nothing to judge", () => {
    const rules = report.rules.map((one) => (one.rule === "silent" ? { ...one, level: "disabled" as const } : one));
    const text = auditText({ ...report, rules }).replaceAll("\n", " ");
    expect(text).toContain("refresh. Disabled, and not asked: silent.");
    expect(text).not.toContain("Nothing to judge");
  });

  test("has the same for programs, without rules on steps", () => {
    expect(report.rules).toEqual([
      {
        ...{ rule: "tenant-mfa-required", level: "mandatory", severity: "high", controls: ["SOC 2 CC6.1"] },
        ...{ judged: 3, passed: 1, violations: 1, exempt: 1, unknown: 0, notApplicable: 0, faults: 0 },
      },
      {
        ...{ rule: "workos-member-state", level: "advisory", severity: "low", controls: [] },
        ...{ judged: 1, passed: 0, violations: 1, exempt: 0, unknown: 1, notApplicable: 0, faults: 0 },
      },
      {
        ...{ rule: "silent", level: "mandatory", severity: "low", controls: [] },
        ...{ judged: 0, passed: 0, violations: 0, exempt: 0, unknown: 0, notApplicable: 3, faults: 0 },
      },
    ]);
    expect(report.findings[0]).toEqual({
      ...{ rule: "tenant-mfa-required", is: "violation", level: "mandatory", tenant: "acme", resource: "acme" },
      ...{ urn: urn("tenantry:index:Tenant", "acme"), message: "acme declares none", exemption: null },
    });
  });

  test("stops for mandatory violations, and for rules that fail, and for nothing else", () => {
    expect(stopping(report).map(({ rule, tenant }) => [rule, tenant])).toEqual([["tenant-mfa-required", "acme"]]);
    const faulty = auditReport([failing, state], resources, now);
    expect(stopping(faulty).map(({ rule, is }) => [rule, is])).toEqual([["failing", "fault"]]);
    expect(auditText(faulty)).toContain("of no tenant alone\n  fault      failing: x\\u001b[2J");
    expect(harm(auditText(faulty).replaceAll("\n", ""))).toEqual([]);
  });

  test("is SARIF: what is exempt is suppressed, what is unknown is open, and two of one rule are two alerts", () => {
    const { runs, version } = sarif(report, all, "1.2.3") as {
      version: string;
      runs: { tool: { driver: { rules: object[] } }; results: Record<string, unknown>[] }[];
    };
    expect(version).toBe("2.1.0");
    expect(runs[0]?.tool.driver.rules[0]).toEqual({
      id: "tenant-mfa-required",
      shortDescription: { text: "MFA." },
      help: { text: "Set it." },
      defaultConfiguration: { level: "error" },
      properties: { tags: ["SOC 2 CC6.1"], severity: "high" },
    });
    expect(
      runs[0]?.results.map(({ ruleId, kind, level, suppressions, partialFingerprints }) => ({
        ...{ ruleId, kind, level, suppressions, id: JSON.stringify(partialFingerprints).slice(-4) },
      })),
    ).toEqual([
      { ruleId: "tenant-mfa-required", level: "error", id: ' 0"}' },
      {
        ...{ ruleId: "tenant-mfa-required", level: "error", id: ' 0"}' },
        suppressions: [{ kind: "external", justification: "until 2026-12-31, by al@ours.example: one more month" }],
      },
      { ruleId: "workos-member-state", level: "warning", id: ' 0"}' },
      { ruleId: "workos-member-state", level: "warning", id: ' 1"}' },
      { ruleId: "workos-member-state", kind: "open", level: "none", id: ' 0"}' },
    ]);
    expect(runs[0]?.results[0]?.locations).toEqual([
      {
        physicalLocation: { artifactLocation: { uri: "tenants/acme.yaml" } },
        logicalLocations: [
          { name: "acme", fullyQualifiedName: urn("tenantry:index:Tenant", "acme"), kind: "resource" },
        ],
      },
    ]);
  });

  test("has no link in a message, and nothing else that does more than be read", () => {
    const [found] = report.findings;
    if (found === undefined) throw new Error("nothing was found");
    const text = String.raw`[x](http://evil.example) and \ `;
    const findings = [{ ...found, is: "exempt" as const, message: text, exemption: `${text}${hostileText}` }];
    const { runs } = sarif({ ...report, findings }, all, "1.2.3") as {
      runs: { results: { message: { text: string }; suppressions: { justification: string }[] }[] }[];
    };
    const [result] = runs[0]?.results ?? [];
    expect(result?.message.text).toBe(String.raw`\[x\] (http://evil.example) and \\ `);
    expect(harm(result?.suppressions[0]?.justification ?? "\n")).toEqual([]);
  });
});
