import { workosInvitationExpiry as rule } from "../../../policies/index.ts";
import { ruleCases } from "../cases.ts";

const invited = (days: number) => ({
  members: [{ email: "a@acme.example", roles: ["member"], invite: { expiresInDays: days } }],
});

ruleCases(rule, {
  passes: {
    "an invitation for a week": { tenant: invited(7) },
    "a longer one that the setting allows": { tenant: invited(30), settings: { maxDays: 30 } },
  },
  violations: {
    "one for eight days": {
      tenant: invited(8),
      says: [
        "the invitation of a@acme.example to acme is good for 8 days, and 7 are the most: set invite.expiresInDays to less in tenants/acme.yaml.",
      ],
    },
  },
  notApplicable: {
    "an invitation as WorkOS has it": {
      tenant: { members: [{ email: "a@acme.example", roles: ["member"] }] },
      why: "the file says of no invitation how long it is good for",
    },
  },
});
