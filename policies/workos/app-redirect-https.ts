import type { SeenCatalogue } from "../places.ts";
import { rule } from "../rule.ts";

export const workosAppRedirectHttps = rule({
  name: "workos-app-redirect-https",
  description: "An application sends people back to addresses of its own by https, none of them a pattern.",
  level: "mandatory",
  severity: "high",
  controls: { soc2: ["CC6.7"], iso27001: ["8.20"] },
  remedy: "Write the address out, with https. One on this machine, for development, is named in allowHosts.",
  settings: {
    allowHosts: {
      type: "array",
      items: { type: "string" },
      default: [],
      description: "Hosts that may be reached without https, e.g. `localhost` in a stack for development.",
    },
  },
  tenant: ({ applications = [] }, { tenant, settings: { allowHosts } }) =>
    applications.length === 0
      ? { notApplicable: "the tenant declares no applications" }
      : unfit(applications, allowHosts, `tenants/${tenant}.yaml`),
  catalogue: ({ applications = [] }, { settings: { allowHosts } }) =>
    applications.length === 0
      ? { notApplicable: "fleet.yaml declares no applications" }
      : unfit(applications, allowHosts, "fleet.yaml"),
});

const unfit = (
  applications: NonNullable<SeenCatalogue["applications"]>,
  allowed: readonly string[],
  file: string,
): string[] =>
  applications.flatMap(({ name, redirectUris = [] }) =>
    redirectUris.flatMap((uri = "") => {
      const why = problemOf(uri, allowed);
      return why
        ? [`application ${name} sends people back to ${uri}, which ${why}: change redirectUris in ${file}.`]
        : [];
    }),
  );

function problemOf(uri: string, allowed: readonly string[]): string | undefined {
  if (uri.includes("*")) return "is a pattern";
  if (uri.includes("#")) return "has a fragment";
  const url = URL.parse(uri);
  if (url === null) return "is no address";
  return url.protocol === "https:" || allowed.includes(url.hostname) ? undefined : "is not reached by https";
}
