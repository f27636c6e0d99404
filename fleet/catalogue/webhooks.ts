import { z } from "zod";
import { asSet, line } from "../../providers/contract/fields.ts";
import { httpsUrl, webhookEvent } from "../../providers/workos/fields.ts";
import { inOrder, only } from "../canonical.ts";
import { declaration } from "../declaration.ts";
import { each } from "../paths.ts";
import { catalogue } from "../resource-names.ts";
import { catalogueSection } from "../section.ts";
import { oneOf } from "../words.ts";

/** Where WorkOS sends its events. */
export const webhooks = catalogueSection({
  fields: {
    webhooks: z
      .array(
        z.strictObject({
          /** Ours, so that the address can change and the signing secret stays. */
          name: line(100),
          /** Where events are sent to. */
          url: httpsUrl,
          /** Whether events are sent. Left out: as it is at WorkOS. */
          status: oneOf(["enabled", "disabled"]).exactOptional(),
          /** Names of events, e.g. `user.created`: the whole set, at least one. */
          events: z
            .array(z.enum(webhookEvent.options)) // in the words of `check`, which knows the nearest one
            .min(1, { error: "a webhook needs an event" })
            .transform(asSet),
        }),
      )
      .exactOptional(),
  },
  distinct: [
    { items: ["webhooks", each], by: ["name"] },
    { items: ["webhooks", each], by: ["url"] },
  ],
  declare: ({ webhooks }) =>
    inOrder(webhooks, ({ name }) => name).map(({ name, ...endpoint }) =>
      declaration("workos:WebhookEndpoint", [catalogue, name], only(endpoint, "url", "events", "status"), {
        shows: [{ as: "signingSecrets", name, property: "signingSecret" }],
      }),
    ),
});
