import type { Description } from "../description.ts";

const RETENTION = "/organization/data_retention";
const ONCE = { [`POST ${RETENTION}`]: 1 };

export const organizationDataRetention: Description = {
  at: `POST ${RETENTION}`,
  writes: { create: ONCE, remove: ONCE },
  alwaysThere: true,
  removalLooks: true,
  home: async () => ({}),
  alone: "an organization has one",
  declared: () => ({ type: "zero_data_retention" }),
  changed: () => ({ type: "enhanced_zero_data_retention" }),
  // What the organization begins with is nobody's decision.
  async held(act) {
    const { type } = await act.get(RETENTION);
    return type === "modified_abuse_monitoring" ? [] : [{ id: "data_retention", type }];
  },
  life: {
    drifted: { meanwhile: ({ act }) => act.post(RETENTION, { retention_type: "enhanced_modified_abuse_monitoring" }) },
    replaced: null, // There is no other place for it.
  },
};
