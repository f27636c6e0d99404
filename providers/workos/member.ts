import {
  ABSENT,
  type Api,
  defineResource,
  fail,
  given,
  isDenied,
  isNotFound,
  local,
  passing,
  says,
  z,
} from "../kit.ts";
import { workos } from "./client.ts";
import { EnvironmentRole } from "./environment-role.ts";
import { email, invitationDays, invitationLocale, roleSlugs, suspended, vendorId } from "./fields.ts";
import { Invitation, type InvitationRow, invitations, invite, newest, revoke } from "./invitation.ts";
import {
  changeMembership,
  type MembershipRow,
  managedByDirectory,
  memberships,
  OrganizationMembership,
  removeMembership,
  rolesOf,
} from "./organization-membership.ts";
import { applyingRoles, OrganizationRole } from "./organization-role.ts";
import { usersAt } from "./user.ts";

const inputs = z.strictObject({
  organizationId: vendorId,
  email,
  /**
   * Slugs; the whole set, in any order. Without it: the organization's default role, or whatever they have. An invitation
   * carries only one role, the first in alphabetical order; the others are given once it is accepted.
   */
  roles: roleSlugs.optional(),
  /** `inactive` takes a member's access away and keeps the membership. Nobody can be invited as inactive. */
  status: z.enum(["active", "inactive"]).optional(),
  /**
   * Keeps the person out, whatever `status` says: a member is deactivated, an open invitation taken back, nobody invited. Declared
   * no more, that is undone: whoever it deactivated is reactivated, unless declared `inactive`; whoever is no member gets an e-mail.
   */
  suspended: passing(suspended.optional()),
  /** 1 to 30 days; WorkOS takes 7 without it. Like the language and the inviter it goes with the next invitation. */
  expiresInDays: local(invitationDays.optional()),
  /** Language of the e-mail, e.g. `de`. */
  locale: local(invitationLocale.optional()),
  /** E-mail address of the user in whose name it is sent; looked up when it is. */
  inviter: local(email.optional()),
  /** When nobody accepts in time: send a new invitation with the next run, or `leave` it at that, which is the default. */
  onExpired: local(z.enum(["renew", "leave"]).optional()),
});
type Declared = z.output<typeof inputs>;
type Changes = Partial<Pick<Declared, "roles" | "status" | "suspended">>;

/**
 * What WorkOS knows of one address in one organization. An address with no state has no row, and so counts as gone.
 *
 * | membership of the person | newest invitation, revoked ones aside | state                                  |
 * |--------------------------|---------------------------------------|----------------------------------------|
 * | active, inactive         | any                                   | that of the membership                 |
 * | pending or none          | pending, expired                      | that of the invitation                 |
 * | pending or none          | accepted                              | none: they joined, and left or were removed |
 * | pending or none          | none                                  | none: nobody, or all that is left of a revoked invitation |
 *
 * Who would be nobody, is suspended and was no member in state, is withheld.
 */
export type Person = { readonly email: string } & (Invited | Joined);

interface Invited {
  readonly state: "pending" | "expired";
  /** The pending one, else the newest. */
  readonly invitation: InvitationRow;
  /** The membership that came with the invitation and waits for its acceptance. */
  readonly reserved?: MembershipRow | undefined;
}

interface Joined {
  readonly state: "active" | "inactive";
  readonly membership: MembershipRow;
  /** An invitation beside the membership. */
  readonly invitation?: InvitationRow | undefined;
  /** Of who has just been suspended. */
  readonly wasActive?: boolean;
}

/** Suspended, with nothing at WorkOS. */
interface Withheld {
  readonly email: string;
  readonly state: "withheld";
}

type Row = Person | Withheld;

/** Events by which somebody is there. */
const COMES = [...Invitation.definition.feed.changes, ...OrganizationMembership.definition.feed.changes];

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
 * | state       | declared suspended                     | suspended no more                                          |
 * |-------------|----------------------------------------|------------------------------------------------------------|
 * | nobody      | withheld: nobody is invited            | –                                                          |
 * | pending     | revoked, then withheld                 | –                                                          |
 * | withheld    | –                                      | invited                                                    |
 * | expired     | stays so, also with `onExpired: renew` | as declared                                                |
 * | active      | deactivated, which ends their sessions | –                                                          |
 * | inactive    | stays inactive                         | reactivated where the suspension deactivated them, and where `active` is declared |
 * | managed by a directory | stays as it is, with a line that says so | stays as it is                                |
 *
 * An expired invitation stays as it is, or counts as gone with `onExpired: renew`. The role of a pending invitation is
 * never drift: it carries only one, and repairing it would send an e-mail. A change of the declaration is what counts.
 * WorkOS refuses a second invitation while one is pending, so a lost answer cannot send two.
 *
 * Source: WorkOS API reference, "Invitation" and "Organization membership".
 * @removal revokes the invitation, or deletes the membership; refused for people whom a directory manages
 */
export class Member extends defineResource(workos, "Member", {
  inputs,
  outputs: z.object({
    /** `pending` or `expired` while there is only an invitation, then `active` or `inactive`; `withheld` from the suspended. */
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
    /** Of the latest invitation; RFC 3339. Empty where nobody accepted one. */
    acceptedAt: z.string(),
    /** Whether the suspension that holds took their access, so that its end gives it back. */
    wasActive: local(z.boolean()),
  }),
  parent: { organizationId: "workos:Organization" },
  key: ["email"],
  immutable: ["email"],
  importId: "key",
  feed: {
    // A membership's event names the user, not the address; and who accepted an invitation changed nothing that is declared.
    changes: [],
    removals: [...Invitation.definition.feed.removals, ...OrganizationMembership.definition.feed.removals],
    about: (data, { organizationId: organization_id, email }, { userId }, event = "") => {
      const isOfUser = event.startsWith("user.");
      if (!isOfUser && says(data, { organization_id }) !== true)
        return data.organization_id === undefined ? undefined : false;
      const user = isOfUser ? data.id : data.user_id;
      if (userId && user === userId) return true;
      if (typeof data.email === "string") return data.email.toLowerCase() === email;
      return userId && user ? false : undefined;
    },
    covers: {
      also: [...COMES, "user.updated", "user.deleted"],
      joins: COMES,
      turns: ({ expiresAt }) => expiresAt,
    },
  },
  list: (api, { organizationId }): Promise<Row[]> => people(api, organizationId),
  async lookAgain(api, { organizationId: organization_id, email, suspended }, { state, membershipId, userId }) {
    if (suspended && state === "withheld") return withheld(email);
    const sent = await invitations(api, { organization_id, email });
    const users = await usersAt(api, email);
    const places = users.map(({ id: user_id }) => memberships(api, { organization_id, user_id }));
    const person = peopleIn((await Promise.all(places)).flat(), sent).find((person) => person.email === email);
    // Who was in, and is not there now, is missed like anybody: forgotten, they would stay out for ever.
    return person ?? (suspended && !membershipId && !userId ? withheld(email) : undefined);
  },
  id: ({ email }, { organizationId }) => `${organizationId}/${email}`,
  // An expired invitation is no reason not to send one. In state already, it is found by its id.
  matches: (person, { email }) => person.email === email && person.state !== "expired",
  lapsed: (person, { onExpired, suspended }) =>
    person.state === "expired" && onExpired === "renew" && !suspended
      ? `the invitation expired on ${person.invitation.expires_at}, so it is sent anew`
      : undefined,
  waits: ({ state }) => state === "withheld",
  // Who goes by another address than they were invited under is listed under both.
  objectId: (person) => ("membership" in person ? person.membership.id : undefined),
  readOnly: managedByDirectory,
  show: (row, declared) => {
    if (row.state === "withheld") return { ...nothing, email: row.email, state: row.state };
    return hasJoined(row) ? showJoined(row, declared) : showInvited(row, declared);
  },
  ensure: (api, declared): Promise<Row> =>
    declared.suspended ? Promise.resolve(withheld(declared.email)) : send(api, declared),
  async sync(api, { suspended, ...changes }, { row, id: _, ...declared }, { wasActive }): Promise<Row> {
    const { organizationId } = declared;
    if (declared.suspended) return keepOut(api, row, changes.roles, declared, wasActive);
    if (row.state === "withheld") return send(api, declared);
    const isBack = suspended === null && wasActive && declared.status !== "inactive";
    for (let look = 1, person: Person | undefined = row; person && look <= LOOKS; look++) {
      if (hasJoined(person)) {
        const back = isBack && person.state === "inactive" ? ({ status: "active" } as const) : {};
        return change(api, organizationId, person, { ...changes, ...back });
      }
      if (changes.status === "inactive") throw notYetAMember(declared.email);
      if (person.state === "expired" || promises(person, changes.roles)) return person;
      // Refused before anything is taken back.
      await inviterId(api, declared);
      await mustHaveRole(api, declared, changes.roles?.[0]);
      if (await takeBack(api, organizationId, person.invitation)) break;
      person = await lookAgain(api, declared); // Accepted, expired or revoked just now.
    }
    // Whatever is there by now: while somebody is invited or a member, WorkOS refuses to send another e-mail.
    return send(api, declared);
  },
  async remove(api, declared) {
    const { organizationId, email } = declared;
    let person = await personIn(api, declared);
    if (!person) return ABSENT;
    let outcome: unknown;
    for (let look = 1; person && look <= LOOKS; look++) {
      if (hasJoined(person)) outcome = await leave(api, organizationId, email, person.membership);
      // Without its invitation nobody can accept it any more, but it is still listed.
      else if (person.state === "expired" && person.reserved)
        outcome = await leave(api, organizationId, email, person.reserved);
      // Beside a membership too: it would let them in again.
      if (person.invitation?.state !== "pending") return outcome;
      if (await takeBack(api, organizationId, person.invitation)) return outcome;
      person = await lookAgain(api, declared); // Accepted, expired or revoked just now.
    }
    return outcome;
  },
}) {}

/** How often a person may change state under our hands, by accepting just now, before we give up. */
const LOOKS = 3;

const hasJoined = (person: Person): person is Person & Joined =>
  person.state === "active" || person.state === "inactive";

const withheld = (email: string): Withheld => ({ email, state: "withheld" });

// What is there

/** Made of the two listings that `Invitation` and `OrganizationMembership` use too; an organization costs one of each. */
async function people({ snapshots }: Api, organizationId: string): Promise<Person[]> {
  // In this order: who accepts in between is seen as a member, and not as somebody who joined and left.
  const sent = await snapshots.all(Invitation.definition.collection, organizationId);
  return peopleIn(await snapshots.all(OrganizationMembership.definition.collection, organizationId), sent);
}

/** The people of an organization, by address. */
export function peopleIn(memberships: readonly MembershipRow[], invitations: readonly InvitationRow[]): Person[] {
  const joined = memberships.filter(({ status }) => status !== "pending");
  const byAddress = new Map(joined.map((membership) => [addressOf(membership), membership]));
  const byUser = new Map(joined.map((membership) => [membership.user_id, membership]));
  const pending = memberships.filter(({ status }) => status === "pending");
  const reservedFor = new Map(pending.map((membership) => [addressOf(membership), membership]));
  const sentTo = Map.groupBy(invitations, (invitation) => invitation.email.toLowerCase());

  return [...new Set([...byAddress.keys(), ...sentTo.keys()])].flatMap((email): Person[] => {
    const sent = sentTo.get(email) ?? [];
    const invitation = sent.find(({ state }) => state === "pending") ?? newest(sent);
    // Somebody who accepted and goes by another address since is still who was invited.
    const accepted = invitation?.state === "accepted" ? byUser.get(invitation.accepted_user_id ?? "") : undefined;
    const membership = byAddress.get(email) ?? accepted;
    if (membership)
      return [{ email, state: membership.status === "active" ? "active" : "inactive", membership, invitation }];
    if (invitation?.state !== "pending" && invitation?.state !== "expired") return [];
    return [{ email, state: invitation.state, invitation, reserved: reservedFor.get(email) }];
  });
}

/** Whose it is; a listing that does not say makes nobody look gone. */
const addressOf = ({ id, user }: MembershipRow): string => given(user, `user of ${id}`).email.toLowerCase();

const nothing = {
  membershipId: "",
  userId: "",
  invitationId: "",
  expiresAt: "",
  directoryManaged: false,
  acceptedAt: "",
  wasActive: false,
};

function showJoined(person: Person & Joined, declared: Partial<Declared>) {
  const { email, state, membership, invitation } = person;
  const directoryManaged = membership.directory_managed ?? false;
  const shown = {
    ...nothing,
    ...{ email, state, roles: rolesOf(membership), status: state, directoryManaged },
    ...{ membershipId: membership.id, userId: membership.user_id, acceptedAt: invitation?.accepted_at ?? "" },
  };
  if (!declared.suspended) return shown;
  const { wasActive: _unsuspended, ...suspended } = shown;
  return {
    ...suspended,
    status: declared.status, // It counts once the suspension is over.
    suspended: directoryManaged || !mayGetIn(person) ? undefined : null,
    ...(directoryManaged ? { wasActive: false } : only(person.wasActive)),
  };
}

/** As long as it is not known here, what is in state stands. */
const only = (wasActive: boolean | undefined) => (wasActive === undefined ? {} : { wasActive });

/** An open invitation lets in as well, also beside a membership. */
const mayGetIn = ({ state, invitation }: Person): boolean => state === "active" || invitation?.state === "pending";

function showInvited(person: Person & Invited, declared: Partial<Declared>) {
  const { email, state, invitation } = person;
  const promised = promisedRole(person);
  const roles = promised && !declared.roles ? [promised] : undefined;
  const suspended = declared.suspended && mayGetIn(person) ? null : undefined;
  return { ...nothing, email, state, roles, suspended, invitationId: invitation.id, expiresAt: invitation.expires_at };
}

/** The one role that accepting gives; `undefined` where WorkOS does not say. */
const promisedRole = ({ invitation, reserved }: Invited): string | undefined =>
  invitation.role_slug ?? (reserved ? rolesOf(reserved)[0] : undefined);

function promises(person: Invited, roles: readonly string[] | undefined): boolean {
  const promised = promisedRole(person);
  return roles === undefined || promised === undefined || promised === roles[0];
}

async function personIn(api: Api, { organizationId, email }: Declared): Promise<Person | undefined> {
  const rows: Row[] = await api.snapshots.all(Member.definition.collection, organizationId);
  return rows.filter((row) => row.state !== "withheld").find((person) => person.email === email);
}

function lookAgain(api: Api, declared: Declared): Promise<Person | undefined> {
  forget(api, declared.organizationId);
  return personIn(api, declared);
}

function forget({ snapshots }: Api, organizationId: string): void {
  snapshots.forget(Invitation.definition.collection, organizationId);
  snapshots.forget(OrganizationMembership.definition.collection, organizationId);
  snapshots.forget(Member.definition.collection, organizationId);
}

// From one state to another. What a write may have changed is listed anew when its answer was lost or refused.

const written = <Result>(api: Api, organizationId: string, write: Promise<Result>): Promise<Result> =>
  write.catch((error) => {
    forget(api, organizationId);
    throw error;
  });

async function send(api: Api, declared: Declared): Promise<Person> {
  const { organizationId, email, roles, status, expiresInDays, locale } = declared;
  if (status === "inactive") throw notYetAMember(email);
  const inviterUserId = await inviterId(api, declared);
  const mail = { organizationId, email, roleSlug: roles?.[0], expiresInDays, locale, inviterUserId };
  const invitation = await written(api, organizationId, invite(api, mail));
  api.snapshots.put(Invitation.definition.collection, organizationId, invitation);
  return { email, state: "pending", invitation };
}

async function change(
  api: Api,
  organizationId: string,
  person: Person & Joined,
  changes: Changes,
): Promise<Person & Joined> {
  const membership = await written(api, organizationId, changeMembership(api, person.membership, changes));
  api.snapshots.put(OrganizationMembership.definition.collection, organizationId, membership);
  return { ...person, membership, state: membership.status === "active" ? "active" : "inactive" };
}

/** @param wasActive whether the suspension holds already, and took their access */
async function keepOut(
  api: Api,
  row: Row,
  roles: Changes["roles"],
  declared: Declared,
  wasActive = false,
): Promise<Row> {
  const { organizationId, email } = declared;
  // What is found after a lost answer is not what was before.
  const deactivated = api.run.memory("memberships that a suspension deactivates", () => new Set<string>());
  for (let look = 1, person: Row | undefined = row; look <= LOOKS; look++) {
    if (!person || person.state === "withheld") return withheld(email);
    if (hasJoined(person)) {
      const { membership, invitation } = person;
      const isIn = person.state === "active";
      if (isIn) deactivated.add(membership.id);
      const isTaken = deactivated.has(membership.id);
      if (invitation?.state === "pending") await takeBack(api, organizationId, invitation);
      // Roles are for a later run: were they refused now, state would never learn whom we deactivated.
      const changes: Changes = isIn ? { status: "inactive" } : isTaken ? {} : { roles };
      return { ...(await change(api, organizationId, person, changes)), wasActive: wasActive || isTaken };
    }
    if (person.state === "expired") return person;
    if (await takeBack(api, organizationId, person.invitation)) return withheld(email);
    person = await lookAgain(api, declared); // Accepted, expired or revoked just now.
  }
  throw fail(`${email} changes between invited and member under our hands`, "Run again.");
}

/** False when the invitation is pending no more. */
async function takeBack(api: Api, organizationId: string, { id }: InvitationRow): Promise<boolean> {
  const isGone = await written(api, organizationId, revoke(api, id));
  if (isGone) api.snapshots.drop(Invitation.definition.collection, organizationId, id);
  return isGone;
}

async function leave(api: Api, organizationId: string, email: string, membership: MembershipRow): Promise<unknown> {
  mustGoBy(email, membership);
  const outcome = await written(api, organizationId, removeMembership(api, membership, email));
  api.snapshots.drop(OrganizationMembership.definition.collection, organizationId, membership.id);
  return outcome;
}

// What is refused

async function inviterId(api: Api, { email, inviter }: Declared): Promise<string | undefined> {
  if (inviter === undefined) return undefined;
  const [user] = await usersAt(api, inviter);
  if (user) return user.id;
  throw fail(
    `${email} cannot be invited by ${inviter}: the environment has no user with that address`,
    "Nothing was sent. Name another inviter, or leave it out.",
  );
}

/** As far as reading the roles tells. */
async function mustHaveRole(api: Api, { organizationId, email }: Declared, slug = ""): Promise<void> {
  const isIt = (role: { slug: string; resource_type_slug?: string }) =>
    role.slug === slug && (role.resource_type_slug ?? "organization") === "organization";
  try {
    if ((await applyingRoles(api, organizationId)).some(isIt)) return;
    // That list may be behind what this run made.
    if ((await api.snapshots.all(OrganizationRole.definition.collection, organizationId)).some(isIt)) return;
    if ((await api.snapshots.all(EnvironmentRole.definition.collection, "")).some(isIt)) return;
  } catch (error) {
    // Roles are not for this key to read: WorkOS judges when it is sent.
    if (isNotFound(error) || (isDenied(error) && error.request.status === 403)) return;
    throw error;
  }
  throw fail(
    `${email} cannot be invited as ${slug}: neither the organization nor the environment has such a role for its members`,
    "Nothing was changed: the invitation stands as it was. Declare the role, or correct its slug.",
  );
}

function notYetAMember(email: string) {
  const what = `${email} cannot be inactive: they have not accepted an invitation`;
  return fail(what, "Nothing was changed. Remove the member to take an invitation back.");
}

/** Who goes by another address now may be declared under it, and nobody is removed whom a declaration names. */
function mustGoBy(email: string, { id, user }: MembershipRow): void {
  const address = user?.email.toLowerCase();
  if (address === undefined || address === email) return;
  throw fail(
    `${email} goes by ${address} at WorkOS now, so the membership ${id} was left as it is`,
    `If they stay, declare ${address} and take ${email} out of the state with \`pulumi state delete\`. ` +
      "If they go, remove the membership in the WorkOS dashboard first.",
  );
}
