import { inProject } from "../openai-syncs.ts";
import { rule } from "../rule.ts";
import type { Found } from "../verdict.ts";

export const openaiMemberUnmanagedOwner = rule({
  name: "openai-member-unmanaged-owner",
  description: "Nobody owns the project of a tenant but who is declared as its owner.",
  level: "advisory",
  severity: "medium",
  controls: { soc2: ["CC6.3"], iso27001: ["5.18", "8.2"] },
  remedy: "Take the role from them at OpenAI, or declare them.",
  settings: {
    ignore: {
      type: "array",
      items: { type: "string" },
      default: [],
      description: "E-mail addresses, in lower case, of people who may own any project, e.g. of your own support.",
    },
  },
  observedTenant: ({ members = [] }, own, { tenant, now, settings: { ignore } }) => {
    const owners = new Set([...ignore, ...members.flatMap(({ email, openai }) => (openai === "owner" ? email : []))]);
    return inProject(own, now, ({ users }) =>
      users.flatMap(({ id, email, role }): Found[] => {
        if (role === null) return [{ unknown: `whether ${email ?? id} owns the project of ${tenant}` }];
        if (role !== "owner" || (email !== null && owners.has(email))) return [];
        return [
          `${email ?? id} owns the project of ${tenant} and no file says so: take the role from them at OpenAI, or set openai to owner in tenants/${tenant}.yaml.`,
        ];
      }),
    );
  },
});
