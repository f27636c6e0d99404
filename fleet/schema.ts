import { z } from "zod";
import { line } from "../providers/contract/fields.ts";
import { type CatalogueConfig, catalogueFields } from "./catalogue/index.ts";
import { type MfaPolicy, mfaLadder } from "./mfa-ladder.ts";
import type { Written } from "./paths.ts";
import { secretVariable } from "./secret-references.ts";
import { type EffectiveTenant, tenantDefaults } from "./tenant/index.ts";
import { notYet, oneOf, schemaVersion, slug } from "./words.ts";

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

const fields = {
  schemaVersion,
  environment: z.strictObject({
    name: line(100),
    /** Which keys belong here: `sk_live_…` or `sk_test_…`. */
    mode: oneOf(["live", "test"]),
    region: line(100),
    ...notYet("workosClientId", "openaiOrganizationId"),
  }),
  /** `shared`: another stack owns it, and this one only refers to its permissions and roles. @default own */
  catalogue: oneOf(["own", "shared"]).exactOptional(),
  defaultPlan: z.string().exactOptional(),
  defaults: tenantDefaults.exactOptional(),
  plans: z.record(slug, plan).exactOptional(),
  secrets: z
    .strictObject({
      /** Variables that `${env:NAME}` may name, here and in tenants' files. None that isn't listed. */
      environment: z.array(secretVariable).exactOptional(),
    })
    .exactOptional(),
  ...notYet("audit", "deletionBudget", "mirrorToMetadata", "policies", "refresh", "residencyByRegion"),
};

export type FleetFile = z.output<z.ZodObject<typeof fields>> & CatalogueConfig;

/** The variables that files may refer to; `undefined` where the list is wrong. */
export function allowedVariables(fleet: Written): ReadonlySet<string> | undefined {
  const read = z.object({ secrets: fields.secrets }).safeParse(fleet);
  return read.success ? new Set(read.data.secrets?.environment) : undefined;
}

/** `fleet.yaml`. */
export const fleetFile = z.strictObject({ ...fields, ...catalogueFields }) as unknown as z.ZodType<FleetFile>;

export type Environment = FleetFile["environment"];
export type PlanRequirements = { readonly mfa?: MfaPolicy };

/** One tenant with its plan merged in and what that plan requires of it. */
export type TenantConfig = EffectiveTenant & { readonly require: PlanRequirements };
