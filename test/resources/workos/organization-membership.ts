import type { Bag, Description } from "../description.ts";
import { member, organization, role, user } from "../homes.ts";

const LIST = "/user_management/organization_memberships";
const PUT = `PUT ${LIST}/{id}` as const;

const special = (name: string): string => `the-${name}`;

export const organizationMembership: Description = {
  at: PUT,
  writes: { change: { [`${PUT}/deactivate`]: 1, [PUT]: 1 } },
  async home(act, name) {
    await role(act, special(name));
    const home = await organization(act, name);
    await member(act, home, `joana@${name}.example`);
    return { ...home, ...(await user(act, `ana@${name}.example`)) };
  },
  declared: (home, name) => ({ ...home, roles: [special(name)], status: "active" }),
  changed: (home) => ({ ...home, roles: ["member"], status: "inactive" }),
  async held(act, { organizationId }) {
    const { data } = await act.get(`${LIST}?organization_id=${organizationId}&statuses=active,inactive,pending`);
    return data.map((row: Bag & { roles: Bag[] }) => ({
      id: row.id,
      organizationId: row.organization_id,
      userId: row.user_id,
      roles: row.roles.map(({ slug }) => String(slug)).sort(),
      status: row.status,
    }));
  },
  life: {
    drifted: {
      async meanwhile({ act, id, name }) {
        await act.put(`${LIST}/${id}`, { role_slug: special(name) });
        await act.put(`${LIST}/${id}/reactivate`, {});
      },
    },
  },
  stages: [
    {
      title: "deleted by somebody, made anew, and deactivated at once",
      meanwhile: ({ act, id }) => act.delete(`${LIST}/${id}`),
      inputs: (home, name) => ({ ...home, roles: [special(name)], status: "inactive" }),
      does: ["create"],
      writes: { [`POST ${LIST}`]: 1, [`${PUT}/deactivate`]: 1 },
    },
    {
      title: "reactivated with another role",
      meanwhile: async ({ emulators }) => emulators.workos.switches.set({ multipleRoles: true }),
      inputs: (home, name) => ({ ...home, roles: [special(name), "member", special(name)], status: "active" }),
      does: ["update"],
      writes: { [`${PUT}/reactivate`]: 1, [PUT]: 1 },
      shows: { roles: ["member", "the-organizationmembership-next"] },
    },
    {
      title: "roles in another order are the same, and a status declared no more is left as it is",
      inputs: (home, name) => ({ ...home, roles: ["member", special(name)] }),
      does: ["update"],
      writes: {},
      shows: { status: "active" },
    },
    {
      title: "drift repaired, in what is declared",
      async meanwhile({ act, id }) {
        await act.put(`${LIST}/${id}`, { role_slug: "member" });
        await act.put(`${LIST}/${id}/deactivate`, {});
      },
      does: ["update"],
      writes: { [PUT]: 1 },
      shows: { status: "inactive" },
    },
  ],
};
