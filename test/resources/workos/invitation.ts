import type { Bag, Description } from "../description.ts";
import { organization, user } from "../homes.ts";

const LIST = "/user_management/invitations";
const POST = `POST ${LIST}`;
const REVOKE = `POST ${LIST}/{id}/revoke`;

const DAY_MS = 24 * 3600 * 1000;

export const invitation: Description = {
  writes: { create: { [POST]: 1 }, remove: { [REVOKE]: 1 } },
  async home(act, name) {
    const home = await organization(act, name);
    const inviter = await user(act, `boss@${name}.example`);
    const body = { organization_id: home.organizationId, email: `joana@${name}.example`, expires_in_days: 30 };
    await act.post(LIST, body);
    return { ...home, inviterUserId: inviter.userId };
  },
  declared: (home, name) => ({
    ...home,
    email: `ana@${name}.example`,
    roleSlug: "member",
    expiresInDays: 3,
    locale: "de",
  }),
  unseen: ["locale"],
  // A revoked one is gone.
  async held(act, { organizationId }) {
    const { data } = await act.get(`${LIST}?organization_id=${organizationId}&limit=100`);
    return data
      .filter(({ state }: Bag) => state !== "revoked")
      .map((row: Bag) => ({
        id: row.id,
        organizationId: row.organization_id,
        email: row.email,
        roleSlug: row.role_slug,
        inviterUserId: row.inviter_user_id,
        expiresInDays: Math.round((Date.parse(String(row.expires_at)) - Date.parse(String(row.created_at))) / DAY_MS),
        ...(row.state === "pending" ? {} : { state: row.state }),
      }));
  },
  life: {
    vanished: {
      title: "revoked by somebody, and sent again",
      meanwhile: ({ act, id }) => act.post(`${LIST}/${id}/revoke`, {}),
    },
    adopted: { title: "missing from state and taken over, not sent again" },
    removed: { stays: { state: "expired" } },
  },
  stages: [
    {
      title: "changed: revoked first, then sent again, since one person has one pending invitation",
      inputs: (home, name) => ({ ...home, email: `Ana@${name}.example`, expiresInDays: 14 }),
      does: ["delete-replaced", "replace", "create-replacement"],
      writes: { [POST]: 1, [REVOKE]: 1 },
      shows: { email: "ana@invitation-next.example", roleSlug: "member" },
    },
    {
      title: "accepted is what was wanted",
      meanwhile: ({ act, id }) => act.post(`${LIST}/${id}/accept`, {}),
      does: ["same"],
      writes: {},
      shows: { email: "ana@invitation-next.example", state: "accepted" },
    },
    {
      title: "another person: the accepted one stays accepted",
      inputs: (home, name) => ({ ...home, email: `bo@${name}.example`, expiresInDays: 7 }),
      does: ["create-replacement", "replace", "delete-replaced"],
      writes: { [POST]: 1, [REVOKE]: 1 },
      stays: { state: "accepted" },
    },
    {
      title: "expired is left as it is",
      passes: 8 * DAY_MS,
      does: ["same"],
      writes: {},
      shows: { state: "expired" },
    },
  ],
};
