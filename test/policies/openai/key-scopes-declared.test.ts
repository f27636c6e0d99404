import { openaiKeyScopesDeclared as rule } from "../../../policies/index.ts";
import { ruleCases } from "../cases.ts";

const key = (scopes: "all" | string[]) => ({
  openai: { project: { serviceAccounts: [{ name: "api", keys: [{ name: "main", scopes }] }] } },
});

ruleCases(rule, {
  passes: { "a key with scopes": { tenant: key(["model.request"]) } },
  violations: {
    "one for everything": {
      tenant: key("all"),
      says: [
        "key main of service account api of acme may do all that the account may do: list its scopes in tenants/acme.yaml.",
      ],
    },
    "one with a scope that is denied": {
      tenant: key(["model.read", "model.request"]),
      settings: { deny: ["model.read"] },
      says: [
        "key main of service account api of acme has scope model.read, which no key may have: take it out in tenants/acme.yaml.",
      ],
    },
  },
  notApplicable: {
    "an account without keys": {
      tenant: { openai: { project: { serviceAccounts: [{ name: "api" }] } } },
      why: "the project declares no keys",
    },
  },
});
