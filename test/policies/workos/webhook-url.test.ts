import { workosWebhookUrl as rule } from "../../../policies/index.ts";
import { ruleCases } from "../cases.ts";

const fleet = {
  webhooks: [{ name: "a", url: "https://hooks.ours.example/workos", events: ["user.created" as const] }],
};

ruleCases(rule, {
  passes: { "a host of ours": { fleet, settings: { hosts: ["hooks.ours.example"] } } },
  violations: {
    "another host": {
      fleet,
      settings: { hosts: ["ours.example"] },
      says: [
        "webhook a sends events to hooks.ours.example, which is none of ours.example: change its url in fleet.yaml.",
      ],
    },
  },
  notApplicable: {
    "a fleet that does not say what is ours": { fleet, why: "policies.settings names no hosts of ours" },
    "one without webhooks": { settings: { hosts: ["ours.example"] }, why: "fleet.yaml declares no webhooks" },
  },
});
