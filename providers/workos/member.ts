import { z } from "zod";
import type { Collection } from "../host/collection.ts";
import { local } from "../host/marks.ts";
import { defineResource } from "../host/resource.ts";
import { ResourceError } from "../host/resource-error.ts";
import { UnexpectedError } from "../http/errors/unexpected-error.ts";
import { vendorErrorOf } from "../http/errors/vendor-error.ts";
import { type WorkosClient, workos } from "./client.ts";
import { environmentRoles } from "./environment-role.ts";
import { type InvitationRow, invitations, invite, newest, revoke, standFor } from "./invitation.ts";
import { invitationLocales } from "./invitation-locales.ts";
import {
  changeMembership,
  type MembershipRow,
  managedByDirectory,
  memberships,
  removeMembership,
  roleSlugs,
  rolesOf,
} from "./organization-membership.ts";
import { applyingRoles, organizationRoles } from "./organization-role.ts";

/**
 * What WorkOS knows of one address in one organization. It has one of four states; an address with none of them has no
 * row, and so counts as gone:
 *
 * | membership of the person | newest invitation, revoked ones aside | state                                  |
 * |--------------------------|---------------------------------------|----------------------------------------|
 * | active                   | any                                   | `active`                               |
 * | inactive                 | any                                   | `inactive`                             |
 * | pending or none          | pending                               | `pending`                              |
 * | pending or none          | expired                               | `expired`                              |
 * | pending or none          | accepted                              | none: they joined, and left or were removed |
 * | pending or none          | none                                  | none: nobody, or all that is left of a revoked invitation |
 */
export interface MemberRow {
  readonly organizationId: string;
  readonly email: string;
  readonly state: "pending" | "expired" | "active" | "inactive";
  /** Active or inactive. A pending one only stands for the invitation. */
  readonly membership?: MembershipRow | undefined;
  /** The pending one, else the newest; a membership can have one beside it. */
  readonly invitation?: InvitationRow | undefined;
  /** The membership that came with an invitation that is not accepted. */
  readonly reserved?: MembershipRow | undefined;
}

const inputs = z.strictObject({
  organizationId: z.string().min(1),
  email: z.string().trim().toLowerCase().pipe(z.email("must be an e-mail address")),
  /**
   * Slugs; the whole set, in any order. Without it: the organization's default role, or whatever they have. An invitation
   * carries only one role, the first in alphabetical order; the others are given once it is accepted.
   */
  roles: roleSlugs.optional(),
  /** `inactive` takes a member's access away and keeps the membership. Nobody can be invited as inactive. */
  status: z.enum(["active", "inactive"]).optional(),
  /** 1 to 30 days; WorkOS takes 7 without it. Like the language and the inviter it goes with the next invitation. */
  expiresInDays: local(z.int().min(1).max(30).optional()),
  /** Language of the e-mail, e.g. `de`. */
  locale: local(z.enum(invitationLocales).optional()),
  /** E-mail address of the user in whose name it is sent; looked up when it is. */
  inviter: local(z.string().trim().toLowerCase().pipe(z.email("must be an e-mail address")).optional()),
  /** When nobody accepts in time: send a new invitation with the next run, or `leave` it at that, which is the default. */
  onExpired: local(z.enum(["renew", "leave"]).optional()),
});

const computed = z.object({
  /** `pending` or `expired` while there is only an invitation, then `active` or `inactive`. */
  state: z.string(),
  /** `om_…`; empty until the invitation is accepted. */
  membershipId: z.string(),
  /** `user_…`; empty until the invitation is accepted. */
  userId: z.string(),
  /** Empty once it is accepted. */
  invitationId: z.string(),
  /** Of the invitation, RFC 3339; empty once it is accepted. */
  expiresAt: z.string(),
  /** The customer's identity provider decides about the membership, and nobody else can. */
  directoryManaged: z.boolean(),
});

const TOKEN = "workos:Member";

/** How often a person may change state under our hands, by accepting just now, before we give up. */
const LOOKS = 3;

const idOf = ({ organizationId, email }: { organizationId: string; email: string }): string =>
  `${organizationId}/${email}`;

/** Made of the two listings that `Invitation` and `OrganizationMembership` use too; an organization costs one of each. */
export const members: Collection<WorkosClient, MemberRow> = {
  name: "members",
  within: "workos:Organization",
  async list(client, organizationId) {
    // In this order: who accepts in between is seen as a member, and not as somebody who joined and left.
    const sent = await client.snapshots.all(invitations, organizationId);
    return people(organizationId, await client.snapshots.all(memberships, organizationId), sent);
  },
  id: idOf,
};

/** The people of an organization, by address. */
export function people(
  organizationId: string,
  memberships: readonly MembershipRow[],
  invitations: readonly InvitationRow[],
): MemberRow[] {
  const joined = memberships.filter(({ status }) => status !== "pending");
  const byAddress = new Map(joined.map((membership) => [addressOf(membership), membership]));
  const byUser = new Map(joined.map((membership) => [membership.user_id, membership]));
  const pending = memberships.filter(({ status }) => status === "pending");
  const reservedFor = new Map(pending.map((membership) => [addressOf(membership), membership]));
  const sentTo = Map.groupBy(invitations, (invitation) => invitation.email.toLowerCase());

  return [...new Set([...byAddress.keys(), ...sentTo.keys()])].flatMap((email): MemberRow[] => {
    const sent = sentTo.get(email) ?? [];
    const invitation = sent.find(({ state }) => state === "pending") ?? newest(sent);
    // Somebody who accepted and goes by another address since is still who was invited.
    const accepted = invitation?.state === "accepted" ? byUser.get(invitation.accepted_user_id ?? "") : undefined;
    const membership = byAddress.get(email) ?? accepted;
    const row = { organizationId, email, invitation };
    if (membership) return [{ ...row, membership, state: membership.status === "active" ? "active" : "inactive" }];
    if (invitation?.state !== "pending" && invitation?.state !== "expired") return [];
    return [{ ...row, state: invitation.state, reserved: reservedFor.get(email) }];
  });
}

/** Whose it is; a listing that does not say makes nobody look gone. */
function addressOf({ id, user }: MembershipRow): string {
  if (user) return user.email.toLowerCase();
  const path = "/user_management/organization_memberships";
  throw new UnexpectedError({ vendor: "WorkOS", method: "GET", path, route: path }, `${id} does not say whose it is`);
}

/**
 * A person in an organization, by e-mail address: invited until they accept, a member from then on. Its id is
 * `organizationId/email`. Somebody who has a user account already is invited too, never put in without being asked.
 *
 * | state       | declared, not in state     | role changed                         | status changed        | removed                 |
 * |-------------|----------------------------|--------------------------------------|-----------------------|-------------------------|
 * | nobody      | invited                    | –                                    | `inactive` is refused | nothing is sent         |
 * | pending     | taken over without an e-mail; with another role than declared: revoked, then invited | revoked, then invited with the new one | `inactive` is refused | revoked |
 * | expired     | invited                    | nothing is sent                      | `inactive` is refused | its pending membership goes |
 * | active      | taken over, no e-mail      | changed                              | deactivated           | membership deleted      |
 * | inactive    | taken over, stays inactive unless `active` is declared | changed  | reactivated           | membership deleted      |
 * | managed by a directory | taken over      | refused at preview                   | refused at preview    | refused                 |
 * | joined, and left or was removed | invited | –                                   | –                     | nothing is sent         |
 * | goes by another address now | taken over | changed                             | changed               | refused, with the ways out |
 *
 * An expired invitation stays as it is, or counts as gone with `onExpired: renew`. The role of a pending invitation is
 * never drift: it carries only one, and repairing it would send an e-mail. A change of the declaration is what counts.
 * WorkOS refuses a second invitation while one is pending, so a lost answer cannot send two.
 *
 * Source: WorkOS API reference, "Invitation" and "Organization membership".
 */
export class Member extends defineResource({
  vendor: workos,
  name: "Member",
  inputs,
  computed,
  identity: ["organizationId", "email"],
  immutable: ["organizationId", "email"],
  importId: ["organizationId", "email"],
  collection: members,
  scope: ({ organizationId }) => organizationId,
  // An expired invitation is no reason not to send one. In state already, it is found by its id.
  matches: (row, { email }) => row.email === email && row.state !== "expired",
  lapsed: ({ state, invitation }, { onExpired }) =>
    state === "expired" && onExpired === "renew"
      ? `the invitation expired on ${invitation?.expires_at}, so it is sent anew`
      : undefined,
  readOnly: managedByDirectory,
  feed: {
    changes: [
      "invitation.created",
      "invitation.accepted",
      "invitation.resent",
      "organization_membership.created",
      "organization_membership.updated",
    ],
    removals: ["invitation.revoked", "organization_membership.deleted"],
    // A membership's event names the user, not the address.
    concerns: (data, { inputs: { organizationId, email } }) => {
      if (data.organization_id !== organizationId) return false;
      return typeof data.email === "string" ? data.email.toLowerCase() === email : undefined;
    },
  },

  describe(row, declared) {
    const { organizationId, email, state, membership, invitation } = row;
    const promised = promisedRole(row);
    // Every member that is found, kept or invited is described: an `Invitation` that goes must not take it back.
    if (state === "pending" && invitation) standFor(invitation.id);
    return {
      id: idOf(row),
      inputs: {
        organizationId,
        email,
        roles: membership ? rolesOf(membership) : promised && !declared.roles ? [promised] : undefined,
        status: state === "active" || state === "inactive" ? state : undefined,
      },
      computed: {
        state,
        membershipId: membership?.id ?? "",
        userId: membership?.user_id ?? "",
        invitationId: membership ? "" : (invitation?.id ?? ""),
        expiresAt: membership ? "" : (invitation?.expires_at ?? ""),
        directoryManaged: membership?.directory_managed ?? false,
      },
    };
  },

  ensure: send,

  async sync(client, { roles, status }, { row, inputs: declared }): Promise<MemberRow> {
    const { organizationId, email } = row;
    let person: MemberRow | undefined = row;
    for (let look = 1; person && look <= LOOKS; look++) {
      const { membership, invitation } = person;
      if (membership) {
        const changed = await written(client, organizationId, () =>
          changeMembership(client, membership, { roles, status }),
        );
        client.snapshots.put(memberships, organizationId, changed);
        return { ...person, membership: changed, state: changed.status === "active" ? "active" : "inactive" };
      }
      if (status === "inactive") throw notYetAMember(email);
      const promised = promisedRole(person);
      const isAsDeclared = roles === undefined || promised === undefined || promised === roles[0];
      if (person.state === "expired" || !invitation || isAsDeclared) return person;
      // Refused before anything is taken back.
      await inviterId(client, declared);
      await mustHaveRole(client, organizationId, email, roles[0]);
      if (await written(client, organizationId, () => revoke(client, invitation.id))) {
        client.snapshots.drop(invitations, organizationId, invitation.id);
        break;
      }
      person = await lookAgain(client, organizationId, email); // Accepted, expired or revoked just now.
    }
    // Whatever is there by now: while somebody is invited or a member, WorkOS refuses to send another e-mail.
    return send(client, declared);
  },

  async remove(client, { inputs: { organizationId, email } }) {
    const rows = await client.snapshots.all(members, organizationId);
    let person = rows.find((row) => row.email === email);
    for (let look = 1; person && look <= LOOKS; look++) {
      const { membership, invitation, reserved } = person;
      if (membership) {
        mustGoBy(email, membership);
        await written(client, organizationId, () => removeMembership(client, membership, TOKEN, email));
        client.snapshots.drop(memberships, organizationId, membership.id);
      }
      if (reserved && person.state === "expired") {
        await written(client, organizationId, () => removeMembership(client, reserved, TOKEN, email));
        client.snapshots.drop(memberships, organizationId, reserved.id);
      }
      if (invitation?.state !== "pending") return;
      // Beside a membership too: it would let them in again.
      if (await written(client, organizationId, () => revoke(client, invitation.id))) {
        client.snapshots.drop(invitations, organizationId, invitation.id);
        return;
      }
      person = await lookAgain(client, organizationId, email); // Accepted, expired or revoked just now.
    }
  },
}) {}

async function send(client: WorkosClient, declared: z.output<typeof inputs>): Promise<MemberRow> {
  const { organizationId, email, roles, status, expiresInDays, locale } = declared;
  if (status === "inactive") throw notYetAMember(email);
  const inviterUserId = await inviterId(client, declared);
  const invitation = await written(client, organizationId, () =>
    invite(client, { organizationId, email, roleSlug: roles?.[0], expiresInDays, locale, inviterUserId }),
  );
  client.snapshots.put(invitations, organizationId, invitation);
  return { organizationId, email, state: "pending", invitation };
}

/** The one role that accepting gives; `undefined` where WorkOS does not say. */
const promisedRole = ({ invitation, reserved }: MemberRow): string | undefined =>
  invitation?.role_slug ?? (reserved ? rolesOf(reserved)[0] : undefined);

/** @throws ResourceError when the environment has no such user */
async function inviterId(
  client: WorkosClient,
  { email, inviter }: z.output<typeof inputs>,
): Promise<string | undefined> {
  if (inviter === undefined) return undefined;
  const users = await client.list<{ id: string; email: string }>("/user_management/users", { email: inviter });
  const user = users.find((one) => one.email.toLowerCase() === inviter);
  if (user) return user.id;
  throw new ResourceError(
    TOKEN,
    `${email} cannot be invited by ${inviter}: the environment has no user with that address. Nothing was sent. Name another inviter, or leave it out.`,
  );
}

/** @throws ResourceError when nobody can be invited with that role, as far as reading the roles tells */
async function mustHaveRole(client: WorkosClient, organizationId: string, email: string, slug = ""): Promise<void> {
  const isIt = (role: { slug: string; resource_type_slug?: string }) =>
    role.slug === slug && (role.resource_type_slug ?? "organization") === "organization";
  try {
    if ((await applyingRoles(client, organizationId)).some(isIt)) return;
    // That list may be behind what this run made.
    if ((await client.snapshots.all(organizationRoles, organizationId)).some(isIt)) return;
    if ((await client.snapshots.all(environmentRoles, "")).some(isIt)) return;
  } catch (error) {
    const status = vendorErrorOf(error)?.request.status;
    if (status === 403 || status === 404) return; // Roles are not for this key to read: WorkOS judges when it is sent.
    throw error;
  }
  throw new ResourceError(
    TOKEN,
    `${email} cannot be invited as ${slug}: neither the organization nor the environment has such a role for its members. ` +
      "Nothing was changed: the invitation stands as it was. Declare the role, or correct its slug.",
  );
}

/** What a write may have changed is listed anew when its answer was lost or refused. */
async function written<Result>(
  client: WorkosClient,
  organizationId: string,
  write: () => Promise<Result>,
): Promise<Result> {
  try {
    return await write();
  } catch (error) {
    forget(client, organizationId);
    throw error;
  }
}

function forget({ snapshots }: WorkosClient, organizationId: string): void {
  snapshots.forget(invitations, organizationId);
  snapshots.forget(memberships, organizationId);
  snapshots.forget(members, organizationId);
}

async function lookAgain(client: WorkosClient, organizationId: string, email: string): Promise<MemberRow | undefined> {
  forget(client, organizationId);
  return (await client.snapshots.all(members, organizationId)).find((row) => row.email === email);
}

const notYetAMember = (email: string): ResourceError =>
  new ResourceError(
    TOKEN,
    `${email} cannot be inactive: they have not accepted an invitation. Nothing was changed. Remove the member to take an invitation back.`,
  );

/** Who goes by another address now may be declared under it, and nobody is removed whom a declaration names. */
function mustGoBy(email: string, membership: MembershipRow): void {
  const address = membership.user?.email.toLowerCase();
  if (address === undefined || address === email) return;
  throw new ResourceError(
    TOKEN,
    `${email} goes by ${address} at WorkOS now, so the membership ${membership.id} was left as it is. ` +
      `If they stay, declare ${address} and take ${email} out of the state with \`pulumi state delete\`. ` +
      "If they go, remove the membership in the WorkOS dashboard first.",
  );
}
