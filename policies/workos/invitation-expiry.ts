import { rule } from "../rule.ts";

export const workosInvitationExpiry = rule({
  name: "workos-invitation-expiry",
  description: "An invitation is good for a number of days and no longer.",
  level: "mandatory",
  severity: "medium",
  controls: { soc2: ["CC6.2"] },
  remedy: "Set invite.expiresInDays of the member to less, or leave it out: then it is as WorkOS has it.",
  settings: {
    maxDays: { type: "integer", minimum: 1, maximum: 30, default: 7, description: "How many days at most." },
  },
  tenant({ members = [] }, { tenant, settings: { maxDays } }) {
    const said = members.filter(({ invite }) => invite?.expiresInDays !== undefined);
    if (said.length === 0) return { notApplicable: "the file says of no invitation how long it is good for" };
    return said.flatMap(({ email, invite }) =>
      (invite?.expiresInDays ?? 0) > maxDays
        ? [
            `the invitation of ${email} to ${tenant} is good for ${invite?.expiresInDays} days, and ${maxDays} are the most: set invite.expiresInDays to less in tenants/${tenant}.yaml.`,
          ]
        : [],
    );
  },
});
