import { rule } from "../rule.ts";

export const workosWebhookEvents = rule({
  name: "workos-webhook-events",
  description:
    "A webhook is sent events that somebody has use for: they hold names and addresses of customers' people.",
  level: "advisory",
  severity: "low",
  controls: { soc2: ["CC6.7"], iso27001: ["8.12"] },
  remedy: "Take the event out of the webhook, or name it in the setting.",
  settings: {
    allow: {
      type: "array",
      items: { type: "string" },
      description: "Events that may be sent, e.g. `organization.updated`. Without them the rule is not applicable.",
    },
  },
  catalogue({ webhooks = [] }, { settings: { allow } }) {
    if (allow === undefined) return { notApplicable: "policies.settings names no events" };
    if (webhooks.length === 0) return { notApplicable: "fleet.yaml declares no webhooks" };
    return webhooks.flatMap(({ name, events = [] }) =>
      events
        .filter((event) => event !== undefined && !allow.includes(event))
        .map(
          (event) =>
            `webhook ${name} is sent ${event}, which is none of those that are needed: take it out in fleet.yaml.`,
        ),
    );
  },
});
