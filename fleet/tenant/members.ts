import { z } from "zod";
import { asSet } from "../../providers/contract/fields.ts";
import { email, invitationDays, invitationLocale, roleSlug } from "../../providers/workos/fields.ts";
import { inOrder, only } from "../canonical.ts";
import { type Declaration, declaration } from "../declaration.ts";
import { each } from "../paths.ts";
import { tenantSection } from "../section.ts";
import { notYet, oneOf } from "../words.ts";
import { declareGrants, grant, grantKey, grantsFit, grantsRepeated } from "./grants.ts";
import { inOrganization } from "./organization.ts";
import { roleResource } from "./roles.ts";

const member = z.strictObject({
  email,
  /** Slugs of roles of this tenant or of the environment. */
  roles: z.array(roleSlug).min(1, { error: "a member needs a role" }).transform(asSet),
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
  ...notYet("openai"),
});

export const members = tenantSection({
  own: { members: z.array(member).exactOptional() },
  distinct: [{ items: ["members", each], by: ["email"], caseless: true }],
  roles: [["members", each, "roles", each]],
  tenantRules: [grantsFit, grantsRepeated],
  facts: ({ members }, { privilegedRoles }) => ({
    members: inOrder(members, ({ email }) => email).map(({ email, roles, status, breakGlass, grants }) => ({
      email,
      roles,
      privileged: roles.some((slug) => privilegedRoles.has(slug)),
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
    [tenant, email],
    {
      email,
      roles,
      ...(status && { status }),
      ...only(invite, "expiresInDays", "onExpired", "locale", "inviter"),
    },
    {
      ...inOrganization(tenant),
      after: roles.map((slug) => roleResource(tenant, slug)),
    },
  );
}
