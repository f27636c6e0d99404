import { z } from "zod";
import { asSet } from "../../providers/contract/fields.ts";
import { description, email, groupName, roleSlug } from "../../providers/workos/fields.ts";
import { inOrder, only } from "../canonical.ts";
import { type Declaration, declaration, idOf, outputOf } from "../declaration.ts";
import type { Problem } from "../fleet-error.ts";
import { nearest } from "../nearest.ts";
import { each, itemsAt, textsAt, valueAt } from "../paths.ts";
import { nameOf } from "../resource-names.ts";
import { type DraftTenant, type FileOf, tenantSection } from "../section.ts";
import type { members } from "./members.ts";
import { inOrganization } from "./organization.ts";
import { roleResource } from "./roles.ts";

const group = z.strictObject({
  /** The natural key. A new name is a new group. */
  name: groupName,
  description: description.exactOptional(),
  /** People listed under `members`. Each is in the group from the moment they are a member. */
  members: z.array(email).transform(asSet).exactOptional(),
  /** Slugs of roles that everybody in the group has in the organization. */
  roles: z.array(roleSlug).transform(asSet).exactOptional(),
});

type Group = z.output<typeof group>;
type Groups = { readonly groups?: readonly Group[] };

/** Groups of members, and the roles that everybody in one has. */
export const groups = tenantSection({
  shared: { groups: z.array(group).exactOptional() },
  distinct: [{ items: ["groups", each], by: ["name"] }],
  roles: [["groups", each, "roles", each]],
  tenantRules: [membersAreDeclared],
  facts: ({ groups }, { privilegedRoles }) => ({
    groups: inOrder(groups, ({ name }) => name).map(({ name, members = [], roles = [] }) => ({
      name,
      members,
      roles,
      privileged: roles.some((slug) => privilegedRoles.has(slug)),
    })),
  }),
  declare: ({ groups }, { tenant }) =>
    inOrder(groups, ({ name }) => name).flatMap((group) => declareGroup(tenant, group)),
});

function declareGroup(tenant: string, group: Group): Declaration[] {
  const { refs, deletedWith } = inOrganization(tenant);
  const groupId = idOf(nameOf(tenant, "workos:Group", group.name));
  return [
    declaration("workos:Group", [tenant, group.name], only(group, "name", "description"), { refs, deletedWith }),
    ...(group.members ?? []).map((email) =>
      declaration(
        "workos:GroupMembership",
        [tenant, group.name, email],
        {},
        {
          refs: {
            ...refs,
            groupId,
            // Until the person has accepted there is no membership to add.
            organizationMembershipId: outputOf(nameOf(tenant, "workos:Member", email), "membershipId"),
          },
          awaits: "organizationMembershipId",
          deletedWith,
        },
      ),
    ),
    ...(group.roles ?? []).map((slug) =>
      declaration(
        "workos:GroupRoleAssignment",
        [tenant, group.name, slug],
        { roleSlug: slug },
        { refs: { groupId }, after: [roleResource(tenant, slug)], deletedWith },
      ),
    ),
  ];
}

function membersAreDeclared({ file, effective }: DraftTenant<Groups & FileOf<typeof members>>): Problem[] {
  const withRoles = itemsAt(effective, ["members", each]).filter(({ value }) => valueAt(value, ["roles"]));
  const people = withRoles.flatMap(({ value }) => {
    const email = valueAt(value, ["email"]);
    return typeof email === "string" ? [email.trim().toLowerCase()] : [];
  });
  return textsAt(effective, ["groups", each, "members", each]).flatMap(({ path, text }) => {
    const person = text.trim().toLowerCase();
    if (people.includes(person)) return [];
    const meant = nearest(person, people);
    return [
      file.problem(
        path,
        `is no member of this tenant, ${meant ? `did you mean ${meant}?` : "add it to members, with roles"}`,
      ),
    ];
  });
}
