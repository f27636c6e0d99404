import type { Bag } from "../../provider-process.ts";
import { member as aMember, organization, type Subject, somebody } from "../subject.ts";

const role = (name: string): string => `the-${name}`;

/** An organization, and a role to change to. */
async function home(emulators: Parameters<Subject["home"]>[0], name: string, of = organization): Promise<Bag> {
  await emulators.workos.as(somebody).post("/authorization/roles", { slug: role(name), name: role(name) });
  const { organizationId } = await of(emulators, name);
  return { organizationId };
}

/** Somebody who is invited, and does not answer. */
export const member: Subject = {
  token: "workos:Member",
  group: "invitations",
  removalLooks: true,
  home,
  declared: (home, name) => ({ ...home, email: `ana@${name}.example`, roles: ["member"], onExpired: "leave" }),
  changed: (home, name) => ({ ...home, email: `ana@${name}.example`, roles: [role(name)], onExpired: "renew" }),
  async held({ workos }, { organizationId }, name) {
    const { data } = await workos
      .as(somebody)
      .get(`/user_management/invitations?organization_id=${organizationId}&limit=100`);
    return data
      .filter(({ state }: Bag) => state === "pending")
      .map((row: Bag) => ({
        id: `${row.organization_id}/${row.email}`,
        organizationId: row.organization_id,
        email: row.email,
        roles: [row.role_slug],
        onExpired: row.role_slug === role(name) ? "renew" : "leave", // Nobody but us knows.
      }));
  },
};

/** Somebody who is in the organization already. */
export const memberWhoAccepted: Subject = {
  token: "workos:Member",
  situation: "accepted",
  imported: true,
  group: "memberships",
  home: (emulators, name) => home(emulators, name, aMember),
  declared: (home, name) => ({ ...home, email: `ana@${name}.example`, roles: [role(name)], status: "active" }),
  changed: (home, name) => ({ ...home, email: `ana@${name}.example`, roles: ["member"], status: "inactive" }),
  async held({ workos }, { organizationId }) {
    const { data } = await workos
      .as(somebody)
      .get(
        `/user_management/organization_memberships?organization_id=${organizationId}&statuses=active,inactive,pending`,
      );
    return data.map((row: Bag & { user: Bag; roles: Bag[] }) => ({
      id: `${row.organization_id}/${row.user.email}`,
      organizationId: row.organization_id,
      email: row.user.email,
      roles: row.roles.map(({ slug }) => slug),
      status: row.status,
    }));
  },
};
