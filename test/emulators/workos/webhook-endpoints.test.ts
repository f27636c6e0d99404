import { expect, test } from "vitest";
import { WEBHOOK_EVENTS } from "../../../emulators/workos/webhook-events.ts";
import { readSpecification } from "../../contract/specification.ts";
import { useWorkos } from "./environment.ts";

const workos = useWorkos();

const create = (endpoint_url: string, events: string[] = ["user.created"]) =>
  workos.post("/webhook_endpoints", { endpoint_url, events });

test("an endpoint starts enabled, and every answer shows its secret", async () => {
  const { status, body } = await create("https://acme.com/hooks", ["user.created", "user.created", "group.deleted"]);
  expect(status).toBe(201);
  expect(body).toEqual({
    object: "webhook_endpoint",
    id: expect.stringMatching(/^we_/),
    endpoint_url: "https://acme.com/hooks",
    secret: expect.stringMatching(/^whsec_\w{25}$/),
    status: "enabled",
    events: ["user.created", "group.deleted"],
    created_at: "2026-03-01T09:00:00.000Z",
    updated_at: "2026-03-01T09:00:00.000Z",
  });
  expect((await workos.get("/webhook_endpoints")).body.data).toEqual([body]);
  expect((await workos.get(`/webhook_endpoints/${body.id}`)).status).toBe(404);
});

test("URL, events and status change in place; what is left out stays, and so does the secret", async () => {
  const { id, secret } = (await create("https://acme.com/hooks")).body;
  workos.emulator.clock.advance(1000);
  const { status, body } = await workos.patch(`/webhook_endpoints/${id}`, { status: "disabled" });
  expect([status, body.status, body.endpoint_url, body.secret]).toEqual([
    200,
    "disabled",
    "https://acme.com/hooks",
    secret,
  ]);
  expect(body.updated_at).toBe("2026-03-01T09:00:01.000Z");
  workos.emulator.clock.advance(1000);
  expect((await workos.patch(`/webhook_endpoints/${id}`, { status: "disabled" })).body.updated_at).toBe(
    body.updated_at,
  );
  const moved = await workos.patch(`/webhook_endpoints/${id}`, { endpoint_url: "https://acme.com/new", events: [] });
  expect(moved.body).toMatchObject({ endpoint_url: "https://acme.com/new", events: [], status: "disabled" });
});

test("one URL has one endpoint", async () => {
  const first = (await create("https://acme.com/hooks")).body;
  const clash = await create("https://acme.com/hooks");
  expect([clash.status, clash.body.code]).toEqual([409, "duplicate_endpoint"]);
  const second = (await create("https://acme.com/other")).body;
  const move = (id: string) => workos.patch(`/webhook_endpoints/${id}`, { endpoint_url: "https://acme.com/hooks" });
  expect((await move(second.id)).status).toBe(409);
  expect((await move(first.id)).status).toBe(200);
});

test.each([
  [{ endpoint_url: "http://acme.com/hooks", events: [] }, "invalid_url"],
  [{ endpoint_url: "acme.com", events: [] }, "invalid_url"],
  [{ endpoint_url: "https://acme.com/hooks", events: ["user.renamed"] }, "invalid_request_parameters"],
  [{ endpoint_url: "https://acme.com/hooks", events: ["vault.data.created"] }, "invalid_request_parameters"],
  [{ endpoint_url: "https://acme.com/hooks" }, "invalid_request_parameters"],
  [{ events: [] }, "invalid_request_parameters"],
])("%j is refused with 422 %s", async (body, code) => {
  const answer = await workos.post("/webhook_endpoints", body);
  expect([answer.status, answer.body.code]).toEqual([422, code]);
  expect((await workos.get("/webhook_endpoints")).body.data).toEqual([]);
});

test("each problem has a code of its own", async () => {
  const { body } = await workos.post("/webhook_endpoints", { events: ["user.renamed"] });
  expect(body.errors.map(({ code }: { code: string }) => code)).toEqual(["required", "unknown_event_type"]);
});

test("the list goes beyond one page in both directions", async () => {
  for (let n = 0; n < 5; n++) await create(`https://acme.com/${n}`);
  const urls = (body: { data: { endpoint_url: string }[] }) => body.data.map(({ endpoint_url }) => endpoint_url.at(-1));
  const first = (await workos.get("/webhook_endpoints?limit=3")).body;
  const second = (await workos.get(`/webhook_endpoints?limit=3&after=${first.list_metadata.after}`)).body;
  expect([urls(first), urls(second)]).toEqual([
    ["4", "3", "2"],
    ["1", "0"],
  ]);
  const back = (await workos.get(`/webhook_endpoints?limit=3&before=${second.list_metadata.before}`)).body;
  expect(urls(back)).toEqual(urls(first));
});

test("a deleted endpoint is unknown, and its URL free", async () => {
  const { id } = (await create("https://acme.com/hooks")).body;
  expect(await workos.delete(`/webhook_endpoints/${id}`)).toMatchObject({ status: 204, body: undefined });
  for (const answer of [
    await workos.delete(`/webhook_endpoints/${id}`),
    await workos.patch(`/webhook_endpoints/${id}`, { status: "disabled" }),
  ])
    expect([answer.status, answer.body.code]).toEqual([404, "entity_not_found"]);
  expect((await create("https://acme.com/hooks")).status).toBe(201);
});

test("the event types are those of the official description", () => {
  const document = JSON.stringify(readSpecification("workos").components.schemas.CreateWebhookEndpointDto);
  expect(WEBHOOK_EVENTS).toHaveLength(93);
  for (const name of WEBHOOK_EVENTS) expect(document).toContain(`"${name}"`);
});

test("the SDK creates, changes, lists and deletes", async () => {
  const { webhooks } = workos.sdk;
  const created = await webhooks.createWebhookEndpoint({
    endpointUrl: "https://acme.com/hooks",
    events: ["user.created" as never],
  });
  expect(created).toMatchObject({ endpointUrl: "https://acme.com/hooks", status: "enabled" });
  const changed = await webhooks.updateWebhookEndpoint({ id: created.id, status: "disabled" as never });
  expect(changed.status).toBe("disabled");
  expect((await webhooks.listWebhookEndpoints()).data).toHaveLength(1);
  await webhooks.deleteWebhookEndpoint({ id: created.id });
  expect((await webhooks.listWebhookEndpoints()).data).toEqual([]);
});
