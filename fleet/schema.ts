import { z } from "zod";
import { catalogueFields } from "./catalogue/index.ts";
import { type MfaPolicy, mfaLadder } from "./mfa-ladder.ts";
import { type EffectiveTenant, tenantDefaults } from "./tenant/index.ts";
import { line, notYet, oneOf, schemaVersion, slug } from "./words.ts";

const requirements = z.strictObject({
  mfa: oneOf(mfaLadder).exactOptional(),
  ...notYet(
    "admins",
    "auditLogRetentionDays",
    "dataRetention",
    "externalKey",
    "scim",
    "spendLimitMaxUsd",
    "sso",
    "verifiedDomains",
  ),
});

const plan = z.strictObject({
  extends: z.string().exactOptional(),
  defaults: tenantDefaults.exactOptional(),
  /** What policies ask of every tenant on this plan. */
  require: requirements.exactOptional(),
});

/** `fleet.yaml`. */
export const fleetFile = z.strictObject({
  schemaVersion,
  environment: z.strictObject({
    name: line(100),
    /** Which keys belong here: `sk_live_…` or `sk_test_…`. */
    mode: oneOf(["live", "test"]),
    region: line(100),
    ...notYet("workosClientId", "openaiOrganizationId"),
  }),
  defaultPlan: z.string().exactOptional(),
  defaults: tenantDefaults.exactOptional(),
  plans: z.record(slug, plan).exactOptional(),
  ...catalogueFields,
  ...notYet("audit", "deletionBudget", "mirrorToMetadata", "openai", "policies", "refresh", "residencyByRegion"),
});

export type FleetFile = z.output<typeof fleetFile>;
export type Environment = FleetFile["environment"];
export type PlanRequirements = { readonly mfa?: MfaPolicy };

/** One tenant with its plan merged in and what that plan requires of it. */
export type TenantConfig = EffectiveTenant & { readonly require: PlanRequirements };
