import { z } from "zod";
import { type Call, del, type Endpoint, get, param, patch, post } from "../../core/api.ts";
import { randomText } from "../../core/ids.ts";
import { changed } from "../changes.ts";
import { invalidEntries, refusal, valid } from "../errors.ts";
import { list } from "../paging.ts";
import type { WebhookEndpoint } from "../records.ts";
import { iso, type WorkosStore } from "../store.ts";
import { WEBHOOK_EVENTS } from "../webhook-events.ts";

const events = z.array(z.enum(WEBHOOK_EVENTS, "is an unknown event type")).transform((names) => [...new Set(names)]);
const createSchema = z.object({ endpoint_url: z.string(), events });
const updateSchema = z.object({
  endpoint_url: z.string().optional(),
  status: z.enum(["enabled", "disabled"]).optional(),
  events: events.optional(),
});

export function webhookEndpointEndpoints(store: WorkosStore): Endpoint[] {
  const { webhookEndpoints } = store;
  const existing = (call: Call): WebhookEndpoint => {
    const endpoint = webhookEndpoints.get(param(call, "id"));
    if (!endpoint) throw refusal(404, "entity_not_found", `Webhook endpoint not found: '${param(call, "id")}'.`);
    return endpoint;
  };
  const refuseTakenUrl = (url: string, except?: string): void => {
    const holder = webhookEndpoints.find("endpoint_url", url);
    if (holder && holder.id !== except)
      throw refusal(409, "duplicate_endpoint", `A webhook endpoint with the URL '${url}' already exists.`);
  };

  return [
    get("/webhook_endpoints", ({ query }) => ({
      status: 200,
      body: list(webhookEndpoints, webhookEndpoints.all, query, render),
    })),

    // ASSUMED: an endpoint starts enabled; its status can be sent with a change only.
    post("/webhook_endpoints", (call) => {
      const body = valid(createSchema, call.body, invalidEntries);
      requireHttps(body.endpoint_url);
      refuseTakenUrl(body.endpoint_url);
      const endpoint = webhookEndpoints.insert({
        id: store.id("we", call.now),
        endpoint_url: body.endpoint_url,
        secret: `whsec_${randomText(25)}`,
        status: "enabled",
        events: body.events,
        created_at: iso(call.now),
        updated_at: iso(call.now),
      });
      return { status: 201, body: render(endpoint) };
    }),

    patch("/webhook_endpoints/{id}", (call) => {
      const endpoint = existing(call);
      const body = valid(updateSchema, call.body, invalidEntries);
      if (body.endpoint_url !== undefined) {
        requireHttps(body.endpoint_url);
        refuseTakenUrl(body.endpoint_url, endpoint.id);
      }
      const change = changed<WebhookEndpoint>(endpoint, body as Partial<WebhookEndpoint>, call.now);
      return { status: 200, body: render(change ? webhookEndpoints.replace(change.record) : endpoint) };
    }),

    del("/webhook_endpoints/{id}", (call) => {
      webhookEndpoints.delete(existing(call).id);
      return { status: 204 };
    }),
  ];
}

function requireHttps(url: string): void {
  if (!URL.canParse(url) || new URL(url).protocol !== "https:")
    throw refusal(422, "invalid_url", `'${url}' is not an HTTPS URL.`);
}

const render = (endpoint: WebhookEndpoint) => ({ object: "webhook_endpoint", ...endpoint });
