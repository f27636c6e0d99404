import { workosAppScopes as rule } from "../../../policies/index.ts";
import { ruleCases } from "../cases.ts";

const app = (type: "oauth" | "m2m", ...scopes: string[]) => [{ name: "Sync", type, scopes }];

ruleCases(rule, {
  passes: {
    "one that names its scopes": { tenant: { applications: app("m2m", "pipelines") } },
    "one that signs people in, without scopes,": { tenant: { applications: app("oauth") } },
    "scopes that are allowed": { tenant: { applications: app("oauth", "openid") }, settings: { allow: ["openid"] } },
  },
  violations: {
    "one that acts for itself without scopes": {
      tenant: { applications: app("m2m") },
      says: ["application Sync acts for itself and names no scopes: list what it needs in tenants/acme.yaml."],
    },
    "one of ours with a scope that is not allowed": {
      fleet: { applications: [{ name: "Web", type: "oauth", scopes: ["email", "openid"] }] },
      settings: { allow: ["openid"] },
      says: ["application Web has scope email, which none may have: take it out in fleet.yaml."],
    },
  },
  notApplicable: { "a tenant without applications": { why: "tenants/acme.yaml declares no applications" } },
});
