import { z } from "zod";
import { email } from "../../providers/workos/fields.ts";
import {
  type AnyTenantSection,
  type FactsOf,
  type FileOf,
  type InputOf,
  isFactsAlone,
  type Shape,
  shapeOf,
  type Values,
} from "../section.ts";
import { refused, versioned } from "../words.ts";
import { apiKeys } from "./api-keys.ts";
import { applications } from "./applications.ts";
import { auditLogRetention } from "./audit-log-retention.ts";
import { authorizationResources } from "./authorization-resources.ts";
import { connectors } from "./connectors.ts";
import { domains } from "./domains.ts";
import { elsewhere } from "./elsewhere.ts";
import { featureFlags } from "./feature-flags.ts";
import { groups } from "./groups.ts";
import { itContacts } from "./it-contacts.ts";
import { life } from "./life.ts";
import { manage } from "./manage.ts";
import { members } from "./members.ts";
import { mfa } from "./mfa.ts";
import { projectCertificates } from "./openai/certificates.ts";
import { federation } from "./openai/federation.ts";
import { projectGroups } from "./openai/groups.ts";
import { project } from "./openai/project.ts";
import { rateLimits } from "./openai/rate-limits.ts";
import { projectRoles } from "./openai/roles.ts";
import { serviceAccounts } from "./openai/service-accounts.ts";
import { projectSettings } from "./openai/settings.ts";
import { spending } from "./openai/spending.ts";
import { organization } from "./organization.ts";
import { passwordPolicy } from "./password-policy.ts";
import { roles } from "./roles.ts";
import { scim } from "./scim.ts";
import { session } from "./session.ts";
import { signUp } from "./sign-up.ts";
import { sso } from "./sso.ts";
import { vault } from "./vault.ts";

/** All parts of a tenant's file. Resources are made in this order: what is referred to comes first. */
const sections = [
  organization,
  life,
  manage,
  mfa,
  session,
  passwordPolicy,
  signUp,
  auditLogRetention,
  domains,
  sso,
  scim,
  itContacts,
  roles,
  authorizationResources,
  project, // Before whoever is in it.
  members,
  groups,
  apiKeys,
  applications,
  connectors,
  vault,
  featureFlags,
  projectSettings,
  rateLimits,
  spending,
  projectRoles,
  projectGroups,
  projectCertificates,
  serviceAccounts,
  federation,
  elsewhere,
] as const;

export const tenantSections = sections as unknown as readonly AnyTenantSection[];

/** Top-level fields that become no resource: what declares them alone tells is that they changed. */
export const factsAlone: ReadonlySet<string> = new Set(
  tenantSections
    .filter((section) => section.at.length === 0 && isFactsAlone(section))
    .flatMap(({ own, shared }) => Object.keys({ ...own, ...shared })),
);

/** `tenants/<tenant>.yaml`, before its plan is merged in. */
export const tenantFile = z.strictObject({
  ...versioned,
  ...shapeOf(tenantSections.map(({ at, own, shared }) => ({ at, fields: { ...own, ...shared } }))),
});

/** The fields of a tenant, with the texts of those maps that several sections share. */
type Fields = FileOf<(typeof sections)[number]> & {
  /** How the customer's people sign in. */
  readonly sso?: object;
  /** What the customer has at OpenAI. */
  readonly openai?: {
    /** The customer's project: all that they have at OpenAI is in it. `{}` makes one with nothing declared in it. */
    readonly project?: object;
  };
};

/** A tenant as a program gives it, field by field as in `tenants/<tenant>.yaml`. */
export type TenantInput = InputOf<(typeof sections)[number]>;

/** What a fleet or a plan presets for its tenants, as a program gives it. */
export type TenantDefaultsInput = Partial<TenantInput>;

/** A tenant with its plan merged in: what resources are declared from. */
export type EffectiveTenant = Fields & Values<typeof versioned> & { readonly plan: string; readonly owner: string };
export const effectiveTenant = tenantFile.extend({
  plan: z.string(),
  owner: email,
}) as unknown as z.ZodType<EffectiveTenant>;

const ownOnly = (fields: Shape) => refused(Object.keys(fields), "belongs in the tenant file: it can't be shared");

/** What a fleet or a plan may preset for all its tenants. */
export const tenantDefaults = z.strictObject({
  ...ownOnly(versioned),
  ...shapeOf(
    tenantSections.map(({ at, own, shared, presets }) => ({ at, fields: { ...ownOnly(own), ...shared, ...presets } })),
  ),
}) as unknown as z.ZodType<Partial<Fields>>;

/** What policies see of a tenant, besides what its plan requires. */
export type TenantFacts = FactsOf<(typeof sections)[number]>;
