import type { OpenAI } from "openai";
import {
  ABSENT,
  type Api,
  advise,
  at,
  defineResource,
  fail,
  given,
  isConflict,
  isInvalid,
  local,
  passing,
  VendorError,
  when,
  z,
} from "../kit.ts";
import { openai } from "./client.ts";
import { email, projectUserRole, suspended, vendorId } from "./fields.ts";
import { Invite, type InviteRow, invite, newest, takeBack } from "./invite.ts";
import { mayBeOf, USER_EVENTS, usersAt } from "./organization-user.ts";
import { isNotInProject, ProjectUser, type ProjectUserRow, shortened } from "./project-user.ts";

const inputs = z.strictObject({
  projectId: vendorId,
  email,
  /** In the project. Who is invited is `reader` in the organization. */
  role: projectUserRole,
  /**
   * Lets nobody in: an open invitation is taken back, and nobody is invited or put into the project; who is in it stays. Declared no
   * more, the invitation is sent anew.
   */
  suspended: passing(suspended.optional()),
  /** When nobody accepts in time: send a new invitation with the next run, or `leave` it at that, which is the default. */
  onExpired: local(z.enum(["renew", "leave"]).optional()),
});
type Declared = z.output<typeof inputs>;
type Role = Declared["role"];

/**
 * What OpenAI knows of one address in one project. An address with no state has no row, and so counts as gone.
 *
 * | in the project | newest invitation       | state                                         |
 * |----------------|-------------------------|-----------------------------------------------|
 * | yes            | any                     | member                                        |
 * | no             | open, for this project  | pending, expired                              |
 * | no             | accepted, or for others | none: nobody here, or somebody who was taken out; withheld, if suspended |
 */
type Person = { readonly email: string } & (
  | { readonly state: "member"; readonly user: ProjectUserRow }
  | { readonly state: "pending" | "expired"; readonly invite: InviteRow }
  | { readonly state: "withheld" }
);

/**
 * A person in an OpenAI project, by e-mail address: invited into the organization until they accept, in the project from then
 * on. Who is a member of the organization is put in at once. Its id is `projectId/email`.
 *
 * | state                      | declared, not in state | role changed                         | removed                        |
 * |----------------------------|------------------------|--------------------------------------|--------------------------------|
 * | nobody                     | invited                | –                                    | nothing is sent                |
 * | invited for other projects | taken back, then invited for all of them | –                  | nothing is sent                |
 * | pending                    | taken over without an e-mail; with another role: taken back, then invited | taken back, then invited | taken back; invited again for other projects |
 * | expired                    | invited                | nothing is sent                      | taken back                     |
 * | in the organization        | put into the project   | –                                    | nothing is sent                |
 * | member                     | taken over             | changed                              | taken out of the project, stays in the organization |
 *
 * Suspended, a person with an open invitation is withheld: it is taken back. Nobody who is not in the project yet is let in, and who is
 * in it stays. Suspended no more, who is withheld is let in as if declared for the first time.
 *
 * An expired invitation stays as it is, or counts as gone with `onExpired: renew`. The role of a pending invitation is never
 * drift, since repairing it would send an e-mail.
 *
 * ASSUMED: OpenAI refuses a second invitation while one is open, so a lost answer cannot send two.
 * Source: OpenAI API reference, "Invites" and "Project users".
 * @removal takes the invitation back, or the person out of the project; they stay in the organization
 */
export class ProjectMember extends defineResource(openai, "ProjectMember", {
  inputs,
  outputs: z.object({
    /** `pending` or `expired` while there is only an invitation, then `member`; `withheld` from the suspended. */
    state: z.string(),
    /** `user-…`; empty until the invitation is accepted. */
    userId: z.string(),
    /** Empty once it is accepted. */
    inviteId: z.string(),
    /** Of the invitation, Unix seconds; null once it is accepted, or where OpenAI does not say. */
    expiresAt: z.number().nullable(),
  }),
  parent: { projectId: "openai:Project" },
  key: ["email"],
  isPrivileged: ({ role }) => role === "owner",
  immutable: ["email"],
  importId: "key",
  feed: {
    changes: [...USER_EVENTS.changes, ...Invite.definition.feed.changes],
    removals: [...USER_EVENTS.removals, ...Invite.definition.feed.removals],
    about: (data, { email }, { userId, inviteId }, event = "") => {
      if (event.startsWith("user.")) return userId ? mayBeOf(data, String(userId)) : undefined;
      if (inviteId && data.id === inviteId) return true;
      const sentTo = (data.data as { email?: unknown } | undefined)?.email;
      return typeof sentTo === "string" ? sentTo.toLowerCase() === email : undefined;
    },
    covers: { turns: ({ expiresAt }) => expiresAt },
  },
  list: (api, { projectId }) => people(api, projectId),
  async lookAgain(api, { projectId, email, suspended }, { state, userId }) {
    if (suspended && state === "withheld") return withheld(email);
    for (const { id } of await usersAt(api, email)) {
      const user = await inProject(api, projectId, id);
      if (user) return member(email, user);
    }
    forget(api, projectId);
    const person = (await people(api, projectId)).find((person) => person.email === email);
    // Who was in the project, and is not there now, is missed like anybody.
    return person ?? (suspended && !userId ? withheld(email) : undefined);
  },
  id: ({ email }, { projectId }) => `${projectId}/${email}`,
  // An expired invitation is no reason not to send one. In state already, it is found by its id.
  matches: (person, { email }) => person.email === email && person.state !== "expired",
  lapsed: (person, { onExpired, suspended }) =>
    person.state === "expired" && onExpired === "renew" && !suspended
      ? "the invitation expired, so it is sent anew"
      : undefined,
  waits: ({ state }) => state === "withheld",
  show: (person, declared) => {
    const { email, state } = person;
    if (person.state === "withheld") return { email, state, userId: "", inviteId: "", expiresAt: null };
    if (person.state === "member") {
      const { userId, role } = person.user;
      return { email, state, role: role as Role, userId, inviteId: "", expiresAt: null };
    }
    const { id: inviteId, expires_at } = person.invite;
    const promised = person.invite.projects.find(({ id }) => id === declared.projectId)?.role;
    return {
      email,
      state,
      role: declared.role ? undefined : promised,
      suspended: declared.suspended && state === "pending" ? null : undefined,
      userId: "",
      inviteId,
      expiresAt: expires_at ?? null,
    };
  },
  ensure: (api, declared) => (declared.suspended ? Promise.resolve(withheld(declared.email)) : letIn(api, declared)),
  async sync(api, { role }, { row, id: _, ...declared }) {
    if (declared.suspended && row.state === "pending") return keepOut(api, declared);
    if (row.state === "withheld") return declared.suspended ? row : letIn(api, declared);
    if (role === undefined) return row;
    if (row.state === "member") return changeRole(api, declared, row.user.userId);
    return row.state === "pending" ? letIn(api, declared) : row;
  },
  remove: (api, declared) => inTurn(api, declared, () => letGo(api, declared)),
}) {}

/** How often a person may change state under our hands, by accepting just now, before we give up. */
const LOOKS = 3;

// What is there

/** Made of the two listings that `Invite` and `ProjectUser` use too. */
async function people({ snapshots }: Api, projectId: string): Promise<Person[]> {
  // In this order: who accepts in between is seen in the project, and not as somebody who was taken out.
  const sent = await snapshots.all(Invite.definition.collection, "");
  const users = await snapshots.all(ProjectUser.definition.collection, projectId);
  const members = users.flatMap((user) => {
    const email = given(user.email, `email of ${user.userId}`); // A listing that does not say makes nobody look gone.
    return email === null ? [] : [member(email.toLowerCase(), user)];
  });
  const known = new Set(members.map(({ email }) => email));
  const invited = [...Map.groupBy(sent, (row) => row.email.toLowerCase())].flatMap(([email, rows]): Person[] => {
    const last = rows.find(({ status }) => status === "pending") ?? newest(rows);
    if (!last || last.status === "accepted" || known.has(email)) return [];
    return isFor(last, projectId) ? [{ email, state: last.status, invite: last }] : [];
  });
  return [...members, ...invited];
}

const member = (email: string, user: ProjectUserRow): Person => ({ email, state: "member", user });

const withheld = (email: string): Person => ({ email, state: "withheld" });

const isFor = ({ projects }: InviteRow, projectId: string): boolean => projects.some(({ id }) => id === projectId);

type Listed = OpenAI.Admin.Organization.Projects.ProjectUser;

/** By an answer about them alone, of which nothing but the role is needed. */
async function inProject(api: Api, projectId: string, userId: string): Promise<ProjectUserRow | undefined> {
  const user = await api
    .find<Listed>(at`/organization/projects/${projectId}/users/${userId}`)
    .catch(when(isNotInProject, () => undefined));
  return user && shortened(user);
}

/** Invitations of one address that can still be accepted, or could have been, as they are now. */
async function openTo(api: Api, address: string, status: readonly string[]): Promise<InviteRow | undefined> {
  api.snapshots.forget(Invite.definition.collection, "");
  const sent = await api.snapshots.all(Invite.definition.collection, "");
  return newest(sent.filter((row) => row.email.toLowerCase() === address && status.includes(row.status)));
}

function forget({ snapshots }: Api, projectId: string): void {
  snapshots.forget(Invite.definition.collection, "");
  snapshots.forget(ProjectUser.definition.collection, projectId);
}

// From one state to another

/** One address after another: an invitation for one project may have to be sent again for another. */
const inTurn = async <Result>(api: Api, { projectId, email }: Declared, act: () => Promise<Result>): Promise<Result> =>
  api.inTurn(`OpenAI invites ${email}`, act).finally(() => forget(api, projectId));

function letIn(api: Api, declared: Declared): Promise<Person> {
  const { projectId, email, role } = declared;
  return inTurn(api, declared, async () => {
    let refusal: unknown;
    for (let look = 1; look <= LOOKS; look++) {
      const [user] = await usersAt(api, email);
      if (user) return join(api, declared, user.id);
      const open = await openTo(api, email, ["pending"]);
      if (open?.projects.some((project) => project.id === projectId && project.role === role))
        return { email, state: "pending", invite: open };
      if (open && (await takeBack(api, open)) === "accepted") continue;
      const others = open?.projects.filter(({ id }) => id !== projectId) ?? [];
      const projects = [...others, { id: projectId, role }];
      try {
        return {
          email,
          state: "pending",
          invite: await invite(api, { email, role: open?.role ?? "reader", projects }),
        };
      } catch (error) {
        if (!isConflict(error) && !isInvalid(error)) throw error;
        refusal = error; // Accepted, or invited by somebody else, just now.
        if ((await usersAt(api, email)).length === 0 && isInvalid(error)) throw error;
      }
    }
    throw refusal ?? changing(email);
  });
}

async function join(api: Api, declared: Declared, userId: string): Promise<Person> {
  const { projectId, email, role } = declared;
  const body = { user_id: userId, role };
  const user = await api.post<Listed>(at`/organization/projects/${projectId}/users`, body).catch(
    when(isInvalid, async (error) => {
      // In it already, by an invitation for one.
      if (!(await inProject(api, projectId, userId))) throw error;
      return undefined;
    }),
  );
  return user ? member(email, shortened(user)) : changeRole(api, declared, userId);
}

async function changeRole(api: Api, { projectId, email, role }: Declared, userId: string): Promise<Person> {
  const path = at`/organization/projects/${projectId}/users/${userId}`;
  const user = await api.post<Listed>(path, { role });
  api.snapshots.forget(ProjectUser.definition.collection, projectId);
  return member(email, shortened(user));
}

/** Takes the open invitation back; who has just accepted it is in the project, and stays. */
function keepOut(api: Api, declared: Declared): Promise<Person> {
  const { projectId, email } = declared;
  return inTurn(api, declared, async () => {
    for (let look = 1; look <= LOOKS; look++) {
      const open = await openTo(api, email, ["pending"]);
      if (open && isFor(open, projectId) && (await withdraw(api, open, projectId)) === "accepted") continue;
      const [user] = await usersAt(api, email);
      const joined = user && (await inProject(api, projectId, user.id));
      return joined ? member(email, joined) : withheld(email);
    }
    throw changing(email);
  });
}

const isAny = (error: unknown): error is VendorError => error instanceof VendorError;

/** For this project alone: for others it is sent anew. */
async function withdraw(api: Api, open: InviteRow, projectId: string): Promise<unknown> {
  const outcome = await takeBack(api, open);
  const projects = open.projects.filter(({ id }) => id !== projectId);
  if (outcome === "accepted" || open.status !== "pending" || projects.length === 0) return outcome;
  const others = projects.map(({ id }) => id).join(", ");
  const wayOut = `The invitation was taken back, which was for ${others} too: run \`pulumi up --refresh\`, which sends it again where it is declared.`;
  await invite(api, { email: open.email.toLowerCase(), role: open.role, projects }).catch(advise(isAny, wayOut));
  return outcome;
}

const changing = (email: string) => fail(`${email} changes between invited and member under our hands`, "Run again.");

async function letGo(api: Api, declared: Declared): Promise<unknown> {
  const { projectId, email } = declared;
  for (let look = 1; look <= LOOKS; look++) {
    const [user] = await usersAt(api, email);
    if (user)
      return api
        .delete(at`/organization/projects/${projectId}/users/${user.id}`)
        .catch(when(isNotInProject, () => ABSENT));
    const open = await openTo(api, email, ["pending", "expired"]);
    if (!open || !isFor(open, projectId)) return ABSENT;
    const outcome = await withdraw(api, open, projectId);
    if (outcome !== "accepted") return outcome; // Not just now.
  }
  throw changing(email);
}
