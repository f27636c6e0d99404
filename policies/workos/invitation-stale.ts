import { momentOf } from "../moment.ts";
import { rule } from "../rule.ts";

export const workosInvitationStale = rule({
  name: "workos-invitation-stale",
  description: "Nobody is left with an invitation that has expired.",
  level: "advisory",
  severity: "low",
  controls: { soc2: ["CC6.2"] },
  remedy: "Set invite.onExpired to renew, invite the person by another address, or take them out of members.",
  observed: {
    "workos:Member": ({ email, state, expiresAt }, { tenant, now }) => {
      if (state === undefined) return [{ unknown: `whether ${email} has accepted` }];
      if (state !== "pending" && state !== "expired") return [];
      const ends = momentOf(expiresAt);
      if (state === "pending" && (ends === undefined || ends > now))
        return ends === undefined ? [{ unknown: `how long the invitation of ${email} is good for` }] : [];
      return [
        `the invitation of ${email} to ${tenant || "an organization"} has expired: renew it by invite.onExpired, or take them out of members.`,
      ];
    },
  },
});
