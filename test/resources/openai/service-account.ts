import type { Bag, Description } from "../description.ts";
import { serviceAccount as account, everyPage, project } from "../homes.ts";

const LIST = "/organization/projects/{project_id}/service_accounts";
const ONE = `${LIST}/{service_account_id}`;

const accountsOf = ({ projectId }: Bag): string => `/organization/projects/${projectId}/service_accounts`;

export const serviceAccount: Description = {
  at: `POST ${ONE}`,
  // OpenAI creates it without a role when no key is wanted.
  writes: { create: { [`POST ${LIST}`]: 1, [`POST ${ONE}`]: 1 } },
  async home(act, name) {
    const home = await project(act, name);
    await account(act, home, "Gateway (EU)");
    return home;
  },
  declared: (home) => ({ ...home, name: "Gateway", role: "member" }),
  changed: (home) => ({ ...home, name: "Big gateway", role: "owner" }),
  async held(act, { projectId }) {
    const rows = await everyPage(act, accountsOf({ projectId }));
    return rows.map(({ id, name, role }) => ({ id: String(id), projectId, name, role }));
  },
  life: {
    created: {
      // It is made without the key that OpenAI hands out by default: nobody would hold it.
      async holds({ act, home }) {
        const path = `/organization/projects/${home.projectId}/api_keys?owner_project_access=any`;
        if ((await everyPage(act, path)).length > 0) throw new Error("a key came with it");
      },
    },
  },
  stages: [
    {
      title: "a role declared no more is the default one",
      inputs: (home) => ({ ...home, name: "Gateway" }),
      does: ["same"],
      writes: {},
    },
  ],
};
