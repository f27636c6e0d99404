// Written by `npm run generate`.

/** A setting of a rule, as a JSON Schema. */
export interface SettingSchema {
  readonly type: "integer" | "number" | "array" | "boolean";
  readonly description: string;
  readonly minimum?: number;
  readonly maximum?: number;
}

/** The rules of the policy pack, which stands above the fleet, and what fleet.yaml may set of each. */
export const ruleSettings = {
  "tenant-allowed-domains-subset": {},
  "tenant-audit-retention-min": {},
  "tenant-blast-radius": {
    maxTenants: {
      type: "integer",
      description: "How many tenants one run may change. Default: 25.",
      minimum: 0,
    },
  },
  "tenant-exemption-expired": {},
  "tenant-mfa-downgrade": {},
  "tenant-mfa-grace-cap": {},
  "tenant-mfa-required": {
    acceptSso: {
      type: "boolean",
      description:
        "Whether an active connection for single sign-on, seen by a sync, does as well: then the customer's identity provider asks for MFA. Default: false.",
    },
  },
  "tenant-owner-required": {
    domains: {
      type: "array",
      description: "E-mail domains that are ours. Without them the rule is not applicable.",
    },
  },
  "tenant-password-policy-strict": {},
  "tenant-recreate-after-loss": {},
  "tenant-region-residency": {},
  "tenant-session-lifetime-cap": {},
  "tenant-signup-domains": {},
  "workos-admin-count": {},
  "workos-api-key-age": {
    maxDays: {
      type: "integer",
      description: "How many days old it may be. Default: 180.",
      minimum: 1,
    },
  },
  "workos-api-key-expiry-required": {
    maxDays: {
      type: "integer",
      description: "After how many days at most. Default: 365.",
      minimum: 1,
    },
  },
  "workos-api-key-permissions": {
    allow: {
      type: "array",
      description: "Permissions that keys may have. Left out: any.",
    },
    deny: {
      type: "array",
      description: "Permissions that no key may have. Default: none.",
    },
  },
  "workos-api-key-unmanaged": {},
  "workos-api-key-unused": {
    days: {
      type: "integer",
      description: "How many days it may be unused. Default: 90.",
      minimum: 1,
    },
    graceDays: {
      type: "integer",
      description: "How many days one may be that nobody has used yet. Default: 14.",
      minimum: 0,
    },
  },
  "workos-api-key-user-owned": {},
  "workos-app-declared-limits": {
    accessTtl: {
      type: "integer",
      description: "Seconds that an access token may live. Default: 3600.",
      minimum: 1,
    },
    refreshTtl: {
      type: "integer",
      description: "Seconds that a refresh token may live. Default: 604800.",
      minimum: 1,
    },
  },
  "workos-app-pkce": {},
  "workos-app-redirect-https": {
    allowHosts: {
      type: "array",
      description:
        "Hosts that may be reached without https, e.g. `localhost` in a stack for development. Default: none.",
    },
  },
  "workos-app-scopes": {
    allow: {
      type: "array",
      description: "Scopes that applications may have. Left out: any.",
    },
  },
  "workos-app-secret-age": {
    maxDays: {
      type: "integer",
      description: "How many days old it may be. Default: 180.",
      minimum: 1,
    },
  },
  "workos-break-glass": {
    min: {
      type: "integer",
      description: "How many such members there have to be. Default: 1.",
      minimum: 1,
    },
  },
  "workos-domain-no-self-attest": {},
  "workos-domain-stale": {
    pendingDays: {
      type: "integer",
      description: "How many days it may be pending. Default: 14.",
      minimum: 0,
    },
  },
  "workos-domain-verified-required": {
    graceDays: {
      type: "integer",
      description: "How many days a domain may be pending before it counts as not verified. Default: 7.",
      minimum: 0,
    },
  },
  "workos-invitation-expiry": {
    maxDays: {
      type: "integer",
      description: "How many days at most. Default: 7.",
      minimum: 1,
      maximum: 30,
    },
  },
  "workos-invitation-stale": {},
  "workos-member-email-domain": {
    guests: {
      type: "array",
      description:
        "Addresses and e-mail domains that may be members of any tenant, e.g. of your own support. Default: none.",
    },
  },
  "workos-outside-profiles": {},
  "workos-role-least-privilege": {},
  "workos-role-unmanaged": {},
  "workos-scim-directory-linked": {
    graceDays: {
      type: "integer",
      description: "How many days the customer of a new organization has to set it up. Default: 30.",
      minimum: 0,
    },
  },
  "workos-sso-certificate-expiry": {
    days: {
      type: "integer",
      description: "How many days before its end it is told. Default: 30.",
      minimum: 0,
    },
  },
  "workos-sso-connection-active": {
    graceDays: {
      type: "integer",
      description: "How many days the customer of a new organization has to set it up. Default: 30.",
      minimum: 0,
    },
  },
  "workos-sync-health": {
    maxAgeDays: {
      type: "integer",
      description: "How many days ago it may have been looked at. Default: 7.",
      minimum: 0,
    },
  },
  "workos-webhook-events": {
    allow: {
      type: "array",
      description: "Events that may be sent, e.g. `organization.updated`. Without them the rule is not applicable.",
    },
  },
  "workos-webhook-url": {
    hosts: {
      type: "array",
      description: "Hosts that are ours. Without them the rule is not applicable.",
    },
  },
  "openai-admin-key-age": {
    maxDays: {
      type: "integer",
      description: "How many days old it may be. Default: 90.",
      minimum: 1,
    },
  },
  "openai-admin-key-count": {
    max: {
      type: "integer",
      description: "How many there may be. Default: 3.",
      minimum: 1,
    },
  },
  "openai-admin-key-expiry": {
    maxDays: {
      type: "integer",
      description: "How many days it may be good for. Default: 365.",
      minimum: 1,
    },
  },
  "openai-admin-key-unused": {
    days: {
      type: "integer",
      description: "How many days it may be unused. Default: 90.",
      minimum: 1,
    },
  },
  "openai-data-retention": {},
  "openai-external-key-required": {},
  "openai-hosted-tools": {
    allow: {
      type: "array",
      description:
        "Tools that are approved, as in `hostedTools`, e.g. `fileSearch`. Without them the rule is not applicable.",
    },
  },
  "openai-key-owner-inactive": {},
  "openai-key-rotation-age": {
    maxDays: {
      type: "integer",
      description: "How many days old it may be. Default: 90.",
      minimum: 1,
    },
  },
  "openai-key-scopes-declared": {
    deny: {
      type: "array",
      description: "Scopes that no key may have. Default: none.",
    },
  },
  "openai-key-unmanaged": {},
  "openai-key-unused": {
    days: {
      type: "integer",
      description: "How many days it may be unused. Default: 90.",
      minimum: 1,
    },
    graceDays: {
      type: "integer",
      description: "How many days one may be that nobody has used yet. Default: 14.",
      minimum: 0,
    },
  },
  "openai-key-user-owned": {
    ignore: {
      type: "array",
      description: "E-mail addresses of people who may have keys of their own. Default: none.",
    },
  },
  "openai-member-owner-cap": {
    max: {
      type: "integer",
      description: "How many owners a file may declare. Default: 2.",
      minimum: 0,
    },
  },
  "openai-member-unmanaged-owner": {
    ignore: {
      type: "array",
      description:
        "E-mail addresses, in lower case, of people who may own any project, e.g. of your own support. Default: none.",
    },
  },
  "openai-model-allow-list": {
    models: {
      type: "array",
      description: "Models that are approved. Without them the rule is not applicable.",
    },
  },
  "openai-project-archived": {},
  "openai-project-idle": {
    days: {
      type: "integer",
      description: "How many days it may be unused. Default: 60.",
      minimum: 1,
    },
    ignore: {
      type: "array",
      description: "Ids and names of projects that may be so. Default: Default project.",
    },
  },
  "openai-project-unmanaged": {
    ignore: {
      type: "array",
      description: "Ids and names of projects that may be so. Default: Default project.",
    },
  },
  "openai-service-account-keys": {
    max: {
      type: "integer",
      description: "How many keys an account may declare. Two of one that rotates count as one. Default: 2.",
      minimum: 0,
    },
  },
  "openai-service-account-not-owner": {},
  "openai-spend-alert": {
    minAlerts: {
      type: "integer",
      description: "How many alerts there have to be below the limit. Default: 1.",
      minimum: 1,
    },
    maxRatio: {
      type: "number",
      description: "Up to which part of the limit an alert counts. Default: 0.9.",
      minimum: 0,
      maximum: 1,
    },
    domains: {
      type: "array",
      description: "E-mail domains that are ours. Left out: anybody may be told.",
    },
  },
  "openai-spend-limit-hit": {},
  "openai-spend-limit-required": {},
  "openai-spend-near-limit": {
    ratio: {
      type: "number",
      description: "From which part of the limit on it is told. Default: 0.8.",
      minimum: 0,
      maximum: 1,
    },
  },
  "openai-spend-total-ceiling": {
    totalUsd: {
      type: "number",
      description: "US dollars a month. Without it the rule is not applicable.",
      minimum: 0,
    },
  },
} as const satisfies Readonly<Record<string, Readonly<Record<string, SettingSchema>>>>;
export type RuleName = keyof typeof ruleSettings;

/** Of those, the ones that judge nothing that is one tenant's: no tenant can be exempt from them. */
export const tenantless: ReadonlySet<RuleName> = new Set<RuleName>([
  "tenant-blast-radius",
  "workos-webhook-events",
  "workos-webhook-url",
  "openai-admin-key-age",
  "openai-admin-key-count",
  "openai-admin-key-expiry",
  "openai-admin-key-unused",
  "openai-project-idle",
  "openai-project-unmanaged",
  "openai-spend-near-limit",
  "openai-spend-total-ceiling",
]);
