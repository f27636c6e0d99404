import { expect } from "vitest";
import type { Bag, Description } from "../description.ts";
import { organization, permissions } from "../homes.ts";

const POST = "POST /organizations/{organizationId}/api_keys";
const EXPIRE = "POST /api_keys/{id}/expire";
const DELETE = "DELETE /api_keys/{id}";

const keysOf = ({ organizationId }: Bag): string => `/organizations/${organizationId}/api_keys`;

const both = (name: string): string[] => [`${name}:read`, `${name}:write`];

export const organizationApiKey: Description = {
  dated: true,
  at: DELETE,
  writes: { create: { [POST]: 1 }, change: { [EXPIRE]: 1 }, remove: { [EXPIRE]: 1, [DELETE]: 1 } },
  shownOnce: true,
  async home(act, name) {
    await permissions(act, name);
    const home = await organization(act, name);
    await act.post(keysOf(home), { name: "main (EU)", permissions: both(name) });
    return home;
  },
  declared: (home, name) => ({
    ...home,
    name: "main",
    permissions: both(name),
    expiresAt: "2035-01-01T00:00:00Z",
  }),
  changed: (home, name) => ({ ...home, name: "main", permissions: both(name), expiresAt: null }),
  elsewhere: { expiresInDays: "test/contract/shown-once.test.ts", overlapHours: "below" },
  async held(act, home) {
    const { data } = await act.get(`${keysOf(home)}?limit=100`);
    return data.map(({ id, name, permissions: slugs, expires_at }: Bag & { permissions: string[] }) => ({
      id,
      ...home,
      name,
      permissions: slugs.toSorted(),
      expiresAt: expires_at && String(expires_at).replace(".000Z", "Z"),
    }));
  },
  life: {
    drifted: { meanwhile: ({ act, id }) => act.post(`/api_keys/${id}/expire`, { expires_at: "2030-01-01T00:00:00Z" }) },
  },
  stages: [
    {
      title: "permissions in another order and an end in another zone are the same",
      inputs: (home, name) => ({
        ...organizationApiKey.declared(home, name),
        permissions: both(name).toReversed(),
        expiresAt: "2035-01-01T01:00:00+01:00",
        overlapHours: 24,
      }),
      does: ["update"], // It is to work on for a day once it goes, which is for us to know.
      writes: {},
      shows: { permissions: expect.any(Array), expiresAt: "2035-01-01T00:00:00Z" },
    },
    {
      title: "ended by somebody, and made anew",
      meanwhile: ({ act, id }) => act.post(`/api_keys/${id}/expire`, {}),
      does: ["create"],
      writes: { [POST]: 1 },
      stays: { expiresAt: expect.any(String) },
      shows: { permissions: expect.any(Array), expiresAt: "2035-01-01T00:00:00Z" },
    },
    {
      title: "rotated under a new name, the old one working on for a day",
      inputs: (home, name) => ({ ...home, name: "main-2", permissions: both(name) }),
      does: ["create-replacement", "replace", "delete-replaced"],
      writes: { [POST]: 1, [EXPIRE]: 1 },
      stays: { expiresAt: expect.any(String) },
      shows: { expiresAt: null },
    },
    {
      title: "other permissions under the same name: the old one is ended and deleted once the new one is there",
      inputs: (home, name) => ({ ...home, name: "main-2", permissions: [`${name}:read`] }),
      does: ["create-replacement", "replace", "delete-replaced"],
      writes: { [POST]: 1, [EXPIRE]: 1, [DELETE]: 1 },
    },
  ],
};
