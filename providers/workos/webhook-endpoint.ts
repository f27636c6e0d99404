import { z } from "zod";
import type { Collection } from "../host/collection.ts";
import { secret } from "../host/marks.ts";
import { defineResource } from "../host/resource.ts";
import { type WorkosClient, workos } from "./client.ts";
import { WEBHOOK_EVENTS } from "./webhook-events.ts";

interface EndpointRow {
  id: string;
  endpoint_url: string;
  status: string;
  events: string[];
  /** Signs what is sent; in every answer. */
  secret: string;
}

const inputs = z.strictObject({
  /** Where events are sent, the natural key: `https://…`. */
  url: z
    .string()
    .trim()
    .max(2048)
    .refine((url) => URL.canParse(url) && new URL(url).protocol === "https:", "must be an https address"),
  /** Names of events, e.g. `user.created`; the whole set, in any order. */
  events: z
    .array(
      z.enum(WEBHOOK_EVENTS, {
        error: ({ input }) =>
          `${JSON.stringify(input)} is no event that WorkOS sends to webhooks, as far as this version knows`,
      }),
    )
    .transform((names) => [...new Set(names)].sort()),
  /** Omitted: as it is at WorkOS, which starts with `enabled`. */
  status: z.enum(["enabled", "disabled"]).optional(),
});

const computed = z.object({
  /** `whsec_…`: by it the receiver tells WorkOS's requests from others. */
  signingSecret: secret(z.string()),
});

const ENDPOINTS = "/webhook_endpoints";

const path = (id: string): string => `${ENDPOINTS}/${encodeURIComponent(id)}`;

export const webhookEndpoints: Collection<WorkosClient, EndpointRow> = {
  name: "webhook endpoints",
  list: (client) => client.list(ENDPOINTS),
  id: (row) => row.id,
};

/**
 * Where WorkOS sends events of the environment. Its signing secret can be read at any time, so it is never lost. One that
 * is there is taken over, with a warning: its URL is unique, so that it can only be the one that is meant.
 * Source: WorkOS API reference, "Webhook endpoint".
 */
export class WebhookEndpoint extends defineResource({
  vendor: workos,
  name: "WebhookEndpoint",
  inputs,
  computed,
  identity: ["url"],
  immutable: [],
  collection: webhookEndpoints,
  scope: () => "",
  matches: (row, { url }) => row.endpoint_url === url,
  feed: { changes: [], removals: [], concerns: () => undefined },

  describe: (row) => ({
    id: row.id,
    inputs: {
      url: row.endpoint_url,
      // An endpoint may be subscribed to more than our list has; that is shown as it is, and is a difference.
      events: [...row.events].sort() as (typeof WEBHOOK_EVENTS)[number][],
      status: row.status as "enabled" | "disabled",
    },
    computed: { signingSecret: row.secret },
  }),

  // WorkOS takes no status here: an endpoint that is to be disabled is made first, and then disabled by `sync`.
  ensure: (client, { url, events }) => client.post<EndpointRow>(ENDPOINTS, { endpoint_url: url, events }),
  sync: (client, { url, ...rest }, { row }) =>
    client.patch<EndpointRow>(path(row.id), { ...(url === undefined ? {} : { endpoint_url: url }), ...rest }),

  async remove(client, { id }) {
    await client.delete(path(id));
  },
}) {}
