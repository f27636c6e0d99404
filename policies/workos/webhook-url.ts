import { rule } from "../rule.ts";

export const workosWebhookUrl = rule({
  name: "workos-webhook-url",
  description: "Events of all customers are sent to hosts of ours.",
  level: "mandatory",
  severity: "high",
  controls: { soc2: ["CC6.7"], iso27001: ["8.20"] },
  remedy: "Change the address, or name its host in the setting.",
  settings: {
    hosts: {
      type: "array",
      items: { type: "string" },
      description: "Hosts that are ours. Without them the rule is not applicable.",
    },
  },
  catalogue({ webhooks = [] }, { settings: { hosts } }) {
    if (hosts === undefined) return { notApplicable: "policies.settings names no hosts of ours" };
    if (webhooks.length === 0) return { notApplicable: "fleet.yaml declares no webhooks" };
    return webhooks.flatMap(({ name, url = "" }) => {
      const host = URL.parse(url)?.hostname ?? url;
      return hosts.includes(host)
        ? []
        : [
            `webhook ${name} sends events to ${host}, which is none of ${hosts.join(", ")}: change its url in fleet.yaml.`,
          ];
    });
  },
});
