import { workosApiKeyExpiryRequired as rule } from "../../../policies/index.ts";
import { ruleCases } from "../cases.ts";

const key = (more: object) => ({ apiKeys: [{ name: "sync", ...more }] });
const advice = "and 365 are the most: give it expiresInDays, or a rotation with every, in tenants/acme.yaml.";

ruleCases(rule, {
  passes: {
    "a key of a year": { tenant: key({ expiresInDays: 365 }) },
    "one that ends on a day": { tenant: key({ expiresAt: "2027-11-22T00:00:00Z" }) },
    "one that is replaced by dates": { tenant: key({ rotation: { every: "90d", from: "2026-10-01", overlap: "7d" } }) },
  },
  violations: {
    "one that never ends": { tenant: key({}), says: [`API key sync of acme never ends, ${advice}`] },
    "one that is said not to end": {
      tenant: key({ expiresAt: null }),
      says: [`API key sync of acme never ends, ${advice}`],
    },
    "one that ends late": {
      tenant: key({ expiresInDays: 366 }),
      says: [`API key sync of acme ends after 366 days, ${advice}`],
    },
    "one that ends on a far day": {
      tenant: key({ expiresAt: "2027-11-24T00:00:00Z" }),
      says: [`API key sync of acme ends after 367 days, ${advice}`],
    },
    "one that is replaced when somebody says so": {
      tenant: key({ rotation: { epoch: "a", overlap: "7d" } }),
      says: [`API key sync of acme never ends, ${advice}`],
    },
    "one above another most": {
      tenant: key({ expiresInDays: 90 }),
      settings: { maxDays: 30 },
      says: [
        "API key sync of acme ends after 90 days, and 30 are the most: give it expiresInDays, or a rotation with every, in tenants/acme.yaml.",
      ],
    },
  },
  notApplicable: { "a tenant without keys": { why: "the tenant declares no API keys" } },
});
