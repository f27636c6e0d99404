import type { Bag } from "../../provider-process.ts";
import { organization, permissions, type Subject, somebody } from "../subject.ts";

export const organizationApiKey: Subject = {
  token: "workos:OrganizationApiKey",
  async home(emulators, name) {
    await permissions(emulators, name);
    return organization(emulators, name);
  },
  declared: (home, name) => ({
    ...home,
    name: "main",
    permissions: [`${name}:read`, `${name}:write`],
    expiresAt: "2035-01-01T00:00:00Z",
  }),
  changed: (home, name) => ({
    ...home,
    name: "main",
    permissions: [`${name}:read`, `${name}:write`],
    expiresAt: null,
  }),
  async held({ workos }, { organizationId }) {
    const { data } = await workos.as(somebody).get(`/organizations/${organizationId}/api_keys?limit=100`);
    return data.map((row: Bag) => ({
      id: row.id,
      organizationId,
      name: row.name,
      permissions: (row.permissions as string[]).toSorted(),
      expiresAt: row.expires_at && String(row.expires_at).replace(".000Z", "Z"),
    }));
  },
};
