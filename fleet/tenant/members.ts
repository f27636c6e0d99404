import { z } from "zod";
import { invitationLocales } from "../../providers/workos/invitation-locales.ts";
import { asSet, inOrder, only } from "../canonical.ts";
import { type Declaration, declaration, idOf } from "../declaration.ts";
import { each } from "../paths.ts";
import { resourceNames } from "../resource-names.ts";
import { rolesInOrganization } from "../rules/roles.ts";
import { tenantSection } from "../section.ts";
import { email, line, notYet, oneOf } from "../words.ts";
import { declareGrants, grant, grantKey, grantsFit, grantsRepeated } from "./grants.ts";
import { anyPrivileged, roleResource, roles } from "./roles.ts";

const member = z.strictObject({
  email,
  /** Slugs of roles of this tenant or of the environment. */
  roles: z.array(line(48)).min(1, { error: "a member needs a role" }),
  /** `inactive` takes away the access of somebody who has accepted. */
  status: oneOf(["active", "inactive"]).exactOptional(),
  /** Declared, for policies: this person gets in when everything else fails. @default false */
  breakGlass: z.boolean().exactOptional(),
  /** How the person is invited, as long as they aren't a member. */
  invite: z
    .strictObject({
      expiresInDays: z.int().min(1).max(30).exactOptional(),
      /** What to do about an invitation that expired. Renewing sends another e-mail. */
      onExpired: oneOf(["renew", "leave"]).exactOptional(),
      locale: z.enum(invitationLocales).exactOptional(),
      /** The user of the environment in whose name it is sent. */
      inviter: email.exactOptional(),
    })
    .exactOptional(),
  /** Roles on single resources, from the moment the person is a member. */
  grants: z.array(grant).exactOptional(),
  ...notYet("openai"),
});

export const members = tenantSection({
  own: { members: z.array(member).exactOptional() },
  // What a role of the tenant may do decides whether its holders are privileged.
  shared: roles.shared,
  distinct: [{ items: ["members", each], by: ["email"], caseless: true }],
  tenantRules: [rolesInOrganization(["members", each, "roles", each]), grantsFit, grantsRepeated],
  facts: ({ members, roles: declared }, { privileged }) => ({
    members: inOrder(members, ({ email }) => email).map(({ email, roles, status, breakGlass, grants }) => ({
      email,
      roles: asSet(roles),
      privileged: anyPrivileged(roles, declared, privileged),
      status: status ?? ("active" as const),
      breakGlass: breakGlass ?? false,
      grants: inOrder(grants, grantKey),
    })),
  }),
  declare: ({ members }, { tenant }) =>
    inOrder(members, ({ email }) => email).flatMap((member) => [
      declareMember(tenant, member),
      ...declareGrants(tenant, member.email, member.grants),
    ]),
});

function declareMember(tenant: string, { email, roles, status, invite = {} }: z.output<typeof member>): Declaration {
  return declaration(
    "workos:Member",
    resourceNames.member(tenant, email),
    {
      email,
      roles: asSet(roles),
      ...(status && { status }),
      ...only(invite, "expiresInDays", "onExpired", "locale", "inviter"),
    },
    {
      refs: { organizationId: idOf(resourceNames.organization(tenant)) },
      after: asSet(roles).map((slug) => roleResource(tenant, slug)),
      deletedWith: resourceNames.organization(tenant),
    },
  );
}
