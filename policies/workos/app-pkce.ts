import type { SeenCatalogue } from "../places.ts";
import { rule } from "../rule.ts";

export const workosAppPkce = rule({
  name: "workos-app-pkce",
  description: "An application that signs people in uses PKCE.",
  level: "mandatory",
  severity: "medium",
  controls: { iso27001: ["8.5"] },
  remedy: "Set usesPkce to true. It is fixed once the application is made: that is a new application.",
  tenant: ({ applications = [] }, { tenant }) => withoutPkce(applications, `tenants/${tenant}.yaml`),
  catalogue: ({ applications = [] }) => withoutPkce(applications, "fleet.yaml"),
});

function withoutPkce(applications: NonNullable<SeenCatalogue["applications"]>, file: string) {
  const oauth = applications.filter(({ type }) => type === "oauth");
  if (oauth.length === 0) return { notApplicable: `${file} declares no application that signs people in` };
  return oauth
    .filter(({ usesPkce }) => usesPkce === false)
    .map(({ name }) => `application ${name} signs people in without PKCE: set usesPkce to true in ${file}.`);
}
