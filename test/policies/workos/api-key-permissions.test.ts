import { workosApiKeyPermissions as rule } from "../../../policies/index.ts";
import { ruleCases } from "../cases.ts";

const fleet = {
  permissions: ["pipelines:read", "pipelines:delete", "pipelines:*"].map((slug) => ({ slug, name: "A permission" })),
};
const key = (...permissions: string[]) => ({ apiKeys: [{ name: "sync", permissions }] });
const says = (permission: string) => [
  `API key sync of acme has ${permission}, which no key may have: take it out in tenants/acme.yaml.`,
];

ruleCases(rule, {
  passes: {
    "any permission, where nothing is said": { fleet, tenant: key("pipelines:delete") },
    "none at all": { fleet, tenant: key() },
    "one that is allowed": { fleet, tenant: key("pipelines:read"), settings: { allow: ["pipelines:read"] } },
  },
  violations: {
    "one that is not allowed": {
      fleet,
      tenant: key("pipelines:delete", "pipelines:read"),
      settings: { allow: ["pipelines:read"] },
      says: says("pipelines:delete"),
    },
    "one that is denied": {
      fleet,
      tenant: key("pipelines:delete"),
      settings: { deny: ["pipelines:delete"] },
      says: says("pipelines:delete"),
    },
    "one for everything": { fleet, tenant: key("pipelines:*"), says: says("pipelines:*") },
  },
  notApplicable: { "a tenant without keys": { why: "the tenant declares no API keys" } },
});
