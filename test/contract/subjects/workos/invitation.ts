import type { Bag } from "../../provider-process.ts";
import { organization, type Subject, somebody } from "../subject.ts";

export const invitation: Subject = {
  token: "workos:Invitation",
  group: "invitations",
  home: organization,
  declared: (home, name) => ({ ...home, email: `first@${name}.example`, roleSlug: "member", expiresInDays: 3 }),
  async held({ workos }, { organizationId }) {
    const list = await workos
      .as(somebody)
      .get(`/user_management/invitations?organization_id=${organizationId}&limit=100`);
    return list.data
      .filter((row: Bag) => row.state === "pending")
      .map((row: Bag) => ({
        id: row.id,
        organizationId: row.organization_id,
        email: row.email,
        roleSlug: row.role_slug,
        expiresInDays: Math.round(
          (Date.parse(String(row.expires_at)) - Date.parse(String(row.created_at))) / (24 * 3600 * 1000),
        ),
      }));
  },
};
