import { z } from "zod";
import { asSet, name, roleGiven } from "../../../providers/openai/fields.ts";
import { inOrder } from "../../canonical.ts";
import { type Declaration, declaration, idOf } from "../../declaration.ts";
import type { Problem } from "../../fleet-error.ts";
import { nameIsMissing, namesIn, roleAs, roleIsMissing } from "../../openai-names.ts";
import { each, textsAt, valueAt, type Written } from "../../paths.ts";
import { catalogue, nameOf } from "../../resource-names.ts";
import { type DraftTenant, type FileOf, type Known, tenantSection } from "../../section.ts";
import { inProject } from "./in-project.ts";
import type { projectRoles } from "./roles.ts";

const place = z
  .strictObject({
    /** One of `openai.groups` of fleet.yaml. */
    group: name,
    /** With which it is let in: one of the project's `roles`, or one that OpenAI predefines. */
    role: roleGiven,
    /** Roles that it has there besides; the whole set. Left out or `[]`: none. */
    additionalRoles: z.array(roleGiven).transform(asSet).exactOptional(),
  })
  .refine(({ role, additionalRoles = [] }) => !additionalRoles.includes(role), {
    error: "has the group's role again",
    path: ["additionalRoles"],
  });
type Place = z.output<typeof place>;
type Groups = { readonly openai?: { readonly project?: { readonly groups?: readonly Place[] } } };

/** Which groups of the organization are in the project, and what they may do there. */
export const projectGroups = tenantSection({
  at: ["openai", "project"],
  shared: { groups: z.array(place).exactOptional() },
  distinct: [{ items: ["openai", "project", "groups", each], by: ["group"] }],
  tenantRules: [groupsExist, rolesExist],
  declare: ({ groups, ...project }, { tenant }) => {
    const own = namesIn(valueAt(project as Written, ["roles"]));
    const roleOf = (role: string) =>
      roleAs(role, own?.has(role) ? nameOf(tenant, "openai:ProjectRole", role) : undefined);
    return inOrder(groups, ({ group }) => group).flatMap((place) => declarePlace(tenant, place, roleOf));
  },
});

function declarePlace(
  tenant: string,
  { group, role, additionalRoles = [] }: Place,
  roleOf: (role: string) => ReturnType<typeof roleAs>,
): Declaration[] {
  const { refs, deletedWith } = inProject(tenant);
  const groupId = idOf(nameOf(catalogue, "openai:Group", group));
  const first = roleOf(role);
  return [
    declaration("openai:ProjectGroup", [tenant, group], first.inputs, {
      refs: { ...refs, groupId, ...first.refs },
      deletedWith,
    }),
    ...additionalRoles.map((role) => {
      const given = roleOf(role);
      return declaration("openai:ProjectGroupRole", [tenant, group, role], given.inputs, {
        refs: { ...refs, groupId, ...given.refs },
        // A group has roles where it is.
        after: [nameOf(tenant, "openai:ProjectGroup", group)],
        deletedWith,
      });
    }),
  ];
}

function groupsExist({ file, effective }: DraftTenant<Groups>, { openai }: Known): Problem[] {
  return textsAt(effective, ["openai", "project", "groups", each, "group"]).flatMap(({ path, text }) => {
    const missing = nameIsMissing("group", text, openai.groups, "declare it under openai.groups of fleet.yaml");
    return missing ? [file.problem(path, missing)] : [];
  });
}

function rolesExist({ file, effective }: DraftTenant<Groups & FileOf<typeof projectRoles>>): Problem[] {
  const own = namesIn(valueAt(effective, ["openai", "project", "roles"]));
  const groups = ["openai", "project", "groups", each] as const;
  const given = [
    ...textsAt(effective, [...groups, "role"]),
    ...textsAt(effective, [...groups, "additionalRoles", each]),
  ];
  return given.flatMap(({ path, text }) => {
    const missing = roleIsMissing("project", text, own, "declare it under roles of the project");
    return missing ? [file.problem(path, missing)] : [];
  });
}
