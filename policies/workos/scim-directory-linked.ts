import { required } from "../requirement.ts";
import { rule } from "../rule.ts";

export const workosScimDirectoryLinked = rule({
  name: "workos-scim-directory-linked",
  description:
    "Where its plan requires a directory, a tenant declares that there has to be one; whether it is linked at WorkOS is not judged.",
  level: "mandatory",
  severity: "medium",
  controls: { soc2: ["CC6.2"], iso27001: ["5.16"] },
  remedy: "Set scim.required to true.",
  tenant: required("scim", "directory", (_, { scim }) =>
    scim?.required ? [] : { declares: "no directory", requires: "one", advice: "set scim.required to true" },
  ),
});
