import { tenantOwnerRequired as rule } from "../../../policies/index.ts";
import { ruleCases } from "../cases.ts";

const settings = { domains: ["ours.example"] };

ruleCases(rule, {
  passes: { "an owner of ours": { settings } },
  violations: {
    "an owner of somebody else's": {
      settings,
      tenant: { owner: "al@ours.example.evil.example" },
      says: [
        "acme is answered for by al@ours.example.evil.example, and our domains are ours.example: name somebody of ours in owner.",
      ],
    },
  },
  notApplicable: { "a fleet that does not say what is ours": { why: "policies.settings names no domains of ours" } },
});
