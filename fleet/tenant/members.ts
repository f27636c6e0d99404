import { z } from "zod";
import { asSet } from "../../providers/contract/fields.ts";
import { projectUserRole } from "../../providers/openai/fields.ts";
import { email, invitationDays, invitationLocale, roleSlug } from "../../providers/workos/fields.ts";
import { inOrder, only } from "../canonical.ts";
import { type Declaration, declaration } from "../declaration.ts";
import { each, textsAt, valueAt } from "../paths.ts";
import { type TenantRule, tenantSection, watched } from "../section.ts";
import { oneOf } from "../words.ts";
import { declareGrants, grant, grantKey, grantsFit, grantsRepeated } from "./grants.ts";
import { inProject } from "./openai/in-project.ts";
import { inOrganization } from "./organization.ts";
import { roleResource } from "./roles.ts";

const person = z.strictObject({
  email,
  /** Slugs of roles of this tenant or of the environment. Left out: the person is at OpenAI alone. */
  roles: z.array(roleSlug).min(1, { error: "a member needs a role" }).transform(asSet).exactOptional(),
  /** The role in the tenant's OpenAI project. Left out: the person is not there. */
  openai: projectUserRole.exactOptional(),
  /** `inactive` takes away the access of somebody who has accepted. */
  status: oneOf(["active", "inactive"]).exactOptional(),
  /** Declared, for policies: this person gets in when everything else fails. @default false */
  breakGlass: z.boolean().exactOptional(),
  /** How the person is invited, as long as they aren't a member. */
  invite: z
    .strictObject({
      expiresInDays: invitationDays.exactOptional(),
      /** What to do about an invitation that expired. Renewing sends another e-mail. */
      onExpired: oneOf(["renew", "leave"]).exactOptional(),
      locale: invitationLocale.exactOptional(),
      /** The user of the environment in whose name it is sent. */
      inviter: email.exactOptional(),
    })
    .exactOptional(),
  /** Roles on single resources, from the moment the person is a member. */
  grants: z.array(grant).exactOptional(),
});

const member = person.superRefine(({ roles, openai, status, grants, invite }, context) => {
  const refuse = (path: string[], message: string) =>
    context.addIssue({ code: "custom", path, message, input: undefined });
  if (roles) return;
  if (!openai) return refuse([], "has neither roles nor openai: write one of them");
  const aboutWorkos = { status, grants };
  for (const [field, value] of Object.entries(aboutWorkos))
    if (value !== undefined) refuse([field], "is about the organization at WorkOS: it needs roles");
  for (const field of Object.keys(invite ?? {}))
    if (field !== "onExpired") refuse(["invite", field], "is for invitations of WorkOS: it needs roles");
});
type Member = z.output<typeof member>;

/** Whoever has a role in the tenant's project needs one. */
const projectIsThere: TenantRule<{
  readonly members?: readonly Member[];
  readonly openai?: { readonly project?: object };
}> = ({ file, effective }) =>
  valueAt(effective, ["openai", "project"]) !== undefined
    ? []
    : textsAt(effective, ["members", each, "openai"]).map(({ path }) =>
        file.problem(path, "this tenant has no project: write openai: { project: {} }"),
      );

/** Who is in the organization and in the OpenAI project; whoever leaves this list is removed from both. */
export const members = tenantSection({
  own: { members: z.array(member).exactOptional() },
  distinct: [{ items: ["members", each], by: ["email"], caseless: true }],
  roles: [["members", each, "roles", each]],
  tenantRules: [grantsFit, grantsRepeated, projectIsThere],
  facts: ({ members }, { privilegedRoles }) => ({
    members: inOrder(members, ({ email }) => email).map(
      ({ email, roles = [], openai, status, breakGlass, invite, grants }) => ({
        email,
        roles,
        ...(openai && { openai }),
        privileged: roles.some((slug) => privilegedRoles.has(slug)),
        status: status ?? ("active" as const),
        breakGlass: breakGlass ?? false,
        ...(invite?.expiresInDays !== undefined && { invite: { expiresInDays: invite.expiresInDays } }),
        grants: inOrder(grants, grantKey),
      }),
    ),
  }),
  declare: ({ members }, { tenant, keptOut }) =>
    inOrder(members, ({ email }) => email).flatMap((member) => [
      ...declareMember(tenant, member, keptOut),
      ...declareGrants(tenant, member.email, member.grants),
    ]),
  watch: ({ members }, { tenant }) => [
    ...watched(members, { list: "members", of: "workos:Member", within: inOrganization(tenant).refs }),
    // Who has no word about OpenAI in the file says nothing about who is in the project.
    ...watched(members?.some(({ openai }) => openai) ? members : undefined, {
      list: "members at OpenAI",
      managedAs: "members",
      of: "openai:ProjectMember",
      within: inProject(tenant).refs,
    }),
  ],
});

function declareMember(
  tenant: string,
  { email, roles, openai, status, invite = {} }: Member,
  keptOut: boolean,
): Declaration[] {
  const suspended = keptOut && ({ suspended: true } as const);
  const atWorkos =
    roles &&
    declaration(
      "workos:Member",
      [tenant, email],
      {
        email,
        roles,
        ...(status && { status }),
        ...suspended,
        ...only(invite, "expiresInDays", "onExpired", "locale", "inviter"),
      },
      {
        ...inOrganization(tenant),
        after: roles.map((slug) => roleResource(tenant, slug)),
      },
    );
  const atOpenai =
    openai &&
    declaration(
      "openai:ProjectMember",
      [tenant, email],
      { email, role: openai, ...suspended, ...only(invite, "onExpired") },
      // An invitation is into the organization as well: it would outlive the project.
      { refs: inProject(tenant).refs },
    );
  return [atWorkos, atOpenai].filter((one) => one !== undefined);
}
