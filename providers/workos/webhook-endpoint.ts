import type { WebhookEndpointResponse } from "@workos-inc/node";
import { at, defineResource, secret, z } from "../kit.ts";
import { workos } from "./client.ts";
import { asSet, httpsUrl, timestamp, webhookEvent } from "./fields.ts";

/**
 * Where WorkOS sends events of the environment. Its signing secret can be read at any time, so it is never lost. One that
 * is there, and which nothing proves to be this stack's, is taken over on request.
 * Source: WorkOS API reference, "Webhook endpoint".
 */
export class WebhookEndpoint extends defineResource(workos, "WebhookEndpoint", {
  inputs: z.strictObject({
    /** Where events are sent, the natural key: `https://…`. */
    url: httpsUrl,
    /** Names of events, e.g. `user.created`; the whole set, in any order. */
    events: z.array(webhookEvent).transform(asSet),
    /** Omitted: as it is at WorkOS, which starts with `enabled`. */
    status: z.enum(["enabled", "disabled"]).optional(),
  }),
  outputs: z.object({
    /** `whsec_…`: by it the receiver tells WorkOS's requests from others. */
    signingSecret: secret(z.string()),
    createdAt: timestamp,
  }),
  key: ["url"],
  list: (api) => api.list<WebhookEndpointResponse>(at`/webhook_endpoints`),
  show: (row) => ({
    url: row.endpoint_url,
    // An endpoint may be subscribed to more than our list has; that is shown as it is, and is a difference.
    events: asSet(row.events as z.output<typeof webhookEvent>[]),
    status: row.status as "enabled" | "disabled",
    signingSecret: row.secret,
    createdAt: row.created_at,
  }),
  // WorkOS takes no status here: an endpoint that is to be disabled is made first, and then disabled by `sync`.
  ensure: (api, { url, events }) => api.post(at`/webhook_endpoints`, { endpoint_url: url, events }),
  sync: (api, { url, ...changes }, { id }) =>
    api.patch(at`/webhook_endpoints/${id}`, { endpoint_url: url, ...changes }),
  remove: (api, { id }) => api.delete(at`/webhook_endpoints/${id}`),
}) {}
