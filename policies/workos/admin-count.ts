import { required } from "../requirement.ts";
import { rule } from "../rule.ts";

export const workosAdminCount = rule({
  name: "workos-admin-count",
  description:
    "A tenant declares as many active members with a privileged role, by themselves or by a group, as its plan requires; whoever no file declares is not counted.",
  level: "mandatory",
  severity: "high",
  controls: { soc2: ["CC6.3"], iso27001: ["8.2"] },
  remedy: "Give a privileged role to as many members as the plan requires, and take it from others.",
  tenant: required("admins", "number of admins", ({ min, max }, { members = [], groups = [] }) => {
    const byGroup = new Set(groups.filter(({ privileged }) => privileged).flatMap(({ members = [] }) => members));
    const admins = members.filter(
      ({ email, privileged, status }) => status !== "inactive" && (privileged || (email && byGroup.has(email))),
    );
    if (min <= admins.length && admins.length <= max) return [];
    const who = admins.map(({ email }) => email).join(", ");
    return {
      declares: `${admins.length} active member${admins.length === 1 ? "" : "s"} with a privileged role${who && ` (${who})`}`,
      requires: min === max ? `${min}` : `${min} to ${max}`,
      advice: admins.length < min ? "give more of them such a role" : "take it from some of them",
    };
  }),
});
