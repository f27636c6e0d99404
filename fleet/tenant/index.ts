import { z } from "zod";
import { type FactsOf, fieldsOf, type TenantSection } from "../section.ts";
import { email, refused, schemaVersion } from "../words.ts";
import { apiKeys } from "./api-keys.ts";
import { applications } from "./applications.ts";
import { auditLogRetention } from "./audit-log-retention.ts";
import { authorizationResources } from "./authorization-resources.ts";
import { connectors } from "./connectors.ts";
import { domains } from "./domains.ts";
import { featureFlags } from "./feature-flags.ts";
import { groups } from "./groups.ts";
import { later } from "./later.ts";
import { life } from "./life.ts";
import { members } from "./members.ts";
import { mfa } from "./mfa.ts";
import { openaiProject } from "./openai-project.ts";
import { organization } from "./organization.ts";
import { roles } from "./roles.ts";
import { vault } from "./vault.ts";

/** All parts of a tenant's file. Resources are made in this order: what is referred to comes first. */
const sections = [
  organization,
  life,
  mfa,
  auditLogRetention,
  domains,
  roles,
  authorizationResources,
  members,
  groups,
  apiKeys,
  applications,
  connectors,
  vault,
  featureFlags,
  openaiProject,
  later,
] as const;

/** The same, for whoever goes through them without regard to their types: each reads only its own fields. */
export const tenantSections = sections as unknown as readonly TenantSection[];

const own = fieldsOf(sections.map((section) => section.own));
const shared = fieldsOf(sections.map((section) => section.shared));
const presets = fieldsOf(tenantSections.map((section) => section.presets));

/** `tenants/<tenant>.yaml`, before its plan is merged in. */
export const tenantFile = z.strictObject({ schemaVersion, ...own, ...shared });

/** A tenant with its plan merged in: what resources are declared from. */
export const effectiveTenant = tenantFile.extend({ plan: z.string(), owner: email });
export type EffectiveTenant = z.output<typeof effectiveTenant>;

/** What a fleet or a plan may preset for all its tenants. */
export const tenantDefaults = z.strictObject({
  ...refused(["schemaVersion", ...Object.keys(own)], "belongs in the tenant file: it can't be shared"),
  ...shared,
  ...presets,
});

/** What policies see of a tenant, besides what its plan requires. */
export type TenantFacts = FactsOf<(typeof sections)[number]>;
