// Written by `npm run generate`.

/** A setting of a rule, as a JSON Schema. */
export interface SettingSchema {
  readonly type: "integer" | "number" | "array";
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
  "tenant-mfa-grace-cap": {},
  "tenant-mfa-required": {},
  "tenant-password-policy-strict": {},
  "tenant-region-residency": {},
  "tenant-session-lifetime-cap": {},
  "tenant-signup-domains": {},
  "workos-admin-count": {},
  "workos-domain-verified-required": {},
  "workos-scim-directory-linked": {},
  "workos-sso-connection-active": {},
  "openai-data-retention": {},
  "openai-external-key-required": {},
  "openai-service-account-not-owner": {},
  "openai-spend-limit-required": {},
} as const satisfies Readonly<Record<string, Readonly<Record<string, SettingSchema>>>>;
export type RuleName = keyof typeof ruleSettings;
