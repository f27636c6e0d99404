import type { Description } from "../description.ts";

const LIMIT = "/organization/spend_limit";

export const organizationSpendLimit: Description = {
  at: `POST ${LIMIT}`,
  writes: { create: { [`POST ${LIMIT}`]: 1 }, remove: { [`DELETE ${LIMIT}`]: 1 } },
  home: async () => ({}),
  alone: "an organization has one",
  declared: () => ({ monthlyUsd: 90_000 }),
  changed: () => ({ monthlyUsd: 0.07 }),
  async held(act) {
    const { status, body } = await act.request("GET", LIMIT);
    return status === 404 ? [] : [{ id: "spend_limit", monthlyUsd: body.threshold_amount / 100 }];
  },
  life: {
    drifted: {
      meanwhile: ({ act }) => act.post(LIMIT, { threshold_amount: 1, currency: "USD", interval: "month" }),
    },
    replaced: null, // There is no other place for it.
    vanished: { meanwhile: ({ act }) => act.delete(LIMIT) },
    adopted: { title: "missing from state, and adopted on request" },
  },
};
