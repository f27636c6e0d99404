import { graceSettings, leftToCustomer } from "../left-to-customer.ts";
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
  settings: graceSettings,
  tenant: required("sso", "single sign-on", (_, { sso }) => {
    if (sso?.required || sso?.connection) return [];
    return {
      declares: "no single sign-on",
      requires: "it",
      advice: "set sso.required to true, or declare sso.connection,",
    };
  }),
  observedTenant: leftToCustomer("connections", "active", ({ sso }) => sso?.required, [
    "no connection for single sign-on is active",
    "set it up",
  ]),
});
