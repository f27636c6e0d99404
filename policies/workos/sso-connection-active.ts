import { daysFrom, momentOf } from "../moment.ts";
import { ofOrganization } from "../organization-sync.ts";
import type { Context } from "../places.ts";
import { required } from "../requirement.ts";
import { rule } from "../rule.ts";

export const workosSsoConnectionActive = rule({
  name: "workos-sso-connection-active",
  description:
    "Where its plan requires single sign-on, a tenant declares a connection, or that there has to be one. Where its organization is synced, one of them is active.",
  level: "mandatory",
  severity: "high",
  controls: { soc2: ["CC6.1"], iso27001: ["8.5"] },
  remedy: "Set sso.required to true, or declare sso.connection.",
  settings: {
    graceDays: {
      type: "integer",
      minimum: 0,
      default: 30,
      description: "How many days the customer of a new organization has to set it up.",
    },
  },
  tenant: required("sso", "single sign-on", (_, { sso }) => {
    if (sso?.required || sso?.connection) return [];
    return {
      declares: "no single sign-on",
      requires: "it",
      advice: "set sso.required to true, or declare sso.connection,",
    };
  }),
  observedTenant: ofOrganization("connections", (rows, declared, own, { tenant, now, settings }: Context) => {
    if (!declared.sso?.required) return { notApplicable: "the file requires none" };
    if (rows.some(({ state }) => state === "active")) return [];
    const { graceDays } = settings as { readonly graceDays: number };
    const since = momentOf(own.find(({ type }) => type === "workos:Organization")?.outputs.createdAt);
    if (since === undefined) return [{ unknown: "since when its organization is there" }];
    if (daysFrom(since, now) <= graceDays)
      return { notApplicable: `its organization is at most ${graceDays} days old` };
    const seen =
      rows.map(({ name, state }) => `${name ?? "one"} is ${state ?? "unknown"}`).join(", ") || "there is none";
    return [
      `no connection for single sign-on is active of ${tenant}, which its file requires: ${seen}; have the customer set it up, or look at it in the WorkOS dashboard.`,
    ];
  }),
});
