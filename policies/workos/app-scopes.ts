import type { SeenCatalogue } from "../places.ts";
import { rule } from "../rule.ts";

export const workosAppScopes = rule({
  name: "workos-app-scopes",
  description: "An application asks for scopes that applications may ask for, and one that acts for itself says which.",
  level: "mandatory",
  severity: "medium",
  controls: { soc2: ["CC6.3"] },
  remedy: "List in scopes what the application needs.",
  settings: {
    allow: {
      type: "array",
      items: { type: "string" },
      description: "Scopes that applications may have. Left out: any.",
    },
  },
  tenant: ({ applications = [] }, { tenant, settings: { allow } }) =>
    unfit(applications, allow, `tenants/${tenant}.yaml`),
  catalogue: ({ applications = [] }, { settings: { allow } }) => unfit(applications, allow, "fleet.yaml"),
});

function unfit(
  applications: NonNullable<SeenCatalogue["applications"]>,
  allow: readonly string[] | undefined,
  file: string,
) {
  if (applications.length === 0) return { notApplicable: `${file} declares no applications` };
  return applications.flatMap(({ name, type, scopes = [] }) => [
    ...(type === "m2m" && scopes.length === 0
      ? [`application ${name} acts for itself and names no scopes: list what it needs in ${file}.`]
      : []),
    ...scopes
      .filter((scope) => scope !== undefined && allow !== undefined && !allow.includes(scope))
      .map((scope) => `application ${name} has scope ${scope}, which none may have: take it out in ${file}.`),
  ]);
}
