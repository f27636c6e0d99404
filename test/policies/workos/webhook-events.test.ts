import { workosWebhookEvents as rule } from "../../../policies/index.ts";
import { ruleCases } from "../cases.ts";

const fleet = {
  webhooks: [
    { name: "a", url: "https://ours.example/", events: ["user.created" as const, "organization.updated" as const] },
  ],
};

ruleCases(rule, {
  passes: { "events that are needed": { fleet, settings: { allow: ["organization.updated", "user.created"] } } },
  violations: {
    "one that is not": {
      fleet,
      settings: { allow: ["organization.updated"] },
      says: ["webhook a is sent user.created, which is none of those that are needed: take it out in fleet.yaml."],
    },
  },
  notApplicable: {
    "a fleet that does not say which": { fleet, why: "policies.settings names no events" },
    "one without webhooks": { settings: { allow: [] }, why: "fleet.yaml declares no webhooks" },
  },
});
