import type { Rule } from "../policies/index.ts";
import { printable } from "../providers/contract/printable.ts";
import type { AuditReport, Finding } from "./audit-report.ts";

/**
 * A report as SARIF 2.1.0, for code scanning. What is exempt is suppressed, and what is not known is open.
 * Source: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export const sarif = ({ findings, rules: counts }: AuditReport, rules: readonly Rule[], version: string): object => {
  const asked = rules.filter(({ name }) => counts.some(({ rule }) => rule === name));
  return {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            ...{ name: "tenantry", semanticVersion: version },
            rules: asked.map(({ name, description, enforcementLevel, severity, tags = [], remediationSteps, url }) => ({
              id: name,
              shortDescription: { text: description },
              ...(remediationSteps && { help: { text: remediationSteps } }),
              ...(url && { helpUri: url }),
              defaultConfiguration: { level: enforcementLevel === "mandatory" ? "error" : "warning" },
              properties: { tags, severity },
            })),
          },
        },
        results: results(findings),
        properties: { rules: counts },
      },
    ],
  };
};

/** How serious and of what kind a finding is; messages with ages in them stay the same alert by its fingerprint. */
function results(findings: readonly Finding[]): object[] {
  const seen = new Map<string, number>();
  return findings.map((finding) => {
    const { rule, is, level, tenant, resource, urn, message, exemption } = finding;
    const subject = `${rule} ${urn} ${is}`;
    const index = seen.get(subject) ?? 0;
    seen.set(subject, index + 1);
    return {
      ruleId: rule,
      ...(is === "unknown" ? { kind: "open", level: "none" } : { level: levelOf(finding, level) }),
      message: { text: messageText(is === "unknown" ? `not known: ${message}` : message) },
      locations: [
        {
          physicalLocation: { artifactLocation: { uri: tenant === null ? "fleet.yaml" : `tenants/${tenant}.yaml` } },
          logicalLocations: [{ name: resource, fullyQualifiedName: urn, kind: "resource" }],
        },
      ],
      partialFingerprints: { "tenantry/v1": `${rule} ${urn} ${index}` },
      ...(exemption !== null && { suppressions: [{ kind: "external", justification: printable(exemption) }] }),
    };
  });
}

/** A text of which none is a link: SARIF has them in messages, as `[text](target)`. Source: the same, 3.11.6. */
const messageText = (text: string): string => printable(text).replace(/[\\[\]]/g, "\\$&");

const levelOf = ({ is }: Finding, level: Finding["level"]): string =>
  is === "fault" || level === "mandatory" ? "error" : "warning";
