import { type MfaPolicy, mfaLadder } from "../../fleet/mfa-ladder.ts";
import { ofOrganization } from "../organization-sync.ts";
import type { Seen, SeenTenant } from "../places.ts";
import { required } from "../requirement.ts";
import { rule } from "../rule.ts";
import type { Verdict } from "../verdict.ts";

export const tenantMfaRequired = rule({
  name: "tenant-mfa-required",
  description: "A tenant declares MFA at least as strict as its plan requires.",
  level: "mandatory",
  severity: "high",
  controls: { soc2: ["CC6.1"], iso27001: ["8.5"] },
  remedy: "Set mfa.policy to what the plan requires, and have the application enforce it.",
  settings: {
    acceptSso: {
      type: "boolean",
      default: false,
      description:
        "Whether an active connection for single sign-on, seen by a sync, does as well: then the customer's identity provider asks for MFA.",
    },
  },
  tenant(inputs, context) {
    const verdict = onDeclaration(inputs, context);
    return context.settings.acceptSso && isViolated(verdict)
      ? { notApplicable: "a connection for single sign-on may do as well: judged with what was seen" }
      : verdict;
  },
  observedTenant(inputs, own, context) {
    if (!context.settings.acceptSso) return { notApplicable: "the declaration alone counts" };
    const verdict = onDeclaration(inputs, context);
    return isViolated(verdict) && hasActiveConnection(inputs, own) ? [] : verdict;
  },
});

const onDeclaration = required("mfa", "MFA policy", (required, { mfa }, plan) => {
  if (!isOnLadder(required)) return [`plan ${plan} requires MFA "${required}": use one of ${mfaLadder.join(", ")}`];

  const declared = mfa?.policy;
  if (declared !== undefined && isOnLadder(declared) && rank(declared) >= rank(required)) return [];
  return {
    declares: `MFA ${declared ?? "nothing"}`,
    requires: required,
    advice: `set mfa.policy to ${mfaLadder.slice(rank(required)).join(" or ")}`,
    remark: "This judges what the file declares; WorkOS has no setting that enforces it for one organization.",
  };
});

const isViolated = (verdict: Verdict): boolean => !("notApplicable" in verdict) && verdict.length > 0;

/** Seen for certain: without a sync, or while it has not taken in all that happened, the declaration alone counts. */
function hasActiveConnection(declared: SeenTenant, own: readonly Seen[]): boolean {
  const missing = ofOrganization("connections", (rows) =>
    rows.some(({ state }) => state === "active") ? [] : ["none"],
  );
  const verdict = missing(declared, own);
  return !("notApplicable" in verdict) && verdict.length === 0;
}

const isOnLadder = (policy: string): policy is MfaPolicy => (mfaLadder as readonly string[]).includes(policy);
const rank = (policy: MfaPolicy): number => mfaLadder.indexOf(policy);
