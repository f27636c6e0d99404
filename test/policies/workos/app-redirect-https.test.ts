import { workosAppRedirectHttps as rule } from "../../../policies/index.ts";
import { ruleCases } from "../cases.ts";

const app = (...uris: string[]) => [
  {
    name: "Portal",
    type: "oauth" as const,
    redirectUris: uris.map((uri, index) => ({ uri, default: index === 0 })),
  },
];
const says = (uri: string, why: string, file: string) => [
  `application Portal sends people back to ${uri}, which ${why}: change redirectUris in ${file}.`,
];

ruleCases(rule, {
  passes: {
    "an address by https": { tenant: { applications: app("https://a.example/back") } },
    "one on this machine that is allowed": {
      fleet: { applications: app("http://localhost:3000/back") },
      settings: { allowHosts: ["localhost"] },
    },
  },
  violations: {
    "one on this machine": {
      tenant: { applications: app("http://localhost:3000/back", "https://a.example") },
      says: says("http://localhost:3000/back", "is not reached by https", "tenants/acme.yaml"),
    },
    "one of our own applications": {
      fleet: { applications: app("http://127.0.0.1/back") },
      says: says("http://127.0.0.1/back", "is not reached by https", "fleet.yaml"),
    },
    "a pattern": {
      tenant: { applications: app("https://*.a.example/back") },
      says: says("https://*.a.example/back", "is a pattern", "tenants/acme.yaml"),
    },
  },
  notApplicable: { "a tenant without applications": { why: "the tenant declares no applications" } },
});
