import type { SeenCatalogue } from "../places.ts";
import { rule } from "../rule.ts";

export const workosAppDeclaredLimits = rule({
  name: "workos-app-declared-limits",
  description:
    "Tokens of an application live no longer than they may, as far as its file says how long; WorkOS has no such setting.",
  level: "advisory",
  severity: "low",
  controls: { iso27001: ["8.5"] },
  remedy:
    "Set declared.accessTokenTtlSeconds and declared.refreshTokenTtlSeconds to less, and have the application keep to it.",
  settings: {
    accessTtl: { type: "integer", minimum: 1, default: 3600, description: "Seconds that an access token may live." },
    refreshTtl: {
      type: "integer",
      minimum: 1,
      default: 604_800,
      description: "Seconds that a refresh token may live.",
    },
  },
  tenant: ({ applications = [] }, { tenant, settings }) => tooLong(applications, settings, `tenants/${tenant}.yaml`),
  catalogue: ({ applications = [] }, { settings }) => tooLong(applications, settings, "fleet.yaml"),
});

function tooLong(
  applications: NonNullable<SeenCatalogue["applications"]>,
  { accessTtl, refreshTtl }: { readonly accessTtl: number; readonly refreshTtl: number },
  file: string,
) {
  const declared = applications.flatMap(({ name, declared = {} }) =>
    (
      [
        ["accessTokenTtlSeconds", declared.accessTokenTtlSeconds, accessTtl],
        ["refreshTokenTtlSeconds", declared.refreshTokenTtlSeconds, refreshTtl],
      ] as const
    ).flatMap(([field, seconds, most]) => (seconds === undefined ? [] : [{ name, field, seconds, most }])),
  );
  if (declared.length === 0) return { notApplicable: `${file} says of no application how long tokens live` };
  return declared
    .filter(({ seconds, most }) => seconds > most)
    .map(
      ({ name, field, seconds, most }) =>
        `application ${name} declares ${field} ${seconds}, and ${most} is the most: change it in ${file}.`,
    );
}
