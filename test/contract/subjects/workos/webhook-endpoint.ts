import type { Bag } from "../../provider-process.ts";
import { type Subject, somebody } from "../subject.ts";

export const webhookEndpoint: Subject = {
  token: "workos:WebhookEndpoint",
  home: async () => ({}),
  declared: (_home, name) => ({
    url: `https://${name}.example/events`,
    events: ["user.created", "user.deleted"],
    status: "disabled",
  }),
  changed: (_home, name) => ({
    url: `https://${name}.example/events/v2`,
    events: ["user.deleted", "user.updated"],
    status: "enabled",
  }),
  async held({ workos }, _home, name) {
    const { data } = await workos.as(somebody).get("/webhook_endpoints?limit=100&order=desc");
    return data
      .filter((row: Bag) => String(row.endpoint_url).startsWith(`https://${name}.example/`))
      .map((row: Bag) => ({
        id: row.id,
        url: row.endpoint_url,
        events: (row.events as string[]).toSorted(),
        status: row.status,
      }));
  },
};
