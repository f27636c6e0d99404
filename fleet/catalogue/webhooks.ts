import { z } from "zod";
import { WEBHOOK_EVENTS } from "../../providers/workos/webhook-events.ts";
import { asSet, inOrder, only } from "../canonical.ts";
import { declaration } from "../declaration.ts";
import { each } from "../paths.ts";
import { resourceNames } from "../resource-names.ts";
import { catalogueSection } from "../section.ts";
import { secureAddress } from "../web-addresses.ts";
import { line, oneOf } from "../words.ts";

/** Where WorkOS sends its events. */
export const webhooks = catalogueSection({
  fields: {
    webhooks: z
      .array(
        z.strictObject({
          /** Ours, so that the address can change and the signing secret stays. */
          name: line(100),
          url: secureAddress,
          status: oneOf(["enabled", "disabled"]).exactOptional(),
          events: z.array(z.enum(WEBHOOK_EVENTS)).min(1, { error: "a webhook needs an event" }),
        }),
      )
      .exactOptional(),
  },
  distinct: [
    { items: ["webhooks", each], by: ["name"] },
    { items: ["webhooks", each], by: ["url"] },
  ],
  declare: ({ webhooks }) =>
    inOrder(webhooks, ({ name }) => name).map(({ name, events, ...endpoint }) =>
      declaration(
        "workos:WebhookEndpoint",
        resourceNames.webhook(name),
        { ...only(endpoint, "url", "status"), events: asSet(events) as typeof events },
        { shows: [{ as: "signingSecrets", name, property: "signingSecret" }] },
      ),
    ),
});
