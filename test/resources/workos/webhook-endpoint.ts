import type { Bag, Description } from "../description.ts";

const LIST = "/webhook_endpoints";
const POST = `POST ${LIST}`;
const PATCH = `PATCH ${LIST}/{id}` as const;

export const webhookEndpoint: Description = {
  at: PATCH,
  // One that is disabled from the start takes a second request.
  writes: { create: { [POST]: 1, [PATCH]: 1 } },
  async home(act, name) {
    await act.post(LIST, { endpoint_url: `https://${name}.example/events/eu`, events: ["user.created"] });
    return {};
  },
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
  async held(act, _home, name) {
    const { data } = await act.get(`${LIST}?limit=100&order=desc`);
    return data
      .filter(({ endpoint_url }: Bag) => String(endpoint_url).startsWith(`https://${name}.example/`))
      .map(({ id, endpoint_url, events, status }: Bag & { events: string[] }) => ({
        id,
        url: endpoint_url,
        events: events.toSorted(),
        status,
      }));
  },
  life: {
    drifted: {
      meanwhile: ({ act, id }) => act.patch(`${LIST}/${id}`, { status: "disabled", events: ["user.created"] }),
    },
    replaced: null, // Every field can be changed in place.
    vanished: { writes: { [POST]: 1 } },
  },
  stages: [
    {
      title: "events in another order, and one twice, are the same",
      inputs: (home, name) => ({
        ...webhookEndpoint.changed?.(home, name),
        events: ["user.updated", "user.deleted", "user.updated"],
      }),
      does: ["same"],
      writes: {},
      shows: { events: ["user.deleted", "user.updated"] },
    },
    {
      title: "deleted by somebody and made anew, its events cleared",
      meanwhile: ({ act, id }) => act.delete(`${LIST}/${id}`),
      inputs: (home, name) => ({ ...webhookEndpoint.changed?.(home, name), events: [] }),
      does: ["create"],
      writes: { [POST]: 1 },
    },
    {
      title: "missing from state and taken over, with what differs changed",
      forgotten: true,
      inputs: (home, name) => ({ ...webhookEndpoint.changed?.(home, name), status: "disabled" }),
      does: ["create"],
      writes: { [PATCH]: 1 },
    },
  ],
};
