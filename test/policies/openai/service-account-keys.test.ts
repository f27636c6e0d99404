import { openaiServiceAccountKeys as rule } from "../../../policies/index.ts";
import { ruleCases } from "../cases.ts";

const keys = (...names: string[]) => ({
  openai: {
    project: {
      serviceAccounts: [
        { name: "api", keys: names.map((name) => ({ name, scopes: ["model.request"] })) },
        { name: "b" },
      ],
    },
  },
});

ruleCases(rule, {
  passes: { "two keys": { tenant: keys("a", "b") } },
  violations: {
    three: {
      tenant: keys("a", "b", "c"),
      says: ["service account api of acme declares 3 keys, and 2 are the most: take some out in tenants/acme.yaml."],
    },
  },
  notApplicable: {
    "a project without accounts": {
      tenant: { openai: { project: {} } },
      why: "the project declares no service accounts",
    },
  },
});
