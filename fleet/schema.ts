import { z } from "zod";
import { invitationLocales } from "./invitation-locales.ts";
import { type MfaPolicy, mfaLadder } from "./mfa-ladder.ts";
import { publicMailDomains } from "./public-mail-domains.ts";

/**
 * What `fleet.yaml` and `tenants/*.yaml` may say. Each schema checks one value by itself and yields its canonical form
 * (trimmed; e-mails and domains in lower case); rules across values, files and plans are in `rules.ts`.
 *
 * Absent means unmanaged, `null` means clear, so a field takes `null` only where the vendor can clear it. Nothing is
 * filled in here: a default would turn "unmanaged" into a claim.
 */

/**
 * Words of the vocabulary that nothing acts on yet. Refusing them by name keeps a file from promising what nobody does,
 * and tells "too early" from "misspelt".
 */
const notYet = <Name extends string>(...names: Name[]) => refused(names, notSupportedYet);
const notSupportedYet = "is not supported yet";

const refused = <Name extends string>(names: readonly Name[], why: string) =>
  Object.fromEntries(names.map((name) => [name, z.never({ error: why }).exactOptional()])) as Record<
    Name,
    z.ZodExactOptional<z.ZodNever>
  >;

/** One of `words`; a word that will come later is told from a wrong one. */
const oneOf = <const Words extends readonly [string, ...string[]]>(words: Words, later: readonly string[] = []) =>
  z.enum(words, {
    error: (issue) =>
      typeof issue.input === "string" && later.includes(issue.input)
        ? `"${issue.input}" ${notSupportedYet}`
        : undefined,
  });

/** A required value that is absent is reported as missing, not as wrong. */
const unlessMissing = (why: string) => (issue: { input: unknown }) => (issue.input === undefined ? undefined : why);

const line = (longest: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(longest)
    .regex(/^[^\p{Cc}]*$/u, { error: "must be a single line without control characters" });

const slug = z.string().regex(/^[a-z0-9][a-z0-9-]{0,46}[a-z0-9]$/, {
  error: "must be lower-case letters, digits and inner hyphens, 2 to 48 characters",
});

const email = z.string().trim().toLowerCase().max(254).regex(z.regexes.email, { error: "is not an e-mail address" });

const domain = z
  .string()
  .trim()
  .toLowerCase()
  .max(253)
  .regex(/^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])$/, {
    error: "is not a domain such as acme.example (write an internationalised one in its xn-- form)",
  })
  .refine((name) => !publicMailDomains.has(name), { error: "is a public mail provider: no customer can own it" });

const schemaVersion = z.literal(1, { error: unlessMissing("must be 1, the only version this release reads") });

const permissionSlug = z
  .string()
  .min(1)
  .max(48)
  .regex(/^[a-z0-9:_.*-]+$/, { error: "may hold lower-case letters, digits and - _ : . * only" });

/** Null clears it at the vendor. */
const description = line(150).nullable();

const mfa = z.strictObject({
  policy: oneOf(mfaLadder).exactOptional(),
  /** Days, counted from the later of joining and `effectiveFrom`; 0 is at once. */
  gracePeriodDays: z.int().min(0).max(90).exactOptional(),
  effectiveFrom: z.iso.date({ error: "must be a date such as 2026-11-01" }).exactOptional(),
});

const role = z.strictObject({
  slug: z
    .string()
    .max(48)
    .regex(/^org-[a-z0-9_-]+$/, {
      error: "must start with org- and go on with lower-case letters, digits, - or _",
    }),
  name: line(48),
  description: description.exactOptional(),
  /** The whole set; `[]` or nothing is a role without permissions. */
  permissions: z.array(permissionSlug).exactOptional(),
  resourceType: oneOf(["organization"]).exactOptional(),
});

const member = z.strictObject({
  email,
  /** Slug of a role of this tenant or of the environment. */
  roles: z
    .array(line(48))
    .min(1, { error: "a member needs a role" })
    .max(1, { error: `more than one role ${notSupportedYet}` }),
  invite: z
    .strictObject({
      expiresInDays: z.int().min(1).max(30).exactOptional(),
      locale: z.enum(invitationLocales).exactOptional(),
      ...notYet("onExpired", "inviter"),
    })
    .exactOptional(),
  ...notYet("openai", "status", "breakGlass", "grants"),
});

const serviceAccountKey = z.strictObject({
  name: line(255),
  scopes: z.union(
    [
      z.literal("all"),
      z.array(z.string().regex(/^\S+$/, { error: "must be a scope such as model.request" })).min(1, {
        error: "[] would give the key every permission: list its scopes, or write all if that is meant",
      }),
    ],
    { error: unlessMissing("expected a list of scopes, or the word all") },
  ),
  /** Counted from creation and never sent again. */
  expiresInDays: z.int().min(1).max(3650).exactOptional(),
  ...notYet("rotation"),
});

const serviceAccount = z.strictObject({
  name: line(255),
  role: oneOf(["member", "owner"], ["none"]).exactOptional(),
  keys: z.array(serviceAccountKey).exactOptional(),
});

const residency = z.enum([
  "GLOBAL",
  "US_STORAGE_PROCESSING",
  "EU_STORAGE_PROCESSING",
  "AE_STORAGE_PROCESSING",
  "JP_STORAGE_PROCESSING",
  "IN_STORAGE_PROCESSING",
  "AU_STORAGE_PROCESSING",
  "JP_STORAGE",
  "KR_STORAGE",
  "CA_STORAGE",
  "SG_STORAGE",
  "IN_STORAGE",
  "AU_STORAGE",
  "GB_STORAGE",
  "AE_STORAGE",
]);

const projectDefaults = z.strictObject({
  ...refused(["name"], "belongs in the tenant file: every project has its own"),
  residency: residency.exactOptional(),
  serviceAccounts: z.array(serviceAccount).exactOptional(),
  ...notYet(
    "certificates",
    "dataRetention",
    "externalKeyId",
    "federation",
    "groups",
    "hostedTools",
    "modelPermissions",
    "rateLimits",
    "roles",
    "serviceTier",
    "spendAlerts",
    "spendLimit",
  ),
});
const project = projectDefaults.extend({ name: line(255).exactOptional() });

const ascii = /^[\x20-\x7e]*$/;

/** What a fleet or a plan may preset and a tenant may say itself. */
const inheritable = {
  /** Who answers for this tenant on our side. */
  owner: email.exactOptional(),
  /** Merged into what is there; a key that was declared and isn't any more is removed. */
  metadata: z
    .record(
      z
        .string()
        .min(1)
        .max(40)
        .regex(ascii, { error: "a metadata key must be ASCII" })
        .regex(/^(?!tenantry_)/, { error: "metadata keys that start with tenantry_ are reserved" }),
      z.string().max(600).regex(ascii, { error: "must be ASCII" }),
    )
    .exactOptional(),
  allowProfilesOutsideOrganization: z.boolean().exactOptional(),
  mfa: mfa.exactOptional(),
  roles: z.array(role).exactOptional(),
  ...notYet(
    "allowSignups",
    "allowedEmailDomains",
    "apiKeys",
    "applications",
    "auditLogRetentionDays",
    "authorizationResources",
    "connectors",
    "featureFlags",
    "groups",
    "manage",
    "passwordPolicy",
    "scim",
    "session",
    "sso",
    "suspension",
    "vault",
  ),
  ...refused(["webhooks"], "belongs in fleet.yaml, for webhook endpoints serve every organization"),
};

const tenantDefaults = z.strictObject({
  ...inheritable,
  openai: z.strictObject({ project: projectDefaults.exactOptional() }).exactOptional(),
  ...refused(
    ["schemaVersion", "tenant", "name", "plan", "status", "externalId", "stripeCustomerId", "domains", "members"],
    "belongs in the tenant file: it can't be shared",
  ),
});

/** `tenants/<tenant>.yaml`, before its plan is merged in. */
export const tenantFile = z.strictObject({
  schemaVersion,
  /** The tenant's key for ever: file name, resource names, default external id and project name. */
  tenant: slug,
  name: line(255),
  plan: z.string().exactOptional(),
  status: oneOf(["active", "offboarding"], ["suspended"]).exactOptional(),
  /** What the application calls this organization at WorkOS. @default `tenant` */
  externalId: z.string().min(1).max(64).regex(ascii, { error: "must be ASCII" }).exactOptional(),
  /** Can be changed but never cleared. */
  stripeCustomerId: z
    .string()
    .regex(/^cus_[A-Za-z0-9]+$/, { error: "must be a Stripe customer id, cus_…" })
    .exactOptional(),
  domains: z
    .array(
      z.strictObject({
        domain,
        /** `dns`: the customer proves ownership by a TXT record. */
        verification: oneOf(["dns"], ["attested"]).exactOptional(),
        /** Counts towards the verified domains that a plan asks for. @default true */
        required: z.boolean().exactOptional(),
      }),
    )
    .exactOptional(),
  members: z.array(member).exactOptional(),
  ...inheritable,
  openai: z.strictObject({ project: project.exactOptional() }).exactOptional(),
});

/** A tenant with its plan merged in: what the planner works from. */
export const effectiveTenant = tenantFile.extend({ plan: z.string(), owner: email });

const permission = z.strictObject({
  slug: permissionSlug,
  name: line(48),
  description: description.exactOptional(),
  type: oneOf(["organization"]).exactOptional(),
  ...notYet("privileged"),
});

const resourceType = z.strictObject({
  code: permissionSlug,
  actions: z.array(permissionSlug),
  type: oneOf(["organization"]).exactOptional(),
  ...notYet("privileged"),
});

/** The part of `fleet.yaml` that says which permissions exist. */
export const catalogue = z.object({
  /** Each action becomes the permission `code:action`. */
  resourceTypes: z.array(resourceType).exactOptional(),
  /** Added to those, or instead of one with the same slug. */
  permissions: z.array(permission).exactOptional(),
});

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
  ...catalogue.shape,
  ...notYet(
    "applications",
    "audit",
    "auditLogSchemas",
    "corsOrigins",
    "dataIntegrations",
    "deletionBudget",
    "environmentRoles",
    "jwtTemplate",
    "mirrorToMetadata",
    "openai",
    "policies",
    "redirectUris",
    "refresh",
    "residencyByRegion",
    "webhooks",
  ),
});

export type FleetFile = z.output<typeof fleetFile>;
export type Environment = FleetFile["environment"];
export type CatalogueConfig = z.output<typeof catalogue>;
export type PermissionConfig = Pick<z.output<typeof permission>, "slug" | "name" | "description">;
export type PlanRequirements = { readonly mfa?: MfaPolicy };

/** One tenant with its plan merged in and what that plan requires of it. */
export type TenantConfig = z.output<typeof effectiveTenant> & { readonly require: PlanRequirements };
