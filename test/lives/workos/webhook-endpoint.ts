import { expect } from "vitest";
import { WebhookEndpoint } from "../../../providers/workos/index.ts";
import { dana } from "../dana.ts";
import { life, type World } from "../life.ts";

const POST = "POST /webhook_endpoints";
const PATCH = "PATCH /webhook_endpoints/{id}";
const DELETE = "DELETE /webhook_endpoints/{id}";

async function expectEndpoint(world: World, expected: { events: string[] } & object): Promise<void> {
  const { data } = await dana(world.emulators).workos.get("/webhook_endpoints?limit=100");
  const ours = data.filter(({ endpoint_url }: { endpoint_url: string }) => endpoint_url.includes("webhook-life"));
  expect(ours).toHaveLength(1);
  expect({ ...ours[0], events: ours[0].events.toSorted() }).toMatchObject({ id: world.id(), ...expected });
}

type Inputs = ConstructorParameters<typeof WebhookEndpoint>[1];

const quiet: Inputs = {
  url: "https://webhook-life.example/events",
  events: ["user.created", "dsync.user.created"],
  status: "disabled",
};

const loud: Inputs = { url: "https://webhook-life.example/v2", events: ["user.deleted"], status: "enabled" };

export const webhookEndpoint = life({
  of: "workos:WebhookEndpoint",
  declare: () => (name, inputs: Inputs) => new WebhookEndpoint(name, inputs),
  stages: [
    {
      title: "created disabled, which takes a second request",
      inputs: quiet,
      does: ["create"],
      writes: { [POST]: 1, [PATCH]: 1 },
      holds: (world) =>
        expectEndpoint(world, { events: ["dsync.user.created", "user.created"], status: "disabled" } as never),
    },
    {
      title: "events in another order are the same",
      inputs: { ...quiet, events: ["dsync.user.created", "user.created", "user.created"] },
      does: ["same"],
      writes: {},
      holds: (world) => expectEndpoint(world, { events: ["dsync.user.created", "user.created"] }),
    },
    {
      title: "address, events and status updated in place",
      inputs: loud,
      does: ["update"],
      writes: { [PATCH]: 1 },
      holds: (world) =>
        expectEndpoint(world, {
          endpoint_url: "https://webhook-life.example/v2",
          events: ["user.deleted"],
          status: "enabled",
        } as never),
    },
    {
      title: "drift repaired",
      meanwhile: (world) =>
        dana(world.emulators).workos.patch(`/webhook_endpoints/${world.id()}`, {
          status: "disabled",
          events: ["user.deleted", "user.created"],
        }),
      does: ["update"],
      writes: { [PATCH]: 1 },
      holds: (world) => expectEndpoint(world, { events: ["user.deleted"], status: "enabled" } as never),
    },
    {
      title: "deleted behind our back and made anew, its events cleared",
      inputs: { ...loud, events: [] },
      meanwhile: (world) => dana(world.emulators).workos.delete(`/webhook_endpoints/${world.id()}`),
      does: ["create"],
      writes: { [POST]: 1 },
      holds: (world) => expectEndpoint(world, { events: [], status: "enabled" } as never),
    },
    {
      title: "missing from state and taken over, with what differs changed",
      forgotten: true,
      inputs: { ...loud, status: "disabled" },
      does: ["create"],
      writes: { [PATCH]: 1 },
      holds: (world) => expectEndpoint(world, { events: ["user.deleted"], status: "disabled" } as never),
    },
  ],
  destroyed: { [DELETE]: 1 },
});
