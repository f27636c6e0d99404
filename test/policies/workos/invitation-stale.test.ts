import { workosInvitationStale as rule } from "../../../policies/index.ts";
import { ruleCases } from "../cases.ts";

const tenant = { members: [{ email: "a@acme.example", roles: ["member"] }] };
const outputs = (state: string, expiresAt = "") => ({ "acme/workos-member/a@acme.example": { state, expiresAt } });
const says = [
  "the invitation of a@acme.example to acme has expired: renew it by invite.onExpired, or take them out of members.",
];

ruleCases(rule, {
  passes: {
    "somebody who accepted": { tenant, outputs: outputs("active") },
    "somebody who may still": { tenant, outputs: outputs("pending", "2026-11-23T00:00:00Z") },
  },
  violations: {
    "an invitation that expired": { tenant, outputs: outputs("expired", "2026-11-01T00:00:00Z"), says },
    "one that did since it was looked at": { tenant, outputs: outputs("pending", "2026-11-22T00:00:00Z"), says },
  },
  unknown: {
    "one that is not sent yet": { tenant, why: "whether a@acme.example has accepted" },
    "one of which the end was not read": {
      tenant,
      outputs: outputs("pending"),
      why: "how long the invitation of a@acme.example is good for",
    },
  },
});
