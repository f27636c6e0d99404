import type { Description } from "../description.ts";
import { alert, alertsAt } from "../spend-alerts.ts";

const ALERTS = "/organization/spend_alerts";
const ONE = `${ALERTS}/{alert_id}` as const;

export const organizationSpendAlert: Description = {
  at: `POST ${ONE}`,
  writes: { remove: { [`DELETE ${ONE}`]: 1 } },
  // Of the same amount to one of the same people.
  async home(act, name) {
    await act.post(ALERTS, alert(1_000_000, [`${name}@ourcompany.example`]));
    return {};
  },
  declared: (_home, name) => ({
    monthlyUsd: 10_000,
    recipients: [`${name}@ourcompany.example`, "zoe@ourcompany.example"],
    subjectPrefix: "[all]",
  }),
  changed: (_home, name) => ({ monthlyUsd: 0, recipients: [`${name}@ourcompany.example`], subjectPrefix: null }),
  async held(act, _home, name) {
    const rows = await alertsAt(act, ALERTS, {});
    return rows.filter(({ recipients }) => (recipients as string[]).includes(`${name}@ourcompany.example`));
  },
  life: {
    drifted: {
      meanwhile: ({ act, name, id }) =>
        act.post(`${ALERTS}/${id}`, alert(1, [`${name}@ourcompany.example`, "eve@ourcompany.example"])),
    },
    replaced: null, // Everything can be changed in place.
    adopted: { title: "missing from state, and adopted on request" },
  },
};
