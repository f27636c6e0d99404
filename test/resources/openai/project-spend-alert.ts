import type { Bag, Description } from "../description.ts";
import { project } from "../homes.ts";
import { alert, alertsAt } from "../spend-alerts.ts";

const ONE = "/organization/projects/{project_id}/spend_alerts/{alert_id}" as const;

const alertsOf = ({ projectId }: Bag): string => `/organization/projects/${projectId}/spend_alerts`;

export const projectSpendAlert: Description = {
  at: `POST ${ONE}`,
  writes: { remove: { [`DELETE ${ONE}`]: 1 } },
  // Of the same amount to one of the same people; and to the same people of an amount a hundred times as large.
  async home(act, name) {
    const home = await project(act, name);
    await act.post(alertsOf(home), alert(60_000, ["finops@ourcompany.example"]));
    await act.post(alertsOf(home), alert(6_000_000, ["dana@ourcompany.example", "finops@ourcompany.example"]));
    return home;
  },
  declared: (home) => ({
    ...home,
    monthlyUsd: 600,
    recipients: ["dana@ourcompany.example", "finops@ourcompany.example"],
    subjectPrefix: "[acme]",
  }),
  changed: (home) => ({ ...home, monthlyUsd: 0.29, recipients: ["ana@ourcompany.example"], subjectPrefix: null }),
  held: (act, home) => alertsAt(act, alertsOf(home), home),
  life: {
    drifted: {
      meanwhile: ({ act, home, id }) =>
        act.post(`${alertsOf(home)}/${id}`, alert(1, ["eve@ourcompany.example"], "[eve]")),
    },
  },
  stages: [
    {
      title: "recipients in another order are the same people",
      inputs: (home, name) => ({
        ...projectSpendAlert.declared(home, name),
        recipients: ["finops@ourcompany.example", "Dana@OurCompany.example"],
      }),
      does: ["same"],
      writes: {},
      shows: { recipients: ["dana@ourcompany.example", "finops@ourcompany.example"] },
    },
    {
      title: "a change leaves alone a prefix that is declared no more, though OpenAI takes the whole",
      inputs: (home) => ({ ...home, monthlyUsd: 500, recipients: ["dana@ourcompany.example"] }),
      does: ["update"],
      writes: { [`POST ${ONE}`]: 1 },
      shows: { subjectPrefix: "[acme]" },
    },
  ],
};
