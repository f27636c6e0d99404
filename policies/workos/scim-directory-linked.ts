import { graceSettings, leftToCustomer } from "../left-to-customer.ts";
import { required } from "../requirement.ts";
import { rule } from "../rule.ts";

export const workosScimDirectoryLinked = rule({
  name: "workos-scim-directory-linked",
  description:
    "Where its plan requires a directory, a tenant declares that there has to be one. Where its organization is synced, one is linked.",
  level: "mandatory",
  severity: "medium",
  controls: { soc2: ["CC6.2"], iso27001: ["5.16"] },
  remedy: "Set scim.required to true.",
  settings: graceSettings,
  tenant: required("scim", "directory", (_, { scim }) =>
    scim?.required ? [] : { declares: "no directory", requires: "one", advice: "set scim.required to true" },
  ),
  observedTenant: leftToCustomer("directories", "linked", ({ scim }) => scim?.required, [
    "no directory is linked",
    "link it",
  ]),
});
