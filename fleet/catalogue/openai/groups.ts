import { z } from "zod";
import { asSet, email, name, roleGiven } from "../../../providers/openai/fields.ts";
import { inOrder } from "../../canonical.ts";
import { declaration, idOf } from "../../declaration.ts";
import type { Problem } from "../../fleet-error.ts";
import { namesIn, roleAs, roleIsMissing } from "../../openai-names.ts";
import { each, textsAt, valueAt, type Written } from "../../paths.ts";
import { catalogue, nameOf } from "../../resource-names.ts";
import { type Body, catalogueSection } from "../../section.ts";

const group = z
  .strictObject({
    /** The natural key. A new name is a new group. */
    name,
    /** The organization's identity provider makes it and decides who is in it; here it is only named. @default false */
    scim: z.boolean().exactOptional(),
    /** Each is in the group from the moment they are in OpenAI's organization. */
    members: z.array(email).transform(asSet).exactOptional(),
    /** What everybody in the group may do in the organization. */
    roles: z.array(roleGiven).transform(asSet).exactOptional(),
  })
  .refine(({ scim, members }) => !scim || members === undefined, {
    error: "are for the organization's identity provider to decide, which manages this group",
    path: ["members"],
  });

type Organization = {
  readonly openai?: {
    readonly groups?: readonly z.output<typeof group>[];
    readonly roles?: readonly { readonly name: string }[];
  };
};

/** Groups of people in OpenAI's organization, which projects let in. */
export const organizationGroups = catalogueSection({
  at: ["openai"],
  fields: { groups: z.array(group).exactOptional() },
  sharedBy: ["name"],
  ofOwner: [
    ["openai", "groups", each, "members"],
    ["openai", "groups", each, "roles"],
  ],
  distinct: [{ items: ["openai", "groups", each], by: ["name"] }],
  bodyRules: [rolesExist],
  declare: ({ groups, ...organization }) => {
    const own = namesIn(valueAt(organization as Written, ["roles"]));
    return inOrder(groups, ({ name }) => name).flatMap(({ name, scim, members = [], roles = [] }) => {
      const groupId = idOf(nameOf(catalogue, "openai:Group", name));
      return [
        declaration("openai:Group", [catalogue, name], { name }, scim ? { reads: { name } } : {}),
        ...members.map((email) =>
          declaration("openai:GroupMember", [catalogue, name, email], { email }, { refs: { groupId } }),
        ),
        ...roles.map((role) => {
          const given = roleAs(role, own?.has(role) ? nameOf(catalogue, "openai:OrganizationRole", role) : undefined);
          const refs = { groupId, ...given.refs };
          return declaration("openai:GroupRole", [catalogue, name, role], given.inputs, { refs });
        }),
      ];
    });
  },
});

function rolesExist({ file, value: fleet }: Body<Organization>): Problem[] {
  const own = namesIn(valueAt(fleet, ["openai", "roles"]));
  return textsAt(fleet, ["openai", "groups", each, "roles", each]).flatMap(({ path, text }) => {
    const missing = roleIsMissing("organization", text, own, "declare it under openai.roles");
    return missing ? [file.problem(path, missing)] : [];
  });
}
