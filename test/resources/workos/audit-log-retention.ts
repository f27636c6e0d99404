import type { ActingClient } from "../../../emulators/index.ts";
import type { Bag, Description } from "../description.ts";
import { organization } from "../homes.ts";

const PUT = "PUT /organizations/{id}/audit_logs_retention" as const;

const pathOf = (organizationId: unknown): string => `/organizations/${organizationId}/audit_logs_retention`;

const set = (act: ActingClient, { organizationId }: Bag, days: number) =>
  act.put(pathOf(organizationId), { retention_period_in_days: days });

export const auditLogRetention: Description = {
  at: PUT,
  writes: { create: { [PUT]: 1 }, remove: {} },
  // An organization has one, so the bystander is another organization's.
  async home(act, name) {
    const other = await organization(act, `${name}-eu`);
    await set(act, other, 30);
    return { ...(await organization(act, name)), neighbour: other.organizationId };
  },
  declared: ({ organizationId }) => ({ organizationId, days: 365 }),
  changed: ({ organizationId }) => ({ organizationId, days: 30 }),
  async held(act, { organizationId, neighbour }) {
    const found = [organizationId, neighbour].map(async (each) => {
      const { retention_period_in_days: days } = await act.get(pathOf(each));
      return days === null ? [] : [{ id: String(each), organizationId: each, days }];
    });
    return (await Promise.all(found)).flat();
  },
  left: (row) => row,
  life: {
    drifted: { meanwhile: ({ act, home }) => set(act, home, 365) },
    vanished: null, // WorkOS has no way back to none.
  },
  stages: [
    {
      title: "missing from state and taken over, with what differs changed",
      forgotten: true,
      inputs: ({ organizationId }) => ({ organizationId, days: 30 }),
      does: ["create"],
      writes: { [PUT]: 1 },
    },
  ],
};
