import { at, z } from "../../kit.ts";
import type { MembershipRow } from "../organization-membership.ts";
import { usersAt } from "../user.ts";
import { ask, only, onlyOneOf, text } from "./question.ts";

export type MembershipFound = Readonly<ReturnType<typeof found>>;

/** Of one organization, of one user, or of both; with any status unless one is named. */
export type MembershipsQuestion = (
  | { readonly organizationId: string; readonly userId?: string | undefined }
  | { readonly organizationId?: string | undefined; readonly userId: string }
) & { readonly status?: "active" | "inactive" | "pending" | undefined };

export type MembershipQuestion = { readonly organizationId: string } & (
  | { readonly userId: string }
  | { readonly email: string }
);

const path = at`/user_management/organization_memberships`;
/** The list has the active ones only, unless every status is named. */
const statuses = "active,inactive,pending";

const some = z
  .strictObject({
    organizationId: text.optional(),
    userId: text.optional(),
    status: z.enum(["active", "inactive", "pending"]).optional(),
  })
  .refine(({ organizationId, userId }) => organizationId ?? userId, "needs organizationId, userId, or both");
const one = z
  .strictObject({ organizationId: text, userId: text.optional(), email: text.optional() })
  .superRefine(onlyOneOf("userId", "email"));

/** The memberships of an organization, or of a user. */
export const listMemberships = (of: MembershipsQuestion): Promise<readonly MembershipFound[]> =>
  ask("listMemberships", some, of, async (answers, { organizationId, userId, status }) => {
    const query = { organization_id: organizationId, user_id: userId, statuses };
    const memberships = (await answers.list<MembershipRow>(path, query)).map(found);
    return memberships.filter((each) => status === undefined || each.status === status);
  });

/**
 * One person's place in one organization, whatever its status.
 * @throws UnansweredError when the person has none there, or no account at all
 */
export const getMembership = (of: MembershipQuestion): Promise<MembershipFound> =>
  ask("getMembership", one, of, async (answers, { organizationId, email, ...args }) => {
    let { userId } = args;
    if (email !== undefined) userId = only(["user", "users"], { email }, await usersAt(answers, email)).id;
    const query = { organization_id: organizationId, user_id: userId, statuses };
    const rows = await answers.list<MembershipRow>(path, query);
    return only(["membership", "memberships"], { organizationId, ...args, email }, rows.map(found));
  });

const found = (row: MembershipRow) => ({
  id: row.id,
  organizationId: row.organization_id,
  userId: row.user_id,
  /** `active`, `inactive`, or `pending`: invited and not there yet. */
  status: row.status as string,
  /** Slugs; the first one is the main one. */
  roles: (row.roles ?? (row.role ? [row.role] : [])).map(({ slug }) => slug) as readonly string[],
  /** Whether the customer's identity provider decides about it. */
  directoryManaged: row.directory_managed ?? false,
  /** RFC 3339. */
  createdAt: row.created_at,
});
