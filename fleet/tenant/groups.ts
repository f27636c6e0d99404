import { z } from "zod";
import { asSet, inOrder, only } from "../canonical.ts";
import { type Declaration, declaration, idOf, outputOf } from "../declaration.ts";
import type { Problem } from "../fleet-error.ts";
import { nearest } from "../nearest.ts";
import { each, textsAt } from "../paths.ts";
import { resourceNames } from "../resource-names.ts";
import { rolesInOrganization } from "../rules/roles.ts";
import { type DraftTenant, tenantSection } from "../section.ts";
import { description, email, line } from "../words.ts";
import { anyPrivileged, roleResource, roles } from "./roles.ts";

const group = z.strictObject({
  /** The natural key. A new name is a new group. */
  name: line(256),
  description: description.exactOptional(),
  /** People listed under `members`. Each is in the group from the moment they are a member. */
  members: z.array(email).exactOptional(),
  /** Slugs of roles that everybody in the group has in the organization. */
  roles: z.array(line(48)).exactOptional(),
});

type Group = z.output<typeof group>;

export const groups = tenantSection({
  // What a role of the tenant may do decides whether its holders are privileged.
  shared: { groups: z.array(group).exactOptional(), ...roles.shared },
  distinct: [{ items: ["groups", each], by: ["name"] }],
  tenantRules: [rolesInOrganization(["groups", each, "roles", each]), membersAreDeclared],
  facts: ({ groups, roles: declared }, { privileged }) => ({
    groups: inOrder(groups, ({ name }) => name).map(({ name, members, roles = [] }) => ({
      name,
      members: asSet(members),
      roles: asSet(roles),
      privileged: anyPrivileged(roles, declared, privileged),
    })),
  }),
  declare: ({ groups }, { tenant }) =>
    inOrder(groups, ({ name }) => name).flatMap((group) => declareGroup(tenant, group)),
});

function declareGroup(tenant: string, group: Group): Declaration[] {
  const own = resourceNames.group(tenant, group.name);
  const organization = resourceNames.organization(tenant);
  return [
    declaration("workos:Group", own, only(group, "name", "description"), {
      refs: { organizationId: idOf(organization) },
      deletedWith: organization,
    }),
    ...asSet(group.members).map((email) =>
      declaration(
        "workos:GroupMembership",
        resourceNames.groupMember(tenant, group.name, email),
        {},
        {
          refs: {
            organizationId: idOf(organization),
            groupId: idOf(own),
            // Until the person has accepted there is no membership to add.
            organizationMembershipId: outputOf(resourceNames.member(tenant, email), "membershipId"),
          },
          awaits: "organizationMembershipId",
          deletedWith: organization,
        },
      ),
    ),
    ...asSet(group.roles).map((slug) =>
      declaration(
        "workos:GroupRoleAssignment",
        resourceNames.groupRole(tenant, group.name, slug),
        { roleSlug: slug },
        { refs: { groupId: idOf(own) }, after: [roleResource(tenant, slug)], deletedWith: organization },
      ),
    ),
  ];
}

function membersAreDeclared({ file, effective }: DraftTenant): Problem[] {
  const members = textsAt(effective, ["members", each, "email"]).map(({ text }) => text.trim().toLowerCase());
  return textsAt(effective, ["groups", each, "members", each]).flatMap(({ path, text }) => {
    const person = text.trim().toLowerCase();
    if (members.includes(person)) return [];
    const meant = nearest(person, members);
    return [
      file.problem(path, `is no member of this tenant, ${meant ? `did you mean ${meant}?` : "add it to members"}`),
    ];
  });
}
