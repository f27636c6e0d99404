import { daysFrom, momentOf } from "../moment.ts";
import { ofOrganization } from "../organization-sync.ts";
import type { Context } from "../places.ts";
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
  settings: {
    graceDays: {
      type: "integer",
      minimum: 0,
      default: 30,
      description: "How many days the customer of a new organization has to set it up.",
    },
  },
  tenant: required("scim", "directory", (_, { scim }) =>
    scim?.required ? [] : { declares: "no directory", requires: "one", advice: "set scim.required to true" },
  ),
  observedTenant: ofOrganization("directories", (rows, declared, own, { tenant, now, settings }: Context) => {
    if (!declared.scim?.required) return { notApplicable: "the file requires none" };
    if (rows.some(({ state }) => state === "linked")) return [];
    const { graceDays } = settings as { readonly graceDays: number };
    const since = momentOf(own.find(({ type }) => type === "workos:Organization")?.outputs.createdAt);
    if (since === undefined) return [{ unknown: "since when its organization is there" }];
    if (daysFrom(since, now) <= graceDays)
      return { notApplicable: `its organization is at most ${graceDays} days old` };
    const seen =
      rows.map(({ name, state }) => `${name ?? "one"} is ${state ?? "unknown"}`).join(", ") || "there is none";
    return [
      `no directory is linked of ${tenant}, which its file requires: ${seen}; have the customer link it, or look at it in the WorkOS dashboard.`,
    ];
  }),
});
