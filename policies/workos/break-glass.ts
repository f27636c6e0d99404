import { rule } from "../rule.ts";

export const workosBreakGlass = rule({
  name: "workos-break-glass",
  description:
    "Where people sign in by single sign-on, some active member with a privileged role gets in when it fails.",
  level: "advisory",
  severity: "medium",
  controls: { iso27001: ["5.18", "8.2"] },
  remedy: "Say breakGlass: true of a privileged member who has another way to sign in.",
  settings: {
    min: { type: "integer", minimum: 1, default: 1, description: "How many such members there have to be." },
  },
  tenant({ members = [], sso }, { tenant, settings: { min } }) {
    if (!sso?.required && !sso?.connection) return { notApplicable: "the tenant declares no single sign-on" };
    const admins = members.filter(({ privileged, status }) => privileged && status !== "inactive");
    if (admins.length === 0) return { notApplicable: "the file declares no privileged member" };
    const found = admins.filter(({ breakGlass }) => breakGlass).length;
    if (found >= min) return [];
    return [
      `${tenant} declares ${found} privileged member${found === 1 ? "" : "s"} with breakGlass, and ${min} should be there: say breakGlass: true of one in tenants/${tenant}.yaml.`,
    ];
  },
});
