import { z } from "zod";
import { line } from "../providers/contract/fields.ts";
import { organizationId } from "../providers/openai/fields.ts";
import { environmentId } from "../providers/workos/fields.ts";
import { audit } from "./audit.ts";
import { type CatalogueConfig, type CatalogueInput, catalogueFields } from "./catalogue/index.ts";
import { deletionBudget } from "./deletion-budget.ts";
import { mirrorToMetadata } from "./mirror.ts";
import type { Written } from "./paths.ts";
import { policies } from "./policies.ts";
import { refresh } from "./refresh.ts";
import { type PlanRequirements, requirements } from "./requirements.ts";
import { residencyByRegion } from "./residency-by-region.ts";
import { secretVariable } from "./secret-references.ts";
import { type EffectiveTenant, type TenantDefaultsInput, tenantDefaults } from "./tenant/index.ts";
import { oneOf, slug, versioned } from "./words.ts";

const plan = z.strictObject({
  /** Another plan of this file, whose `defaults` and `require` hold here too unless this one says otherwise. */
  extends: z.string().exactOptional(),
  /** What every tenant on this plan has unless its own file says otherwise. */
  defaults: tenantDefaults.exactOptional(),
  /** What policies ask of every tenant on this plan. */
  require: requirements.exactOptional(),
});

const fields = {
  ...versioned,
  /** What this stack is the stack of: one environment at WorkOS, one organization at OpenAI. */
  environment: z.strictObject({
    /** Shown to people, e.g. `production`; up to 100 characters. */
    name: line(100),
    /** Which keys belong here: `sk_live_…` or `sk_test_…`. */
    mode: oneOf(["live", "test"]),
    /** Declared, for people, e.g. `eu`; up to 100 characters. */
    region: line(100),
    /** The client id of the environment at WorkOS. The variable WORKOS_CLIENT_ID then has to name it as well. */
    workosClientId: environmentId.exactOptional(),
    /** The organization at OpenAI. The variable OPENAI_ORG_ID then has to name it as well. */
    openaiOrganizationId: organizationId.exactOptional(),
  }),
  /** `shared`: another stack owns it, and this one only refers to its permissions and roles. @default own */
  catalogue: oneOf(["own", "shared"]).exactOptional(),
  /** The plan of tenants that name none: one of `plans`. */
  defaultPlan: z.string().exactOptional(),
  /** What every tenant has unless its plan or its own file says otherwise. */
  defaults: tenantDefaults.exactOptional(),
  /** What a tenant's `plan` can be, by name: 2 to 48 lower-case letters, digits and inner hyphens. */
  plans: z.record(slug, plan).exactOptional(),
  mirrorToMetadata: mirrorToMetadata.exactOptional(),
  residencyByRegion: residencyByRegion.exactOptional(),
  policies: policies.exactOptional(),
  /** How much may go at once; whatever exceeds it stops the run, in its preview already. */
  deletionBudget: deletionBudget.exactOptional(),
  /** What customers read in their own audit logs of what was applied. */
  audit: audit.exactOptional(),
  /** What a refresh looks at besides what files declare. */
  refresh: refresh.exactOptional(),
  /** Which secrets files may refer to. */
  secrets: z
    .strictObject({
      /** Variables that `${env:NAME}` may name, here and in tenants' files. None that isn't listed. */
      environment: z.array(secretVariable).exactOptional(),
    })
    .exactOptional(),
};

export type FleetFile = z.output<z.ZodObject<typeof fields>> &
  CatalogueConfig & {
    /** What all tenants share at OpenAI: settings of the organization itself. */
    readonly openai?: object;
  };

/** `fleet.yaml` as a program gives it. */
export type FleetInput = Omit<z.input<z.ZodObject<typeof fields>>, "schemaVersion" | "defaults" | "plans"> &
  CatalogueInput & {
    /** What every tenant has unless its plan or its own fields say otherwise. */
    readonly defaults?: TenantDefaultsInput;
    /** What a tenant's `plan` can be, by name: 2 to 48 lower-case letters, digits and inner hyphens. */
    readonly plans?: Readonly<
      Record<string, Omit<z.input<typeof plan>, "defaults"> & { readonly defaults?: TenantDefaultsInput }>
    >;
  };

/** The variables that files may refer to; `undefined` where the list is wrong. */
export function allowedVariables(fleet: Written): ReadonlySet<string> | undefined {
  const read = z.object({ secrets: fields.secrets }).safeParse(fleet);
  return read.success ? new Set(read.data.secrets?.environment) : undefined;
}

/** `fleet.yaml`. */
export const fleetFile = z.strictObject({ ...fields, ...catalogueFields }) as unknown as z.ZodType<FleetFile>;

export type Environment = FleetFile["environment"];

/** One tenant with its plan merged in and what that plan requires of it. */
export type TenantConfig = EffectiveTenant & { readonly require: PlanRequirements };
