import type { UserResponse } from "@workos-inc/node";
import { at, z } from "../../kit.ts";
import { usersAt } from "../user.ts";
import { ask, type OneOf, oneOf, only, text } from "./question.ts";

/** Of a person no more than what identifies the account, and whether it is in use. */
export type UserFound = Readonly<ReturnType<typeof found>>;

export type UserQuestion = OneOf<"id" | "externalId" | "email">;

const one = oneOf("id", "externalId", "email");
const some = z.strictObject({
  /** Only those who have a membership in it. */
  organizationId: text.optional(),
});

/**
 * One user of the environment, by e-mail, by WorkOS id, or by your own id.
 * @throws UnansweredError when there is none
 */
export const getUser = (by: UserQuestion): Promise<UserFound> =>
  ask("getUser", one, by, async (answers, args) => {
    const { id, externalId = "", email } = args;
    const words = ["user", "users"] as const;
    if (email !== undefined) return only(words, args, (await usersAt(answers, email)).map(found));
    const ofUs = () => at`/user_management/users/external_id/${externalId}`;
    const row = await answers.find<UserResponse>(id === undefined ? ofUs() : at`/user_management/users/${id}`);
    return only(words, args, [row && found(row)]);
  });

/** The users of one organization, or all there are in the environment. */
export const listUsers = (of: Readonly<z.input<typeof some>> = {}): Promise<readonly UserFound[]> =>
  ask("listUsers", some, of, async (answers, { organizationId }) => {
    const query = { organization_id: organizationId };
    return (await answers.list<UserResponse>(at`/user_management/users`, query)).map(found);
  });

const found = (row: UserResponse) => ({
  id: row.id,
  email: row.email.toLowerCase(),
  emailVerified: row.email_verified ?? false,
  externalId: row.external_id ?? null,
  /** RFC 3339. */
  createdAt: row.created_at,
  /** RFC 3339; null for who never did. */
  lastSignInAt: row.last_sign_in_at ?? null,
});
